import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import type { Moment } from '../campaign/campaign.js';
import { type LedgerEntry, recordOutcomes } from '../campaign/ledger.js';
import type { FormDefinition } from '../form/form-definition.js';
import { type FileSource, fullPath } from '../issue/finding.js';
import type { Summary } from '../merge/summary.js';
import { writePage } from '../page/write-page.js';
import { planCharts } from '../report/charts/charts-plan.js';
import { planBasis } from '../report/finalized/basis.js';
import type { Changes } from '../report/finalized/changes.js';
import { CHANGES_FILE, planChangesWorkbook } from '../report/finalized/changes-workbook.js';
import { checkCodeOf, stampCheckCode } from '../report/finalized/check-code.js';
import { compareWithFinalized } from '../report/finalized/compare-with-finalized.js';
import { planFindingsWorkbook } from '../report/lists/findings-workbook.js';
import { planMissingWorkbook } from '../report/lists/missing-workbook.js';
import { planNotice } from '../report/notice/plan-notice.js';
import { outputPaths } from '../report/output-paths.js';
import { planPageData } from '../report/page/plan-page-data.js';
import { planDataNote } from '../report/phone/plan-data-note.js';
import { planPhonePicture } from '../report/phone/plan-phone-picture.js';
import { planResult, type ResultJson, type ToolName } from '../report/result/result-json.js';
import { addOfficeHeader } from '../report/summary/office-header.js';
import { type Comparisons, NO_COMPARISONS } from '../report/summary/scope.js';
import { planCountySummary, planPrefectureSummary } from '../report/summary/workbook.js';
import { planTrend } from '../report/trend/trend.js';
import { planWorkpaper } from '../report/workpaper/workpaper.js';
import { writeDocument } from '../word/write/write-document.js';
import { compareText } from '../workbook/cell-text.js';
import type { WorkbookPlan } from '../workbook/workbook-plan.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { findSettings, NAMES, openCampaign } from './campaign-folder.js';
import { listVersions, readVersion } from './finalized-versions.js';
import { sha256Of } from './find-files.js';
import { readLedger, writeLedger } from './ledger-file.js';
import { attachmentsOf, markedPaths, markReturns } from './mark-returns.js';
import { readEarlierMonths } from './read-earlier-months.js';
import { readInbox } from './read-inbox.js';
import { readPrevious } from './read-previous.js';
import { planReminderFiles } from './reminder-files.js';
import {
  type OutputFile,
  RESULT_FILE,
  refuseForeignFolder,
  replaceOutputs,
  restoreFolder,
} from './replace-folder.js';
import { restoreForReading, restoreWorkingFolder } from './restore-working-folder.js';
import { type RunIdentity, whileLocked } from './run-lock.js';
import { summarizeInbox } from './summarize-inbox.js';
import { textFile } from './text-file.js';
import { warnOfUnlisted } from './unlisted-forms.js';
import { UsageError } from './usage-error.js';

/** What every command that reads a working folder is given. Clock and screen belong to the caller. */
export interface RunOptions {
  readonly dir: string;
  readonly forms: readonly FormDefinition[];
  /** The time of this run. */
  readonly runAt: Moment;
  /** The time for which `overdue` and printed times hold; usually the same. */
  readonly asOf: Moment;
  readonly tool: ToolName;
  /** The folder of the period before, to be compared with; null or left out: nothing is compared. */
  readonly previous?: string | null;
  /** Folders of earlier months, to be added up with this one; left out or empty: no 月度趋势. */
  readonly earlier?: readonly string[];
  /** Processes that may read at once; 1 when not given. */
  readonly jobs?: number;
  /** This process, by which two runs know of each other; without it the caller sees to it that there is one only. */
  readonly run?: RunIdentity;
  /** Told of progress: a step's name, how much of how much is done. */
  readonly onProgress: (step: string, done: number, total: number) => void;
}

/** What a run found and wrote. */
export interface AggregateResult {
  readonly summary: Summary;
  readonly result: ResultJson;
  readonly warnings: readonly string[];
  /** The folder of the outputs. */
  readonly out: string;
}

/**
 * Reads 收件/ without writing anything, also while another run is at work. Outputs that a stopped run left aside are
 * put back, if that can be done.
 */
export async function inspect(
  options: RunOptions,
): Promise<{ readonly summary: Summary; readonly warnings: readonly string[] }> {
  const notRestored = await restoreForReading(options.dir, options.run);
  const { summary, warnings } = await readAll(options, join(options.dir, NAMES.outputs));
  return { summary, warnings: [...notRestored, ...warnings] };
}

/**
 * The main job: reads 收件/, writes 汇总/ (or `out`) and 收件台账.xlsx. Throws a UsageError, nothing written, when the
 * settings or the ledger cannot be used, another run is at work in the folder, or the outputs cannot be replaced.
 */
export async function aggregate(
  options: RunOptions & { readonly out: string | null },
): Promise<AggregateResult> {
  const { dir, run } = options;
  const out = resolve(options.out ?? join(dir, NAMES.outputs));
  findSettings(dir);
  refuseInboxAsOutputs(dir, out);
  // The folder around the outputs too: another run may be told to write there.
  return whileLocked([dir, dirname(out)], run, async () => {
    await restoreWorkingFolder(dir);
    await restoreFolder(out);
    refuseForeignFolder(out);
    return writeAll(options, out);
  });
}

async function writeAll(options: RunOptions, out: string): Promise<AggregateResult> {
  const { dir } = options;
  const { summary, result, files, ledger, warnings } = await prepareOutputs(options, out);
  // The ledger first: a time of receipt that was shown must be kept, whatever happens to the outputs.
  await writeLedger(dir, ledger, summary.campaign.name);
  await replaceOutputs(out, files);
  return { summary, result, warnings, out };
}

/** Everything that a run writes, in memory. */
export interface PreparedOutputs {
  readonly summary: Summary;
  readonly result: ResultJson;
  readonly warnings: readonly string[];
  /** result.json is one of them. */
  readonly files: readonly OutputFile[];
  readonly ledger: readonly LedgerEntry[];
}

/** Does all that `aggregate` does and writes nothing. To be called while the folder is locked. */
export async function prepareOutputs(options: RunOptions, out: string): Promise<PreparedOutputs> {
  const { dir, tool, onProgress } = options;
  const { summary, warnings, inbox, trend } = await readAll(options, out);
  const compared = compareWithLatest(dir, options, summary);
  const workpapers = new Set(
    inbox.files.flatMap((file) =>
      file.outcome.kind === 'read' && file.outcome.isWorkpaper ? [fullPath(file)] : [],
    ),
  );
  const marked = await markReturns(
    dir,
    summary,
    (file) => workpapers.has(fullPath(file)),
    (done, total) => onProgress('标注退回件', done, total),
  );
  const toDir = relative(out, resolve(dir)) || '.';
  const facts = planResult(summary, tool, []);
  const comparisons = { trend, changes: compared.changes };
  const workbooks = outputWorkbooks(summary, toDir, markedPaths(marked), comparisons);
  const codeOf = (county: string | null) => checkCodeOf(facts, county, sha256Of);
  const written = await writeOutputs(summary, comparisons, workbooks, codeOf, onProgress);
  const reminders = planReminderFiles(summary, dir, attachmentsOf(marked));
  const files = [...written, ...marked.copies, ...reminders];
  const prefix = relative(resolve(dir), resolve(out)).replaceAll('\\', '/');
  const outputs = [...files.map((file) => file.path), RESULT_FILE]
    .sort(compareText)
    .map((path) => `${prefix}/${path}`);
  const result = { ...facts, outputs };
  return {
    summary,
    result,
    warnings: [...warnings, ...compared.warnings, ...marked.warnings],
    files: [...files, { path: RESULT_FILE, bytes: `${JSON.stringify(result, null, 1)}\n` }],
    ledger: recordOutcomes(inbox.ledger, summary.files),
  };
}

/** What differs from the latest 定稿; one that cannot be read is told, and nothing is compared with an older one. */
function compareWithLatest(
  dir: string,
  { forms, tool }: RunOptions,
  summary: Summary,
): { readonly changes: Changes | null; readonly warnings: readonly string[] } {
  const name = listVersions(dir).at(-1);
  if (name === undefined) return { changes: null, warnings: [] };
  const read = readVersion(dir, name);
  if (read.kind === 'problem')
    return {
      changes: null,
      warnings: [`没有写变动情况：${read.problem}；请用 bangfu verify 核对定稿，从备份恢复`],
    };
  const present = { summary, basis: planBasis(summary, sha256Of), toolVersion: tool.version };
  return { changes: compareWithFinalized(read.value, present, forms), warnings: [] };
}

/** What lies in 收件/ is never touched, and outputs there would come back as returns. */
function refuseInboxAsOutputs(dir: string, out: string): void {
  const way = relative(resolve(dir, NAMES.inbox), out).replaceAll('\\', '/');
  if (way !== '..' && !way.startsWith('../') && !isAbsolute(way))
    throw new UsageError(`汇总不能写到“${NAMES.inbox}”里`, ['请用 --out 换一个文件夹']);
}

async function readAll(options: RunOptions, out: string) {
  const { dir, forms, runAt, asOf, onProgress, earlier = [] } = options;
  const opened = openCampaign(dir, forms);
  // Before the long reading: a wrong folder is told at once.
  const previous = options.previous ? readPrevious(options.previous, dir, opened.campaign, forms) : null;
  const months = readEarlierMonths(earlier, dir, out, opened.campaign, forms);
  const inbox = await readInbox(
    dir,
    opened.campaign,
    forms,
    readLedger(dir),
    runAt,
    options.jobs ?? 1,
    (done, total) => onProgress('读取来件', done, total),
  );
  const warnings = [
    ...opened.warnings,
    ...(await warnOfUnlisted(forms, opened.content)),
    ...(previous?.warnings ?? []),
  ];
  const summary = summarizeInbox(inbox, forms, asOf, previous?.forms);
  const trend = earlier.length === 0 ? null : planTrend(summary, months, forms);
  return { summary, warnings, inbox, trend };
}

/** A workbook of the outputs: its path below the folder, and how it is planned. */
export interface OutputWorkbook {
  readonly path: string;
  /** For a 汇总表, whose pages bear a check code: its county, or null for the whole prefecture. */
  readonly summaryOf?: string | null;
  readonly plan: () => WorkbookPlan;
}

/**
 * Every workbook that a run writes. `toDir`: how the working folder is reached from the folder of the outputs;
 * `markedPathOf`: where there the marked copy of a file lies.
 */
export function outputWorkbooks(
  summary: Summary,
  toDir: string,
  markedPathOf: (source: FileSource) => string | null = () => null,
  comparisons: Comparisons = NO_COMPARISONS,
): readonly OutputWorkbook[] {
  const { campaign } = summary;
  const { changes } = comparisons;
  const toFolder = (depth: number) =>
    [...Array<string>(depth).fill('..'), toDir].join('/').replaceAll('\\', '/');
  const ofArea = outputPaths(campaign).map(({ county, summary: path, workpaper }): OutputWorkbook[] => [
    {
      path,
      summaryOf: county,
      plan: () =>
        county === null
          ? planPrefectureSummary(summary, comparisons)
          : planCountySummary(summary, county, changes),
    },
    {
      path: workpaper,
      plan: () => planWorkpaper(summary, county, toFolder(workpaper.split('/').length - 1)),
    },
  ]);
  const [[prefecture, workpaper] = [], ...counties] = ofArea;
  const workbooks = [
    prefecture!,
    ...(changes === null
      ? []
      : [{ path: CHANGES_FILE, plan: () => planChangesWorkbook(changes, summary, toFolder(0)) }]),
    { path: '未报送单位名单.xlsx', plan: () => planMissingWorkbook(summary, toFolder(0)) },
    { path: '校验问题清单.xlsx', plan: () => planFindingsWorkbook(summary, toFolder(0), markedPathOf) },
    workpaper!,
    ...counties.flat(),
  ];
  return workbooks.map(({ plan, ...workbook }) => ({
    ...workbook,
    plan: () => addOfficeHeader(plan(), summary),
  }));
}

const NOTICE_FILE = '通报（草稿）.docx';
const PAGE_FILE = 'report.html';
const NOTE_FILE = '数据说明.txt';
const PHONE_FILE = '总览.png';

async function writeOutputs(
  summary: Summary,
  comparisons: Comparisons,
  workbooks: readonly OutputWorkbook[],
  codeOf: (county: string | null) => string,
  onProgress: RunOptions['onProgress'],
): Promise<readonly OutputFile[]> {
  // The canvas takes a while to load, and only this command draws.
  const { renderChart } = await import('../chart/canvas.js');
  const { paintPhonePicture } = await import('../chart/paint-phone-picture.js');
  const charts = planCharts(summary);
  const images = new Map<string, Uint8Array>();
  charts.forEach((spec, index) => {
    images.set(spec.fileName, renderChart(spec));
    onProgress('绘制图表', index + 1, charts.length);
  });
  const files: OutputFile[] = charts.map((spec) => ({
    path: `图表/${spec.fileName}.png`,
    bytes: images.get(spec.fileName)!,
  }));
  for (const [index, { path, summaryOf, plan }] of workbooks.entries()) {
    const stamped = summaryOf === undefined ? plan() : stampCheckCode(plan(), codeOf(summaryOf));
    files.push({ path, bytes: await writeWorkbook(stamped, images) });
    onProgress('写出汇总', index + 1, workbooks.length);
  }
  files.push({ path: NOTICE_FILE, bytes: writeDocument(planNotice(summary), images) });
  files.push({ path: PAGE_FILE, bytes: writePage(planPageData(summary)) });
  const picture = planPhonePicture(summary, codeOf(null), comparisons);
  files.push({ path: PHONE_FILE, bytes: paintPhonePicture(picture) });
  files.push(textFile(NOTE_FILE, planDataNote(summary, codeOf(null), comparisons)));
  return files;
}
