import { join } from 'node:path';
import { type DisclosurePeriod, disclosureTitle, planDisclosure } from '../disclose/plan-disclosure.js';
import { type DisclosureDoubt, preparePublication, publishForm } from '../disclose/publish-form.js';
import type { Summary } from '../merge/summary.js';
import { compareText } from '../workbook/cell-text.js';
import { fileNameFor } from '../workbook/file-name.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { inspect, type RunOptions } from './aggregate.js';
import { findSettings, NAMES } from './campaign-folder.js';
import { type OutputFile, RESULT_FILE, refuseForeignFolder, replaceOutputs } from './replace-folder.js';
import { restoreWorkingFolder } from './restore-working-folder.js';
import { whileLocked } from './run-lock.js';
import { UsageError } from './usage-error.js';

/** One workbook of 公示/. */
export interface DisclosedWorkbook {
  /** Below the working folder, with `/`. */
  readonly path: string;
  readonly form: string;
  readonly rows: number;
}

/** What `bangfu disclose` wrote, and what somebody should look at before it is published. */
export interface DisclosureResult {
  readonly folder: string;
  readonly workbooks: readonly DisclosedWorkbook[];
  readonly doubts: readonly DisclosureDoubt[];
  readonly warnings: readonly string[];
  readonly summary: Summary;
}

/**
 * Reads 收件/ and writes 公示/: of every form that says what of it is published, a workbook in which private persons
 * cannot be known. Throws a UsageError, nothing written, when no such form is enabled, the settings cannot be used,
 * another run is at work in the folder, or 公示/ holds files of others.
 */
export async function disclose(
  options: RunOptions & { readonly period: DisclosurePeriod },
): Promise<DisclosureResult> {
  const { dir, run } = options;
  findSettings(dir);
  const folder = join(dir, NAMES.disclosure);
  return whileLocked([dir], run, async () => {
    await restoreWorkingFolder(dir);
    refuseForeignFolder(folder);
    return writeAll(options, folder);
  });
}

async function writeAll(
  options: RunOptions & { readonly period: DisclosurePeriod },
  folder: string,
): Promise<DisclosureResult> {
  const { summary, warnings } = await inspect(options);
  const forms = summary.forms.filter((form) => form.disclosure !== null);
  if (forms.length === 0)
    throw new UsageError('启用的表都没有写公示哪些栏目，没有可公示的', [
      '内置的捐赠款物统计表、微心愿对接表、捐赠款物使用情况表可以公示；自己的表请在表格定义的“公示的栏目”里写上',
    ]);
  const publication = preparePublication(summary);
  const doubts: DisclosureDoubt[] = [];
  const workbooks: DisclosedWorkbook[] = [];
  const files: OutputFile[] = [];
  for (const [index, form] of forms.entries()) {
    const published = publishForm(publication, form);
    const name = `${fileNameFor(disclosureTitle(form))}.xlsx`;
    const plan = planDisclosure(summary, form, published.rows, options.period);
    files.push({ path: name, bytes: await writeWorkbook(plan) });
    workbooks.push({
      path: `${NAMES.disclosure}/${name}`,
      form: form.key,
      rows: published.rows.length,
    });
    doubts.push(...published.doubts);
    options.onProgress('写出公示', index + 1, forms.length);
  }
  await replaceOutputs(folder, [
    ...files,
    { path: RESULT_FILE, bytes: manifestOf(options, summary, workbooks) },
  ]);
  return { folder, workbooks, doubts, warnings, summary };
}

/** The file by which the folder is known as ours; it names nobody. */
function manifestOf(
  { tool }: RunOptions,
  { asOf }: Summary,
  workbooks: readonly DisclosedWorkbook[],
): string {
  const outputs = [...workbooks.map(({ path }) => path), `${NAMES.disclosure}/${RESULT_FILE}`].sort(
    compareText,
  );
  return `${JSON.stringify({ schemaVersion: 1, tool, asOf, outputs }, null, 1)}\n`;
}
