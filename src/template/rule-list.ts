import { type FieldDefinition, type FormDefinition, measuresOf } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { LABELS, NIL_WORDS, TOTAL_TITLE } from '../form/shell.js';
import { LEVELS, type Level } from '../issue/finding.js';

/** One line of 审核关系. */
export interface ListedRule {
  /** The rules that it speaks of. */
  readonly rules: readonly string[];
  readonly level: Level;
  readonly text: string;
}

/** Fields that are named one by one; of more it is said how they look. */
const MOST_NAMED = 8;

/** Everything that is asked of a sheet of the form, gravest first: 审核关系 as printed in 填表说明. */
export function listRulesOf(form: FormDefinition): readonly ListedRule[] {
  const all: readonly ListedRule[] = [
    ...generalRules(form),
    ...[...form.rules, ...form.crossFormRules].map(
      ({ id, level, text }): ListedRule => ({ rules: [id], level, text }),
    ),
  ];
  return LEVELS.flatMap((level) => all.filter((rule) => rule.level === level));
}

/** What holds in every form, as far as this one has fields for it. */
function generalRules(form: FormDefinition): readonly ListedRule[] {
  const filled = form.fields.filter((field) => !field.computed);
  const numbers = filled.filter((field) => kindOf(field).isNumber);
  const ofKind = (kind: FieldDefinition['kind']) => filled.filter((field) => field.kind === kind);
  const integers = ofKind('integer');
  const options = (level: Level) =>
    ofKind('option').filter((field) => (field.unknownOption === 'error') === (level === 'error'));
  const missed = (level: Level) =>
    filled.filter(
      (field) =>
        field.required &&
        !kindOf(field).isNumber &&
        (field.unknownOption === 'error') === (level === 'error'),
    );
  const line = (
    level: Level,
    rules: readonly string[],
    fields: readonly FieldDefinition[],
    text: string,
  ): readonly ListedRule[] => (fields.length === 0 ? [] : [{ rules, level, text }]);
  const limited = filled.filter((field) => field.minimum !== null || field.maximum !== null);
  const added = measuresOf(form).some((measure) => measure.kind === 'sum') ? form.fields : [];
  const listed = (['error', 'query'] as const).flatMap((level) => [
    ...line(level, ['missing-value'], missed(level), `必须填写：${named(missed(level), '各必填栏')}`),
    ...line(level, ['not-an-option'], options(level), `从下拉列表中选：${named(options(level), '各选项栏')}`),
  ]);
  return [
    ...line(
      'error',
      ['not-a-number', 'negative', 'formula-error', ...(integers.length > 0 ? ['not-an-integer'] : [])],
      numbers,
      `数字栏只填 0 以上的数，不带单位和文字${integers.length > 0 ? '，户、人、次填整数' : ''}；公式要算得出`,
    ),
    ...line(
      'error',
      ['formula-error'],
      numbers.length === 0 ? filled : [],
      '格子里不能有 #REF! 之类的错误值',
    ),
    ...listed,
    ...line('error', ['nil-with-rows'], filled, `“${LABELS.answer}”选了“${NIL_WORDS[0]}”的，下面不再填数`),
    ...line(
      'query',
      ['bad-date'],
      ofKind('date'),
      `填日期，如 2020-10-17：${named(ofKind('date'), '各日期栏')}`,
    ),
    ...line('query', ['scaled'], ofKind('amount'), '金额以元为单位，不写“万”'),
    ...line(
      'query',
      ['digits-lost'],
      ofKind('phone').length > 0 ? ofKind('phone') : ofKind('text'),
      '号码要完整，不能成为 1.38E+10 的样子',
    ),
    ...limited.flatMap((field) => line('query', ['out-of-range'], [field], limitsOf(field))),
    ...line('query', ['total-mismatch'], added, `“${TOTAL_TITLE}”行自己填数的，等于各行相加`),
    ...line('query', ['period-mismatch'], filled, `“${LABELS.period}”与印发的一致`),
    ...line(
      'hint',
      ['blank-numbers'],
      numbers.filter((field) => field.required),
      `必填的数空着按 0 计，没有的请填 0：${named(
        numbers.filter((field) => field.required),
        '各必填的数',
      )}`,
    ),
  ];
}

function named(fields: readonly FieldDefinition[], many: string): string {
  return fields.length > MOST_NAMED
    ? `${many}（共 ${fields.length} 栏）`
    : fields.map((field) => `“${field.title}”`).join('、');
}

function limitsOf({ title, minimum, maximum }: FieldDefinition): string {
  if (minimum === null) return `“${title}”一般不大于 ${maximum}`;
  return maximum === null
    ? `“${title}”一般不小于 ${minimum}`
    : `“${title}”一般在 ${minimum} 至 ${maximum} 之间`;
}
