import type { CrossFormRule, FormDefinition } from '../form/form-definition.js';
import { nameOfField } from '../form/relation/relation-names.js';
import { promptCheck, wordsCheck } from '../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE } from '../hand-kept/hand-kept-styles.js';
import { type HandKeptColumn, plainColumn, planHandKeptTable } from '../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../workbook/workbook-plan.js';
import {
  CROSS_FORM_COLUMNS,
  CROSS_FORM_LEVEL_WORDS,
  DEFINITION_SHEETS,
  printedWords,
} from './definition-layout.js';
import type { DescribedForm } from './described-form.js';
import { CROSS_FORM_WORDS, formatMessage } from './message-names.js';

const NOTE =
  '可以空着。同一个单位在另一张表里也报了同一笔钱物的，怕算两次，写在这里：两张表的金额相同就提示核对。另一张表没有启用的，不核对。';

/** 跨表核对: an amount that another form reports as well, a row. `others`: forms whose titles are known. */
export function planCrossFormRules(form: DescribedForm, others: readonly FormDefinition[]): SheetPlan {
  const column = CROSS_FORM_COLUMNS;
  const otherOf = (rule: CrossFormRule) => others.find((other) => other.key === rule.otherForm);
  const columns: readonly HandKeptColumn<CrossFormRule>[] = [
    plainColumn(
      column.id.title,
      9,
      (rule) => rule.id,
      promptCheck('如 JZ-10；空着自动编'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.level.title,
      9,
      (rule) => CROSS_FORM_LEVEL_WORDS[rule.level][0],
      wordsCheck(printedWords(CROSS_FORM_LEVEL_WORDS), '空着即请核对', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.field.title,
      18,
      (rule) => nameIn(rule.field, form),
      promptCheck('必填。本表的一个金额字段'),
    ),
    plainColumn(
      column.otherForm.title,
      24,
      (rule) => otherOf(rule)?.title ?? rule.otherForm,
      promptCheck('必填。另一张表的表名或编码'),
    ),
    plainColumn(
      column.otherField.title,
      18,
      (rule) => nameIn(rule.otherField, otherOf(rule)),
      promptCheck('必填。另一张表的一个金额字段'),
    ),
    plainColumn(column.text.title, 36, (rule) => rule.text, promptCheck('印在填表说明里；空着自动写')),
    plainColumn(
      column.message.title,
      44,
      (rule) => formatMessage(rule.message, form.fields, CROSS_FORM_WORDS),
      promptCheck(
        `空着自动写。可以写 ${Object.values(CROSS_FORM_WORDS)
          .map((word) => `{${word}}`)
          .join(' ')}`,
      ),
    ),
    plainColumn(column.fix.title, 40, (rule) => rule.fix, promptCheck('请填报单位怎么办；空着自动写')),
  ];
  return planHandKeptTable({
    sheet: DEFINITION_SHEETS.crossFormRules,
    columns,
    rows: form.crossFormRules,
    frozenColumns: 1,
    note: NOTE,
    fitRows: true,
  });
}

function nameIn(key: string, form: Pick<FormDefinition, 'fields'> | undefined): string {
  const field = form?.fields.find((item) => item.key === key);
  return form === undefined || field === undefined ? key : nameOfField(field, form.fields);
}
