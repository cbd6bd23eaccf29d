import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_READ_LIMITS,
  describeUnreadable,
  readWorkbook,
} from '../../../../../src/workbook/read/read-workbook.js';
import {
  packageOf,
  refusalOf,
  relationship,
  relationships,
  SHEET,
  STRINGS,
  sharedStrings,
  styles,
  workbook,
  workbookOf,
  worksheet,
} from '../package.js';

const ONE = worksheet('<row r="1"><c r="A1"><v>1</v></c></row>');
const PLAIN = packageOf({ [SHEET]: ONE });
const RELS = 'xl/_rels/workbook.xml.rels';

const firstValue = (bytes: Uint8Array) => workbookOf(readWorkbook(bytes)).sheets[0]?.valueAt(1, 1);
const concat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const limited = (changes: Partial<typeof DEFAULT_READ_LIMITS>) => ({ ...DEFAULT_READ_LIMITS, ...changes });

describe('parts', () => {
  it.each([
    '/xl/worksheets/sheet1.xml',
    '..\\xl\\worksheets\\sheet1.xml',
    './worksheets/./sheet1.xml',
    'WORKSHEETS/Sheet1.XML',
    'xl/worksheets/sheet1.xml',
    'worksheets/sheet%31.xml',
  ])('finds the target %s', (target) => {
    expect(
      firstValue(
        packageOf({ [SHEET]: ONE, [RELS]: relationships(relationship('rId1', 'worksheet', target)) }),
      ),
    ).toBe(1);
  });

  it('finds entries with backslashes and in another case', () => {
    const bytes = packageOf({
      'XL\\Worksheets\\SHEET1.xml': ONE,
      'xl/workbook.xml': null,
      'xl\\Workbook.xml': workbook('<sheets><sheet name="a" r:id="rId1"/></sheets>'),
    });
    expect(firstValue(bytes)).toBe(1);
  });

  it('finds the workbook by its content type, and by its usual name', () => {
    const book = workbook('<sheets><sheet name="a" r:id="rId1"/></sheets>');
    const types =
      '<Types><Override PartName="/book/wb.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>';
    const rels = relationships(relationship('rId1', 'worksheet', '/xl/worksheets/sheet1.xml'));
    const named = {
      [SHEET]: ONE,
      '_rels/.rels': null,
      'xl/workbook.xml': null,
      '[Content_Types].xml': types,
      'book/wb.xml': book,
      'book/_rels/wb.xml.rels': rels,
    };
    expect(firstValue(packageOf(named))).toBe(1);
    expect(firstValue(packageOf({ [SHEET]: ONE, '_rels/.rels': null, '[Content_Types].xml': null }))).toBe(1);
  });

  it('does without styles and shared strings that the relationships promise', () => {
    expect(firstValue(PLAIN)).toBe(1);
  });

  it('takes shared strings and styles at their usual places without relationship', () => {
    const sheet = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>44197</v></c></row>');
    const rels = relationships(relationship('rId1', 'worksheet', 'worksheets/sheet1.xml'));
    const grid = workbookOf(
      readWorkbook(
        packageOf({
          [SHEET]: sheet,
          [RELS]: rels,
          [STRINGS]: sharedStrings('<t>甲</t>'),
          'xl/styles.xml': styles(14),
        }),
      ),
    ).sheets[0]!;
    expect([grid.valueAt(1, 1), grid.isDateAt(1, 2)]).toEqual(['甲', true]);
  });

  it('reads names, visibility and defined names, and skips chart sheets', () => {
    const book = workbook(
      '<sheets><sheet name="A&amp;B" r:id="rId1"/><sheet name="图" r:id="rId8"/><sheet name="藏" state="veryHidden" r:id="rId1"/><sheet name="隐" state="hidden" r:id="rId1"/></sheets>' +
        `<definedNames><definedName name="bf.form">'A&amp;B'!$A$1</definedName><definedName name="_xlnm.Print_Area" localSheetId="0">'A&amp;B'!$A$1:$C$3</definedName><definedName name="bf.form" localSheetId="2">1</definedName></definedNames>`,
    );
    const rels = relationships(
      relationship('rId1', 'worksheet', 'worksheets/sheet1.xml'),
      relationship('rId8', 'chartsheet', 'chartsheets/sheet1.xml'),
    );
    const read = workbookOf(readWorkbook(packageOf({ [SHEET]: ONE, [RELS]: rels, 'xl/workbook.xml': book })));
    expect(read.sheets.map((sheet) => [sheet.sheetName, sheet.visibility])).toEqual([
      ['A&B', 'visible'],
      ['藏', 'veryHidden'],
      ['隐', 'hidden'],
    ]);
    expect([...read.definedNames]).toEqual([
      ['bf.form', "'A&B'!$A$1"],
      ["'A&B'!_xlnm.Print_Area", "'A&B'!$A$1:$C$3"],
      ['_xlnm.Print_Area', "'A&B'!$A$1:$C$3"],
      ["'藏'!bf.form", '1'],
    ]);
  });

  it('a name of a sheet that is not there takes the place of no other', () => {
    const book = workbook(
      '<sheets><sheet name="表" r:id="rId1"/></sheets><definedNames><definedName name="a">1</definedName><definedName name="a" localSheetId="7">2</definedName><definedName name="b" localSheetId="7">3</definedName></definedNames>',
    );
    const { definedNames } = workbookOf(readWorkbook(packageOf({ [SHEET]: ONE, 'xl/workbook.xml': book })));
    expect([definedNames.get('a'), definedNames.get('b')]).toEqual(['1', '3']);
  });

  it('reads a zip behind junk, before junk, and with a comment', () => {
    expect(firstValue(concat(latin1('junk before the archive'), PLAIN))).toBe(1);
    expect(firstValue(concat(PLAIN, latin1('junk')))).toBe(1);
  });
});

describe('refusals', () => {
  const iwork = zipSync({ 'Index/Document.iwa': strToU8('x') });
  it.each<[string, Uint8Array]>([
    ['empty-file', new Uint8Array()],
    ['truncated', PLAIN.slice(0, PLAIN.length / 2)],
    ['unsupported-format zip', zipSync({ 'a.txt': strToU8('a') })],
    [
      'missing-part content.xml',
      zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet') }),
    ],
    [
      'password-protected',
      zipSync({
        mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'),
        'META-INF/manifest.xml': strToU8('<manifest:encryption-data/>'),
      }),
    ],
    [
      'damaged-content',
      zipSync({
        '_rels/.rels': strToU8(relationships(relationship('a', 'officeDocument', 'xl/workbook.bin'))),
        'xl/workbook.bin': strToU8('x'),
      }),
    ],
    [
      'unsupported-format word',
      zipSync({
        '_rels/.rels': strToU8(relationships(relationship('a', 'officeDocument', 'word/document.xml'))),
        'word/document.xml': strToU8('<a/>'),
      }),
    ],
    ['unsupported-format numbers', iwork],
    ['unsupported-format rar', latin1('Rar!\x1a\x07\x01\x00')],
    ['unsupported-format 7z', latin1("7z\xbc\xaf'\x1c\x00\x04")],
    ['unsupported-format pdf', latin1('%PDF-1.7\n')],
    ['unsupported-format image', latin1('\x89PNG\r\n\x1a\n')],
    ['unsupported-format mail', strToU8('From: a@b.c\r\nSubject: x\r\nMIME-Version: 1.0\r\n')],
    ['not-a-spreadsheet', latin1('\x00\x01\x02\x03')],
    ['not-a-spreadsheet', latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
    ['missing-part xl/workbook.xml', packageOf({ 'xl/workbook.xml': null })],
    ['missing-part xl/worksheets/sheet1.xml', packageOf({})],
    ['missing-part 表', packageOf({ [SHEET]: ONE, [RELS]: null })],
    ['damaged-xml xl/workbook.xml', packageOf({ 'xl/workbook.xml': workbook('<sheets/>') })],
    ['damaged-xml xl/worksheets/sheet1.xml', packageOf({ [SHEET]: ONE.slice(0, -20) })],
    ['damaged-xml xl/worksheets/sheet1.xml', packageOf({ [SHEET]: ONE.replace('</c>', '') })],
    ['damaged-xml xl/worksheets/sheet1.xml', packageOf({ [SHEET]: '' })],
  ])('%s', (code, bytes) => {
    expect(refusalOf(bytes)).toBe(code);
  });

  it.each([
    ['html', '\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table><tr><td>1</td></tr></table>'],
    [
      'SpreadsheetML 2003',
      '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table><Row><Cell><Data Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>',
    ],
    ['csv', '1,单位\n'],
  ])('none of %s, which has a reader of its own', (_, text) => {
    expect(firstValue(strToU8(text))).toBe(1);
  });

  it('finds a changed byte by its checksum', () => {
    const bytes = zipSync(
      { '_rels/.rels': strToU8('<Relationships/>'), 'xl/workbook.xml': strToU8(workbook('')) },
      { level: 0 },
    );
    const at = Buffer.from(bytes).indexOf('<workbook') + 30;
    bytes[at] = bytes[at]! ^ 1;
    expect(refusalOf(bytes)).toBe('damaged-zip xl/workbook.xml');
  });

  it('says in Chinese what is wrong and what to do', () => {
    expect(describeUnreadable({ code: 'unsupported-format', detail: 'rar' })).toContain(
      '请解压后放入收件文件夹',
    );
    expect(describeUnreadable({ code: 'password-protected' })).toBe('文件有打开密码，设置中的密码打不开');
    expect(describeUnreadable({ code: 'limit-size', detail: 50 * 1024 * 1024 })).toContain('上限 50 MB');
  });
});

describe('limits', () => {
  const rows = (...numbers: number[]) =>
    worksheet(numbers.map((n) => `<row r="${n}"><c r="A${n}"><v>1</v></c></row>`).join(''));
  it.each<[string, Uint8Array, Partial<typeof DEFAULT_READ_LIMITS>]>([
    ['limit-size 10', PLAIN, { fileBytes: 10 }],
    ['limit-entries 3', PLAIN, { entries: 3 }],
    ['limit-inflated 900', PLAIN, { inflatedBytes: 900 }],
    [
      'limit-ratio',
      packageOf({ [SHEET]: worksheet(' '.repeat(1_000_000)) }),
      { ratio: 100, ratioFloorBytes: 1000 },
    ],
    ['limit-sheets 0', PLAIN, { sheets: 0 }],
    ['limit-rows 1048576', packageOf({ [SHEET]: rows(1_048_577) }), {}],
    [
      'limit-columns 16384',
      packageOf({ [SHEET]: worksheet('<row r="1"><c r="XFE1"><v>1</v></c></row>') }),
      {},
    ],
    ['limit-cells 2', packageOf({ [SHEET]: rows(1, 2, 3) }), { cells: 2 }],
    [
      'limit-shared-strings 1',
      packageOf({ [STRINGS]: sharedStrings('<t>a</t>', '<t>b</t>') }),
      { sharedStrings: 1 },
    ],
    [
      'limit-shared-strings 3',
      packageOf({ [STRINGS]: sharedStrings('<t>abcd</t>') }),
      { sharedStringCharacters: 3 },
    ],
    [
      'limit-merges 5',
      packageOf({ [SHEET]: rows(9).replace('</worksheet>', '<mergeCell ref="A1:B9"/></worksheet>') }),
      { mergedCells: 5 },
    ],
  ])('%s', (code, bytes, changes) => {
    expect(refusalOf(bytes, limited(changes))).toBe(code);
  });

  it('stops a bomb without inflating it', () => {
    const bomb = packageOf({ [SHEET]: new Uint8Array(24 * 1024 * 1024) });
    expect(refusalOf(bomb, limited({ ratio: 900 }))).toBe('limit-ratio');
    expect(refusalOf(bomb, limited({ inflatedBytes: 20 * 1024 * 1024 }))).toBe('limit-inflated 20971520');
  });
});

describe('damage', () => {
  it('never throws, whatever byte is changed or wherever the file ends', () => {
    const bytes = packageOf({
      [SHEET]: worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
      [STRINGS]: sharedStrings('<t>a&amp;b</t>'),
      'xl/styles.xml': styles('yyyy'),
    });
    for (let i = 0; i < bytes.length; i++) {
      const changed = bytes.slice();
      changed[i] = changed[i]! ^ (1 << (i % 8));
      expect(() => readWorkbook(changed)).not.toThrow();
      if (i % 7 === 0) expect(refusalOf(bytes.slice(0, i))).not.toBe('workbook');
    }
  });

  it('never throws on damaged XML', () => {
    const sheet = worksheet(
      '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>a&#x41;<![CDATA[x]]></t></is></c></row>',
      '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
    );
    for (let i = 0; i < sheet.length; i++) {
      for (const text of [
        sheet.slice(0, i),
        sheet.slice(0, i) + sheet.slice(i + 1),
        `${sheet.slice(0, i)}<${sheet.slice(i)}`,
        `${sheet.slice(0, i)}"${sheet.slice(i)}`,
      ]) {
        expect(() => readWorkbook(packageOf({ [SHEET]: text }))).not.toThrow();
      }
    }
  });
});
