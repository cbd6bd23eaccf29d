import { join } from 'node:path';
import type { FormDefinition } from '../form/form-definition.js';
import { planSample, type SampleOptions } from '../sample/plan-sample.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { describeFileError, NAMES } from './campaign-folder.js';
import { writeFolder } from './init-folder.js';
import { writeFiles } from './replace-folder.js';
import { UsageError } from './usage-error.js';

/** Name of the file that states what result.json must show. */
export const TRUTH_FILE = '样本真值.json';

/**
 * Writes a made-up campaign: 活动设置.xlsx, filled-in returns in 收件/, and 样本真值.json. Throws a UsageError rather
 * than overwrite anything, or when the disk does not take it.
 */
export async function writeSample(
  dir: string,
  options: SampleOptions,
  forms: readonly FormDefinition[],
  onProgress: (step: string, done: number, total: number) => void,
): Promise<{ readonly files: number; readonly truth: string }> {
  const plan = planSample(options, forms);
  await writeFolder(dir, plan.content, forms);
  try {
    for (const [index, file] of plan.files.entries()) {
      writeFiles(join(dir, NAMES.inbox), [{ path: file.path, bytes: await writeWorkbook(file.plan) }]);
      onProgress('写出来件', index + 1, plan.files.length);
    }
    writeFiles(
      join(dir, NAMES.inbox),
      plan.otherFiles.map((file) => ({ path: file.path, bytes: file.text })),
    );
    writeFiles(dir, [{ path: TRUTH_FILE, bytes: `${JSON.stringify(plan.truth, null, 1)}\n` }]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new UsageError(`“${dir}”没有写完，请删去后重做`, [describeFileError(error, dir)]);
  }
  return { files: plan.files.length + plan.otherFiles.length, truth: join(dir, TRUTH_FILE) };
}
