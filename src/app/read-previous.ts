import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Campaign } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { parseMark } from '../form/mark.js';
import { readStatusSheet } from '../ingest/read-status-sheet.js';
import { parseTotals } from '../report/result/result-json.js';
import type { EarlierResult } from '../report/result/result-schema.js';
import type { PreviousForm } from '../validate/against-previous.js';
import { fileNameFor } from '../workbook/file-name.js';
import { describeUnreadable, readWorkbook } from '../workbook/read/read-workbook.js';
import { readWhole } from './campaign-folder.js';
import { foldersOfRun, readEarlierRun } from './read-earlier-result.js';
import { UsageError } from './usage-error.js';

/** The period before, by form; and what of it could not be compared. */
export interface ReadPrevious {
  readonly forms: ReadonlyMap<string, PreviousForm>;
  readonly warnings: readonly string[];
}

const OPTION = '--previous';

/**
 * Reads what an earlier run found: totals out of result.json, digests of the records out of the 底稿 beside it.
 * `folder`: the working folder of the period before, or its 汇总/. Throws a UsageError when it is none, is this one,
 * or has nothing to compare with.
 */
export function readPrevious(
  folder: string,
  dir: string,
  campaign: Campaign,
  forms: readonly FormDefinition[],
): ReadPrevious {
  const { outputs, result } = readEarlierRun(folder, OPTION, foldersOfRun(dir, null));
  refuseOtherUnits(folder, result, campaign);
  const earlier = earlierForms(result, campaign);
  if (earlier.length === 0) {
    throw new UsageError(`${OPTION} 的“${folder}”里没有可以比较的上期数据`, [
      '要有与本次相同的表，且统计时段在本次之前；请核对是不是给错了文件夹',
    ]);
  }
  const digests = readDigests(outputs, result);
  const compared = forms.flatMap((form) => {
    const task = earlier.find((item) => item.form === form.key);
    return task === undefined
      ? []
      : [[form.key, previousForm(form, task, result, digests.byReturn)] as const];
  });
  return { forms: new Map(compared), warnings: digests.warnings };
}

function refuseOtherUnits(folder: string, result: EarlierResult, campaign: Campaign): void {
  const earlier = new Set(result.units.map(({ code }) => code));
  if (campaign.units.some(({ code }) => earlier.has(code))) return;
  throw new UsageError(`${OPTION} 的“${folder}”与本次没有相同的单位`, [
    `那里是“${result.campaign.prefecture}”的“${result.campaign.name}”；单位按单位编码对照，请核对是不是给错了文件夹`,
  ]);
}

type EarlierForm = EarlierResult['campaign']['forms'][number];

/** The forms of this campaign whose period there ends before the one here does. */
function earlierForms(result: EarlierResult, campaign: Campaign): readonly EarlierForm[] {
  return result.campaign.forms.filter(({ form, periodEnd }) =>
    campaign.tasks.some((task) => task.form === form && periodEnd < task.periodEnd),
  );
}

function previousForm(
  form: FormDefinition,
  { periodStart, periodEnd }: EarlierForm,
  result: EarlierResult,
  digests: ReadonlyMap<string, string>,
): PreviousForm {
  const units = Object.entries(result.totals[form.key]?.units ?? {}).map(([unit, totals]) => {
    const digest = digests.get(returnKey(unit, form.key)) ?? null;
    return [unit, { totals: parseTotals(form, totals), digest }] as const;
  });
  return { periodStart, periodEnd, units: new Map(units) };
}

/** Digests of the counted records by unit and form, as the 底稿 of the whole prefecture keeps them. */
function readDigests(outputs: string, { campaign }: EarlierResult) {
  const name = `${fileNameFor(campaign.prefecture)}底稿.xlsx`;
  const path = join(outputs, '底稿', name);
  const without = (reason: string) => ({
    byReturn: new Map<string, string>(),
    warnings: [`上期的${name}${reason}，没有核对各单位是否与上期报得一样`],
  });
  if (!existsSync(path)) return without('没有找到');
  const read = readWorkbook(readWhole(path));
  if (read.kind === 'unreadable') return without(`打不开（${describeUnreadable(read.reason)}）`);
  const mark = [...parseMark(read.workbook).values()].find(({ role }) => role === 'status');
  const grid = read.workbook.sheets.find(({ sheetName }) => sheetName === mark?.sheet);
  if (grid === undefined) return without('不是 bangfu 写出的底稿');
  const statuses = readStatusSheet({ path: basename(path), entry: null }, grid);
  return {
    byReturn: new Map(statuses.map(({ unit, form, digest }) => [returnKey(unit, form), digest])),
    warnings: [],
  };
}

function returnKey(unit: string, form: string): string {
  return JSON.stringify([unit, form]);
}
