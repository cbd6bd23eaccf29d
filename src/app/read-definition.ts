import {
  type DefinitionContext,
  describeDefinitionProblem,
  parseDefinition,
} from '../definition/parse-definition.js';
import type { FormDefinition } from '../form/form-definition.js';
import { describeUnreadable, readWorkbook } from '../workbook/read/read-workbook.js';
import { readWhole } from './campaign-folder.js';

/** A 表格定义 as a file: its form, or everything that is to be mended first. */
export type ReadDefinition =
  | { readonly kind: 'form'; readonly form: FormDefinition }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

/** Reads a 表格定义 of any format that workbooks have. Throws a UsageError when the file cannot be read at all. */
export function readDefinition(path: string, context: DefinitionContext): ReadDefinition {
  const read = readWorkbook(readWhole(path));
  if (read.kind === 'unreadable')
    return { kind: 'problems', problems: [`打不开：${describeUnreadable(read.reason)}`] };
  const parsed = parseDefinition(read.workbook, context);
  return parsed.kind === 'form'
    ? parsed
    : { kind: 'problems', problems: parsed.problems.map(describeDefinitionProblem) };
}
