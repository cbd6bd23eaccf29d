import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeZip } from '../../../../src/container/write-zip.js';
import type { PlannedValue } from '../../../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../../../src/workbook/write/write-workbook.js';
import { FULL_PLAN, PIXEL, sheetPlan, workbookPlan } from './sample-plan.js';

const IMAGES = new Map([['chart', PIXEL]]);
const partsOf = (bytes: Uint8Array): Map<string, string> =>
  new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));

/** XML of the one cell A1 that holds the value, and the text table. */
async function writeCell(value: PlannedValue): Promise<{ cell: string; strings: string }> {
  const rows = [{ rowNumber: 1, cells: [{ columnNumber: 1, value }] }];
  const parts = partsOf(await writeWorkbook(workbookPlan(sheetPlan({ rows }))));
  return {
    cell: /<c r="A1".*?(\/>|<\/c>)/.exec(parts.get('xl/worksheets/sheet1.xml')!)?.[0] ?? '',
    strings: [...parts.get('xl/sharedStrings.xml')!.matchAll(/<t[^>]*>(.*?)<\/t>/gs)]
      .map((match) => match[1])
      .join('|'),
  };
}

describe('values', () => {
  it('writes text that looks like a formula as text', async () => {
    expect(await writeCell('=1+1')).toEqual({ cell: '<c r="A1" t="s"><v>0</v></c>', strings: '=1+1' });
  });

  it('escapes text that looks like an escape, also where two overlap', async () => {
    expect((await writeCell('_x0041_x0042_')).strings).toBe('_x005F_x0041_x005F_x0042_');
  });

  it('drops what XML forbids and keeps the rest', async () => {
    expect((await writeCell('a\u0000\u0001\u000b\ufffeb\tc\r\nd\re😀\udc00')).strings).toBe(
      'ab\tc\nd\ne😀\ufffd',
    );
  });

  it('cuts what no cell can hold', async () => {
    expect((await writeCell('x'.repeat(40_000))).strings).toBe('x'.repeat(32_767));
    expect((await writeCell(`${'x'.repeat(32_766)}😀`)).strings).toBe('x'.repeat(32_766));
  });

  it.each<[PlannedValue, string]>([
    [0, '<c r="A1"><v>0</v></c>'],
    [-0.1, '<c r="A1"><v>-0.1</v></c>'],
    [true, '<c r="A1" t="b"><v>1</v></c>'],
    [{ kind: 'formula', formula: '1<2', result: null }, '<c r="A1"><f>1&lt;2</f></c>'],
    [{ kind: 'formula', formula: '1+1', result: 2 }, '<c r="A1"><f>1+1</f><v>2</v></c>'],
    [
      { kind: 'formula', formula: '"a&b"', result: 'a&b' },
      '<c r="A1" t="str"><f>"a&amp;b"</f><v>a&amp;b</v></c>',
    ],
    [{ kind: 'formula', formula: '""', result: '' }, '<c r="A1" t="str"><f>""</f><v></v></c>'],
    [null, ''],
    ['', ''],
  ])('writes %j as %s', async (value, xml) => {
    expect((await writeCell(value)).cell).toBe(xml);
  });

  it('writes a date as its serial, in a date format', async () => {
    const { cell } = await writeCell({ kind: 'date', date: '2020-10-17' });
    expect(cell).toMatch(/^<c r="A1" s="[1-9]\d*"><v>44121<\/v><\/c>$/);
  });
});

describe('package', () => {
  let bytes: Uint8Array;
  let parts: Map<string, string>;
  let sheet: string;
  beforeAll(async () => {
    bytes = await writeWorkbook(FULL_PLAN, IMAGES);
    parts = partsOf(bytes);
    sheet = parts.get('xl/worksheets/sheet1.xml')!;
  });

  it('is the same for the same plan', async () => {
    expect(Buffer.compare(bytes, await writeWorkbook(FULL_PLAN, IMAGES))).toBe(0);
  });

  it('lists its content types first', () => {
    expect([...parts.keys()][0]).toBe('[Content_Types].xml');
  });

  it('carries the given time and our name', () => {
    const core = parts.get('docProps/core.xml')!;
    expect(core).toContain('<dc:creator>bangfu</dc:creator>');
    expect(core.match(/2020-10-26T01:00:00Z/g)).toHaveLength(2);
  });

  it('has its elements in the order that the schema asks for', () => {
    const order = [
      ...sheet.matchAll(
        /<(sheetPr|dimension|sheetViews|sheetFormatPr|cols|sheetData|autoFilter|mergeCells|conditionalFormatting|dataValidations|hyperlinks|printOptions|pageMargins|pageSetup|headerFooter|drawing)\b/g,
      ),
    ];
    expect(order.map((match) => match[1])).toEqual([
      'sheetPr',
      'dimension',
      'sheetViews',
      'sheetFormatPr',
      'cols',
      'sheetData',
      'autoFilter',
      'mergeCells',
      'conditionalFormatting',
      'dataValidations',
      'hyperlinks',
      'printOptions',
      'pageMargins',
      'pageSetup',
      'headerFooter',
      'drawing',
    ]);
  });

  it('jumps inside the workbook by location, without relationship', () => {
    expect(sheet).toContain('<hyperlink ref="A6" location="\'_名单\'!C5" tooltip="去&#10;看" display="跳"/>');
    expect(parts.get('xl/worksheets/_rels/sheet1.xml.rels')).not.toContain('#');
  });

  it('opens files by an encoded path', () => {
    expect(sheet).toContain('<hyperlink ref="B6" r:id="rIdLink1"/>');
    expect(parts.get('xl/worksheets/_rels/sheet1.xml.rels')).toContain(
      'Target="反馈%20100%25%231/塔城%20%26a.xlsx" TargetMode="External"',
    );
  });

  it('opens a file at a place of its own', () => {
    expect(sheet).toContain('<hyperlink ref="C6" r:id="rIdLink1" location="\'甲\'\'&lt;乙\'!E7"/>');
  });

  it('writes one rule a validation, line breaks and dates intact', () => {
    const rules = [...sheet.matchAll(/<dataValidation .*?<\/dataValidation>/g)].map((match) => match[0]);
    expect(rules).toHaveLength(4);
    expect(rules[0]).toContain('error="请选&#10;&quot;是&quot; &lt;或&gt; &amp; 否"');
    expect(rules[0]).toContain('prompt="第一行&#10;第二行" sqref="B3:B8"><formula1>"是,否"</formula1>');
    expect(rules[1]).toContain('errorStyle="warning"');
    expect(rules[1]).not.toContain('allowBlank');
    expect(rules[2]).toContain('<formula1>44075</formula1><formula2>44196</formula2>');
    expect(rules[3]).toContain('operator="lessThanOrEqual"');
    expect(rules[3]).toContain('<formula1>TODAY()</formula1>');
  });

  it('writes built-in and our own names, sheet names quoted', () => {
    const workbook = parts.get('xl/workbook.xml')!;
    const quoted = "'首页 it''s &amp; &lt;b&gt;'";
    expect([...workbook.matchAll(/<definedName [^>]*>[^<]*/g)].map((match) => match[0])).toEqual([
      `<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">${quoted}!$A$2:$E$8`,
      `<definedName name="_xlnm.Print_Area" localSheetId="0">${quoted}!$A$1:$E$30`,
      `<definedName name="_xlnm.Print_Titles" localSheetId="0">${quoted}!$1:$2`,
      '<definedName name="单位名单">\'_名单\'!$A$1:$A$2',
      '<definedName name="bangfu_form">"捐赠"',
    ]);
    expect(workbook).toContain('state="veryHidden"');
    expect(workbook).toContain('activeTab="0"');
  });

  it('colours a conditional format by its background', () => {
    expect(parts.get('xl/styles.xml')).toContain(
      '<patternFill patternType="solid"><bgColor rgb="FFF8C9C4"/></patternFill>',
    );
  });

  it('keeps hidden rows, cuts heights and widths to what Excel takes', () => {
    expect(sheet).toContain('<row r="7" hidden="1"></row>');
    expect(sheet).toContain('<row r="8" ht="409" customHeight="1"></row>');
    expect(sheet).toContain('<col min="2" max="2" width="9.01" customWidth="1"/>');
    expect(sheet).toMatch(/<col min="4" max="4" width="9" hidden="1"/);
    expect(sheet).toContain('<col min="5" max="5" width="255" customWidth="1"/>');
  });

  it('gives cells under a merge the style of the first', () => {
    const style = /<c r="A20" s="(\d+)"/.exec(sheet)?.[1];
    for (const reference of ['B20', 'A21', 'B21'])
      expect(sheet).toContain(`<c r="${reference}" s="${style}"/>`);
  });

  it('names every picture and keeps the drawing within the schema', () => {
    const drawing = parts.get('xl/drawings/drawing1.xml')!;
    expect(drawing).toContain('descr="图 &lt;捐赠&gt; &quot;x&quot;"');
    expect(drawing).not.toContain('editAs');
    expect(drawing.match(/<xdr:ext cx="4572000" cy="2571750"\/>/g)).toHaveLength(1);
  });

  it('writes an empty sheet and rows in order', () => {
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain('<dimension ref="A1"/>');
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain('<sheetData></sheetData>');
    expect(parts.get('xl/worksheets/sheet3.xml')).toMatch(/<row r="1">.*<row r="2">/);
  });

  it('does not ask Excel to recalculate what has results', () => {
    expect(parts.get('xl/workbook.xml')).not.toContain('fullCalcOnLoad');
  });
});

it('selects the first visible sheet', async () => {
  const plan = workbookPlan(sheetPlan({ name: '一', visibility: 'hidden' }), sheetPlan({ name: '二' }));
  const parts = partsOf(await writeWorkbook(plan));
  expect(parts.get('xl/workbook.xml')).toContain('activeTab="1"');
  expect(parts.get('xl/worksheets/sheet2.xml')).toContain('tabSelected="1"');
  expect(parts.get('xl/worksheets/sheet1.xml')).not.toContain('tabSelected');
});

it('shows each sheet its own pictures, whatever their order', async () => {
  const place = (image: string) => ({ image, rowNumber: 1, columnNumber: 1, width: 1, height: 1 });
  const images = new Map([1, 2].map((number) => [`i${number}`, Uint8Array.of(number)]));
  const sheets = [
    sheetPlan({ name: '一', images: ['i2', 'i1', 'i1'].map(place) }),
    sheetPlan({ name: '二', images: ['i1', 'i2'].map(place) }),
  ];
  const parts = unzipSync(await writeWorkbook(workbookPlan(...sheets), images));
  const pictures = (number: number): number[] => {
    const relationships = strFromU8(parts[`xl/drawings/_rels/drawing${number}.xml.rels`]!);
    return [...strFromU8(parts[`xl/drawings/drawing${number}.xml`]!).matchAll(/r:embed="(\w+)"/g)].map(
      (match) => {
        const target = new RegExp(`Id="${match[1]}"[^>]*Target="\\.\\./media/([^"]+)"`).exec(
          relationships,
        )?.[1];
        return parts[`xl/media/${target}`]![0]!;
      },
    );
  };
  expect([pictures(1), pictures(2)]).toEqual([
    [2, 1, 1],
    [1, 2],
  ]);
});

it('throws when a planned image was not handed over', async () => {
  await expect(writeWorkbook(FULL_PLAN)).rejects.toThrow(/no image "chart"/);
});

it('writes a detail sheet of 20 000 rows and 30 columns, every cell', async () => {
  const rows = Array.from({ length: 20_000 }, (_, r) => ({
    rowNumber: r + 1,
    cells: Array.from({ length: 30 }, (_, c) => ({ columnNumber: c + 1, value: c % 3 ? r * c : `文本${r}` })),
  }));
  const bytes = await writeWorkbook(workbookPlan(sheetPlan({ rows })));
  const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!);
  expect(sheet.match(/<c /g)).toHaveLength(600_000);
});

describe('writeZip', () => {
  it('keeps order, flags UTF-8 names and dates every entry 1980-01-01', () => {
    const bytes = writeZip([
      { name: '乙.txt', bytes: Uint8Array.of(1) },
      { name: 'a.txt', bytes: Uint8Array.of(2) },
    ]);
    expect(Object.keys(unzipSync(bytes))).toEqual(['乙.txt', 'a.txt']);
    const header = new DataView(bytes.buffer, bytes.byteOffset);
    expect(header.getUint16(6, true) & 0x800).toBe(0x800);
    expect(header.getUint16(12, true)).toBe((1 << 5) | 1);
  });

  it('refuses a name that appears twice', () => {
    const entry = { name: 'a', bytes: new Uint8Array() };
    expect(() => writeZip([entry, entry])).toThrow('zip entry twice: a');
  });
});
