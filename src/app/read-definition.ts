import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { describeDefinitionProblem, findNames, parseDefinition } from '../definition/parse-definition.js';
import type { FormDefinition } from '../form/form-definition.js';
import { compareText } from '../workbook/cell-text.js';
import { describeUnreadable, readWorkbook } from '../workbook/read/read-workbook.js';
import { describeFileError, NAMES, readWhole } from './campaign-folder.js';
import { UsageError } from './usage-error.js';

/** A 表格定义 as a file: its form, or everything that is to be mended first. */
export type ReadDefinition =
  | { readonly kind: 'form'; readonly form: FormDefinition }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const WORKBOOK = /\.(?:xlsx|xlsm|xls|xlsb|et|ods)$/i;
/** Files that other programs leave behind, and hidden ones. */
const LEFTOVER = /^(?:~\$|\.)/;

/** The workbooks of a folder by name, in code-point order. Throws a UsageError when it cannot be listed. */
export function listWorkbooks(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && WORKBOOK.test(entry.name) && !LEFTOVER.test(entry.name))
      .map((entry) => entry.name)
      .sort(compareText);
  } catch (error) {
    throw new UsageError(`文件夹“${basename(folder)}”读不了`, [describeFileError(error, folder)]);
  }
}

/**
 * Reads files of 表格定义, in any format that workbooks have, beside the forms that are known. They may name one another
 * in 跨表核对. Throws a UsageError when a file cannot be read at all.
 */
export function readDefinitions(
  paths: readonly string[],
  known: readonly FormDefinition[],
): readonly ReadDefinition[] {
  const opened = paths.map((path) => readWorkbook(readWhole(path)));
  const others = opened.flatMap((read) =>
    read.kind === 'workbook' ? (findNames(read.workbook, known) ?? []) : [],
  );
  const next = Math.max(0, ...known.map((form) => form.attachment)) + 1;
  return opened.map((read, index): ReadDefinition => {
    if (read.kind === 'unreadable')
      return { kind: 'problems', problems: [`打不开：${describeUnreadable(read.reason)}`] };
    const parsed = parseDefinition(read.workbook, { known, others, attachment: next + index });
    return parsed.kind === 'form'
      ? parsed
      : { kind: 'problems', problems: parsed.problems.map(describeDefinitionProblem) };
  });
}

/** Reads one file; those beside it in a 表格定义/ are what it may name. */
export function readDefinition(path: string, known: readonly FormDefinition[]): ReadDefinition {
  const folder = dirname(resolve(path));
  const beside =
    basename(folder) === NAMES.definitions
      ? listWorkbooks(folder)
          .filter((name) => name !== basename(path))
          .map((name) => join(folder, name))
      : [];
  return readDefinitions([path, ...beside], known)[0]!;
}
