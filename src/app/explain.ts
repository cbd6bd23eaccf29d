import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { type ExplainedNumber, explainNumber } from '../merge/explain-number.js';
import type { Summary } from '../merge/summary.js';
import { TREND_SHEET } from '../report/summary/scope.js';
import { presentMonthOrigin, TREND_HEADER_ROW, TREND_LABEL_COLUMNS } from '../report/trend/trend-sheet.js';
import type { Grid } from '../workbook/grid.js';
import { readWorkbook } from '../workbook/read/read-workbook.js';
import { parseReference } from '../workbook/reference.js';
import type { PlannedCell, SheetPlan } from '../workbook/workbook-plan.js';
import { inspect, outputWorkbooks, type RunOptions } from './aggregate.js';
import { NAMES, readWhole } from './campaign-folder.js';
import { restoreForReading } from './restore-working-folder.js';
import { UsageError } from './usage-error.js';

/** The answer to `bangfu explain`. */
export interface Explanation extends ExplainedNumber {
  readonly sheet: string;
  /** True where only the beginning of the sheet's name was given. */
  readonly isShortened: boolean;
  readonly cell: string;
  /** What the cell on disk shows, where it is a text. */
  readonly text: string | null;
  /** True when the workbook on disk shows another number than 收件/ gives now. */
  readonly isOutdated: boolean;
}

/**
 * Where a cell of a summary workbook came from. `target` is `sheet!cell`; of the sheet's name the beginning is enough
 * where it can mean one sheet only. Throws a UsageError when there is no such
 * workbook, sheet or cell, or when the cell shows no total.
 */
export async function explain(
  options: RunOptions,
  workbookPath: string,
  target: string,
): Promise<Explanation> {
  const place = parseTarget(target);
  await restoreForReading(options.dir, options.run);
  const path = findOnDisk(options.dir, workbookPath);
  const { summary } = await inspect(options);
  const wanted = relative(resolve(options.dir), path).replaceAll('\\', '/');
  const workbook = outputWorkbooks(summary, '..').find((item) => `/${wanted}`.endsWith(`/${item.path}`));
  if (!workbook)
    throw new UsageError(`“${workbookPath}”不是 bangfu 写出的汇总表`, ['请指定 汇总/ 里的工作簿']);
  const { cell, rowNumber, columnNumber } = place;
  const grids = readSheets(path);
  const { sheets } = workbook.plan();
  const names = [...new Set([...sheets.map(({ name }) => name), ...grids.map((item) => item.sheetName)])];
  const sheetName = findSheetName(names, place.sheetName) ?? place.sheetName;
  const grid = grids.find((item) => item.sheetName === sheetName) ?? null;
  const shown = grid?.valueAt(rowNumber, columnNumber) ?? null;
  const sheet = sheets.find((item) => item.name === sheetName);
  const planned =
    sheet === undefined && sheetName === TREND_SHEET && grid !== null
      ? presentMonthCell(summary, grid, rowNumber, columnNumber)
      : plannedCell(sheet, rowNumber, columnNumber);
  if (sheet === undefined && planned === undefined) {
    throw new UsageError(
      `“${workbookPath}”里没有工作表《${sheetName}》`,
      sheetName === TREND_SHEET ? [ONLY_PRESENT] : [`这个工作簿里有：${names.join('、')}`],
    );
  }
  if (planned?.origin === undefined)
    throw new UsageError(`《${sheetName}》${cell} 不是汇总得来的数`, ['请指定各表、分单位表中的数字格']);
  const explained = explainNumber(summary, planned.origin);
  const expected = planned.value === null ? explained.value : shownValueOf(planned);
  const text = typeof shown === 'string' ? shown : null;
  const isShortened = sheetName !== place.sheetName;
  return { ...explained, sheet: sheetName, isShortened, cell, text, isOutdated: shown !== expected };
}

const ONLY_PRESENT =
  '《月度趋势》是几个月合起来的：只有本期一栏可以追到来件，累计和以前月份的数请到当月的汇总表里查';

/** The cell as it is planned; within a merge its first cell. */
function plannedCell(
  sheet: SheetPlan | undefined,
  rowNumber: number,
  columnNumber: number,
): PlannedCell | undefined {
  const merge = sheet?.merges?.find(
    ({ top, left, bottom, right }) =>
      top <= rowNumber && rowNumber <= bottom && left <= columnNumber && columnNumber <= right,
  );
  const [row, column] = [merge?.top ?? rowNumber, merge?.left ?? columnNumber];
  return sheet?.rows
    .find((item) => item.rowNumber === row)
    ?.cells.find((item) => item.columnNumber === column);
}

/** A number of 月度趋势 that belongs to the present month: the earlier months are not at hand, its labels say which. */
function presentMonthCell(
  summary: Summary,
  grid: Grid,
  rowNumber: number,
  columnNumber: number,
): PlannedCell | undefined {
  if (typeof grid.valueAt(rowNumber, columnNumber) !== 'number') return undefined;
  const origin = presentMonthOrigin(summary, {
    labels: TREND_LABEL_COLUMNS.map((column) => String(grid.valueAt(rowNumber, column) ?? '')),
    month: String(grid.valueAt(TREND_HEADER_ROW, columnNumber) ?? ''),
  });
  return origin === null ? undefined : { columnNumber, value: null, origin };
}

function shownValueOf({ value }: PlannedCell): unknown {
  return typeof value === 'object' && value?.kind === 'formula' ? value.result : value;
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

/** The sheets of the workbook on disk; none where it cannot be read. */
function readSheets(path: string): readonly Grid[] {
  const read = readWorkbook(readWhole(path));
  return read.kind === 'unreadable' ? [] : read.workbook.sheets;
}

/** The sheet of a name, or the one that its beginning means: 捐赠款物 is 捐赠款物统计表, not 捐赠款物统计表-分单位. */
function findSheetName(names: readonly string[], wanted: string): string | null {
  if (names.includes(wanted)) return wanted;
  const [shortest, ...others] = names
    .filter((name) => name.startsWith(wanted))
    .sort((a, b) => a.length - b.length);
  return shortest !== undefined && others.every((name) => name.startsWith(shortest)) ? shortest : null;
}
