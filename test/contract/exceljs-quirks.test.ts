import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';

// What exceljs 4.4.0 does that src/workbook/write works around or relies on. When one of these fails after an
// upgrade, the workaround that it names may go.

async function write(
  build: (workbook: ExcelJS.Workbook, sheet: ExcelJS.Worksheet) => void,
): Promise<Map<string, string>> {
  const workbook = new ExcelJS.Workbook();
  build(workbook, workbook.addWorksheet('表'));
  const bytes = new Uint8Array(await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } }));
  return new Map(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)]));
}

const sheetOf = async (build: (sheet: ExcelJS.Worksheet) => unknown): Promise<string> =>
  (await write((_, sheet) => build(sheet))).get('xl/worksheets/sheet1.xml')!;

type WithRules = ExcelJS.Worksheet & {
  dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void };
};

describe('relied on', () => {
  it('a cell with only a style tells its format in the sheet part (the palette of the writer)', async () => {
    const xml = await sheetOf((sheet) => {
      sheet.getCell('A1').style = { font: { bold: true } };
      sheet.getCell('A2').style = {};
      sheet.getCell('A3').style = { font: { italic: true } };
    });
    expect(xml).toContain('<c r="A1" s="1"/>');
    expect(xml).not.toContain('r="A2"');
    expect(xml).toContain('<c r="A3" s="2"/>');
  });

  it('sheet parts are numbered in the order in which sheets are added', async () => {
    const parts = await write((workbook) => (workbook.addWorksheet('二').getCell('A1').value = 7));
    expect(parts.get('xl/worksheets/sheet2.xml')).toContain('<v>7</v>');
  });

  it('page margins are always written (the place where our elements go)', async () => {
    expect(await sheetOf(() => {})).toContain('<pageMargins ');
  });
});

describe('worked around', () => {
  it('an internal link becomes an external relationship', async () => {
    const parts = await write((_, sheet) => {
      sheet.getCell('A1').value = { text: 'x', hyperlink: "#'表'!A1" };
    });
    expect(parts.get('xl/worksheets/_rels/sheet1.xml.rels')).toContain('TargetMode="External"');
  });

  it('a line break in a prompt is written raw, and every reader makes a blank of it', async () => {
    const xml = await sheetOf((sheet) =>
      (sheet as WithRules).dataValidations.add('A1:A9', {
        type: 'whole',
        formulae: [1],
        prompt: 'a\nb',
        showInputMessage: true,
      }),
    );
    expect(xml).toContain('prompt="a\nb"');
  });

  it('the bound of a date rule is taken for milliseconds', async () => {
    const xml = await sheetOf((sheet) =>
      (sheet as WithRules).dataValidations.add('A1:A9', {
        type: 'date',
        operator: 'equal',
        formulae: [44121 as unknown as Date],
      }),
    );
    expect(xml).not.toContain('<formula1>44121</formula1>');
  });

  it('the rows of a print area are not made absolute, quotes in sheet names not doubled', async () => {
    const parts = await write((workbook) => {
      workbook.addWorksheet("it's").pageSetup.printArea = 'A1:C3';
    });
    expect(parts.get('xl/workbook.xml')).toContain('&apos;it&apos;s&apos;!$A1:$C3');
  });

  it('a defined name that is no plain range is mangled', async () => {
    const parts = await write((workbook) => workbook.definedNames.add('OFFSET(表!$A$1,0,0,2,1)', 'n'));
    expect(parts.get('xl/workbook.xml')).toContain(
      '<definedName name="n">&apos;OFFSET(表&apos;!$A$1</definedName>',
    );
  });

  it('text that looks like an escape is not escaped', async () => {
    const parts = await write((_, sheet) => {
      sheet.getCell('A1').value = '_x0041_';
    });
    expect(parts.get('xl/sharedStrings.xml')).toContain('<t>_x0041_</t>');
  });

  it('a hidden row without cells and height is lost', async () => {
    expect(await sheetOf((sheet) => Object.assign(sheet.getRow(3), { hidden: true }))).not.toContain('<row');
  });

  it('a width of 9 is lost', async () => {
    expect(await sheetOf((sheet) => Object.assign(sheet.getColumn(1), { width: 9 }))).not.toContain('<col ');
  });

  it('a merge gives the style of its first cell to all, and setting a cell under it changes the first', async () => {
    const xml = await sheetOf((sheet) => {
      sheet.getCell('A1').value = 1;
      sheet.mergeCells('A1:B1');
      sheet.getCell('B1').value = 2;
    });
    expect(xml).toContain('<c r="A1"><v>2</v></c>');
  });

  it('a one-cell anchor gets an attribute that the schema does not know, and pictures no description', async () => {
    const parts = await write((workbook, sheet) => {
      const image = workbook.addImage({ base64: 'AAAA', extension: 'png' });
      sheet.addImage(image, { tl: { col: 0, row: 0 }, ext: { width: 1, height: 1 } });
    });
    const drawing = parts.get('xl/drawings/drawing1.xml')!;
    expect(drawing).toContain('<xdr:oneCellAnchor editAs="oneCell">');
    expect(drawing).not.toContain('descr=');
  });

  it('a picture shown twice after another one becomes that other one', async () => {
    const parts = await write((workbook, sheet) => {
      const [first, second] = ['AAAA', 'BBBB'].map((base64) =>
        workbook.addImage({ base64, extension: 'png' }),
      );
      for (const image of [second, first, first])
        sheet.addImage(image!, { tl: { col: 0, row: 0 }, ext: { width: 1, height: 1 } });
    });
    const shown = [...parts.get('xl/drawings/drawing1.xml')!.matchAll(/r:embed="(\w+)"/g)].map(
      (match) => match[1],
    );
    expect(shown).toEqual(['rId1', 'rId2', 'rId1']);
  });

  it('the clock is in the file unless it is set', async () => {
    expect((await write(() => {})).get('docProps/core.xml')).toMatch(/<dcterms:created[^>]*>20[2-9]\d-/);
  });
});
