import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { type FormDefinition, measuresOf } from '../form/form-definition.js';
import { type Contribution, findContributions } from '../merge/contributions.js';
import type { Summary } from '../merge/summary.js';
import { TREND_SHEET } from '../report/summary-scope.js';
import { readWorkbook } from '../workbook/read/read-workbook.js';
import { parseReference } from '../workbook/reference.js';
import type { PlannedCell, TotalOrigin } from '../workbook/workbook-plan.js';
import { inspect, outputWorkbooks, type RunOptions } from './aggregate.js';
import { NAMES, readWhole } from './campaign-folder.js';
import { restoreForReading } from './restore-working-folder.js';
import { UsageError } from './usage-error.js';

/** One total with all that it is made of. */
export interface ExplainedTotal {
  readonly form: FormDefinition;
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly isMoney: boolean;
  /** As totals hold it: cents for amounts. */
  readonly total: number;
  readonly contributions: readonly Contribution[];
}

/** The answer to `bangfu explain`: one total, or the two of a rate. */
export interface Explanation {
  readonly sheet: string;
  readonly cell: string;
  readonly origin: TotalOrigin;
  readonly parts: readonly ExplainedTotal[];
  /** True when the workbook on disk shows another number than 收件/ gives now. */
  readonly isOutdated: boolean;
  readonly summary: Summary;
}

/**
 * Where a cell of a summary workbook came from. `target` is `sheet!cell`. Throws a UsageError when there is no such
 * workbook, sheet or cell, or when the cell shows no total.
 */
export async function explain(
  options: RunOptions,
  workbookPath: string,
  target: string,
): Promise<Explanation> {
  const { sheetName, rowNumber, columnNumber, cell } = parseTarget(target);
  await restoreForReading(options.dir, options.run);
  const path = findOnDisk(options.dir, workbookPath);
  const { summary } = await inspect(options);
  const wanted = relative(resolve(options.dir), path).replaceAll('\\', '/');
  const workbook = outputWorkbooks(summary, '..').find((item) => `/${wanted}`.endsWith(`/${item.path}`));
  if (!workbook)
    throw new UsageError(`“${workbookPath}”不是 bangfu 写出的汇总表`, ['请指定 汇总/ 里的工作簿']);
  const sheet = workbook.plan().sheets.find((item) => item.name === sheetName);
  if (!sheet) {
    throw new UsageError(
      `“${workbookPath}”里没有工作表《${sheetName}》`,
      sheetName === TREND_SHEET
        ? ['《月度趋势》是几个月合起来的：本月的数请到本表各报表里查，以前月份的数请到当月的汇总表里查']
        : [],
    );
  }
  const planned = sheet.rows
    .find((row) => row.rowNumber === rowNumber)
    ?.cells.find((item) => item.columnNumber === columnNumber);
  const origin = planned?.origin;
  if (!planned || !origin) {
    throw new UsageError(`《${sheetName}》${cell} 不是汇总得来的数`, ['请指定各表、分单位表中的数字格']);
  }
  const form = summary.forms.find((item) => item.key === origin.form)!;
  const rate = form.rates.find((item) => item.key === origin.key);
  const keys = rate ? [rate.numerator, rate.denominator] : [origin.key];
  return {
    sheet: sheetName,
    cell,
    origin,
    parts: keys.map((key) => explainTotal(summary, form, key, origin.area)),
    isOutdated: !isShown(path, sheetName, rowNumber, columnNumber, planned),
    summary,
  };
}

function explainTotal(
  summary: Summary,
  form: FormDefinition,
  key: string,
  area: TotalOrigin['area'],
): ExplainedTotal {
  const measure = measuresOf(form).find((item) => item.key === key);
  const field = form.fields.find((item) => item.key === measure?.field);
  const contributions = findContributions(summary, form, key, area);
  return {
    form,
    key,
    title: measure?.title ?? '填报行数',
    unit: measure?.unit ?? '行',
    isMoney: field?.kind === 'amount',
    total: contributions.reduce((total, item) => total + item.value, 0),
    contributions,
  };
}

function parseTarget(target: string) {
  const at = target.lastIndexOf('!');
  const cell = target
    .slice(at + 1)
    .replaceAll('$', '')
    .toUpperCase();
  const reference = parseReference(cell);
  if (at <= 0 || reference === null) {
    throw new UsageError(`“${target}”看不懂`, ["请写成 工作表!单元格，如 '捐赠款物统计表!F12'"]);
  }
  return { sheetName: target.slice(0, at).replace(/^'|'$/g, '').replaceAll("''", "'"), cell, ...reference };
}

/** The workbook as named: from where the user stands, from the working folder, or from 汇总/. */
function findOnDisk(dir: string, workbookPath: string): string {
  const candidates = isAbsolute(workbookPath)
    ? [workbookPath]
    : [
        resolve(workbookPath),
        join(resolve(dir), workbookPath),
        join(resolve(dir), NAMES.outputs, workbookPath),
      ];
  const found = candidates.find((candidate) => existsSync(candidate));
  if (!found) throw new UsageError(`没有找到“${workbookPath}”`, ['请先运行 bangfu aggregate，或核对文件名']);
  return found;
}

/** Compares the number in the workbook on disk with the one that was planned anew. */
function isShown(
  path: string,
  sheetName: string,
  rowNumber: number,
  columnNumber: number,
  planned: PlannedCell,
): boolean {
  const read = readWorkbook(readWhole(path));
  if (read.kind === 'unreadable') return false;
  const grid = read.workbook.sheets.find((item) => item.sheetName === sheetName);
  const { value } = planned;
  const expected = typeof value === 'object' && value?.kind === 'formula' ? value.result : value;
  return grid?.valueAt(rowNumber, columnNumber) === expected;
}
