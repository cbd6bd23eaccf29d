import type { Summary } from '../../merge/summary.js';
import type { WorkbookPlan } from '../../workbook/workbook-plan.js';
import { listDoubtful } from '../workpaper/doubtful-sheet.js';
import { groupFindings } from './finding-groups.js';
import { type MarkedPathOf, planFindingSheets } from './findings-sheet.js';
import { planListSheet } from './list-sheet.js';
import { listRules } from './rules-sheet.js';
import { listByUnit } from './unit-findings-sheet.js';

/**
 * Plans 校验问题清单.xlsx. `folder`: how the working folder is reached from the one that the workbook lies in;
 * `markedPathOf`: how a returned file's marked copy is.
 */
export function planFindingsWorkbook(
  summary: Summary,
  folder = '..',
  markedPathOf: MarkedPathOf = () => null,
): WorkbookPlan {
  const groups = groupFindings(summary);
  return {
    title: `${summary.campaign.name}校验问题清单`,
    sheets: [
      planListSheet(listByUnit(summary, groups, folder, markedPathOf)),
      planListSheet(listRules(summary)),
      ...planFindingSheets(summary, folder, groups, markedPathOf),
      planListSheet(listDoubtful(summary, folder)),
    ],
    writtenAt: summary.asOf,
  };
}
