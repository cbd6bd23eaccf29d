import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import { headerTitle, measuresOf } from '../form/form-definition.js';
import { ANSWERS, LABELS } from '../form/shell.js';
import type { Level } from '../issue/finding.js';
import { addDays } from '../workbook/date-serial.js';
import type { PlannedValue } from '../workbook/workbook-plan.js';
import {
  cellDefect,
  type Defect,
  type DefectContext,
  defect,
  findingAt,
  freshRow,
  saysSomething,
  withFormulas,
  withNewRow,
} from './defect.js';
import type { Random } from './random.js';
import {
  keepsRowRules,
  type SampleRow,
  type SampleValue,
  withUnreadable,
  withValues,
  withWritten,
} from './sample-row.js';
import type { SampleSheet } from './sample-sheet.js';
import { totalsOf } from './sample-totals.js';

const NO_NUMBERS = ['约30户左右', '若干', '三', '见附件', '3-5', '500多'];
const OUTSIDE_OPTIONS = '示例选项外';
const NO_DATE = '十月中旬';
const LOST_DIGITS = '1.38E+10';
/** Eighteen digits of which Excel has kept fifteen. */
const LOST_NUMBER = 123_456_789_012_345_000;
const STRANGE_HEADER = '示例栏目';
const EXTRA_HEADER = '备查栏';

function fieldsWhere(form: FormDefinition, suits: (field: FieldDefinition) => boolean): string[] {
  return form.fields.filter((field) => field.computed === null && suits(field)).map((field) => field.key);
}

const isNumber = (field: FieldDefinition) => ['integer', 'amount', 'decimal'].includes(field.kind);
const cellValue = (row: SampleRow, field: string): SampleValue => row.values[field] ?? null;

/** A cell that cannot be read: `typed` makes what stands there of what it should say. */
function unreadableDefect(
  rule: string,
  levelOf: (field: FieldDefinition) => Level,
  suits: (field: FieldDefinition) => boolean,
  typed: (random: Random, field: FieldDefinition) => PlannedValue,
): Defect {
  return defect({
    name: rule,
    rule,
    apply: (sheet, context) => {
      const { form } = sheet;
      const find = (key: string) => form.fields.find((field) => field.key === key)!;
      const hit = cellDefect(sheet, context, fieldsWhere(form, suits), (row, field) =>
        cellValue(row, field) === null
          ? null
          : withUnreadable(row, field, typed(context.random, find(field))),
      );
      if (hit === null) return null;
      const level = levelOf(find(hit.field));
      return { sheet: hit.sheet, findings: [findingAt(rule, level, hit.rowIndex, hit.field)] };
    },
  });
}

/** The checks that every form has, broken one at a time. */
export const DEFECTS_OF_ANY_FORM: readonly Defect[] = [
  unreadableDefect(
    'not-a-number',
    () => 'error',
    isNumber,
    (random) => random.pick(NO_NUMBERS),
  ),
  unreadableDefect(
    'not-an-integer',
    () => 'error',
    (field) => field.kind === 'integer',
    (random) => random.whole(1, 60) + 0.5,
  ),
  unreadableDefect(
    'negative',
    () => 'error',
    isNumber,
    (random) => -random.whole(1, 20),
  ),
  // A formula that was never calculated; a file written by a program cannot hold #REF! as a typed value.
  unreadableDefect(
    'formula-error',
    () => 'error',
    isNumber,
    () => ({
      kind: 'formula',
      formula: 'SUM(#REF!)',
      result: null,
    }),
  ),
  unreadableDefect(
    'bad-date',
    () => 'query',
    (field) => field.kind === 'date',
    () => NO_DATE,
  ),
  unreadableDefect(
    'digits-lost',
    () => 'query',
    (field) =>
      field.kind === 'phone' || (field.kind === 'text' && !field.required && field.title.endsWith('号')),
    (random, field) => (field.kind === 'text' && random.chance(0.5) ? LOST_NUMBER : LOST_DIGITS),
  ),
  defect({
    name: 'not-an-option',
    rule: 'not-an-option',
    apply: (sheet, context) => {
      const { form } = sheet;
      const find = (key: string) => form.fields.find((field) => field.key === key)!;
      const options = fieldsWhere(form, (field) => field.kind === 'option');
      const hit = cellDefect(sheet, context, options, (row, field) => {
        const { unknownOption } = find(field);
        if (cellValue(row, field) === null) return null;
        return typeof unknownOption === 'object'
          ? withWritten(row, field, OUTSIDE_OPTIONS, unknownOption.readAs)
          : withUnreadable(row, field, OUTSIDE_OPTIONS);
      });
      if (hit === null) return null;
      const level = find(hit.field).unknownOption === 'error' ? 'error' : 'query';
      return { sheet: hit.sheet, findings: [findingAt('not-an-option', level, hit.rowIndex, hit.field)] };
    },
  }),
  defect({
    name: 'missing-value',
    rule: 'missing-value',
    apply: (sheet, context) => {
      const { form } = sheet;
      const needed = fieldsWhere(form, (field) => field.required && !isNumber(field));
      const hit = cellDefect(sheet, context, needed, (row, field) => {
        const blank = withValues(row, { [field]: null });
        return saysSomething(form, blank) ? blank : null;
      });
      if (hit === null) return null;
      const field = form.fields.find((item) => item.key === hit.field)!;
      const level = field.unknownOption === 'error' ? 'error' : 'query';
      return { sheet: hit.sheet, findings: [findingAt('missing-value', level, hit.rowIndex, hit.field)] };
    },
  }),
  defect({
    name: 'blank-numbers',
    rule: 'blank-numbers',
    apply: (sheet, context) => {
      const needed = fieldsWhere(sheet.form, (field) => field.required && isNumber(field));
      const hit = cellDefect(sheet, context, needed, (row, field) => withValues(row, { [field]: null }));
      if (hit === null) return null;
      const finding = { ...findingAt('blank-numbers', 'hint', hit.rowIndex, hit.field), field: null };
      return { sheet: hit.sheet, findings: [finding] };
    },
  }),
  defect({
    name: 'converted',
    rule: 'converted',
    apply: (sheet, context) => {
      const { form } = sheet;
      const find = (key: string) => form.fields.find((field) => field.key === key)!;
      const readable = fieldsWhere(
        form,
        (field) => isNumber(field) || ['date', 'phone'].includes(field.kind),
      );
      const hit = cellDefect(sheet, context, readable, (row, field) => {
        const value = cellValue(row, field);
        const typed = value === null ? null : tolerable(find(field), value, context);
        return typed === null ? null : withWritten(row, field, typed, value);
      });
      return hit && { sheet: hit.sheet, findings: [findingAt('converted', 'hint', hit.rowIndex, hit.field)] };
    },
  }),
  defect({
    name: 'scaled cell',
    rule: 'scaled',
    isExplainable: false,
    apply: (sheet, context) => {
      const amounts = fieldsWhere(sheet.form, (field) => field.kind === 'amount');
      const hit = cellDefect(sheet, context, amounts, (row, field) => {
        // Tenths of 万: a thousand 元 each.
        const tenths = context.random.whole(1, 95);
        const text = `${Math.floor(tenths / 10)}.${tenths % 10}万${context.random.chance(0.5) ? '元' : ''}`;
        return cellValue(row, field) === null ? null : withWritten(row, field, text, tenths * 100_000);
      });
      return hit && { sheet: hit.sheet, findings: [findingAt('scaled', 'query', hit.rowIndex, hit.field)] };
    },
  }),
  defect({ name: 'scaled column', rule: 'scaled', isExplainable: false, apply: scaleColumn }),
  defect({
    name: 'total-mismatch',
    rule: 'total-mismatch',
    isExplainable: false,
    apply: (sheet, context) => {
      if (sheet.content !== 'rows') return null;
      const added = measuresOf(sheet.form).flatMap((measure) =>
        measure.kind === 'sum' && measure.field !== null ? [measure.field] : [],
      );
      if (added.length === 0) return null;
      const field = context.random.pick(added);
      const typed = columnSum(sheet, field) + context.random.whole(1, 50) * 10;
      return {
        sheet: { ...sheet, typedTotals: { [field]: typed } },
        findings: [{ rule: 'total-mismatch', level: 'query', place: { kind: 'total', field }, field }],
      };
    },
  }),
  defect({
    name: 'period-mismatch',
    rule: 'period-mismatch',
    isExplainable: false,
    apply: (sheet, { task }) => {
      if (sheet.content !== 'rows') return null;
      const period = `${addDays(task.periodStart, -31)} 至 ${addDays(task.periodEnd, -31)}`;
      const place = { kind: 'label', label: LABELS.period } as const;
      return {
        sheet: { ...sheet, period },
        findings: [{ rule: 'period-mismatch', level: 'query', place, field: null }],
      };
    },
  }),
  defect({
    name: 'nil-with-rows',
    rule: 'nil-with-rows',
    apply: (sheet, context) => {
      const fresh =
        sheet.content === 'nil'
          ? freshRow(sheet.form, context, (row) => saysSomething(sheet.form, row))
          : null;
      if (sheet.content !== 'rows' && fresh === null) return null;
      const filled = fresh === null ? sheet : withNewRow(sheet, fresh).sheet;
      const place = { kind: 'label', label: LABELS.answer } as const;
      return {
        sheet: { ...filled, content: 'rows', answer: ANSWERS.none },
        findings: [{ rule: 'nil-with-rows', level: 'error', place, field: null }],
      };
    },
  }),
  defect({ name: 'nil-implied by a word', rule: 'nil-implied', apply: implyNilByWord }),
  defect({ name: 'nil-implied by zeros', rule: 'nil-implied', apply: implyNilByZeros }),
  defect({ name: 'column-missing', rule: 'column-missing', apply: loseColumn }),
  defect({ name: 'column-ambiguous', rule: 'column-ambiguous', apply: doubleColumn }),
  defect({
    name: 'column-unknown',
    rule: 'column-unknown',
    apply: (sheet) =>
      sheet.content !== 'rows'
        ? null
        : {
            sheet: { ...sheet, extraColumn: EXTRA_HEADER },
            findings: [
              { rule: 'column-unknown', level: 'hint', place: { kind: 'extraHeader' }, field: null },
            ],
          },
  }),
];

/** A way of typing that is understood and remarked upon; null where there is none. */
function tolerable(field: FieldDefinition, value: SampleValue, context: DefectContext): string | null {
  const { random, task } = context;
  const fullWidth = (text: string) =>
    text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const text = String(value);
  switch (field.kind) {
    case 'integer':
      return random.pick([fullWidth(text), ` ${text} `, `${text}${field.unit ?? ' '}`]);
    case 'amount': {
      const yuan = (Number(value) / 100).toFixed(2);
      const grouped = yuan.replace(/\B(?=(?:\d{3})+\.)/g, ',');
      return random.pick([`¥${grouped}`, `${yuan}元`, fullWidth(yuan)]);
    }
    case 'decimal':
      return fullWidth(text);
    case 'date':
      if (text.slice(0, 4) === task.periodStart.slice(0, 4) && random.chance(0.4)) {
        return `${Number(text.slice(5, 7))}月${Number(text.slice(8))}日`;
      }
      return random.pick([text.replaceAll('-', '.'), text, text.replaceAll('-', '')]);
    case 'phone':
      return /^1\d{10}$/.test(text) ? `${text.slice(0, 3)}-${text.slice(3, 7)}-${text.slice(7)}` : null;
    default:
      return null;
  }
}

/** What the cells of a column mean, added up: 元 for amounts. */
function columnSum(sheet: SampleSheet, field: string): number {
  const definition = sheet.form.fields.find((item) => item.key === field)!;
  if (definition.measure !== null) return totalsOf(sheet.form, sheet.rows)[field]!;
  const sum = sheet.rows.reduce((total, row) => total + Number(cellValue(row, field) ?? 0), 0);
  return definition.kind === 'amount' ? sum / 100 : sum;
}

/** A column of amounts in 万元, and a header that says so. */
function scaleColumn(sheet: SampleSheet, context: DefectContext): ReturnType<Defect['apply']> {
  const { form } = sheet;
  if (sheet.content !== 'rows') return null;
  for (const field of context.random.shuffle(fieldsWhere(form, (item) => item.kind === 'amount'))) {
    const rows = sheet.rows.map((row) => {
      const value = cellValue(row, field);
      if (value === null) return row;
      // Whole thousands of 元, so that 万元 with one decimal says the same.
      const cents = Math.ceil(Number(value) / 100_000) * 100_000;
      return withWritten(withFormulas(form, row), field, cents / 1_000_000, cents);
    });
    const isUsed = rows.some((row) => Number(cellValue(row, field) ?? 0) > 0);
    if (!isUsed || !rows.every((row) => keepsRowRules(form, row, context.parameters))) continue;
    const title = form.fields.find((item) => item.key === field)!.title;
    return {
      sheet: { ...sheet, rows, headers: { ...sheet.headers, [field]: `${title}（万元）` } },
      findings: [{ rule: 'scaled', level: 'query', place: { kind: 'header', field }, field }],
    };
  }
  return null;
}

/** 零报告 where the first row names its subject; the answer is left at 有. */
function implyNilByWord(sheet: SampleSheet, { random }: DefectContext): ReturnType<Defect['apply']> {
  const { form } = sheet;
  const subject = form.fields.find((field) => field.key === form.subject)!;
  if (sheet.content !== 'nil' || subject.kind !== 'text') return null;
  const stray = { rowIndex: 0, field: form.subject, value: random.pick(['零报告', '本期无', '无']) };
  return {
    sheet: { ...sheet, answer: ANSWERS.some, strays: [stray] },
    findings: [findingOfNil(form.subject)],
  };
}

/** A row of zeros that names nobody; the answer is left at 有. */
function implyNilByZeros(sheet: SampleSheet): ReturnType<Defect['apply']> {
  const numbers = fieldsWhere(sheet.form, isNumber);
  if (sheet.content !== 'nil' || numbers.length === 0) return null;
  return {
    sheet: {
      ...sheet,
      answer: ANSWERS.some,
      strays: numbers.map((field) => ({ rowIndex: 0, field, value: 0 })),
    },
    findings: [findingOfNil(numbers[0]!)],
  };
}

function findingOfNil(field: string) {
  return { ...findingAt('nil-implied', 'hint', 0, field), field: null };
}

/** Somebody has retitled a required column: it is missing, and a strange one is there. */
function loseColumn(sheet: SampleSheet, context: DefectContext): ReturnType<Defect['apply']> {
  const { form } = sheet;
  if (sheet.content !== 'rows') return null;
  const needed = fieldsWhere(form, (field) => field.required && field.key !== form.subject);
  for (const field of context.random.shuffle(needed)) {
    const withoutIt = sheet.rows.map((row) => withValues(row, { [field]: null }));
    const isSafe = withoutIt.every(
      (row) => saysSomething(form, row) && keepsRowRules(form, withFormulas(form, row), context.parameters),
    );
    if (!isSafe) continue;
    return {
      sheet: {
        ...sheet,
        rows: sheet.rows.map((row) => withFormulas(form, row)),
        headers: { ...sheet.headers, [field]: STRANGE_HEADER },
      },
      findings: [
        { rule: 'column-missing', level: 'error', place: { kind: 'nowhere' }, field },
        { rule: 'column-unknown', level: 'hint', place: { kind: 'header', field }, field: null },
      ],
    };
  }
  return null;
}

/** Somebody has given a column the title of its neighbour to the left. */
function doubleColumn(sheet: SampleSheet, context: DefectContext): ReturnType<Defect['apply']> {
  const { form } = sheet;
  if (sheet.content !== 'rows') return null;
  const couples = form.fields.flatMap((field, index) =>
    form.fields.slice(index + 1).flatMap((other) => {
      const fits = field.required && !other.required && !field.computed && !other.computed;
      return fits && other.key !== form.explanation && field.group !== null && field.group === other.group
        ? [{ field, other }]
        : [];
    }),
  );
  for (const { field, other } of context.random.shuffle(couples)) {
    const withoutOther = sheet.rows.map((row) => withFormulas(form, withValues(row, { [other.key]: null })));
    if (!withoutOther.every((row) => keepsRowRules(form, row, context.parameters))) continue;
    return {
      sheet: {
        ...sheet,
        rows: sheet.rows.map((row) => withFormulas(form, row)),
        headers: { ...sheet.headers, [other.key]: headerTitle(field) },
      },
      findings: [{ rule: 'column-ambiguous', level: 'error', place: { kind: 'nowhere' }, field: field.key }],
    };
  }
  return null;
}
