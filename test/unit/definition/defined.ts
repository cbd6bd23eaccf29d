import { type DefinitionContext, parseDefinition } from '../../../src/definition/parse-definition.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import type { GridWorkbook } from '../../../src/workbook/grid.js';
import { sheetOf } from '../campaign/grid-of-plan.js';

/** Rows of a sheet below its header; the header names the columns. */
export type Rows = readonly (readonly CellValue[])[];

/** Sheets of a definition by name; those that a test does not write are the plain ones. */
export type Sheets = Readonly<Record<string, Rows | null>>;

export const ITEM = ['项目', '内容'];
export const FIELD = [
  '分组',
  '标题',
  '单位',
  '类型',
  '必填',
  '选项',
  '计算',
  '计量',
  '最小',
  '最大',
  '隐私',
  '选项以外',
  '起始版本',
  '编码',
];
export const RULE = ['编号', '级别', '关系', '报在', '空值处理', '规则文字', '提示', '处理办法'];

/** A field as a row of 字段, by column title. */
export function fieldRow(cells: Readonly<Record<string, CellValue>>): readonly CellValue[] {
  return FIELD.map((title) => cells[title] ?? null);
}

const n = (title: string, key: string, more: Readonly<Record<string, CellValue>> = {}) =>
  fieldRow({ 标题: title, 类型: '整数', 计量: '累计', 编码: key, ...more });

/** 甲 乙 丙 are numbers, 状态 an option, 开始 and 完成 dates; 合计 is 甲 and 乙. */
export const FIELDS: Rows = [
  FIELD,
  fieldRow({ 标题: '村', 类型: '文字', 必填: '是', 编码: 'village' }),
  n('甲', 'a'),
  n('乙', 'b'),
  n('丙', 'c'),
  n('合计', 'total', { 计算: '甲 + 乙' }),
  n('年龄', 'age', { 最小: 18, 最大: 60 }),
  fieldRow({ 标题: '金额', 类型: '金额', 单位: '元', 计量: '累计', 编码: 'money' }),
  fieldRow({ 标题: '状态', 类型: '选项', 选项: '待办、已办、取消', 编码: 'status' }),
  fieldRow({ 标题: '开始', 类型: '日期', 编码: 'startedOn' }),
  fieldRow({ 标题: '完成', 类型: '日期', 编码: 'doneOn' }),
  fieldRow({ 标题: '电话', 类型: '电话', 编码: 'phone' }),
  fieldRow({ 标题: '事项', 类型: '文字', 编码: 'matter' }),
];

const PLAIN: Sheets = { 表: [ITEM, ['表名', '示例统计表']], 字段: FIELDS };

/** A workbook of these sheets over the plain ones; null leaves one out. */
export function workbookOf(sheets: Sheets): GridWorkbook {
  const all = Object.entries({ ...PLAIN, ...sheets });
  return {
    sheets: all.flatMap(([name, rows]) => (rows === null ? [] : [sheetOf(name, rows)])),
    definedNames: new Map(),
  };
}

/** Where each mistake is and what it is. */
export function problemsIn(
  sheets: Sheets,
  context: DefinitionContext = {},
): readonly (readonly [string, string | null, string])[] {
  const parsed = parseDefinition(workbookOf(sheets), context);
  return parsed.kind === 'form'
    ? []
    : parsed.problems.map(({ sheet, cell, code }) => [sheet, cell, code] as const);
}

/** The form; throws with its mistakes where there are any. */
export function formIn(sheets: Sheets, context: DefinitionContext = {}): FormDefinition {
  const parsed = parseDefinition(workbookOf(sheets), context);
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems, null, 1));
  return parsed.form;
}

/** 审核关系 with these relations, one a rule, at error level: C2, C3, … */
export function relations(...texts: readonly string[]): Rows {
  return [RULE, ...texts.map((text, index) => [`R${index + 1}`, '必须改', text])];
}
