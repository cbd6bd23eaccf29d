import { summarizeInbox } from '../../../src/app/summarize-inbox.js';
import { indexRoster } from '../../../src/campaign/roster-index.js';
import { campaignOfContent } from '../../../src/campaign/settings-content.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import { ingestContext, ingestWorkbook } from '../../../src/ingest/ingest-workbook.js';
import type { PendingFile } from '../../../src/merge/measure-completeness.js';
import type { ReceivedFile } from '../../../src/merge/summarize.js';
import { planResult, type ResultJson } from '../../../src/report/result/result-json.js';
import type { SamplePlan } from '../../../src/sample/plan-sample.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import { serialOfDate } from '../../../src/workbook/date-serial.js';
import { type Grid, GridBuilder, type GridWorkbook } from '../../../src/workbook/grid.js';
import type { PlannedValue, SheetPlan, WorkbookPlan } from '../../../src/workbook/workbook-plan.js';

/** What a reader finds in a workbook written from the plan, without the bytes between. */
export function gridsOfPlan(plan: WorkbookPlan): GridWorkbook {
  return {
    sheets: plan.sheets.map(gridOfSheet),
    definedNames: new Map((plan.definedNames ?? []).map(({ name, formula }) => [name, formula])),
  };
}

function gridOfSheet(sheet: SheetPlan): Grid {
  const builder = new GridBuilder();
  for (const row of sheet.rows) {
    for (const { columnNumber, value } of row.cells) {
      const isDate = typeof value === 'object' && value?.kind === 'date';
      const isFormula = typeof value === 'object' && value?.kind === 'formula';
      builder.set(row.rowNumber, columnNumber, storedValue(value), isDate, isFormula);
    }
  }
  return builder.build({
    sheetName: sheet.name,
    visibility: sheet.visibility ?? 'visible',
    merges: sheet.merges ?? [],
  });
}

function storedValue(value: PlannedValue): CellValue {
  if (value === null || typeof value !== 'object') return value;
  if (value.kind === 'date') return serialOfDate(value.date);
  return value.kind === 'link' ? value.text : value.result;
}

/** A run of the whole path over a sample: ingest, validate, merge; files that are no workbooks make units pending. */
export function runInMemory(sample: SamplePlan, forms: readonly FormDefinition[]): ResultJson {
  const campaign = campaignOfContent(sample.content);
  const roster = indexRoster(campaign.units, campaign.prefecture);
  const context = ingestContext(campaign, roster, forms);
  // Later than anything: every time that counts must come from 收件登记.
  const receivedAt = '2030-01-01T00:00:00+08:00';
  const files = sample.files.map(({ path, plan }): ReceivedFile => {
    const source = { path: `收件/${path}`, entry: null };
    const outcome = { kind: 'read', ...ingestWorkbook(source, gridsOfPlan(plan), context) } as const;
    return { ...source, sha256: '', size: 0, receivedAt, receivedBy: '文件创建时间', outcome };
  });
  const pending = sample.otherFiles.flatMap(({ path }): PendingFile[] => {
    const match =
      path.endsWith('.xlsx') && !path.startsWith('~') ? roster.findUnitsInPath(`收件/${path}`) : null;
    return match?.kind === 'one'
      ? [
          {
            unit: match.unit.code,
            form: null,
            path: `收件/${path}`,
            entry: null,
            receivedAt,
            receivedBy: '文件创建时间',
          },
        ]
      : [];
  });
  const summary = summarizeInbox({ files, pending, ledger: [], campaign }, forms, sample.truth.asOf);
  return planResult(summary, { name: 'bangfu', version: '0' }, []);
}
