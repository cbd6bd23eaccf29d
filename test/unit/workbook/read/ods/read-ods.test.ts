import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_READ_LIMITS,
  type ReadLimits,
  readWorkbook,
} from '../../../../../src/workbook/read/read-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from '../../../../foreign/libreoffice.js';
import { datesOf, formulasOf, mergesOf, rowsOf } from '../grid-rows.js';
import { refusalOf, workbookOf } from '../package.js';

// Content as ODF 1.2 part 1 describes it, written by hand, and files that LibreOffice saved.

const NAMESPACES = ['office', 'table', 'text', 'style', 'calcext', 'dc', 'draw']
  .map((name) => `xmlns:${name}="urn:${name}"`)
  .join(' ');
const MIME_TYPE = 'application/vnd.oasis.opendocument.spreadsheet';

function odsOf(body: string, styles = ''): Uint8Array {
  const content = `<?xml version="1.0"?><office:document-content ${NAMESPACES}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${body}</office:spreadsheet></office:body></office:document-content>`;
  return zipSync({ mimetype: [strToU8(MIME_TYPE), { level: 0 }], 'content.xml': strToU8(content) });
}
/** A package that has a manifest (ODF 1.2 part 3, 4) and no entry `mimetype`. */
function withManifest(mediaType: string, inside = ''): Uint8Array {
  const { mimetype: _, ...parts } = unzipSync(odsOf(table(row(typed('float', 'office:value="7"')))));
  const manifest = `<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:media-type="text/xml" manifest:full-path="content.xml">${inside}</manifest:file-entry><manifest:file-entry manifest:media-type="${mediaType}" manifest:full-path="/"/></manifest:manifest>`;
  return zipSync({ ...parts, 'META-INF/manifest.xml': strToU8(manifest) });
}
const table = (rows: string, name = '表', style = ''): string =>
  `<table:table table:name="${name}"${style}>${rows}</table:table>`;
const row = (cells: string, attributes = ''): string =>
  `<table:table-row ${attributes}>${cells}</table:table-row>`;
const cell = (attributes: string, content = ''): string =>
  `<table:table-cell ${attributes}>${content}</table:table-cell>`;
const typed = (type: string, value: string, content = ''): string =>
  cell(`office:value-type="${type}" ${value}`, content);
const p = (text: string): string => `<text:p>${text}</text:p>`;

const read = (bytes: Uint8Array) => workbookOf(readWorkbook(bytes));
const gridOf = (rows: string) => read(odsOf(table(rows))).sheets[0]!;
const gridOfCell = (content: string) => gridOf(row(content));
const firstValue = (content: string) => gridOfCell(content).valueAt(1, 1);

describe('values', () => {
  it.each([
    ['float', typed('float', 'office:value="0.30000000000000004"', p('0.3')), 0.30000000000000004],
    ['percentage', typed('percentage', 'office:value="0.125"', p('13%')), 0.125],
    ['currency', typed('currency', 'office:currency="CNY" office:value="-1234.5"', p('¥-1,234.50')), -1234.5],
    ['boolean', typed('boolean', 'office:boolean-value="true"', p('TRUE')), true],
    ['boolean', typed('boolean', 'office:boolean-value="false"', p('FALSE')), false],
    ['date', typed('date', 'office:date-value="2020-10-17"', p('10月17日')), 44121],
    ['date and time', typed('date', 'office:date-value="2020-10-17T12:00:00"', p('')), 44121.5],
    // Excel's 1 January 1900 is 1; its 29 February 1900 never was.
    ['first day', typed('date', 'office:date-value="1900-01-01"', p('')), 1],
    ['first day that both calendars agree on', typed('date', 'office:date-value="1900-03-01"'), 61],
    ['time of day', typed('time', 'office:time-value="PT06H00M00S"', p('06:00')), 0.25],
    ['hours beyond a day', typed('time', 'office:time-value="PT36H00M00S"', p('36:00')), 1.5],
    ['text', typed('string', '', p('塔城')), '塔城'],
    ['text in an attribute', typed('string', 'office:string-value="塔城"', p('shown')), '塔城'],
    ['no type', cell('', p('塔城')), '塔城'],
    ['no day', typed('date', 'office:date-value="0000-00-00"', p('无')), '无'],
    ['empty', cell(''), null],
  ])('%s: %s', (_, content, value) => {
    expect(firstValue(content)).toBe(value);
  });

  it('only dates are dates', () => {
    const cells = [
      typed('float', 'office:value="44121"'),
      typed('date', 'office:date-value="2020-10-17"'),
      typed('time', 'office:time-value="PT06H00M00S"'),
    ];
    expect(datesOf(gridOfCell(cells.join('')))).toEqual(['B1']);
  });

  it('errors, as LibreOffice of today and of old writes them', () => {
    const today = (text: string) =>
      cell(
        'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"',
        p(text),
      );
    const old = cell('table:formula="of:=1/0" office:value-type="float" office:value="0"', p('#DIV/0!'));
    const zero = cell('table:formula="of:=0" office:value-type="float" office:value="0"', p('0'));
    const grid = gridOfCell(['#REF!', 'Err:502', 'Err:525'].map(today).join('') + old + zero);
    expect(rowsOf(grid)).toEqual([
      [{ error: '#REF!' }, { error: '#VALUE!' }, { error: '#NAME?' }, { error: '#DIV/0!' }, 0],
    ]);
  });

  it('formulas carry their cached value, or none', () => {
    const cells = [
      cell('table:formula="of:=[.B1]" office:value-type="float" office:value="7"', p('7')),
      cell('table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""'),
      cell('table:formula="of:=[.B1]"'),
      typed('float', 'office:value="1"'),
    ];
    const grid = gridOfCell(cells.join(''));
    expect(rowsOf(grid)).toEqual([[7, '', null, 1]]);
    expect(formulasOf(grid)).toEqual(['A1', 'B1', 'C1']);
  });
});

describe('texts', () => {
  it.each([
    ['paragraphs are lines', p('甲') + p('') + p('乙'), '甲\n\n乙'],
    [
      'spaces, tabs, line ends',
      p('a<text:s/>b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e'),
      'a b   c\td\ne',
    ],
    ['spans and links', p('塔<text:span>城<text:a>地区</text:a></text:span>市'), '塔城地区市'],
    // LibreOffice writes a cell of several lines so, and reads it so.
    ['spaces that are written plainly', p('张  三 ') + p(' 李四'), '张  三 \n 李四'],
    ['space before a written one', p('a <text:s/>b'), 'a  b'],
    ['entities, CDATA, comments', p('a&lt;&#20013;<![CDATA[<&>]]><!-- no -->z'), 'a<中<&>z'],
    [
      'ruby',
      p('<text:ruby><text:ruby-base>塔</text:ruby-base><text:ruby-text>ta</text:ruby-text></text:ruby>城'),
      '塔城',
    ],
    [
      'comments',
      `<office:annotation><dc:creator>甲</dc:creator>${p('批注')}</office:annotation>${p('值')}`,
      '值',
    ],
    ['drawings', `<draw:frame><draw:text-box>${p('框')}</draw:text-box></draw:frame>${p('值')}`, '值'],
  ])('%s', (_, content, text) => {
    expect(firstValue(typed('string', '', content))).toBe(text);
  });
});

describe('repeats', () => {
  it('of cells and rows are laid out, as far as they hold something', () => {
    const cells =
      cell('table:number-columns-repeated="2"') +
      cell('office:value-type="float" office:value="5" table:number-columns-repeated="2"') +
      cell('table:number-columns-repeated="16380"');
    const blank = row(cell('table:number-columns-repeated="16384"'), 'table:number-rows-repeated="2"');
    const grid = gridOf(blank + row(cells, 'table:number-rows-repeated="2"') + blank);
    expect(rowsOf(grid)).toEqual([
      [null, null, null, null],
      [null, null, null, null],
      [null, null, 5, 5],
      [null, null, 5, 5],
    ]);
  });

  it('of a million blank rows cost nothing', () => {
    const many = 'table:number-rows-repeated="1048574"';
    const grid = gridOf(row(typed('float', 'office:value="1"')) + row(cell(''), many) + row(cell('')));
    expect([grid.lastRowNumber, grid.lastColumnNumber]).toEqual([1, 1]);
  });

  it.each([
    [
      'rows',
      row(typed('float', 'office:value="1"'), 'table:number-rows-repeated="99999999999"'),
      'limit-rows 1048576',
    ],
    [
      'columns',
      row(cell('office:value-type="float" office:value="1" table:number-columns-repeated="99999999"')),
      'limit-columns 16384',
    ],
    [
      'merges',
      row(cell('table:number-columns-spanned="2"'), 'table:number-rows-repeated="2000000000"'),
      'limit-merges 1000000',
    ],
  ])('of too many %s are refused', (_, rows, reason) => {
    expect(refusalOf(odsOf(table(rows)))).toBe(reason);
  });
});

describe('sheets', () => {
  const one = row(typed('float', 'office:value="1"'));

  it('are hidden by their style', () => {
    const styles =
      '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>' +
      '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';
    const bytes = odsOf(
      table(one, '甲', ' table:style-name="ta1"') + table(one, '乙', ' table:style-name="ta2"'),
      styles,
    );
    expect(read(bytes).sheets.map(({ sheetName, visibility }) => [sheetName, visibility])).toEqual([
      ['甲', 'visible'],
      ['乙', 'hidden'],
    ]);
  });

  it('say what is merged and hidden', () => {
    const columns =
      '<table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>';
    const merged = cell(
      'office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="2"',
      p('户主'),
    );
    const covered = `<table:covered-table-cell office:value-type="float" office:value="9"/>`;
    const rows =
      `<table:table-header-rows>${row(merged + covered)}</table:table-header-rows>` +
      `<table:table-row-group>${row(covered + covered)}</table:table-row-group>` +
      row(typed('float', 'office:value="1"'), 'table:visibility="filter" table:number-rows-repeated="2"') +
      row(typed('float', 'office:value="2"'), 'table:visibility="collapse"') +
      row(typed('float', 'office:value="3"')) +
      row(cell(''), 'table:visibility="collapse" table:number-rows-repeated="1000000"');
    const grid = gridOf(columns + rows);
    expect(rowsOf(grid)).toEqual([['户主'], [null], [1], [1], [2], [3]]);
    expect(mergesOf(grid)).toEqual(['A1:B2']);
    expect([...grid.hiddenColumns]).toEqual([2, 3]);
    expect([...grid.hiddenRows]).toEqual([3, 4, 5]);
  });

  it('remembered changes and drawings are no cells', () => {
    const changes = `<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell>${p('旧')}</table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>`;
    const shapes = `<table:shapes><draw:frame>${p('框')}</draw:frame></table:shapes>`;
    const bytes = odsOf(changes + table(shapes + one));
    expect(read(bytes).sheets.map(rowsOf)).toEqual([[[1]]]);
  });

  it('names point to a sheet as they do in xlsx', () => {
    const range = (name: string, address: string) =>
      `<table:named-range table:name="${name}" table:base-cell-address="$甲.$A$1" table:cell-range-address="${address}"/>`;
    const names =
      range('bangfu_sheet_1', '$甲.$A$1') +
      range('area', "$'a ''b'.$A$1:.$C$3") +
      range('lost', '$#REF!.$A$1') +
      range('across', '$甲.$A$1:$乙.$B$2');
    const local = `<table:named-expressions>${range('own', '$乙.$B$2')}</table:named-expressions>`;
    const bytes = odsOf(
      `${table(one, '甲')}${table(one + local, '乙')}<table:named-expressions>${names}</table:named-expressions>`,
    );
    expect([...read(bytes).definedNames]).toEqual([
      ['bangfu_sheet_1', "'甲'!$A$1"],
      ['area', "'a ''b'!$A$1:$C$3"],
      ["'乙'!own", "'乙'!$B$2"],
      ['own', "'乙'!$B$2"],
    ]);
  });
});

it('is known by its manifest when it does not name its type', () => {
  expect(rowsOf(read(withManifest(MIME_TYPE)).sheets[0]!)).toEqual([[7]]);
});

describe('refusals', () => {
  const limited = (limits: Partial<ReadLimits>): ReadLimits => ({ ...DEFAULT_READ_LIMITS, ...limits });
  const twoSheets = odsOf(
    table(row(typed('float', 'office:value="1"')), '甲') +
      table(row(typed('float', 'office:value="2"')), '乙'),
  );

  it.each([
    ['sheets', { sheets: 1 }, 'limit-sheets 1'],
    ['cells', { cells: 1 }, 'limit-cells 1'],
    ['inflated bytes', { inflatedBytes: 100 }, 'limit-inflated 100'],
  ] as const)('more %s than allowed', (_, limits, reason) => {
    expect(refusalOf(twoSheets)).toBe('workbook');
    expect(refusalOf(twoSheets, limited(limits))).toBe(reason);
  });

  it('a zip bomb', () => {
    const bomb = zipSync({
      mimetype: [strToU8(MIME_TYPE), { level: 0 }],
      'content.xml': new Uint8Array(12 * 1024 * 1024),
    });
    expect(refusalOf(bomb, limited({ ratio: 100 }))).toBe('limit-ratio');
  });

  it.each([
    ['no spreadsheet', `${MIME_TYPE.replace('spreadsheet', 'text')}`, '', 'unsupported-format opendocument'],
    ['a locked one', MIME_TYPE, '<manifest:encryption-data/>', 'password-protected'],
    ['another program’s', 'application/x-other', '', 'unsupported-format zip'],
  ])('a manifest alone: %s', (_, mediaType, inside, reason) => {
    expect(refusalOf(withManifest(mediaType, inside))).toBe(reason);
  });

  it('content that ends early', () => {
    const content = strToU8(`<office:document-content ${NAMESPACES}><office:body><office:spreadsheet>`);
    const mimetype = strToU8(MIME_TYPE);
    expect(refusalOf(zipSync({ mimetype, 'content.xml': content }))).toBe('damaged-xml content.xml');
    expect(refusalOf(zipSync({ mimetype }))).toBe('missing-part content.xml');
  });
});

describe.skipIf(!HAS_LIBREOFFICE)('what LibreOffice saves (skipped where it is missing)', () => {
  it('carries everything but very hidden sheets', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bangfu-ods-'));
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('表 1');
    sheet.addRows([
      ['捐赠款物统计表'],
      ['户主', '金额', '日期', '比例', '合计'],
      ['张  三\n李四', 1234.5, null, 0.125, { formula: 'B3*2', result: 2469 }],
      [' 王五 ', -3, null, true, { formula: '1/0' }],
    ]);
    // In days from the epoch, so that no time zone has a say.
    sheet.getCell('C3').value = 44121;
    sheet.getCell('C3').numFmt = 'yyyy"年"m"月"d"日"';
    sheet.getCell('D3').numFmt = '0.0%';
    sheet.mergeCells('A1:E1');
    sheet.getRow(4).hidden = true;
    sheet.getColumn(4).hidden = true;
    book.addWorksheet('藏', { state: 'veryHidden' }).getCell('B2').value = 'bangfu';
    book.definedNames.add("'表 1'!$A$1", 'bangfu_sheet_1');
    const source = join(folder, 'book.xlsx');
    writeFileSync(source, Buffer.from(await book.xlsx.writeBuffer()));
    const [saved] = convertWithLibreOffice([source], 'ods', folder);
    const workbook = read(readFileSync(saved!));
    const [grid, hidden] = workbook.sheets;
    expect(rowsOf(grid!)).toEqual([
      ['捐赠款物统计表', null, null, null, null],
      ['户主', '金额', '日期', '比例', '合计'],
      ['张  三\n李四', 1234.5, 44121, 0.125, 2469],
      // LibreOffice makes a formula of a truth value.
      [' 王五 ', -3, null, 1, { error: '#DIV/0!' }],
    ]);
    expect([datesOf(grid!), formulasOf(grid!), mergesOf(grid!)]).toEqual([
      ['C3'],
      ['E3', 'D4', 'E4'],
      ['A1:E1'],
    ]);
    expect([[...grid!.hiddenRows], [...grid!.hiddenColumns]]).toEqual([[4], [4]]);
    expect([hidden!.sheetName, hidden!.visibility, hidden!.valueAt(2, 2)]).toEqual([
      '藏',
      'hidden',
      'bangfu',
    ]);
    expect(workbook.definedNames.get('bangfu_sheet_1')).toBe("'表 1'!$A$1");
  });
});
