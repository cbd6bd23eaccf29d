import { type FormDefinition, headerTitle } from '../form/form-definition.js';
import { cutText } from '../workbook/excel-limits.js';
import type { Finding } from './finding.js';

// The sheet that a returned file gets and that comes back with it: one definition for who writes and who reads it.

/** The sheet that is put before the others. A sheet of this name in a returned file is never data. */
export const RETURN_LIST_SHEET = '退回修改清单';

/** Titles of its columns by which they are found again. */
export const RETURN_LIST_COLUMNS = {
  number: '序号',
  level: '级别',
  sheet: '工作表',
  cell: '单元格',
  field: '栏目',
  value: '填写内容',
  problem: '问题',
  fix: '怎么改',
  explanation: '说明',
  rule: '规则',
} as const;

/** What a unit wrote into 说明 of one line. */
export interface ListedExplanation {
  readonly rule: string;
  /** Null where no sheet of that name is left. */
  readonly sheet: string | null;
  readonly cell: string | null;
  /** Of a line in a 底稿, which stands in the row that it speaks of; else null. */
  readonly rowNumber: number | null;
  /** The field's title. */
  readonly field: string;
  /** What stood in the cell; null where the line does not say. */
  readonly value: string | null;
  readonly text: string;
}

/** What was typed is shown to be recognised, not to be read through. */
const MAX_LISTED_VALUE = 200;

/** What stood in the cell, as lists show it. */
export function listedValue(value: Finding['value']): string {
  const text = value === null ? '' : String(value);
  return text.length <= MAX_LISTED_VALUE ? text : `${cutText(text, MAX_LISTED_VALUE)}…`;
}

/** The field of a finding as lists name it; empty where the finding has none. */
export function listedField(finding: Pick<Finding, 'field'>, form: FormDefinition | null): string {
  const found = form?.fields.find((item) => item.key === finding.field);
  return found === undefined ? (finding.field ?? '') : headerTitle(found);
}

/** The line above the table that says whose file it is, so that the unit is known whatever the file is called. */
export function formatListedUnit(name: string, code: string): string {
  return `填报单位：${name}（单位编码 ${code}）`;
}

/** The code that such a line names; null when the text is none. */
export function parseListedUnit(text: string): string | null {
  return /（单位编码\s*(.+)）\s*$/.exec(text)?.[1]?.trim() ?? null;
}

// Reasons that stand in a cell of their own beside a record, in 底稿.

/** One line of the cell: which rule, which field, why. */
export function formatRowReason(item: Pick<ListedExplanation, 'rule' | 'field' | 'text'>): string {
  return `【${item.rule} ${item.field}】${item.text.replace(/[\r\n【】]+/g, ' ')}`;
}

/** The reasons in such a cell. */
export function parseRowReasons(text: string, rowNumber: number): readonly ListedExplanation[] {
  return [...text.matchAll(/【(\S+) ([^】]*)】([^【]*)/g)].map(
    ([, rule = '', field = '', reason = '']): ListedExplanation => ({
      rule,
      sheet: null,
      cell: null,
      rowNumber,
      field,
      value: null,
      text: reason.trim(),
    }),
  );
}
