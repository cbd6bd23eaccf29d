import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMark } from '../../../../../src/form/mark.js';
import { isCellError } from '../../../../../src/workbook/cell-value.js';
import { DEFAULT_READ_LIMITS } from '../../../../../src/workbook/read/limits.js';
import { readSpreadsheetMl } from '../../../../../src/workbook/read/spreadsheetml/read-spreadsheetml.js';
import { parseReference } from '../../../../../src/workbook/reference.js';
import { datesOf, formulasOf, mergesOf, rowsOf } from '../grid-rows.js';
import { refusalOf } from '../package.js';

const NAMESPACES =
  'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" xmlns:html="http://www.w3.org/TR/REC-html40"';
const book = (content: string): string =>
  `<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n<Workbook ${NAMESPACES}>${content}</Workbook>\r\n`;
const sheet = (rows: string, rest = '', name = '表'): string =>
  `<Worksheet ss:Name="${name}"><Table ss:ExpandedRowCount="9">${rows}</Table>${rest}</Worksheet>`;
const data = (type: string, text: string, attributes = ''): string =>
  `<Cell${attributes}><Data ss:Type="${type}">${text}</Data></Cell>`;
const bytesOf = (xml: string): Uint8Array => new Uint8Array(Buffer.from(xml, 'utf8'));
const bookOf = (content: string) => readSpreadsheetMl(bytesOf(book(content)), DEFAULT_READ_LIMITS);
const gridOf = (rows: string, before = '') => bookOf(before + sheet(rows)).sheets[0]!;

describe('cells', () => {
  it('numbers, text, truth values, errors, formulas', () => {
    const grid = gridOf(
      `<Row>${data('Number', '1.5')}${data('Number', '1.0E+17')}${data('String', ' a &lt;b&gt;&#10;c ')}${data('Boolean', '1')}${data('Error', '#DIV/0!')}${data('Number', '3', ' ss:Formula="=RC[-4]*2"')}<Cell ss:Formula="=1"/>${data('String', '')}${data('String', '007')}</Row>`,
    );
    expect(rowsOf(grid)).toEqual([
      [1.5, 1e17, ' a <b>\nc ', true, { error: '#DIV/0!' }, 3, null, null, '007'],
    ]);
    expect(formulasOf(grid)).toEqual(['F1', 'G1']);
  });

  it('rich text without its tags, and no comment', () => {
    const grid = gridOf(
      '<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>粗</B><Font html:Color="#ff0000">体&#10;&amp;行</Font> <!-- x --><![CDATA[<c>]]></ss:Data><Comment ss:Author="x"><ss:Data><B>批注</B></ss:Data></Comment></Cell></Row>',
    );
    expect(rowsOf(grid)).toEqual([['粗体\n&行 <c>']]);
  });

  it('another prefix, none, or a foreign one', () => {
    const xml = `<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="a"><ss:Table><ss:Row><ss:Cell ss:Index="2"><ss:Data ss:Type="Number">1</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>`;
    const bare = xml.replaceAll('ss:', '').replace('xmlns:ss', 'xmlns');
    for (const text of [xml, bare, xml.replaceAll('ss:', 'q:')]) {
      expect(rowsOf(readSpreadsheetMl(bytesOf(text), DEFAULT_READ_LIMITS).sheets[0]!)).toEqual([[null, 1]]);
    }
  });

  it('in GBK, whatever the declaration says', () => {
    const xml = book(sheet(`<Row>${data('String', 'X')}</Row>`)).replace(
      '<?xml version="1.0"?>',
      '<?xml version="1.0" encoding="utf-8"?>',
    );
    // 单位 in GBK; the sheet's name is 表.
    const gbk = xml.replace('X', '\xb5\xa5\xce\xbb').replace('表', '\xb1\xed');
    const { sheets } = readSpreadsheetMl(new Uint8Array(Buffer.from(gbk, 'latin1')), DEFAULT_READ_LIMITS);
    expect([sheets[0]!.sheetName, rowsOf(sheets[0]!)]).toEqual(['表', [['单位']]]);
  });
});

describe('places', () => {
  it('indexes, spans and merges', () => {
    const grid = gridOf(
      `<Column ss:Hidden="1"/><Column ss:Index="3" ss:Span="1" ss:Hidden="1"/><Column ss:Hidden="1"/>
       <Row>${data('Number', '1', ' ss:MergeAcross="1"')}${data('Number', '2')}${data('Number', '3', ' ss:Index="6"')}${data('Number', '4')}</Row>
       <Row ss:Index="3" ss:Span="2" ss:Hidden="1"/>
       <Row>${data('Number', '5', ' ss:MergeDown="1"')}</Row>
       <Row>${data('Number', '6', ' ss:Index="2"')}</Row>`,
    );
    expect(rowsOf(grid)).toEqual([
      [1, null, 2, null, null, 3, 4],
      ...[2, 3, 4, 5].map(() => Array(7).fill(null)),
      [5, null, null, null, null, null, null],
      [null, 6, null, null, null, null, null],
    ]);
    expect(mergesOf(grid)).toEqual(['A1:B1', 'A6:A7']);
    expect([[...grid.hiddenRows], [...grid.hiddenColumns]]).toEqual([
      [3, 4, 5],
      [1, 3, 4, 5],
    ]);
  });
});

describe('dates', () => {
  const styles =
    '<Styles><Style ss:ID="Default" ss:Name="Normal"><NumberFormat/></Style><Style ss:ID="d"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style><Style ss:ID="s"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="p" ss:Parent="s"><Font ss:Bold="1"/></Style><Style ss:ID="t"><NumberFormat ss:Format="Short Time"/></Style><Style ss:ID="n"><NumberFormat ss:Format="Standard"/></Style><Style ss:ID="f"><NumberFormat ss:Format="Fixed"/></Style></Styles>';
  const styled = (type: string, text: string, style?: string) =>
    data(type, text, style === undefined ? '' : ` ss:StyleID="${style}"`);

  it('DateTime is a serial, shown as a date unless its format shows a time only', () => {
    const grid = gridOf(
      `<Row>${styled('DateTime', '2020-10-17T00:00:00.000', 'd')}${styled('DateTime', '2020-10-17T12:00:00.000', 'p')}${styled('DateTime', '2020-10-17T00:00:00.000')}${styled('DateTime', '1899-12-31T06:00:00.000', 't')}${styled('DateTime', '1900-02-28T00:00:00.000', 'd')}${styled('DateTime', '1900-03-01T00:00:00.000', 'd')}${styled('DateTime', '2021-02-29T00:00:00.000', 'd')}</Row>`,
      styles,
    );
    expect(rowsOf(grid)).toEqual([[44_121, 44_121.5, 44_121, 0.25, 59, 61, '2021-02-29T00:00:00.000']]);
    expect(datesOf(grid)).toEqual(['A1', 'B1', 'C1', 'E1', 'F1']);
  });

  it('numbers are dates by the style of the cell, row, column or table', () => {
    const grid = bookOf(
      `${styles}<Worksheet ss:Name="a"><Table ss:StyleID="n"><Column ss:Index="2" ss:StyleID="s"/><Row>${styled('Number', '44121', 's')}${styled('Number', '44121', 'n')}${styled('Number', '44121', 'f')}</Row><Row ss:StyleID="d">${styled('Number', '44121')}</Row></Table></Worksheet>
       <Worksheet ss:Name="b"><Table><Column ss:Index="2" ss:StyleID="s"/><Row>${styled('Number', '1')}${styled('Number', '44121')}</Row></Table></Worksheet>`,
    ).sheets;
    expect(grid.map(datesOf)).toEqual([['A1', 'A2'], ['B1']]);
  });

  it('in the 1904 system, dates written as text and as numbers are the same day', () => {
    const grid = gridOf(
      `<Row>${styled('DateTime', '2020-10-17T00:00:00.000', 'd')}${styled('Number', '42659', 'd')}${styled('Number', '42659')}${styled('DateTime', '1904-01-01T06:00:00.000', 't')}</Row>`,
      `<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>${styles}`,
    );
    expect(rowsOf(grid)).toEqual([[44_121, 44_121, 42_659, 0.25]]);
  });
});

describe('the workbook', () => {
  it('visibility and names, in A1 notation', () => {
    const read = bookOf(
      `<Names><NamedRange ss:Name="一" ss:RefersTo="='甲''R1C1'!R1C2:R3C28"/><NamedRange ss:Name="列" ss:RefersTo="=乙!C1:C3"/><NamedRange ss:Name="行" ss:RefersTo="=乙!R2:R3"/><NamedRange ss:Name="失" ss:RefersTo="=#REF!R1C1"/><NamedRange ss:Name="相对" ss:RefersTo="=乙!R[1]C"/></Names>
       ${sheet('', '', "甲'R1C1")}
       ${sheet('', '<Names><NamedRange ss:Name="Print_Area" ss:RefersTo="=乙!R1C1:R2C2"/></Names><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>', '乙')}
       ${sheet('', '<x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions>', '丙')}`,
    );
    expect(read.sheets.map((grid) => [grid.sheetName, grid.visibility])).toEqual([
      ["甲'R1C1", 'visible'],
      ['乙', 'hidden'],
      ['丙', 'veryHidden'],
    ]);
    expect([...read.definedNames]).toEqual([
      ['一', "'甲''R1C1'!$B$1:$AB$3"],
      ['列', '乙!$A:$C'],
      ['行', '乙!$2:$3'],
      ['失', '#REF!$A$1'],
      ['相对', '乙!R[1]C'],
      ["'乙'!Print_Area", '乙!$A$1:$B$2'],
      ['Print_Area', '乙!$A$1:$B$2'],
    ]);
  });

  it('the mark is found, and follows a sheet that was renamed', () => {
    const texts = (...values: string[]) =>
      `<Row>${values.map((text) => data('String', text)).join('')}</Row>`;
    const mark =
      texts('bangfu') +
      texts('name', 'sheet', 'role', 'form', 'version', 'unit', 'periodStart', 'periodEnd') +
      texts('bangfu_sheet_1', '旧名', 'form', 'wishes', '1', 'T1', '2020-10-01', '2020-10-31');
    const read = bookOf(
      `<Names><NamedRange ss:Name="bangfu_sheet_1" ss:RefersTo="='新 名'!R1C1"/></Names>${sheet('', '', '新 名')}${sheet(mark, '', 'bangfu_mark')}`,
    );
    expect(parseMark(read).get('新 名')).toMatchObject({ form: 'wishes', unit: 'T1', version: 1 });
  });
});

describe('refusals', () => {
  const rows = `<Row>${data('Number', '1')}</Row>`;
  it.each([
    ['cut short', book(sheet(rows)).slice(0, -40), 'damaged-xml Workbook'],
    ['without sheets', book(''), 'damaged-xml Workbook'],
  ])('%s', (_, xml, reason) => {
    expect(refusalOf(bytesOf(xml))).toBe(reason);
  });

  it.each([
    ['limit-sheets 1', sheet('') + sheet(''), { sheets: 1 }],
    ['limit-rows 5', sheet(`<Row ss:Index="6">${data('Number', '1')}</Row>`), { rows: 5 }],
    ['limit-columns 16384', sheet(`<Row>${data('Number', '1', ' ss:Index="16385"')}</Row>`), {}],
    ['limit-cells 2', sheet(rows) + sheet(rows) + sheet(rows), { cells: 2 }],
    [
      'limit-merges 9',
      sheet(
        `<Row>${data('Number', '1', ' ss:MergeAcross="9" ss:MergeDown="9"')}${data('Number', '2', ' ss:Index="20"')}</Row>`,
      ),
      { mergedCells: 9 },
    ],
    ['limit-shared-strings 32767', sheet(`<Row>${data('String', 'x'.repeat(32_768))}</Row>`), {}],
  ])('%s', (reason, content, changes) => {
    expect(refusalOf(bytesOf(book(content)), { ...DEFAULT_READ_LIMITS, ...changes })).toBe(reason);
  });

  it('a merge or span over everything costs nothing', () => {
    const grid = gridOf(
      `<Column ss:Span="2000000000" ss:Hidden="1"/><Row>${data('Number', '1', ' ss:MergeAcross="2000000000" ss:MergeDown="2000000000"')}</Row><Row ss:Span="2000000000" ss:Hidden="1"/>`,
    );
    expect([grid.lastRowNumber, grid.lastColumnNumber, grid.hiddenColumns.size]).toEqual([1, 1, 16_384]);
  });

  it('never throws, wherever it is cut or a character is lost', () => {
    const xml = book(
      `<Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy"/></Style></Styles>${sheet(`<Row ss:Index="2">${data('DateTime', '2020-10-17', ' ss:StyleID="d"')}<Cell><Data ss:Type="String"><B>x</B>&amp;</Data></Cell></Row>`)}`,
    );
    for (let i = 0; i < xml.length; i++) {
      for (const text of [
        xml.slice(0, i),
        xml.slice(0, i) + xml.slice(i + 1),
        `${xml.slice(0, i)}<${xml.slice(i)}`,
      ])
        expect(() => refusalOf(bytesOf(text))).not.toThrow();
    }
  });
});

const FOLDER = join(import.meta.dirname, '../../../../../../shared/data/foreign');
const IS_PRESENT = existsSync(join(FOLDER, 'values'));

/** `FILE|SHEET|CELL` and why the truth differs. */
const RECALCULATED = 'LibreOffice calculates the formula anew; the file holds what Excel showed';
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'sheetjs_other__apachepoi_ImaginaryFunctionTestCaseData.xls.xml|Imaginary|B11': RECALCULATED,
  'sheetjs_other__apachepoi_mirrTest.xls.xml|Mirr|A38': RECALCULATED,
  'sheetjs_other__apachepoi_mirrTest.xls.xml|Mirr|A46': RECALCULATED,
};

describe.skipIf(!IS_PRESENT)('files of Excel (skipped when ../shared/data/foreign is missing)', () => {
  const files = IS_PRESENT ? readdirSync(join(FOLDER, 'values')).filter((file) => file.endsWith('.xml')) : [];

  it('are read as LibreOffice reads them', () => {
    expect(files.length).toBeGreaterThanOrEqual(15);
    let equal = 0;
    const differences: string[] = [];
    for (const file of files) {
      const truth = JSON.parse(readFileSync(join(FOLDER, 'truth', `${file}.json`), 'utf8')) as Record<
        string,
        Record<string, unknown>
      >;
      const { sheets } = readSpreadsheetMl(readFileSync(join(FOLDER, 'values', file)), DEFAULT_READ_LIMITS);
      for (const [name, cells] of Object.entries(truth)) {
        const grid = sheets.find((candidate) => candidate.sheetName === name)!;
        for (const [cell, expected] of Object.entries(cells)) {
          const { rowNumber, columnNumber } = parseReference(cell)!;
          const value = grid.valueAt(rowNumber, columnNumber);
          const read = isCellError(value) ? value.error : typeof value === 'boolean' ? Number(value) : value;
          const isClose =
            typeof read === 'number' &&
            Math.abs(read - Number(expected)) <= 1e-9 * Math.max(1, Math.abs(read));
          if (read === expected || isClose) equal++;
          else differences.push(`${file}|${name}|${cell}`);
        }
      }
    }
    expect(differences.sort()).toEqual(Object.keys(KNOWN_DIFFERENCES).sort());
    expect(equal).toBe(589);
  });
});
