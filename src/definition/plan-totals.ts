import { TARGET_BASES } from '../campaign/settings-layout.js';
import type { MeasureDefinition, RateDefinition } from '../form/form-definition.js';
import { formatCondition } from '../form/relation/format-relation.js';
import { nameOfField } from '../form/relation/relation-names.js';
import { promptCheck, wordsCheck } from '../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE } from '../hand-kept/hand-kept-styles.js';
import { type HandKeptColumn, plainColumn, planHandKeptTable } from '../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../workbook/workbook-plan.js';
import {
  COUNT_WORDS,
  DEFINITION_SHEETS,
  MEASURE_WORDS,
  printedWords,
  RATE_COLUMNS,
  TOTAL_COLUMNS,
} from './definition-layout.js';
import type { DescribedForm } from './described-form.js';
import { nameOfTotal } from './total-names.js';
import { formatWordList } from './word-list.js';

const TOTALS_NOTE =
  '可以空着。《字段》里写了计量的各栏会自动相加，不用写在这里。这里写只数一部分行、只加一部分行的，如“已实现的微心愿有几个”。';
const RATES_NOTE =
  '可以空着。分子、分母写指标的标题：《字段》里写了计量的栏，或《统计项》里的名称；“填报行数”是总行数。各级都按合计重新算，不取平均。';
const KEY_PROMPT = '小写字母开头的字母和数字；空着自动编';

/** 统计项: a total a row, beside those of the fields. */
export function planTotals(form: DescribedForm): SheetPlan {
  const column = TOTAL_COLUMNS;
  const nameOf = (key: string) => nameOfField(form.fields.find((field) => field.key === key)!, form.fields);
  const columns: readonly HandKeptColumn<MeasureDefinition>[] = [
    plainColumn(column.title.title, 26, (item) => item.title, promptCheck('必填。汇总表上的名称')),
    plainColumn(
      column.unit.title,
      8,
      (item) => item.unit,
      promptCheck('空着：计数的用“个”，求和的用字段的单位'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.kind.title,
      8,
      (item) => COUNT_WORDS[item.kind][0],
      wordsCheck(printedWords(COUNT_WORDS), '计数：数行数；求和：把一栏加起来', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.field.title,
      22,
      (item) => (item.field === null ? null : nameOf(item.field)),
      promptCheck('求和的填，写字段标题'),
    ),
    plainColumn(
      column.measure.title,
      8,
      (item) => MEASURE_WORDS[item.measure][0],
      wordsCheck(printedWords(MEASURE_WORDS), '空着即累计', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.when.title,
      60,
      (item) => (item.when === null ? null : formatCondition(item.when, form.fields)),
      promptCheck('只算哪些行，写法同审核关系，如 对接状态 = "已实现"；空着即全部'),
    ),
    plainColumn(column.key.title, 20, (item) => item.key, promptCheck(KEY_PROMPT)),
  ];
  return planHandKeptTable({
    sheet: DEFINITION_SHEETS.totals,
    columns,
    rows: form.derivedMeasures,
    frozenColumns: 1,
    note: TOTALS_NOTE,
    fitRows: true,
  });
}

/** 比率: a quotient of two totals a row. */
export function planRates(form: DescribedForm): SheetPlan {
  const column = RATE_COLUMNS;
  const basesOf = (rate: RateDefinition) =>
    Object.entries(form.target?.rateByBasis ?? {}).flatMap(([basis, key]) =>
      key === rate.key ? [basis] : [],
    );
  const columns: readonly HandKeptColumn<RateDefinition>[] = [
    plainColumn(column.title.title, 26, (item) => item.title, promptCheck('必填。汇总表上的名称')),
    plainColumn(column.numerator.title, 30, (item) => nameOfTotal(item.numerator, form), promptCheck('必填')),
    plainColumn(
      column.denominator.title,
      30,
      (item) => nameOfTotal(item.denominator, form),
      promptCheck('必填'),
    ),
    plainColumn(
      column.basis.title,
      14,
      (item) => formatWordList(basesOf(item)) || null,
      wordsCheck(TARGET_BASES, '与《活动设置》里的目标比较的填：口径是全部还是网上；不比较的空着', 'none'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(column.key.title, 20, (item) => item.key, promptCheck(KEY_PROMPT)),
  ];
  return planHandKeptTable({
    sheet: DEFINITION_SHEETS.rates,
    columns,
    rows: form.rates,
    frozenColumns: 1,
    note: RATES_NOTE,
    fitRows: true,
  });
}
