import type { Expression } from '../form/condition.js';
import { type FieldInput, headerTitle } from '../form/form-definition.js';
import { privacyOfTitle } from '../privacy/private-titles.js';
import { foldText } from '../workbook/cell-text.js';
import {
  inferKind,
  inferMeasure,
  type KindEvidence,
  NUMBER_AMONG_NUMBERS,
  UNKNOWN_KIND,
} from './column-kind.js';
import { type FieldDraft, type InferenceContext, listedWords, samplesOf, validationOf } from './draft.js';
import type { InferenceNote } from './inferred-form.js';
import { unmark } from './title-words.js';
import { isCountedUnit, isMoneyUnit, isUnit } from './units.js';

/** A field with what it was made from. */
export interface MadeField {
  readonly input: FieldInput;
  readonly draft: FieldDraft;
  readonly notes: readonly InferenceNote[];
}

/** Keys under which 说明 and 备注 are known everywhere. */
const STANDARD_KEYS: Readonly<Record<string, string>> = { 说明: 'explanation', 备注: 'remarks' };

/** `f1`, `f2` … by position, so that they stay while titles are edited. */
export function keysOf(drafts: readonly FieldDraft[]): readonly string[] {
  const taken = new Set<string>();
  return drafts.map(({ leaf }, index) => {
    const standard = STANDARD_KEYS[leaf.title];
    const key = standard !== undefined && !taken.has(standard) ? standard : `f${index + 1}`;
    taken.add(key);
    return key;
  });
}

/** The field of a draft. `tableUnit`: what 单位：… above the table says. */
export function makeField(
  draft: FieldDraft,
  key: string,
  context: InferenceContext,
  tableUnit: string | null,
): MadeField {
  const { leaf, cells, group } = draft;
  const notes: InferenceNote[] = [];
  const validation = cells === null ? null : validationOf(context.sheet, cells);
  const evidence: KindEvidence = {
    title: leaf.title,
    group,
    unit: draft.unit?.unit ?? null,
    options: leaf.options,
    validation,
    listed: listedWords(context, validation),
    format: cells === null ? '' : context.sheet.formatAt(cells.rows[0]!, cells.columnNumber),
    samples: cells === null ? [] : samplesOf(context.sheet, cells),
  };
  const plain = inferKind(evidence);
  const fallback =
    draft.unit === null && takesTableUnit(plain.kind, leaf.title, tableUnit) ? tableUnit : null;
  const inferred = fallback === null ? plain : inferKind({ ...evidence, unit: fallback });
  const fixed = draft.fixedOptions ?? null;
  const kind = fixed !== null ? 'option' : inferred.kind;
  notes.push(fixed !== null ? { sureness: 'sure', item: '类型', why: '各行是表里印好的' } : inferred.note);
  const isWord = kind === 'option' || kind === 'text' || kind === 'phone' || kind === 'date';
  const unit = isWord ? null : (draft.unit?.unit ?? fallback);
  if (unit !== null)
    notes.push({
      sureness: fallback === null ? 'sure' : 'check',
      item: '单位',
      why: fallback === null ? draft.unit!.why : `表头上方写着单位：${fallback}`,
    });
  const measured = inferMeasure({ title: leaf.title, group, unit }, kind);
  if (measured.note !== null) notes.push(measured.note);
  if (draft.isLabel) notes.push({ sureness: 'check', item: '标题', why: '原来写在表的上方' });
  if (leaf.required) notes.push({ sureness: 'check', item: '必填', why: '标题有必填的记号' });
  const options = fixed ?? inferred.options;
  const privacy = privacyOfTitle(leaf.title, kind);
  if (privacy !== null) notes.push({ sureness: 'check', item: '隐私', why: '标题像个人信息' });
  return {
    draft,
    notes,
    input: {
      key,
      title: leaf.title,
      kind,
      group,
      unit,
      required: leaf.required || fixed !== null || draft.isLabel === true,
      measure: measured.measure,
      aliases: aliasesOf(draft, unit),
      options: kind === 'option' ? withoutRepeats(options) : [],
      minimum: kind === 'integer' ? inferred.minimum : null,
      maximum: kind === 'integer' ? inferred.maximum : null,
      privacy,
      prompt: validation?.prompt ?? promptOf(draft),
    },
  };
}

/** The leaf as the office writes it, where it is not the title with its unit behind it. */
function aliasesOf({ text, leaf, cells }: FieldDraft, unit: string | null): readonly string[] {
  const written = unmark(text);
  const isColumn = cells?.isColumn === true;
  const known = [leaf.title, headerTitle({ title: leaf.title, unit })];
  return !isColumn || known.some((title) => foldText(title) === foldText(written)) ? [] : [written];
}

/** 单位：万元 above a table is said of its money; 单位：人 of what it counts. */
function takesTableUnit(kind: FieldInput['kind'], title: string, tableUnit: string | null): boolean {
  if (tableUnit === null || !isUnit(tableUnit) || /率$|比例|平均|[%％]$/.test(title)) return false;
  if (isMoneyUnit(tableUnit)) return kind === 'decimal' || kind === 'amount';
  return kind === 'integer' && isCountedUnit(tableUnit);
}

function withoutRepeats(options: readonly (string | readonly string[])[]) {
  const seen = new Set<string>();
  return options.flatMap((option) => {
    const words = (typeof option === 'string' ? [option] : option).filter((word) => {
      const isNew = !seen.has(word);
      seen.add(word);
      return isNew;
    });
    const [value] = typeof option === 'string' ? [option] : option;
    return words[0] === value && value !== undefined ? [words] : [];
  });
}

function promptOf({ leaf, text }: FieldDraft): string | null {
  return leaf.options.some(({ code }) => code !== null) ? text : null;
}

/** Fields of which nothing is known are numbers where most others are. */
export function amongNumbers(fields: readonly MadeField[]): readonly MadeField[] {
  const numbers = fields.filter(({ input }) => input.measure !== null || NUMBERS.has(input.kind));
  if (numbers.length * 2 < fields.length) return fields;
  return fields.map((field, index) => {
    // The first column says what the row is about.
    if (index === 0 || !field.notes.includes(UNKNOWN_KIND.note)) return field;
    const { kind, note } = NUMBER_AMONG_NUMBERS;
    const { title, group = null } = field.input;
    const measured = inferMeasure({ title, group, unit: null }, kind);
    return {
      ...field,
      input: { ...field.input, kind, measure: measured.measure },
      notes: [note, ...field.notes.slice(1), ...(measured.note === null ? [] : [measured.note])],
    };
  });
}

const NUMBERS: ReadonlySet<FieldInput['kind']> = new Set(['integer', 'amount', 'decimal']);

/** The field as one that is computed. */
export function withComputed(
  field: MadeField,
  computed: Expression,
  partKinds: readonly FieldInput['kind'][],
  why: string,
): MadeField {
  const { input } = field;
  const kind = NUMBERS.has(input.kind) && input.unit !== null ? input.kind : kindOfSum(partKinds, computed);
  const measured = inferMeasure(
    { title: input.title, group: input.group ?? null, unit: input.unit ?? null },
    kind,
  );
  return {
    ...field,
    input: {
      ...input,
      kind,
      computed,
      options: [],
      required: false,
      minimum: null,
      maximum: null,
      measure: isQuotient(computed) ? null : measured.measure,
    },
    notes: [
      ...field.notes.filter(({ item }) => item !== '类型' && item !== '计量'),
      { sureness: 'sure', item: '计算', why },
    ],
  };
}

function kindOfSum(kinds: readonly FieldInput['kind'][], computed: Expression): FieldInput['kind'] {
  if (isQuotient(computed)) return 'decimal';
  const [first] = kinds;
  return first !== undefined && kinds.every((kind) => kind === first) ? first : 'decimal';
}

function isQuotient(expression: Expression): boolean {
  switch (expression.kind) {
    case 'divide':
    case 'multiply':
      return true;
    case 'add':
      return expression.terms.some(isQuotient);
    case 'subtract':
      return isQuotient(expression.left) || isQuotient(expression.right);
    default:
      return false;
  }
}
