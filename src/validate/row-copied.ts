import type { FormDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Finding } from '../issue/finding.js';
import { foldText } from '../workbook/cell-text.js';
import type { CountedRows } from './check-across.js';
import { ruleFinding } from './rule-finding.js';

/** Of so many campaigns one may ask about a row that is the same by chance: 2 to the power of this. */
const CERTAINTY_BITS = 4;
/** What a digit or a character of a content says that no third unit has; a digit has little more than three. */
const BITS_OF_DIGIT = 3;
const BITS_OF_CHARACTER = 1;
const MOST_BITS_OF_TEXT = 15;

interface Row {
  readonly item: CountedRows;
  readonly record: FormRecord;
  /** What stands in the fields that were filled in by hand; null for blanks and zeros, which are the same everywhere. */
  readonly contents: readonly (string | null)[];
  readonly key: string;
}

/**
 * Findings: row-copied, for a row with the same contents as one of an earlier unit, where these are rare enough
 * together to be no coincidence: two townships with 3 户 and 500 元 agree by chance. How rare a content is, the returns
 * themselves tell. A unit's own name in its row is taken for any unit's. `known`: rows that another rule across units
 * has blamed already.
 */
export function findSingleCopies(
  form: FormDefinition,
  counted: readonly CountedRows[],
  known: readonly Finding[],
): readonly Finding[] {
  const copied = new Set(known.flatMap(({ rule, unit }) => (rule === 'copied-rows' ? [unit] : [])));
  const blamed = new Set(known.map(({ unit, cell }) => JSON.stringify([unit, rowOf(cell)])));
  const asWritten = findCopies(counted.flatMap((item) => rowsOf(form, item, null)));
  const withOwnName = findCopies(counted.flatMap((item) => rowsOf(form, item, item.unitName)));
  const found = new Map([...withOwnName, ...asWritten]);
  return [...found].flatMap(([record, { item, source }]) => {
    const isKnown =
      copied.has(item.unit) || blamed.has(JSON.stringify([item.unit, String(record.rowNumber)]));
    const rule = { id: 'row-copied', level: 'query', message: '' } as const;
    const told = { otherUnit: source.item.unitName, otherRow: source.record.rowNumber };
    return isKnown ? [] : [ruleFinding(item.submission, form, rule, form.subject, record, told)];
  });
}

interface Copy {
  readonly item: CountedRows;
  readonly source: Row;
}

/** Rows that say the same as one of an earlier unit, and what they are copied from. */
function findCopies(rows: readonly Row[]): ReadonlyMap<FormRecord, Copy> {
  const shared = [...groupByKey(rows).values()].filter(
    (group) => new Set(group.map(({ item }) => item.unit)).size > 1,
  );
  if (shared.length === 0) return new Map();
  const bitsOf = rarity(rows, new Set(rows.map(({ item }) => item.unit)).size);
  const needed = Math.log2((rows.length * rows.length) / 2) + CERTAINTY_BITS;
  return new Map(
    shared
      .filter((group) => bitsOf(group[0]!) >= needed)
      .flatMap((group) =>
        group.flatMap(({ item, record }, index) => {
          const source = group.slice(0, index).find((earlier) => earlier.item.unit !== item.unit);
          return source === undefined ? [] : [[record, { item, source }] as const];
        }),
      ),
  );
}

function rowOf(cell: string | null): string | null {
  return cell?.replace(/^[A-Z]+/, '') ?? null;
}

/** The rows that are not all zero; `ownName` stands for any unit's name. */
function rowsOf(form: FormDefinition, item: CountedRows, ownName: string | null): readonly Row[] {
  const name = ownName === null ? null : foldText(ownName);
  const filled = form.fields.flatMap((field, index) =>
    field.computed !== null || field.key === form.explanation ? [] : [index],
  );
  const numbers = filled.filter((index) => kindOf(form.fields[index]!).isNumber);
  return item.submission.records.flatMap((record): Row[] => {
    if (numbers.length > 0 && numbers.every((index) => !record.values[index])) return [];
    const contents = filled.map((index) => {
      const value = record.values[index] ?? null;
      if (value === null || value === 0) return null;
      if (typeof value === 'number') return String(value);
      const text = foldText(value);
      return name === null ? text : text.replaceAll(name, '（本单位）');
    });
    return [{ item, record, contents, key: JSON.stringify(contents) }];
  });
}

function groupByKey(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.key);
    if (group) group.push(row);
    else groups.set(row.key, [row]);
  }
  return groups;
}

/** How surprising a row's contents are, in bits: the fewer units have a content, the more it says. */
function rarity(rows: readonly Row[], units: number): (row: Row) => number {
  const known = new Map<string, { units: number; last: string }>();
  const keyOf = (content: string, index: number) => `${index} ${content}`;
  for (const { item, contents } of rows) {
    contents.forEach((content, index) => {
      if (content === null) return;
      const key = keyOf(content, index);
      const entry = known.get(key);
      if (entry === undefined) known.set(key, { units: 1, last: item.unit });
      else if (entry.last !== item.unit) {
        entry.units++;
        entry.last = item.unit;
      }
    });
  }
  return ({ contents }) =>
    contents.reduce((bits, content, index) => {
      if (content === null) return bits;
      // Among the others: that the unit has it itself says nothing.
      const having = Math.max(1, known.get(keyOf(content, index))!.units - 1);
      const bySample = Math.log2(Math.max(1, (units - 1) / having));
      return bits + (having > 1 ? bySample : Math.max(bySample, bitsOfContent(content)));
    }, 0);
}

/** Few returns cannot show how rare a long number or text is; the length tells. Round numbers count as short. */
function bitsOfContent(content: string): number {
  if (!/^\d+$/.test(content)) return Math.min(MOST_BITS_OF_TEXT, content.length * BITS_OF_CHARACTER);
  return (content.replace(/0+$/, '').length - 1) * BITS_OF_DIGIT;
}
