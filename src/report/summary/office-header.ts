import { formatDay } from '../../campaign/beijing-time.js';
import type { Summary } from '../../merge/summary.js';
import { cutText } from '../../workbook/excel-limits.js';
import type { WorkbookPlan } from '../../workbook/workbook-plan.js';

/** Where the settings name no 接收单位. */
const TO_FILL_IN = '＿＿＿＿＿＿＿＿';
const MOST_CHARACTERS = 60;

/** The workbook with 制表单位 and 制表日期 at the head of every printed page. */
export function addOfficeHeader(plan: WorkbookPlan, { campaign, asOf }: Summary): WorkbookPlan {
  const office = cutText(campaign.receiver ?? TO_FILL_IN, MOST_CHARACTERS).replaceAll('&', '&&');
  const header = `&L制表单位：${office}&R制表日期：${formatDay(asOf.slice(0, 10))}`;
  return {
    ...plan,
    sheets: plan.sheets.map((sheet) =>
      sheet.print === undefined ? sheet : { ...sheet, print: { ...sheet.print, header } },
    ),
  };
}
