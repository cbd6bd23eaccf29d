import ExcelJS from 'exceljs';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import type { Unit } from '../../src/campaign/campaign.js';
import { campaignOfContent } from '../../src/campaign/settings-content.js';
import { planUnitWorkbook } from '../../src/template/template-workbook.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { type FormKey, settingsOf } from './inbox-of-lines.js';

/** Cells of a template's sheet, by reference. */
export type FilledCells = Readonly<Record<string, ExcelJS.CellValue>>;

/** The template of a unit, owed one form only, filled in by exceljs as by Excel; `change` works on its sheet. */
export async function filledTemplate(
  unit: Unit,
  form: FormKey,
  cells: FilledCells,
  change: (sheet: ExcelJS.Worksheet) => void = () => {},
): Promise<Uint8Array> {
  const forms = await loadBuiltInForms();
  const owing = { ...unit, owes: new Set([form]) };
  const plan = planUnitWorkbook(campaignOfContent(await settingsOf([owing])), forms, owing)!;
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load((await writeWorkbook(plan)).slice().buffer);
  const sheet = workbook.worksheets[0]!;
  for (const [reference, value] of Object.entries(cells)) sheet.getCell(reference).value = value;
  change(sheet);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** Rows 6 and 7 of the template of donations: 500 元 and 60.50 元. */
export function twoDonations(unit: Unit): FilledCells {
  return {
    B6: `${unit.code}甲公司`,
    C6: '企业',
    F6: new Date(Date.UTC(2020, 9, 17)),
    G6: 500,
    N6: '上户村',
    B7: `${unit.code}乙公司`,
    C7: '个人',
    F7: new Date(Date.UTC(2020, 9, 18)),
    G7: 60.5,
    N7: '下户村',
  };
}
