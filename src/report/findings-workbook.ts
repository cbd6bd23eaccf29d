import type { Summary } from '../merge/summary.js';
import type { WorkbookPlan } from '../workbook/workbook-plan.js';
import { listDoubtful } from './doubtful-sheet.js';
import { planFindingSheets } from './findings-sheet.js';
import { planListSheet } from './list-sheet.js';
import { listRules } from './rules-sheet.js';

/** Plans 校验问题清单.xlsx. `folder`: how the working folder is reached from the one that the workbook lies in. */
export function planFindingsWorkbook(summary: Summary, folder = '..'): WorkbookPlan {
  return {
    title: `${summary.campaign.name}校验问题清单`,
    sheets: [
      ...planFindingSheets(summary, folder),
      planListSheet(listRules(summary)),
      planListSheet(listDoubtful(summary, folder)),
    ],
    writtenAt: summary.asOf,
  };
}
