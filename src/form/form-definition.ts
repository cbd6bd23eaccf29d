import { z } from 'zod';
import { LEVELS, type Level } from '../issue/finding.js';
import { type Condition, type Expression, fieldsOfExpression, operandsOf } from './condition.js';

/** The kinds of field; each answers for itself in one file of kinds/. */
export const FIELD_KINDS = ['text', 'integer', 'amount', 'decimal', 'date', 'option', 'phone'] as const;
export type FieldKindName = (typeof FIELD_KINDS)[number];

/** flow adds up over rows, units and months; stock over rows and units, never over months. */
export type Measure = 'flow' | 'stock';

export interface OptionDefinition {
  readonly value: string;
  /** Other words that units write for it. */
  readonly synonyms: readonly string[];
}

/**
 * What must not be told of a field outside the 底稿: a person's name; a name that may be a person's or a unit's; a
 * telephone number; the number of an identity card or bank account; an address; the address of somebody who may be a child.
 */
export const PRIVACY_KINDS = ['name', 'party', 'phone', 'number', 'place', 'minorsPlace'] as const;
export type PrivacyKind = (typeof PRIVACY_KINDS)[number];

export interface FieldDefinition {
  readonly key: string;
  /** Header above several leaves; null when the leaf stands alone. */
  readonly group: string | null;
  readonly title: string;
  /** Shown behind the title in full-width parentheses; null when the field has none. */
  readonly unit: string | null;
  readonly kind: FieldKindName;
  readonly required: boolean;
  /** The sum of other fields of the row; recomputed whatever was typed. */
  readonly computed: Expression | null;
  readonly measure: Measure | null;
  readonly aliases: readonly string[];
  readonly options: readonly OptionDefinition[];
  /** What a text outside the options is: an error, blank with a query, or (with a query) this option. */
  readonly unknownOption: 'error' | 'blank' | { readonly readAs: string };
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly privacy: PrivacyKind | null;
  /** The version of the form that brought the field; a return on an earlier one has no such column. */
  readonly since: number;
  /** Told when the cell is selected in the template. */
  readonly prompt: string | null;
}

/** A stretch of the calendar in which something must have happened. */
export type CalendarSpan = 'month' | 'quarter' | 'year';

/** One test of a rule and the cell that is blamed. */
export type RuleCheck =
  /** Holds in every row; `level` is the rule's. */
  | { readonly kind: 'row'; readonly holds: Condition; readonly at: string }
  /** The fields together occur once within one unit, or within the whole campaign across units; blamed is the later row. Rows where `except` holds are left out. */
  | {
      readonly kind: 'unique';
      readonly fields: readonly string[];
      readonly within: 'unit' | 'campaign';
      readonly except: Condition | null;
      readonly at: string;
    }
  /** In every whole month, quarter or year of the period at least so many rows bear a date in it; blamed is the last row. */
  | {
      readonly kind: 'atLeast';
      readonly times: number;
      readonly every: CalendarSpan;
      readonly field: string;
      readonly at: string;
    }
  /** Units of this 单位类别 report no row at all; blamed is the first row. */
  | { readonly kind: 'noRowsFrom'; readonly category: string; readonly at: string };

export interface RuleDefinition {
  readonly id: string;
  readonly level: Level;
  readonly checks: readonly RuleCheck[];
  /** Whether blank operands stop the rule or count as 0. */
  readonly blanks: 'skip' | 'zero';
  /** The rule in plain words, for 填表说明. */
  readonly text: string;
  /** What was found; `{key}` stands for a field's value in the row. */
  readonly message: string;
  /** What to do. */
  readonly fix: string;
}

/**
 * An amount of one unit that another of its forms reports as well: the same goods or money, reported twice. Blamed is
 * the row of this form.
 */
export interface CrossFormRule {
  readonly id: string;
  readonly level: 'query' | 'hint';
  /** An amount field of this form. */
  readonly field: string;
  readonly otherForm: string;
  /** An amount field of that form. */
  readonly otherField: string;
  /** The rule in plain words, for 填表说明. */
  readonly text: string;
  /** `{amount}` is the amount in 元, `{otherRow}` the row of the other form, `{otherTitle}` the form's title. */
  readonly message: string;
  readonly fix: string;
}

/** A number that totals hold: rows counted or a field added, over the rows where `when` holds. */
export interface MeasureDefinition {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly kind: 'count' | 'sum';
  /** The field that is added; null for counts. */
  readonly field: string | null;
  readonly measure: Measure;
  /** Null: every row. */
  readonly when: Condition | null;
}

/** A quotient of two totals, recomputed at every level. */
export interface RateDefinition {
  readonly key: string;
  readonly title: string;
  readonly numerator: string;
  readonly denominator: string;
}

/** A rate held against a percentage of 设置; which rate, is chosen by a setting's word. */
export interface TargetDefinition {
  readonly title: string;
  readonly rateByBasis: Readonly<Record<string, string>>;
}

/** Totals and texts by what a field says, one line a value: by activity, by task. */
export interface BreakdownDefinition {
  /** Name of the sheet in the summary. */
  readonly title: string;
  /** The field whose values make the lines; an option's in the order of the options. */
  readonly by: string;
  /** Totals shown for each line. */
  readonly measures: readonly string[];
  /** Text fields put side by side, unit by unit, under each line. */
  readonly texts: readonly string[];
}

/**
 * A chart of the summary, a category a county or (by a field) a value. `columns`: the measures beside one another;
 * `stacked`: on top of one another; `doughnut`: the one measure's shares by a field. A rate is a line over the columns.
 */
export interface ChartDefinition {
  readonly title: string;
  readonly kind: 'columns' | 'stacked' | 'doughnut';
  readonly measures: readonly string[];
  readonly rate: string | null;
  /** Null: by county. */
  readonly by: string | null;
}

/** What 公示 shows of a form. The conditions speak of whom a row is about, the form's subject. */
export interface DisclosureDefinition {
  /** Fields that are shown, in this order; the others are nobody's business. */
  readonly fields: readonly string[];
  /** The subject is a unit, whose name is shown. Null: the name itself must tell. */
  readonly isUnit: Condition | null;
  /** The subject agreed to be named. Null: nobody was asked. */
  readonly agrees: Condition | null;
  /** The subject is a child, of whom neither place nor school nor telephone is shown. Null: it never is one. */
  readonly isMinor: Condition | null;
}

export interface FormDefinition {
  readonly key: string;
  readonly title: string;
  readonly version: number;
  /** 附件号 as printed when the settings name none. */
  readonly attachment: number;
  /** What one row is: `每个帮扶村（社区）填一行`. */
  readonly rowMeaning: string;
  /** The field that says whom or what a row is about; rows of zeros without it are a zero report. */
  readonly subject: string;
  readonly fields: readonly FieldDefinition[];
  readonly rules: readonly RuleDefinition[];
  /** Held against forms that may be enabled or not; those that are not are passed over. */
  readonly crossFormRules: readonly CrossFormRule[];
  /** Totals beyond the fields that have a measure. */
  readonly derivedMeasures: readonly MeasureDefinition[];
  readonly rates: readonly RateDefinition[];
  readonly target: TargetDefinition | null;
  /** The field whose text closes queries of its row. */
  readonly explanation: string;
  /** Who reports what, for 填表说明. */
  readonly instructions: readonly string[];
  /** Measures that stand large on 总览, and the one that says how much a returned submission would add. */
  readonly keyMeasures: readonly string[];
  readonly amountAtStake: string | null;
  /** Rows that the template leaves blank for filling in. */
  readonly templateRows: number;
  /** The option field that the template fills in, one row an option in their order; null where units make the rows. */
  readonly fixedRows: string | null;
  readonly breakdowns: readonly BreakdownDefinition[];
  /** Null: those that the measures and rates suggest. */
  readonly charts: readonly ChartDefinition[] | null;
  /** Null: nothing of it is published. */
  readonly disclosure: DisclosureDefinition | null;
}

/** A field as a form writes it down: what is not said is the plain case. */
export type FieldInput = Pick<FieldDefinition, 'key' | 'title' | 'kind'> &
  Partial<Omit<FieldDefinition, 'options'>> & {
    /** Options in order; an array holds an option followed by its synonyms. */
    readonly options?: readonly (string | readonly string[])[];
  };

/** A form as it is written down, before it is checked and frozen. */
export type FormInput = Omit<FormDefinition, 'fields' | keyof typeof PLAIN_FORM> &
  Partial<Pick<FormDefinition, keyof typeof PLAIN_FORM>> & { readonly fields: readonly FieldInput[] };

/** What a form is that says nothing else. */
const PLAIN_FORM = {
  crossFormRules: [],
  fixedRows: null,
  breakdowns: [],
  charts: null,
  disclosure: null,
} as const;

const key = z.string().regex(/^[a-z][A-Za-z0-9]*$/);
const nonEmpty = z.string().min(1);
const formKey = z.string().regex(/^[a-z][a-z0-9-]*$/);

const fieldInput = z.strictObject({
  key,
  title: nonEmpty,
  kind: z.enum(FIELD_KINDS),
  group: nonEmpty.nullable().optional(),
  unit: nonEmpty.nullable().optional(),
  required: z.boolean().optional(),
  computed: z.custom<Expression>().nullable().optional(),
  measure: z.enum(['flow', 'stock']).nullable().optional(),
  aliases: z.array(nonEmpty).optional(),
  options: z.array(z.union([nonEmpty, z.array(nonEmpty).min(1)])).optional(),
  unknownOption: z
    .union([z.literal('error'), z.literal('blank'), z.strictObject({ readAs: nonEmpty })])
    .optional(),
  minimum: z.number().nullable().optional(),
  maximum: z.number().nullable().optional(),
  privacy: z.enum(PRIVACY_KINDS).nullable().optional(),
  since: z.int().min(1).optional(),
  prompt: nonEmpty.nullable().optional(),
});

const ruleCheck = z.union([
  z.strictObject({ kind: z.literal('row'), holds: z.custom<Condition>(), at: key }),
  z.strictObject({
    kind: z.literal('unique'),
    fields: z.array(key).min(1),
    within: z.enum(['unit', 'campaign']),
    except: z.custom<Condition>().nullable(),
    at: key,
  }),
  z.strictObject({
    kind: z.literal('atLeast'),
    times: z.int().min(1),
    every: z.enum(['month', 'quarter', 'year']),
    field: key,
    at: key,
  }),
  z.strictObject({ kind: z.literal('noRowsFrom'), category: nonEmpty, at: key }),
]);

const formInput = z.strictObject({
  key: formKey,
  title: nonEmpty.max(31),
  version: z.int().min(1),
  attachment: z.int().min(1),
  rowMeaning: nonEmpty,
  subject: key,
  fields: z.array(fieldInput).min(1),
  rules: z.array(
    z.strictObject({
      id: nonEmpty,
      level: z.enum(LEVELS),
      checks: z.array(ruleCheck).min(1),
      blanks: z.enum(['skip', 'zero']),
      text: nonEmpty,
      message: nonEmpty,
      fix: nonEmpty,
    }),
  ),
  crossFormRules: z
    .array(
      z.strictObject({
        id: nonEmpty,
        level: z.enum(['query', 'hint']),
        field: key,
        otherForm: formKey,
        otherField: key,
        text: nonEmpty,
        message: nonEmpty,
        fix: nonEmpty,
      }),
    )
    .optional(),
  derivedMeasures: z.array(
    z.strictObject({
      key,
      title: nonEmpty,
      unit: nonEmpty,
      kind: z.enum(['count', 'sum']),
      field: key.nullable(),
      measure: z.enum(['flow', 'stock']),
      when: z.custom<Condition>().nullable(),
    }),
  ),
  rates: z.array(z.strictObject({ key, title: nonEmpty, numerator: key, denominator: key })),
  target: z.strictObject({ title: nonEmpty, rateByBasis: z.record(nonEmpty, key) }).nullable(),
  explanation: key,
  instructions: z.array(nonEmpty),
  keyMeasures: z.array(key),
  amountAtStake: key.nullable(),
  templateRows: z.int().min(1).max(1000),
  fixedRows: key.nullable().optional(),
  breakdowns: z
    .array(
      z.strictObject({
        title: nonEmpty.max(31),
        by: key,
        measures: z.array(key),
        texts: z.array(key),
      }),
    )
    .optional(),
  charts: z
    .array(
      z.strictObject({
        title: nonEmpty,
        kind: z.enum(['columns', 'stacked', 'doughnut']),
        measures: z.array(key).min(1),
        rate: key.nullable(),
        by: key.nullable(),
      }),
    )
    .nullable()
    .optional(),
  disclosure: z
    .strictObject({
      fields: z.array(key).min(1),
      isUnit: z.custom<Condition>().nullable(),
      agrees: z.custom<Condition>().nullable(),
      isMinor: z.custom<Condition>().nullable(),
    })
    .nullable()
    .optional(),
});

/**
 * Checks a form (shape by zod, then that every name it uses exists) and freezes it.
 * Throws an Error that names the form and everything wrong with it.
 */
export function defineForm(input: FormInput): FormDefinition {
  const shape = formInput.safeParse(input);
  if (!shape.success) throw new Error(`form ${input.key}: ${z.prettifyError(shape.error)}`);
  const form: FormDefinition = { ...PLAIN_FORM, ...input, fields: input.fields.map(completeField) };
  const problems = [...findUnknownNames(form), ...findRepeatedNames(form), ...findWrongUses(form)];
  if (problems.length > 0) throw new Error(`form ${form.key}: ${problems.join('; ')}`);
  return deepFreeze(form);
}

/** Every total of a form, in order: fields with a measure, then the derived ones; `rows` is not among them. */
export function measuresOf(form: FormDefinition): readonly MeasureDefinition[] {
  const ofFields = form.fields.flatMap((item): MeasureDefinition[] =>
    item.measure === null
      ? []
      : [
          {
            key: item.key,
            title: item.title,
            unit: item.unit ?? '',
            kind: 'sum',
            field: item.key,
            measure: item.measure,
            when: null,
          },
        ],
  );
  return [...ofFields, ...form.derivedMeasures];
}

/** The field with this key; throws when there is none, since names are checked when the form is defined. */
export function fieldOf(form: FormDefinition, fieldKey: string): FieldDefinition {
  const found = form.fields.find((item) => item.key === fieldKey);
  if (!found) throw new Error(`form ${form.key} has no field ${fieldKey}`);
  return found;
}

/** What the template fills into its first rows, row by row; none where units make the rows. */
export function fixedRowsOf(form: Pick<FormDefinition, 'fixedRows' | 'fields'>): readonly string[] {
  const fixed = form.fields.find((item) => item.key === form.fixedRows);
  return fixed?.options.map((option) => option.value) ?? [];
}

/** Leaf header as printed: 标题（单位）. */
export function headerTitle(item: Pick<FieldDefinition, 'title' | 'unit'>): string {
  return item.unit === null ? item.title : `${item.title}（${item.unit}）`;
}

function completeField(input: FieldInput): FieldDefinition {
  const { options = [], ...rest } = input;
  return {
    group: null,
    unit: null,
    required: false,
    computed: null,
    measure: null,
    aliases: [],
    unknownOption: 'blank',
    minimum: null,
    maximum: null,
    privacy: null,
    since: 1,
    prompt: null,
    ...rest,
    options: options.map((option) => {
      const [value, ...synonyms] = typeof option === 'string' ? [option] : option;
      return { value: value ?? '', synonyms };
    }),
  };
}

function findUnknownNames(form: FormDefinition): string[] {
  const fields = new Set(form.fields.map((item) => item.key));
  const totals = new Set(['rows', ...measuresOf(form).map((item) => item.key)]);
  const namedFields = [
    form.subject,
    form.explanation,
    ...form.fields.flatMap((item) => (item.computed ? fieldsOfExpression(item.computed) : [])),
    ...form.derivedMeasures.flatMap((item) => [...(item.field ? [item.field] : []), ...namesIn(item.when)]),
    ...form.rules.flatMap((rule) => rule.checks.flatMap((check) => [check.at, ...namesInCheck(check)])),
    ...form.crossFormRules.map((rule) => rule.field),
    ...(form.fixedRows === null ? [] : [form.fixedRows]),
    ...form.breakdowns.flatMap((item) => [item.by, ...item.texts]),
    ...(form.charts ?? []).flatMap((chart) => (chart.by === null ? [] : [chart.by])),
    ...namesInDisclosure(form.disclosure),
  ];
  const namedTotals = [
    ...form.rates.flatMap((rate) => [rate.numerator, rate.denominator]),
    ...form.keyMeasures,
    ...form.breakdowns.flatMap((item) => item.measures),
    ...(form.charts ?? []).flatMap((chart) => chart.measures),
    ...(form.amountAtStake ? [form.amountAtStake] : []),
  ];
  const rates = new Set(form.rates.map((rate) => rate.key));
  return [
    ...namedFields.filter((name) => !fields.has(name)).map((name) => `no field ${name}`),
    ...namedTotals.filter((name) => !totals.has(name)).map((name) => `no total ${name}`),
    ...[
      ...Object.values(form.target?.rateByBasis ?? {}),
      ...(form.charts ?? []).flatMap((chart) => chart.rate ?? []),
    ]
      .filter((name) => !rates.has(name))
      .map((name) => `no rate ${name}`),
  ];
}

function findRepeatedNames(form: FormDefinition): string[] {
  const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...repeated(form.fields.map((item) => item.key)),
    ...repeated([...form.rules, ...form.crossFormRules].map((rule) => rule.id)),
    ...repeated(measuresOf(form).map((item) => item.key)),
    ...repeated(form.disclosure?.fields ?? []),
  ].map((name) => `${name} twice`);
}

/** Fields that are there and cannot serve for what they are named for. */
function findWrongUses(form: FormDefinition): string[] {
  const kinds = new Map(form.fields.map((item) => [item.key, item.kind]));
  const isOption = (name: string) => kinds.get(name) === 'option';
  return [
    ...(form.fixedRows !== null && !isOption(form.fixedRows)
      ? [`fixed rows of ${form.fixedRows}, no option`]
      : []),
    ...form.crossFormRules
      .filter((rule) => kinds.get(rule.field) !== 'amount')
      .map((rule) => `${rule.id}: ${rule.field} is no amount`),
    ...(fixedRowsOf(form).length > form.templateRows
      ? [`${fixedRowsOf(form).length} fixed rows, but ${form.templateRows} in the template`]
      : []),
    ...[
      ...form.breakdowns.flatMap(({ by, texts }) => [by, ...texts]),
      ...(form.charts ?? []).map(({ by }) => by),
    ]
      .filter((name) => form.fields.some((item) => item.key === name && item.privacy !== null))
      .map((name) => `${name} is private, but shown in summaries`),
    ...(form.disclosure?.fields.includes(form.explanation) === true
      ? [`${form.explanation} disclosed: it is written to the office`]
      : []),
    ...form.fields
      .filter((item) => item.since > form.version)
      .map((item) => `${item.key} since version ${item.since}, after this one`),
    ...form.rules.flatMap((rule) =>
      rule.checks.flatMap((check) =>
        check.kind === 'atLeast' && kinds.get(check.field) !== 'date'
          ? [`${rule.id}: ${check.field} is no date`]
          : [],
      ),
    ),
  ];
}

function namesIn(condition: Condition | null): string[] {
  if (condition === null) return [];
  const { compared, asked } = operandsOf(condition);
  return [...compared, ...asked];
}

function namesInDisclosure(disclosure: DisclosureDefinition | null): string[] {
  if (disclosure === null) return [];
  const { fields, isUnit, agrees, isMinor } = disclosure;
  return [...fields, ...[isUnit, agrees, isMinor].flatMap(namesIn)];
}

function namesInCheck(check: RuleCheck): string[] {
  switch (check.kind) {
    case 'row':
      return namesIn(check.holds);
    case 'unique':
      return [...check.fields, ...namesIn(check.except)];
    case 'atLeast':
      return [check.field];
    case 'noRowsFrom':
      return [];
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
