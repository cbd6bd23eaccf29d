import { existsSync, realpathSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Campaign } from '../campaign/campaign.js';
import { type FormDefinition, measuresOf } from '../form/form-definition.js';
import { parseMark } from '../form/mark.js';
import { readStatusSheet } from '../ingest/read-status-sheet.js';
import { type PreviousResult, previousResultSchema } from '../report/result-schema.js';
import type { PreviousForm } from '../validate/against-previous.js';
import { describeUnreadable, readWorkbook } from '../workbook/read/read-workbook.js';
import { NAMES, readWhole } from './campaign-folder.js';
import { fileNameFor } from './file-name.js';
import { RESULT_FILE } from './replace-folder.js';
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
  const outputs = findOutputs(folder);
  if (isSameFolder(outputs, join(dir, NAMES.outputs)) || isSameFolder(folder, dir))
    throw new UsageError(`${OPTION} 给的就是本次的活动文件夹`, ['请给出上期的活动文件夹，或它的 汇总/']);
  const result = readResult(outputs);
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

function findOutputs(folder: string): string {
  const found = [join(folder, NAMES.outputs), folder].find((path) => existsSync(join(path, RESULT_FILE)));
  if (found !== undefined) return found;
  throw new UsageError(`${OPTION} 的“${folder}”里没有 ${RESULT_FILE}`, [
    existsSync(folder)
      ? '请给出上期的活动文件夹，或它的 汇总/；上期还没有汇总的，请先对它运行 bangfu aggregate'
      : `没有文件夹“${resolve(folder)}”，请核对路径`,
  ]);
}

function isSameFolder(one: string, other: string): boolean {
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : resolve(path));
  return real(one) === real(other);
}

function readResult(outputs: string): PreviousResult {
  const path = join(outputs, RESULT_FILE);
  const parsed = previousResultSchema.safeParse(parseJson(new TextDecoder().decode(readWhole(path))));
  if (parsed.success) return parsed.data;
  throw new UsageError(`“${path}”不是 bangfu 写出的结果，或是别的版本写的`, [
    '请对上期的活动文件夹重新运行 bangfu aggregate',
  ]);
}

/** Undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuseOtherUnits(folder: string, result: PreviousResult, campaign: Campaign): void {
  const earlier = new Set(result.units.map(({ code }) => code));
  if (campaign.units.some(({ code }) => earlier.has(code))) return;
  throw new UsageError(`${OPTION} 的“${folder}”与本次没有相同的单位`, [
    `那里是“${result.campaign.prefecture}”的“${result.campaign.name}”；单位按单位编码对照，请核对是不是给错了文件夹`,
  ]);
}

type EarlierForm = PreviousResult['campaign']['forms'][number];

/** The forms of this campaign whose period there ends before the one here does. */
function earlierForms(result: PreviousResult, campaign: Campaign): readonly EarlierForm[] {
  return result.campaign.forms.filter(({ form, periodEnd }) =>
    campaign.tasks.some((task) => task.form === form && periodEnd < task.periodEnd),
  );
}

function previousForm(
  form: FormDefinition,
  { periodStart, periodEnd }: EarlierForm,
  result: PreviousResult,
  digests: ReadonlyMap<string, string>,
): PreviousForm {
  const isMoney = new Set(
    measuresOf(form).flatMap(({ key, field }) =>
      form.fields.some((item) => item.key === field && item.kind === 'amount') ? [key] : [],
    ),
  );
  const units = Object.entries(result.totals[form.key]?.units ?? {}).map(([unit, totals]) => {
    const inside = Object.entries(totals).map(([key, value]) => [
      key,
      isMoney.has(key) ? Math.round(value * 100) : value,
    ]);
    const digest = digests.get(returnKey(unit, form.key)) ?? null;
    return [unit, { totals: Object.fromEntries(inside), digest }] as const;
  });
  return { periodStart, periodEnd, units: new Map(units) };
}

/** Digests of the counted records by unit and form, as the 底稿 of the whole prefecture keeps them. */
function readDigests(outputs: string, { campaign }: PreviousResult) {
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
