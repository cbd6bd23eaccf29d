import type { FieldDefinition } from '../form/form-definition.js';
import { formatExpression } from '../form/relation/format-relation.js';
import { promptCheck, wholeCheck, wordsCheck } from '../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE, PLAIN_NUMBER_STYLE } from '../hand-kept/hand-kept-styles.js';
import { type HandKeptColumn, plainColumn, planHandKeptTable } from '../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../workbook/workbook-plan.js';
import {
  DEFINITION_SHEETS,
  FIELD_COLUMNS,
  KIND_WORDS,
  MEASURE_WORDS,
  PRIVACY_WORDS,
  printedWords,
  readAsWord,
  UNKNOWN_OPTION_WORDS,
} from './definition-layout.js';
import type { DescribedForm } from './described-form.js';
import { doubtColumn } from './doubt-column.js';
import { formatOptions, formatWordList } from './word-list.js';

const NOTE =
  '一行一栏，次序就是表上的次序；序号和填报单位不用写。必须填的只有“标题”和“类型”；类型是“选项”的还要写“选项”。' +
  '分组是表头上面一层的大标题，相邻的几栏写同样的分组就合在一起。计量：发生数（户次、金额等）写“累计”，' +
  '现有数（户数、人数等）写“时点”，不汇总的空着。几个选项、别名之间用“、”隔开。';

/** 字段: a field a row. */
export function planFields(form: DescribedForm, doubts: ReadonlyMap<string, string> | null): SheetPlan {
  const column = FIELD_COLUMNS;
  const columns: readonly HandKeptColumn<FieldDefinition>[] = [
    plainColumn(
      column.group.title,
      14,
      (item) => item.group,
      promptCheck('表头上面一层的大标题；没有就空着'),
    ),
    plainColumn(column.title.title, 22, (item) => item.title, promptCheck('必填。印在表头上的栏目名称')),
    plainColumn(
      column.unit.title,
      7,
      (item) => item.unit,
      promptCheck('如 户、人次、元；金额一律以元为单位'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.kind.title,
      7,
      (item) => KIND_WORDS[item.kind][0],
      wordsCheck(printedWords(KIND_WORDS), '必填。从下拉框选', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.required.title,
      7,
      (item) => (item.required ? '是' : '否'),
      wordsCheck(['是', '否'], '每行都应填的写“是”', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.options.title,
      32,
      (item) => (item.options.length === 0 ? null : formatOptions(item.options)),
      promptCheck('类型是选项的填，如 待对接（同义：未对接，待认领）、已对接、已取消'),
    ),
    plainColumn(
      column.computed.title,
      20,
      (item) => (item.computed === null ? null : formatExpression(item.computed, form.fields)),
      promptCheck('由别的栏算出来的，写算式，如 慰问金 + 慰问品折价；不要写等号'),
    ),
    plainColumn(
      column.measure.title,
      7,
      (item) => (item.measure === null ? null : MEASURE_WORDS[item.measure][0]),
      wordsCheck(
        printedWords(MEASURE_WORDS),
        '累计：各月可以相加；时点：各单位相加，各月不相加；空着：不汇总',
        'stop',
      ),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.prompt.title,
      26,
      (item) => item.prompt,
      promptCheck('填表人点到这一格时看到的话，可以空着'),
    ),
    plainColumn(
      column.aliases.title,
      22,
      (item) => (item.aliases.length === 0 ? null : formatWordList(item.aliases)),
      promptCheck('别的单位对这一栏的叫法，几个之间用“、”隔开'),
    ),
    plainColumn(column.minimum.title, 7, (item) => item.minimum, limitCheck, PLAIN_NUMBER_STYLE),
    plainColumn(column.maximum.title, 7, (item) => item.maximum, limitCheck, PLAIN_NUMBER_STYLE),
    plainColumn(
      column.privacy.title,
      12,
      (item) => (item.privacy === null ? null : PRIVACY_WORDS[item.privacy][0]),
      wordsCheck(printedWords(PRIVACY_WORDS), '呈报和公示的表里要隐去的；不用隐去的空着', 'stop'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      column.unknownOption.title,
      14,
      unknownOptionWord,
      wordsCheck(
        printedWords(UNKNOWN_OPTION_WORDS),
        '填了选项以外的话怎么办；也可以写 读作“其他”；空着即留空并请核对',
        'none',
      ),
    ),
    plainColumn(
      column.since.title,
      8,
      (item) => (item.since === 1 ? null : item.since),
      wholeCheck(1, 999, '第几版增加的栏；一开始就有的空着'),
      PLAIN_NUMBER_STYLE,
    ),
    plainColumn(
      column.key.title,
      20,
      (item) => item.key,
      promptCheck('小写字母开头的字母和数字；空着自动编'),
    ),
    ...doubtColumn<FieldDefinition>(doubts, (item) => item.key),
  ];
  return planHandKeptTable({
    sheet: DEFINITION_SHEETS.fields,
    columns,
    rows: form.fields,
    frozenColumns: 2,
    note: NOTE,
    fitRows: true,
  });
}

const limitCheck = promptCheck('整数可以写最小、最大；超出的请核对');

function unknownOptionWord({ kind, unknownOption }: FieldDefinition): string | null {
  if (typeof unknownOption === 'object') return readAsWord(unknownOption.readAs);
  return kind === 'option' || unknownOption !== 'blank' ? UNKNOWN_OPTION_WORDS[unknownOption][0] : null;
}
