import { type Expression, fieldsOfExpression } from '../form/condition.js';
import type { FieldInput, FormInput } from '../form/form-definition.js';
import { mergeMap } from '../ingest/merge-map.js';
import type { SheetSurvey, WorkbookSurvey } from '../workbook/survey.js';
import { findTables } from './find-tables.js';
import { attachmentNumberOf, type InferredTitle, inferTitle, MOST_TITLE } from './form-title.js';
import { withHeaderNames } from './header-names.js';
import type { FormItemName, InferenceNote, InferredForm, Sureness } from './inferred-form.js';
import { indexOfMark, isSignature } from './line-words.js';
import { amongNumbers, keysOf, type MadeField, makeField, withComputed } from './make-fields.js';
import { expressionOf, type FieldAt, parseFormula } from './parse-formula.js';
import { type InferredRelation, relationsOfComputed, relationsOfParts, rulesOf } from './relations.js';
import { textAt } from './sheet-texts.js';
import { relationsOfNotes, relationsOfValidations } from './stated-relations.js';
import type { FoundTable } from './table.js';
import { draftsOf, saysWhat, type TableDrafts, type TableShape, tableUnitOf } from './table-drafts.js';

/** What inference takes from its surroundings. */
export interface InferenceOptions {
  /** The sheet to look at; null: all that are visible. */
  readonly sheetName: string | null;
  /** A key for a form of this title. */
  readonly keyOfTitle: (title: string) => string;
  /** 附件号 of the first form for which the workbook says none. */
  readonly firstAttachment: number;
}

/**
 * The forms that a workbook holds, a table each, sheet by sheet. Sheets that are hidden or hold lists are passed over
 * unless they are asked for, or nothing else is there.
 */
export function inferForms(survey: WorkbookSurvey, options: InferenceOptions): readonly InferredForm[] {
  const sheets = survey.sheets.filter(({ grid }) =>
    options.sheetName === null ? grid.visibility === 'visible' : grid.sheetName === options.sheetName,
  );
  const open = sheets.flatMap((sheet) => formsOfSheet(survey, sheet, false, options));
  const forms =
    open.length > 0 ? open : sheets.flatMap((sheet) => formsOfSheet(survey, sheet, true, options));
  let next = options.firstAttachment;
  return forms.map((item) =>
    item.form.attachment === NO_ATTACHMENT ? { ...item, form: { ...item.form, attachment: next++ } } : item,
  );
}

/** Until it is known how many forms there are. */
const NO_ATTACHMENT = 0;

function formsOfSheet(
  survey: WorkbookSurvey,
  sheet: SheetSurvey,
  filled: boolean,
  options: InferenceOptions,
): readonly InferredForm[] {
  const tables = findTables(sheet, filled);
  const attachments = tables.map(attachmentNumberOf);
  return tables.map((table, index) =>
    inferForm(survey, table, tables.length === 1, attachments[index] ?? null, options),
  );
}

const MOST_TEMPLATE_ROWS = 1000;
const USUAL_TEMPLATE_ROWS = 20;

function inferForm(
  survey: WorkbookSurvey,
  table: FoundTable,
  isAlone: boolean,
  attachment: number | null,
  options: InferenceOptions,
): InferredForm {
  const { sheet } = table;
  const title = inferTitle(table, isAlone);
  const { shape, drafts, leftOut } = draftsOf(table);
  const keys = keysOf(drafts);
  const context = { survey, sheet, merges: mergeMap(sheet.grid) };
  const unit = tableUnitOf(table);
  const plain = amongNumbers(drafts.map((draft, index) => makeField(draft, keys[index]!, context, unit)));
  const fieldAt = fieldsByCell(plain, shape);
  const asWritten = withExplanation(withTotalRow(withFormulas(plain, sheet, fieldAt), table));
  const made = withHeaderNames(asWritten);
  const written = asWritten.map(({ input }) => input);
  const fields = made.map(({ input }) => input);
  const rules = rulesOf(
    [
      ...relationsOfComputed(fields),
      ...relationsOfNotes(table.notes, written, keysByIndex(table, made)),
      ...relationsOfValidations(sheet, fieldAt).filter((relation) => isOfNumbers(relation, fields)),
      ...relationsOfParts(written),
    ],
    fields,
  );
  const subject = subjectOf(fields);
  const explanation =
    fields.find(({ key }) => key === 'explanation') ?? fields.find(({ key }) => key === 'remarks')!;
  const rows = templateRowsOf(table, shape);
  const form: FormInput = {
    key: options.keyOfTitle(title.title),
    title: title.title,
    version: 1,
    attachment: attachment ?? NO_ATTACHMENT,
    rowMeaning: shape === 'fixedRows' ? '各行已经印好，一行一项地填' : `每个${subject.field.title}填一行`,
    subject: subject.field.key,
    fields,
    rules: rules.map(({ rule }) => rule),
    derivedMeasures: [],
    rates: [],
    target: null,
    explanation: explanation.key,
    instructions: instructionsOf(title, table),
    keyMeasures: keyMeasuresOf(fields),
    amountAtStake: fields.find((item) => item.kind === 'amount' && item.measure === 'flow')?.key ?? null,
    templateRows: rows.count,
    fixedRows: fixedRowsOf(made),
    breakdowns: breakdownsOf(made),
    charts: null,
  };
  return {
    form,
    sheetName: sheet.grid.sheetName,
    leftOut,
    formNotes: formNotesOf({ title, shape, leftOut, subject, attachment, rows }),
    fieldNotes: new Map(made.map(({ input, notes }) => [input.key, notes])),
    ruleNotes: new Map(rules.map(({ rule, note }) => [rule.id, [note]])),
  };
}

/** Which field a cell belongs to. In a list each row is a field, in whichever column formulas mean it. */
function fieldsByCell(fields: readonly MadeField[], shape: TableShape): FieldAt {
  if (shape === 'items') {
    const byRow = new Map(
      fields.flatMap(({ draft, input }) => (draft.cells?.rows ?? []).map((row) => [row, input.key] as const)),
    );
    return (row) => byRow.get(row) ?? null;
  }
  const byColumn = new Map(
    fields.flatMap(({ draft, input }) =>
      draft.cells === null
        ? []
        : [[draft.cells.columnNumber, { key: input.key, rows: new Set(draft.cells.rows) }]],
    ),
  );
  return (row, column) => {
    const field = byColumn.get(column);
    return field?.rows.has(row) ? field.key : null;
  };
}

/** Formulas of one row are believed when those of this many rows say the same. */
const COMPARED_ROWS = 3;

function withFormulas(
  fields: readonly MadeField[],
  sheet: SheetSurvey,
  fieldAt: FieldAt,
): readonly MadeField[] {
  const found = new Map<string, { readonly computed: Expression; readonly formula: string }>();
  const unclear = new Map<string, string>();
  for (const { draft, input } of fields) {
    if (draft.cells === null) continue;
    const { rows, columnNumber } = draft.cells;
    const formulas = rows
      .flatMap((row) => {
        const formula = sheet.formulaAt(row, columnNumber);
        return formula === null ? [] : [{ row, formula }];
      })
      .slice(0, COMPARED_ROWS);
    const [first] = formulas;
    if (first === undefined) continue;
    const readings = formulas.map(({ row, formula }) => {
      const node = parseFormula(formula);
      // Of the same row alone, unless rows are fields.
      return (
        node && expressionOf(node, (r, c) => (r === row || !draft.cells!.isColumn ? fieldAt(r, c) : null))
      );
    });
    const [computed] = readings;
    const agrees = readings.every((reading) => JSON.stringify(reading) === JSON.stringify(computed));
    if (computed && agrees && isOfFields(computed, input.key, fields))
      found.set(input.key, { computed, formula: first.formula });
    else unclear.set(input.key, first.formula);
  }
  const spelled = new Map([...found].map(([key, { computed }]) => [key, spellOut(computed, found, [key])]));
  const kinds = new Map(fields.map(({ input }) => [input.key, input.kind]));
  return fields.map((field) => {
    const { key } = field.input;
    const computed = spelled.get(key) ?? null;
    if (computed === null) {
      const formula = unclear.get(key) ?? found.get(key)?.formula;
      return formula === undefined
        ? field
        : {
            ...field,
            notes: [...field.notes, note('guess', '计算', `原表有公式 =${formula}，看不懂，请自己写`)],
          };
    }
    const parts = fieldsOfExpression(computed).map((part) => kinds.get(part)!);
    return withComputed(field, computed, parts, `原表公式 =${found.get(key)!.formula}`);
  });
}

function isOfFields(computed: Expression, key: string, fields: readonly MadeField[]): boolean {
  const parts = fieldsOfExpression(computed);
  const words = new Set(
    fields.flatMap(({ input }) => (input.kind === 'date' || input.kind === 'option' ? [input.key] : [])),
  );
  return parts.length > 0 && !parts.includes(key) && !parts.some((part) => words.has(part));
}

/** Computed fields out of what is filled in, whichever stands first; null where one needs itself. */
function spellOut(
  expression: Expression,
  found: ReadonlyMap<string, { readonly computed: Expression }>,
  path: readonly string[],
): Expression | null {
  switch (expression.kind) {
    case 'field': {
      const inner = found.get(expression.field);
      if (inner === undefined) return expression;
      return path.includes(expression.field)
        ? null
        : spellOut(inner.computed, found, [...path, expression.field]);
    }
    case 'add': {
      const terms = expression.terms.map((term) => spellOut(term, found, path));
      if (terms.includes(null)) return null;
      return { kind: 'add', terms: terms.flatMap((term) => (term!.kind === 'add' ? term!.terms : [term!])) };
    }
    case 'subtract':
    case 'multiply':
    case 'divide': {
      const [left, right] = [expression.left, expression.right].map((part) => spellOut(part, found, path));
      return left && right ? { kind: expression.kind, left, right } : null;
    }
    default:
      return expression;
  }
}

/** What the row 合计 adds up, adds up; what it leaves out, does not. */
function withTotalRow(fields: readonly MadeField[], { totalRow, sheet }: FoundTable): readonly MadeField[] {
  if (totalRow === null) return fields;
  const isAdded = ({ draft }: MadeField) =>
    draft.cells !== null && sheet.grid.isFormulaAt(totalRow, draft.cells.columnNumber);
  if (!fields.some(isAdded)) return fields;
  return fields.map((field) => {
    const { measure = null } = field.input;
    if (measure === null || field.draft.cells === null || isAdded(field)) return field;
    return {
      ...field,
      input: { ...field.input, measure: null },
      notes: [
        ...field.notes.filter(({ item }) => item !== '计量'),
        note('check', '计量', '原表的合计行没有加这一栏'),
      ],
    };
  });
}

/** A form has a column in which reasons are given. */
function withExplanation(fields: readonly MadeField[]): readonly MadeField[] {
  if (fields.some(({ input }) => input.key === 'explanation' || input.key === 'remarks')) return fields;
  const input: FieldInput = { key: 'explanation', title: '说明', kind: 'text' };
  return [
    ...fields,
    {
      input,
      draft: {
        group: null,
        text: '说明',
        leaf: { title: '说明', unit: null, required: false, options: [] },
        unit: null,
        cells: null,
      },
      notes: [note('check', '标题', '原表没有说明栏，加在最后，供填报单位写明原因')],
    },
  ];
}

/** Keys by the numbers of the row 甲 (1) (2) below the header. */
function keysByIndex(table: FoundTable, fields: readonly MadeField[]): ReadonlyMap<number, string> {
  const { indexRow, sheet } = table;
  if (indexRow === null) return new Map();
  return new Map(
    fields.flatMap(({ draft, input }) => {
      const index =
        draft.cells === null ? null : indexOfMark(textAt(sheet, indexRow, draft.cells.columnNumber));
      return index === null ? [] : [[index, input.key] as const];
    }),
  );
}

function isOfNumbers({ left, right }: InferredRelation, fields: readonly FieldInput[]): boolean {
  return [left, ...fieldsOfExpression(right)].every((key) => {
    const kind = fields.find((item) => item.key === key)?.kind;
    return kind === 'integer' || kind === 'amount' || kind === 'decimal';
  });
}

interface Subject {
  readonly field: FieldInput;
  readonly sureness: Sureness;
}

/** The first text that must be filled in, else the first that names something, else any text, else the first field. */
function subjectOf(fields: readonly FieldInput[]): Subject {
  const texts = fields.filter(
    ({ kind, key }) => kind === 'text' && key !== 'explanation' && key !== 'remarks',
  );
  const required = texts.find((item) => item.required);
  if (required) return { field: required, sureness: 'sure' };
  const first = texts.find(({ title }) => saysWhat(title)) ?? texts[0];
  return first ? { field: first, sureness: 'check' } : { field: fields[0]!, sureness: 'guess' };
}

function fixedRowsOf(fields: readonly MadeField[]): string | null {
  return fields.find(({ draft }) => draft.fixedOptions !== undefined)?.input.key ?? null;
}

/** Totals item by item, where the rows are given. */
function breakdownsOf(fields: readonly MadeField[]): FormInput['breakdowns'] & object {
  const by = fields.find(({ draft }) => draft.fixedOptions !== undefined)?.input;
  const measures = fields.flatMap(({ input }) => (input.measure ? [input.key] : []));
  return by === undefined || measures.length === 0
    ? []
    : [{ title: `按${by.title}`.slice(0, MOST_TITLE), by: by.key, measures, texts: [] }];
}

/** How many totals stand large on 总览. */
const KEY_MEASURES = 5;

function keyMeasuresOf(fields: readonly FieldInput[]): readonly string[] {
  return fields
    .filter((item) => item.measure !== null && item.measure !== undefined)
    .slice(0, KEY_MEASURES)
    .map(({ key }) => key);
}

/** Rows that the original leaves for filling in, where anything shows how many. */
function templateRowsOf(table: FoundTable, shape: TableShape): { count: number; isKnown: boolean } {
  if (shape === 'items') return { count: USUAL_TEMPLATE_ROWS, isKnown: false };
  const [first = table.headerBottom + 1] = table.bodyRows;
  const last = table.totalRow === null ? table.bodyRows.at(-1)! : table.totalRow - 1;
  const count = last - first + 1;
  return count < 2
    ? { count: USUAL_TEMPLATE_ROWS, isKnown: false }
    : { count: Math.min(count, MOST_TEMPLATE_ROWS), isKnown: true };
}

/** Longer lines are no instructions. */
const MOST_INSTRUCTION = 300;

function instructionsOf({ rest }: InferredTitle, { notes }: FoundTable): readonly string[] {
  const lines = notes
    .filter((line) => !isSignature(line))
    .map((line) =>
      line
        .replace(/^(?:注|填[表报]?说明|说明)[:：]/, '')
        .replace(/^\d+[.．、]\s*(?!\d)/, '')
        .trim(),
    )
    .filter((line) => line !== '' && line.length <= MOST_INSTRUCTION);
  return [...rest, ...lines];
}

function note(sureness: Sureness, item: string, why: string): InferenceNote {
  return { sureness, item, why };
}

function formNotesOf(found: {
  readonly title: InferredTitle;
  readonly shape: TableShape;
  readonly leftOut: TableDrafts['leftOut'];
  readonly subject: Subject;
  readonly attachment: number | null;
  readonly rows: { readonly count: number; readonly isKnown: boolean };
}): ReadonlyMap<FormItemName, readonly InferenceNote[]> {
  const { title, shape, leftOut, subject, attachment, rows } = found;
  const notes = new Map<FormItemName, InferenceNote[]>([['title', [title.note]]]);
  const add = (name: FormItemName, item: InferenceNote) =>
    notes.set(name, [...(notes.get(name) ?? []), item]);
  add(
    'attachment',
    attachment === null
      ? note('guess', '附件号', '原表没有写附件几')
      : note('sure', '附件号', '原表左上角写着'),
  );
  add(
    'rowMeaning',
    note(subject.sureness === 'guess' ? 'guess' : 'check', '每行是什么', ROW_MEANINGS[shape]),
  );
  for (const { title: column, purpose } of leftOut) {
    if (purpose !== 'rowNumber')
      add('rowMeaning', note('check', '没有列出的栏', `“${column}”由程序按填报单位填，不用单位填`));
  }
  add('subject', note(subject.sureness, '主要字段', SUBJECT_REASONS[subject.sureness]));
  if (shape !== 'fixedRows')
    add(
      'templateRows',
      rows.isKnown ? note('check', '行数', '照原表的行数') : note('guess', '行数', '看不出几行，暂定 20'),
    );
  else add('fixedRows', note('check', '固定行', '原表各行的项目是印好的'));
  return notes;
}

const ROW_MEANINGS: Readonly<Record<TableShape, string>> = {
  rows: '照主要字段写的',
  fixedRows: '原表各行的项目是印好的，汇总时按项目分',
  items: '原表一张纸问一个对象，一行一问；这里一问一栏，一个对象一行',
};
const SUBJECT_REASONS: Readonly<Record<Sureness, string>> = {
  sure: '第一个必填的文字栏',
  check: '第一个文字栏',
  guess: '没有文字栏，用了第一栏',
};
