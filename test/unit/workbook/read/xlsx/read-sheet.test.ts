import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../../../src/workbook/read/read-workbook.js';
import {
  gridOf,
  gridOfRows,
  packageOf,
  SHEET,
  STRINGS,
  STYLES,
  sharedStrings,
  styles,
  workbook,
  workbookOf,
  worksheet,
} from '../package.js';

const oneCell = (cell: string, others = {}) => gridOfRows(`<row r="1">${cell}</row>`, others);
const firstValue = (cell: string, others = {}) => oneCell(cell, others).valueAt(1, 1);

describe('values', () => {
  it.each([
    ['<c r="A1"><v>12</v></c>', 12],
    ['<c r="A1"><v>-0.30000000000000004</v></c>', -0.30000000000000004],
    ['<c r="A1"><v>1.5E+3</v></c>', 1500],
    ['<c r="A1"><v> 7 </v></c>', 7],
    ['<c r="A1"><v>13800001234</v></c>', 13800001234],
    ['<c r="A1"><v>123456789012345678</v></c>', 123456789012345680],
    ['<c r="A1"><v>12<!-- note -->3</v></c>', 123],
    ['<c r="A1"><v>0x10</v></c>', '0x10'],
    ['<c r="A1"><v>见附件</v></c>', '见附件'],
    ['<c r="A1"><v></v></c>', null],
    ['<c r="A1" t="b"><v>1</v></c>', true],
    ['<c r="A1" t="b"><v>0</v></c>', false],
    ['<c r="A1" t="e"><v>#REF!</v></c>', { error: '#REF!' }],
    ['<c r="A1" t="str"><v>合计</v></c>', '合计'],
    ['<c r="A1" t="inlineStr"><is><t>塔城</t></is></c>', '塔城'],
    ['<c r="A1" t="inlineStr"><is><r><t>塔</t></r><r><rPr><b/></rPr><t>城</t></r></is></c>', '塔城'],
    ['<c r="A1" t="inlineStr"><v>塔城</v></c>', '塔城'],
    ['<c r="A1" t="str"><v>a &lt;&amp;&gt; &#20013;&#x4E2D; &nix; & b</v></c>', 'a <&> 中中 &nix; & b'],
    ['<c r="A1" t="inlineStr"><is><t>x<![CDATA[<&>]]>y</t></is></c>', 'x<&>y'],
    ['<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', ' a '],
    ['<c r="A1" t="str"><v>a_x000D_b_x005F_x0041_</v></c>', 'a\rb_x0041_'],
    ["<c r='A1' t='str'><v>a > b</v></c>", 'a > b'],
    // A lost text must not pass for a blank cell.
    ['<c r="A1" t="s"><v>9</v></c>', { error: '#REF!' }],
  ])('%s', (cell, value) => {
    expect(firstValue(cell)).toEqual(value);
  });

  it('reads every plain decimal exactly as Number does', () => {
    const texts = [
      '0.1',
      '1234567.89',
      '0.000001',
      '9007199254740993',
      '-12.50',
      '99999999999999.9',
      '1.',
      '.5',
      '-',
      '5e-324',
    ];
    for (const text of texts) {
      const number = Number(text);
      expect(firstValue(`<c r="A1"><v>${text}</v></c>`)).toBe(Number.isNaN(number) ? text : number);
    }
  });

  it('joins the runs of a shared string and leaves phonetic runs out', () => {
    const item =
      '<r><t>課</t></r><r><rPr/><t xml:space="preserve"> きく</t></r><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr/>';
    expect(firstValue('<c r="A1" t="s"><v>1</v></c>', { [STRINGS]: sharedStrings('<t>x</t>', item) })).toBe(
      '課 きく',
    );
  });

  it('keeps the place of an empty shared string', () => {
    const strings = `<sst><si/><si><t/></si><si><t>甲</t></si></sst>`;
    expect(firstValue('<c r="A1" t="s"><v>2</v></c>', { [STRINGS]: strings })).toBe('甲');
  });

  it('does not count empty styled cells and empty texts', () => {
    const grid = gridOfRows(
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="H9" s="1"/><c r="I9" t="str"><v/></c></row>',
    );
    expect([grid.lastRowNumber, grid.lastColumnNumber]).toEqual([1, 1]);
  });

  it('keeps the later of duplicate cells', () => {
    expect(firstValue('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>')).toBe(2);
  });
});

describe('formulas', () => {
  it.each([
    ['<c r="A1"><f>1+1</f><v>2</v></c>', 2],
    ['<c r="A1"><f t="shared" si="0"/><v>3</v></c>', 3],
    ['<c r="A1"><f t="array" ref="A1:B2">{1}</f><v>4</v></c>', 4],
    ['<c r="A1"><v>5</v><f>A2</f></c>', 5],
    ['<c r="A1"><f>A2</f></c>', null],
    ['<c r="A1"><f>A2</f><v/></c>', null],
    ['<c r="A1" t="str"><f>A2</f><v/></c>', ''],
    ['<c r="A1" t="e"><f>A2</f><v>#N/A</v></c>', { error: '#N/A' }],
  ])('%s is a formula', (cell, value) => {
    const grid = oneCell(cell);
    expect(grid.valueAt(1, 1)).toEqual(value);
    expect(grid.isFormulaAt(1, 1)).toBe(true);
  });
});

describe('dates', () => {
  const dated = (s: number, xml: string, rest = {}) =>
    oneCell(`<c r="A1" s="${s}">${xml}</c>`, {
      [STYLES]: xml && styles(14, 'yyyy年m月', 20, '0.00'),
      ...rest,
    });

  it('flags numbers by their format and leaves times alone', () => {
    expect([1, 2, 3, 4, 0].map((s) => dated(s, '<v>44197</v>').isDateAt(1, 1))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('adds 1462 days to date-formatted numbers of a 1904 workbook, and to no others', () => {
    const book = workbook(
      '<workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>',
    );
    expect(dated(1, '<v>42735</v>', { 'xl/workbook.xml': book }).valueAt(1, 1)).toBe(44197);
    expect(dated(4, '<v>42735</v>', { 'xl/workbook.xml': book }).valueAt(1, 1)).toBe(42735);
  });

  it('reads ISO dates as serials', () => {
    const grid = gridOfRows(
      '<row><c t="d"><v>2021-01-01</v></c><c t="d"><v>2021-01-01T12:00:00.000Z</v></c><c t="d"><v>T06:00</v></c><c t="d"><v>2021-02-30</v></c></row>',
    );
    expect([1, 2, 3, 4].map((c) => grid.valueAt(1, c))).toEqual([44197, 44197.5, 0.25, '2021-02-30']);
    expect([1, 2, 3, 4].map((c) => grid.isDateAt(1, c))).toEqual([true, true, false, false]);
  });
});

describe('positions', () => {
  it('lets cells and rows without reference follow those before', () => {
    const grid = gridOfRows(
      '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row><row r="7"><c><v>5</v></c></row>',
    );
    expect([
      grid.valueAt(1, 1),
      grid.valueAt(1, 4),
      grid.valueAt(1, 5),
      grid.valueAt(2, 1),
      grid.valueAt(7, 1),
    ]).toEqual([1, 2, 3, 4, 5]);
  });

  it('believes a cell reference rather than its row', () => {
    expect(gridOfRows('<row><c r="b3"><v>1</v></c></row>').valueAt(3, 2)).toBe(1);
  });

  it('spans large gaps up to the last cell of a sheet', () => {
    const grid = gridOfRows(
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
    );
    expect([grid.lastRowNumber, grid.lastColumnNumber, grid.valueAt(1048576, 16384)]).toEqual([
      1048576, 16384, 2,
    ]);
  });

  it.each(['<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>', '<dimension/>', ''])(
    'pays no heed to %s',
    (dimension) => {
      const grid = gridOf({ [SHEET]: worksheet('<row r="2"><c r="B2"><v>1</v></c></row>', '', dimension) });
      expect([grid.lastRowNumber, grid.lastColumnNumber]).toEqual([2, 2]);
    },
  );
});

describe('sheets', () => {
  it('reads merges, hidden rows and hidden columns', () => {
    const grid = gridOf({
      [SHEET]: worksheet(
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2" hidden="0"><c r="A2"><v>3</v></c></row><row r="3" hidden="true"/>',
        '<mergeCells count="9"><mergeCell ref="A1:B1"/><mergeCell ref="C3"/></mergeCells>',
        '<cols><col min="2" max="3" hidden="1"/><col min="5" max="6"/></cols>',
      ),
    });
    expect(grid.merges).toEqual([{ top: 1, left: 1, bottom: 1, right: 2 }]);
    expect(grid.valueAt(1, 2)).toBe(null);
    expect([...grid.hiddenRows]).toEqual([1]);
    expect([...grid.hiddenColumns]).toEqual([2, 3]);
  });

  it('takes the fallback of alternate content', () => {
    const grid = gridOfRows(
      '<row r="1"><mc:AlternateContent><mc:Choice Requires="x"><c r="A1"><v>1</v></c><mc:Choice/></mc:Choice><mc:Fallback><c r="A1"><v>2</v></c></mc:Fallback></mc:AlternateContent><c r="B1"><v>3</v></c></row>',
    );
    expect([grid.valueAt(1, 1), grid.valueAt(1, 2)]).toEqual([2, 3]);
  });

  it('passes over extensions, comments and processing instructions', () => {
    const grid = gridOf({
      [SHEET]: worksheet(
        '<!-- <row r="1"> --><?x <c> ?><row r="1"><c r="A1"><v>1</v><extLst><ext><v>9</v></ext></extLst></c></row>',
        '<extLst><ext><sheetData><row r="5"><c r="A5"><v>1</v></c></row></sheetData></ext></extLst>',
      ),
    });
    expect([grid.lastRowNumber, grid.valueAt(1, 1)]).toEqual([1, 1]);
  });

  it.each([
    [
      'namespace prefixes',
      (xml: string) => strToU8(xml.replace(/<(\/?)([a-z])/gi, '<$1x:$2').replace('xmlns=', 'xmlns:x=')),
    ],
    [
      'Strict OOXML',
      (xml: string) => strToU8(xml.replace(/http:[^"]+/, 'http://purl.oclc.org/ooxml/spreadsheetml/main')),
    ],
    ['a UTF-8 byte order mark', (xml: string) => strToU8(`\ufeff${xml}`)],
    ['UTF-16 little-endian', (xml: string) => new Uint8Array(Buffer.from(`\ufeff${xml}`, 'utf16le'))],
    ['UTF-16 big-endian', (xml: string) => new Uint8Array(Buffer.from(`\ufeff${xml}`, 'utf16le').swap16())],
    ['line ends between all tags', (xml: string) => strToU8(xml.replaceAll('><', '>\r\n <'))],
    [
      'a document type',
      (xml: string) => strToU8(xml.replace('<worksheet', '<!DOCTYPE w [<!ENTITY a "b>">]><worksheet')),
    ],
  ])('reads %s', (_, encode) => {
    const bytes = encode(
      worksheet('<row r="1"><c r="A1" t="str"><v>塔城</v></c><c r="B1"><v>2</v></c></row>'),
    );
    const grid = gridOf({ [SHEET]: bytes });
    expect([grid.valueAt(1, 1), grid.valueAt(1, 2)]).toEqual(['塔城', 2]);
  });

  it('reads hundreds of thousands of empty styled rows without keeping any', () => {
    const rows = '<row r="3" s="1" customFormat="1"><c r="A3" s="1"/><c r="B3" s="1"/></row>'.repeat(300_000);
    const bytes = packageOf({ [SHEET]: worksheet(rows) });
    const grid = workbookOf(readWorkbook(bytes)).sheets[0]!;
    expect(grid.lastRowNumber).toBe(0);
  });
});
