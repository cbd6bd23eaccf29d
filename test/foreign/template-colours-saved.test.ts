import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleCampaign } from '../../src/campaign/example-campaign.js';
import { form as paired } from '../../src/form/built-in/paired-assistance.js';
import { planUnitWorkbook } from '../../src/template/template-workbook.js';
import { parseReference } from '../../src/workbook/reference.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON, runPython } from './openpyxl.js';
import { readPaintedCells } from './painted-cells.js';

// A template filled in with openpyxl and saved by LibreOffice in other formats still colours the same cells.

if (PYTHON === undefined || !HAS_LIBREOFFICE)
  console.warn('skipped: no python3 with openpyxl or no soffice here');

const campaign = exampleCampaign([paired]);
const unit = campaign.units.find((item) => item.owes.has(paired.key))!;
const folder = mkdtempSync(join(tmpdir(), 'bangfu-colours-'));
const filled = join(folder, 'filled.xlsx');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** By hand, from forms.md: B 帮扶村, C 结对户数, D 责任人, F 走访干部, G 单位领导, H 走访户数; row 26 is 合计. */
const FILL = `
book = openpyxl.load_workbook(args[0])
sheet = book.worksheets[0]
for cell, value in {'B6': '恰夏村', 'C6': 5, 'D6': 3, 'F6': 1, 'G6': 2, 'H6': 9, 'D7': '三人', 'C26': 77, 'F26': 1}.items():
    sheet[cell] = value
for cell in sheet[3]:
    if cell.value == '有': cell.value = '无'; answer = cell.coordinate
    elif cell.value and ' 至 ' in str(cell.value): cell.value = '2020-09-01 至 2020-09-30'; period = cell.coordinate
book.save(args[1])
print(json.dumps([answer, period]))
`;
const EXPECTED = {
  G6: 'error',
  D7: 'error',
  H6: 'query',
  B7: 'query',
  C26: 'query',
  ...Object.fromEntries(['J6', 'M6', 'N6', 'O6', 'R6'].map((cell) => [cell, 'hint'])),
  ...Object.fromEntries(['C7', 'F7', 'G7', 'H7', 'J7', 'M7', 'N7', 'O7', 'R7'].map((cell) => [cell, 'hint'])),
};

describe.skipIf(PYTHON === undefined || !HAS_LIBREOFFICE)('the colours of a template', () => {
  let labels: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    const template = join(folder, 'template.xlsx');
    writeFileSync(template, await writeWorkbook(planUnitWorkbook(campaign, [paired], unit)!));
    const [answer, period] = runPython(FILL, template, filled) as [string, string];
    labels = { [answer]: 'error', [period]: 'query' };
  });

  it.each(['xlsx', 'xls', 'ods'])('are the same once it has been saved as %s', (format) => {
    const [saved] = convertWithLibreOffice([filled], format, join(folder, format));
    const [html] = convertWithLibreOffice([saved!], 'html:HTML (StarCalc)', join(folder, format));
    const [painted] = readPaintedCells(html!);
    const above = [...painted!].filter(([cell]) => parseReference(cell)!.rowNumber <= 26);
    expect(Object.fromEntries(above)).toEqual({ ...EXPECTED, ...labels });
  });
});
