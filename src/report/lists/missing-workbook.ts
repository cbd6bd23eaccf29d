import type { Summary } from '../../merge/summary.js';
import type { WorkbookPlan } from '../../workbook/workbook-plan.js';
import { listByForm } from './form-counts-sheet.js';
import { planListSheet } from './list-sheet.js';
import { listMissingMaterials } from './missing-materials-sheet.js';
import { listMissing } from './missing-units-sheet.js';
import { listOwedForms } from './owed-forms.js';
import { listPending } from './pending-forms-sheet.js';
import { listReturned } from './returned-forms-sheet.js';

/** Plans 未报送单位名单.xlsx. `folder`: how the working folder is reached from the one that the workbook lies in. */
export function planMissingWorkbook(summary: Summary, folder = '..'): WorkbookPlan {
  const owed = listOwedForms(summary);
  return {
    title: `${summary.campaign.name}未报送单位名单`,
    sheets: [
      planListSheet(listMissing(summary, owed)),
      planListSheet(listByForm(summary, owed)),
      planListSheet(listReturned(summary, owed, folder)),
      planListSheet(listPending(summary, owed, folder)),
      ...(summary.campaign.materials.length === 0 ? [] : [planListSheet(listMissingMaterials(summary))]),
    ],
    writtenAt: summary.asOf,
  };
}
