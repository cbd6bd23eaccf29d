import type { FormDefinition } from '../form/form-definition.js';
import type { GridWorkbook } from '../workbook/grid.js';
import type { Campaign } from './campaign.js';
import { indexRoster } from './roster-index.js';
import { applyOwedBy } from './settings/owed-by.js';
import { parseDecisions } from './settings/parse-decisions.js';
import { parseItems } from './settings/parse-items.js';
import { parseMaterials } from './settings/parse-materials.js';
import { parseReceipts } from './settings/parse-receipts.js';
import { parseRoster } from './settings/parse-roster.js';
import { parseTasks } from './settings/parse-tasks.js';
import { listReported } from './settings/read-cells.js';
import { SettingsReport } from './settings/settings-report.js';
import { campaignOfContent, type SettingsContent } from './settings-content.js';
import { SETTINGS_SHEETS } from './settings-layout.js';
import type { SettingsProblem } from './settings-problem.js';

export {
  describeSettingsProblem,
  type SettingsProblem,
  type SettingsProblemCode,
} from './settings-problem.js';

export type SettingsResult =
  | {
      readonly kind: 'campaign';
      readonly campaign: Campaign;
      /** The same with switched-off forms, for writing the settings of the next campaign. */
      readonly content: SettingsContent;
      readonly warnings: readonly SettingsProblem[];
    }
  | {
      readonly kind: 'problems';
      /** Every mistake, by sheet, row and column. */
      readonly problems: readonly SettingsProblem[];
      readonly warnings: readonly SettingsProblem[];
    };

/** Reads 活动设置.xlsx. Every mistake is reported, not just the first; with one or more there is no campaign. */
export function parseSettings(workbook: GridWorkbook, forms: readonly FormDefinition[]): SettingsResult {
  const report = new SettingsReport();
  const settings = parseItems(workbook, report);
  const parsed = parseTasks(workbook, forms, settings, report);
  const listed = parseRoster(workbook, forms, parsed.tasks, report);
  const { tasks, units } = applyOwedBy(parsed, listed, forms, report.forSheet(SETTINGS_SHEETS.tasks));
  const roster = indexRoster(units, settings.prefecture);
  const materials = parseMaterials(workbook, forms, settings, units, report);
  const reported = listReported(forms, materials);
  const receipts = parseReceipts(workbook, reported, tasks, roster, report);
  const decisions = parseDecisions(workbook, reported, roster, report);
  const { problems, warnings } = report;
  if (problems.length > 0) return { kind: 'problems', problems, warnings };
  const content: SettingsContent = { ...settings, tasks, materials, units, receipts, decisions };
  return { kind: 'campaign', campaign: campaignOfContent(content), content, warnings };
}
