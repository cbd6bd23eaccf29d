import type { RuleCheck, RuleDefinition } from '../form/form-definition.js';
import { formatRelation } from '../form/relation/format-relation.js';
import { nameOfField } from '../form/relation/relation-names.js';
import { promptCheck, wordsCheck } from '../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE } from '../hand-kept/hand-kept-styles.js';
import { type HandKeptColumn, plainColumn, planHandKeptTable } from '../hand-kept/hand-kept-table.js';
import type { PlannedValue, SheetPlan } from '../workbook/workbook-plan.js';
import {
  BLANKS_WORDS,
  DEFINITION_SHEETS,
  LEVEL_WORDS,
  printedWords,
  RULE_COLUMNS,
} from './definition-layout.js';
import type { DescribedForm } from './described-form.js';
import { doubtColumn } from './doubt-column.js';
import { formatMessage, RULE_WORDS } from './message-names.js';

const NOTE =
  '一行一条关系，必须填的只有“关系”，写法见《填写说明》。级别：“必须改”的不改不能汇总，“请核对”的写明原因即可，“仅提醒”的不用答复；' +
  '空着即请核对。一条规则有几个关系的，接着写几行，编号相同，其余只写“关系”和“报在”。提示里可以写 {字段标题}，检查时换成那一格的内容。';

/** One row of 审核关系: a check, and what its rule says where it is the first of it. */
interface RuleRow {
  readonly rule: RuleDefinition;
  readonly check: RuleCheck;
  readonly isFirst: boolean;
}

/** 审核关系: a check a row. */
export function planRules(form: DescribedForm, doubts: ReadonlyMap<string, string> | null): SheetPlan {
  const column = RULE_COLUMNS;
  const ofRule =
    (value: (rule: RuleDefinition) => PlannedValue) =>
    ({ rule, isFirst }: RuleRow): PlannedValue =>
      isFirst ? value(rule) : null;
  const nameOf = (key: string) => nameOfField(form.fields.find((field) => field.key === key)!, form.fields);
  const columns: readonly HandKeptColumn<RuleRow>[] = [
    plainColumn(
      column.id.title,
      9,
      ({ rule }) => rule.id,
      promptCheck('如 JZ-01；空着自动编'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.level.title,
      9,
      ofRule((rule) => LEVEL_WORDS[rule.level][0]),
      wordsCheck(printedWords(LEVEL_WORDS), '空着即请核对', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.relation.title,
      46,
      ({ check }) => formatRelation(check, form.fields),
      promptCheck('必填。应当成立的关系，如 走访户数 <= 结对帮扶户数'),
    ),
    plainColumn(
      column.at.title,
      16,
      ({ check }) => nameOf(check.at),
      promptCheck('不成立时指出哪一栏，写字段标题；空着自动定'),
    ),
    plainColumn(
      column.text.title,
      36,
      ofRule((rule) => rule.text),
      promptCheck('印在填表说明里；空着按关系写'),
    ),
    plainColumn(
      column.message.title,
      44,
      ofRule((rule) => formatMessage(rule.message, form.fields, RULE_WORDS)),
      promptCheck('不成立时怎么说；空着按规则文字写。{字段标题} 换成那一格的内容'),
    ),
    plainColumn(
      column.fix.title,
      40,
      ofRule((rule) => rule.fix),
      promptCheck('请填报单位怎么办；空着按级别写'),
    ),
    plainColumn(
      column.blanks.title,
      10,
      ofRule((rule) => BLANKS_WORDS[rule.blanks][0]),
      wordsCheck(printedWords(BLANKS_WORDS), '比较的格子空着时：跳过不审核，或按 0 比较；空着即跳过', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    ...doubtColumn<RuleRow>(doubts, ({ rule, isFirst }) => (isFirst ? rule.id : null)),
  ];
  return planHandKeptTable({
    sheet: DEFINITION_SHEETS.rules,
    columns,
    rows: form.rules.flatMap((rule) =>
      rule.checks.map((check, index) => ({ rule, check, isFirst: index === 0 })),
    ),
    frozenColumns: 1,
    note: NOTE,
    fitRows: true,
  });
}
