import { type Expression, fieldsOfExpression } from '../form/condition.js';
import {
  type FieldDefinition,
  type FieldKindName,
  headerTitle,
  type OptionDefinition,
} from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { parseExpression } from '../form/relation/parse-relation.js';
import { nameOfField, PARAMETER_TITLES } from '../form/relation/relation-names.js';
import { foldText } from '../workbook/cell-text.js';
import type { GridWorkbook } from '../workbook/grid.js';
import {
  DEFINITION_SHEETS,
  FIELD_COLUMNS,
  type FieldColumn,
  KIND_WORDS,
  MEASURE_WORDS,
  MOST_FIELDS,
  PRIVACY_WORDS,
  UNKNOWN_OPTION_WORDS,
} from './definition-layout.js';
import type { DefinitionReport } from './definition-report.js';
import { type DefinitionRow, readDefinitionRows, valueOfWord } from './definition-row.js';
import { nextKey } from './derived-keys.js';
import { RULE_WORDS } from './message-names.js';
import { ROWS_TOTAL } from './total-names.js';
import { parseOptions, parseWordList } from './word-list.js';

type FieldRow = DefinitionRow<FieldColumn>;

/** What 字段 says. */
export interface ParsedFields {
  readonly fields: readonly FieldDefinition[];
  /** Where each field is written, by key. */
  readonly rows: ReadonlyMap<string, FieldRow>;
}

/** A field and where it is written. */
interface PlacedField {
  readonly row: FieldRow;
  readonly field: FieldDefinition;
}

/** Characters of a header by which a returned table's columns are found. */
const MOST_HEADER = 60;

/** What every form ends with. */
const EXPLANATION = { key: 'explanation', title: '说明' } as const;
const REMARKS = { key: 'remarks', title: '备注' } as const;

/** Keys that totals and messages use for something else. */
const RESERVED_KEYS: ReadonlySet<string> = new Set([ROWS_TOTAL.key, ...Object.keys(RULE_WORDS)]);

/** Columns that the template adds by itself. */
const OWN_TITLES: ReadonlySet<string> = new Set(['序号']);

const PLAIN_FIELD: Omit<FieldDefinition, 'key' | 'title' | 'kind'> = {
  group: null,
  unit: null,
  required: false,
  computed: null,
  measure: null,
  aliases: [],
  options: [],
  unknownOption: 'blank',
  minimum: null,
  maximum: null,
  privacy: null,
  since: 1,
  prompt: null,
};

/** Reads 字段. `withEnding`: 说明 and 备注 are added where they are missing. Null where the sheet cannot be read. */
export function parseFields(
  workbook: GridWorkbook,
  version: number,
  withEnding: boolean,
  report: DefinitionReport,
): ParsedFields | null {
  const sheet = DEFINITION_SHEETS.fields;
  const rows = readDefinitionRows<FieldColumn>(
    workbook,
    { sheet, columns: FIELD_COLUMNS, required: ['title', 'kind'], isOptional: false },
    report,
  );
  if (rows === null) return null;
  if (rows.length === 0) report.forSheet(sheet).add(null, 'no-fields');
  if (rows.length > MOST_FIELDS)
    report.forSheet(sheet).add(null, 'too-many-fields', { count: rows.length, most: MOST_FIELDS });
  const keys = readKeys(rows);
  const fields = rows.flatMap((row, index) => {
    const field = parseField(row, keys[index]!, version);
    return field === null ? [] : [{ row, field }];
  });
  checkTitles(fields);
  const known = withEnding
    ? withExplanation(fields.map(({ field }) => field))
    : fields.map(({ field }) => field);
  const written = new Map(fields.map(({ row, field }) => [field.key, row]));
  return { fields: parseComputed(known, written), rows: written };
}

/** Keys as written; a blank one, and one that cannot be used, is derived from the row's place. */
function readKeys(rows: readonly FieldRow[]): readonly string[] {
  const places = new Map<string, string>();
  const written = rows.map((row) => {
    const key = row.text('key');
    if (key === null) return null;
    if (!/^[a-z][A-Za-z0-9]*$/.test(key)) row.add('key', 'bad-key', { value: key });
    else if (RESERVED_KEYS.has(key)) row.add('key', 'key-reserved', { value: key });
    else if (places.has(key)) row.add('key', 'key-twice', { value: key, first: places.get(key)! });
    else {
      places.set(key, row.cell('key'));
      return key;
    }
    return null;
  });
  const taken = new Set(places.keys());
  return written.map((key, index) => {
    if (key !== null) return key;
    const standard = [EXPLANATION, REMARKS].find(({ title }) => rows[index]!.text('title') === title);
    const derived =
      standard !== undefined && !taken.has(standard.key) ? standard.key : nextKey('f', index + 1, taken);
    taken.add(derived);
    return derived;
  });
}

function parseField(row: FieldRow, key: string, version: number): FieldDefinition | null {
  const title = row.needed('title');
  if (title !== null && OWN_TITLES.has(foldText(title)))
    row.add('title', 'title-taken-by-table', { value: title });
  const kind = row.neededWord('kind', KIND_WORDS);
  if (title === null) return null;
  const options = parseOptions(row.text('options') ?? '');
  const field: FieldDefinition = {
    ...PLAIN_FIELD,
    key,
    group: row.text('group'),
    title,
    unit: row.text('unit'),
    kind: kind ?? 'text',
    required: row.isYes('required'),
    measure: row.word('measure', MEASURE_WORDS),
    aliases: parseWordList(row.text('aliases') ?? ''),
    options,
    unknownOption: readUnknownOption(row, options),
    minimum: row.number('minimum'),
    maximum: row.number('maximum'),
    privacy: row.word('privacy', PRIVACY_WORDS),
    since: row.whole('since', 1, 999) ?? 1,
    prompt: row.text('prompt'),
  };
  if (kind !== null) checkUses(row, field);
  if (field.since > version) row.add('since', 'since-after-version', { since: field.since, version });
  return field;
}

function readUnknownOption(
  row: FieldRow,
  options: readonly OptionDefinition[],
): FieldDefinition['unknownOption'] {
  const text = row.text('unknownOption');
  if (text === null) return 'blank';
  const word = valueOfWord(text, UNKNOWN_OPTION_WORDS);
  if (word !== null) return word;
  const readAs = /^读作\s*[“"「]?(.*?)[”"」]?$/.exec(text)?.[1];
  if (readAs === undefined || readAs === '') {
    row.add('unknownOption', 'bad-unknown-option', { value: text });
    return 'blank';
  }
  if (options.length > 0 && !options.some((option) => option.value === readAs)) {
    const known = options.map((option) => option.value).join('、');
    row.add('unknownOption', 'read-as-unknown', { value: readAs, known });
  }
  return { readAs };
}

/** What a field says beside its kind, held against it. */
function checkUses(row: FieldRow, field: FieldDefinition): void {
  const kind = kindWord(field.kind);
  const { isNumber } = kindOf(field);
  if (field.kind === 'option') checkOptions(row, field.options);
  else {
    if (field.options.length > 0) row.add('options', 'options-needless', { kind });
    if (typeof field.unknownOption === 'object')
      row.add('unknownOption', 'unknown-option-needless', { kind });
  }
  if (!isNumber && field.measure !== null) row.add('measure', 'measure-needless', { kind });
  for (const column of ['minimum', 'maximum'] as const) {
    const limit = field[column];
    if (limit === null) continue;
    const title = row.titleOf(column);
    if (!isNumber) row.add(column, 'limits-needless', { kind, title });
    else if (limit < 0) row.add(column, 'limit-negative', { title, value: limit });
  }
  const { minimum, maximum } = field;
  if (isNumber && minimum !== null && maximum !== null && minimum > maximum)
    row.add('maximum', 'limits-reversed', { minimum, maximum });
  if (field.kind === 'amount' && field.unit !== null && field.unit !== '元')
    row.add('unit', 'amount-unit', { value: field.unit });
  const isWord = field.kind === 'text' || field.kind === 'phone';
  if (field.privacy !== null && !isWord)
    row.add('privacy', 'privacy-kind', { value: PRIVACY_WORDS[field.privacy][0], kind });
}

function checkOptions(row: FieldRow, options: readonly OptionDefinition[]): void {
  if (options.length === 0) {
    if (!row.isError('options')) row.add('options', 'options-missing');
    return;
  }
  const seen = new Set<string>();
  for (const word of options.flatMap((option) => [option.value, ...option.synonyms])) {
    const folded = foldText(word);
    if (seen.has(folded)) row.add('options', 'option-twice', { value: word });
    seen.add(folded);
  }
}

/** Two fields are told apart by group, title and unit, as they stand in the header. */
function checkTitles(fields: readonly PlacedField[]): void {
  const places = new Map<string, string>();
  for (const { row, field } of fields) {
    const header = foldText(JSON.stringify([field.group, field.title, field.unit]));
    const first = places.get(header);
    if (first !== undefined) row.add('title', 'title-twice', { value: field.title, first });
    else places.set(header, row.cell('title'));
    const length = foldText(`${field.group ?? ''}${headerTitle(field)}`).length;
    if (length > MOST_HEADER) row.add('title', 'header-too-long', { length, most: MOST_HEADER });
  }
  checkAliases(fields);
}

/** An alias that is another field's name within the same group would make both ambiguous in every return. */
function checkAliases(fields: readonly PlacedField[]): void {
  for (const { row, field } of fields) {
    for (const alias of field.aliases) {
      const folded = foldText(alias);
      const other = fields.find(
        (item) =>
          item.field !== field &&
          item.field.group === field.group &&
          [item.field.title, headerTitle(item.field), ...item.field.aliases].some(
            (name) => foldText(name) === folded,
          ),
      );
      if (other !== undefined)
        row.add('aliases', 'alias-taken', { value: alias, other: other.row.cell('title') });
    }
  }
}

function withExplanation(fields: readonly FieldDefinition[]): readonly FieldDefinition[] {
  const taken = new Set(fields.map((field) => field.key));
  const ending = [EXPLANATION, REMARKS].flatMap(({ key, title }): FieldDefinition[] => {
    if (fields.some((field) => foldText(field.title) === title)) return [];
    return [{ ...PLAIN_FIELD, key: taken.has(key) ? nextKey('f', 1, taken) : key, title, kind: 'text' }];
  });
  return [...fields, ...ending];
}

/** Expressions can only be read when every field is known. */
function parseComputed(
  fields: readonly FieldDefinition[],
  rows: ReadonlyMap<string, FieldRow>,
): readonly FieldDefinition[] {
  const withExpressions = fields.map((field) => {
    const row = rows.get(field.key);
    const text = row?.text('computed') ?? null;
    if (row === undefined || text === null) return field;
    const computed = readExpression(row, text, field, fields);
    return computed === null ? field : { ...field, computed };
  });
  checkCycles(withExpressions, rows);
  return withExpressions;
}

function readExpression(
  row: FieldRow,
  text: string,
  field: FieldDefinition,
  fields: readonly FieldDefinition[],
): Expression | null {
  const parsed = parseExpression(text.replace(/^[=＝]/, ''), fields);
  if (parsed.kind === 'problem') {
    row.add('computed', 'bad-expression', { problem: parsed.problem });
    return null;
  }
  if (!kindOf(field).isNumber) {
    row.add('computed', 'computed-kind', { kind: kindWord(field.kind) });
    return null;
  }
  const names = fieldsOfExpression(parsed.value);
  if (names.length === 0) {
    row.add('computed', 'computed-without-field');
    return null;
  }
  const outside = outsideRow(parsed.value);
  if (outside !== null) {
    row.add('computed', 'computed-parameter', { value: outside });
    return null;
  }
  const word = names
    .map((key) => fields.find((item) => item.key === key)!)
    .find((item) => !kindOf(item).isNumber);
  if (word !== undefined) {
    row.add('computed', 'computed-not-a-number', { value: nameOfField(word, fields) });
    return null;
  }
  return parsed.value;
}

/** What an expression takes from elsewhere than the row's numbers; null where nothing. */
function outsideRow(expression: Expression): string | null {
  switch (expression.kind) {
    case 'field':
      return null;
    case 'literal':
      return typeof expression.value === 'number' ? null : expression.value;
    case 'typed':
      return '填报的(…)';
    case 'parameter':
      return PARAMETER_TITLES[expression.name];
    case 'add':
      return expression.terms.map(outsideRow).find((found) => found !== null) ?? null;
    default:
      return outsideRow(expression.left) ?? outsideRow(expression.right);
  }
}

/** Computed fields are worked out from the left: what one is made of stands before it, and is not made of it. */
function checkCycles(fields: readonly FieldDefinition[], rows: ReadonlyMap<string, FieldRow>): void {
  const partsOf = (field: FieldDefinition) =>
    field.computed === null
      ? []
      : fieldsOfExpression(field.computed).map((key) => fields.find((item) => item.key === key)!);
  fields.forEach((field, index) => {
    const row = rows.get(field.key);
    if (field.computed === null || row === undefined) return;
    const cycle = pathBack(field, partsOf);
    if (cycle !== null) {
      const names = cycle.map((item) => nameOfField(item, fields)).join(' → ');
      row.add('computed', 'computed-cycle', { names });
      return;
    }
    const later = partsOf(field).find((part) => part.computed !== null && fields.indexOf(part) > index);
    if (later !== undefined) row.add('computed', 'computed-later', { value: nameOfField(later, fields) });
  });
}

/** The way on which a field needs itself; null where there is none. */
function pathBack(
  start: FieldDefinition,
  partsOf: (field: FieldDefinition) => readonly FieldDefinition[],
): readonly FieldDefinition[] | null {
  const seen = new Set<string>();
  const visit = (
    field: FieldDefinition,
    path: readonly FieldDefinition[],
  ): readonly FieldDefinition[] | null => {
    for (const part of partsOf(field)) {
      if (part.key === start.key) return [...path, part];
      if (seen.has(part.key)) continue;
      seen.add(part.key);
      const found = visit(part, [...path, part]);
      if (found !== null) return found;
    }
    return null;
  };
  return visit(start, [start]);
}

export function kindWord(kind: FieldKindName): string {
  return KIND_WORDS[kind][0];
}
