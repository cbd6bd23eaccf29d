import { TARGET_BASES } from '../campaign/settings-layout.js';
import type {
  FieldDefinition,
  MeasureDefinition,
  RateDefinition,
  TargetDefinition,
} from '../form/form-definition.js';
import { parseCondition } from '../form/relation/parse-relation.js';
import { foldText } from '../workbook/cell-text.js';
import type { GridWorkbook } from '../workbook/grid.js';
import {
  COUNT_WORDS,
  DEFINITION_SHEETS,
  MEASURE_WORDS,
  RATE_COLUMNS,
  type RateColumn,
  TOTAL_COLUMNS,
  type TotalColumn,
} from './definition-layout.js';
import type { DefinitionReport } from './definition-report.js';
import { type DefinitionRow, readDefinitionRows } from './definition-row.js';
import { nextKey } from './derived-keys.js';
import { findField, nearestField } from './find-names.js';
import { isNumberField, type ParsedItems } from './parse-form-items.js';
import { findTotal, ROWS_TOTAL, totalNames } from './total-names.js';
import { parseWordList } from './word-list.js';

/** Reads 统计项: totals beyond the fields that have a measure. */
export function parseTotals(
  workbook: GridWorkbook,
  fields: readonly FieldDefinition[],
  report: DefinitionReport,
): readonly MeasureDefinition[] {
  const rows =
    readDefinitionRows<TotalColumn>(
      workbook,
      {
        sheet: DEFINITION_SHEETS.totals,
        columns: TOTAL_COLUMNS,
        required: ['title', 'kind'],
        isOptional: true,
      },
      report,
    ) ?? [];
  const measured = fields.filter((field) => field.measure !== null);
  const keys = readKeys(rows, 't', [ROWS_TOTAL.key, ...measured.map((field) => field.key)]);
  checkRepeated(rows, 'title', 'total-title-twice');
  return rows.flatMap((row, index) => {
    const total = parseTotal(row, keys[index]!, fields);
    return total === null ? [] : [total];
  });
}

function parseTotal(
  row: DefinitionRow<TotalColumn>,
  key: string,
  fields: readonly FieldDefinition[],
): MeasureDefinition | null {
  const title = row.needed('title');
  const kind = row.neededWord('kind', COUNT_WORDS);
  const fieldName = row.text('field');
  const field = fieldName === null ? null : findField(fieldName, fields);
  if (fieldName !== null && field === null)
    row.add('field', 'unknown-field', { value: fieldName, nearest: nearestField(fieldName, fields) });
  if (kind === 'count' && fieldName !== null) row.add('field', 'total-field-needless');
  if (kind === 'sum' && fieldName === null) row.add('field', 'total-field-missing');
  if (kind === 'sum' && field !== null && !isNumberField(field))
    row.add('field', 'total-not-a-number', { value: field.title });
  const condition = row.text('when');
  const parsed = condition === null ? null : parseCondition(condition, fields);
  if (parsed?.kind === 'problem') row.add('when', 'bad-condition', { problem: parsed.problem });
  if (title === null || kind === null) return null;
  return {
    key,
    title,
    unit: row.text('unit') ?? (kind === 'count' ? '个' : (field?.unit ?? '个')),
    kind,
    field: kind === 'sum' ? (field?.key ?? null) : null,
    measure: row.word('measure', MEASURE_WORDS) ?? 'flow',
    when: parsed?.kind === 'parsed' ? parsed.value : null,
  };
}

/** What 比率 says: quotients, and which of them are held against the target of 设置. */
export interface ParsedRates {
  readonly rates: readonly RateDefinition[];
  readonly target: TargetDefinition | null;
}

export function parseRates(
  workbook: GridWorkbook,
  items: ParsedItems,
  form: {
    readonly fields: readonly FieldDefinition[];
    readonly derivedMeasures: readonly MeasureDefinition[];
  },
  report: DefinitionReport,
): ParsedRates {
  const rows =
    readDefinitionRows<RateColumn>(
      workbook,
      {
        sheet: DEFINITION_SHEETS.rates,
        columns: RATE_COLUMNS,
        required: ['title', 'numerator', 'denominator'],
        isOptional: true,
      },
      report,
    ) ?? [];
  const keys = readKeys(rows, 'r', []);
  checkRepeated(rows, 'title', 'total-title-twice');
  const rates: RateDefinition[] = [];
  const rateByBasis: Record<string, string> = {};
  const places = new Map<string, string>();
  rows.forEach((row, index) => {
    const key = keys[index]!;
    const title = row.needed('title');
    const [numerator, denominator] = (['numerator', 'denominator'] as const).map((column) => {
      const name = row.needed(column);
      const total = name === null ? null : findTotal(name, form);
      if (name !== null && total === null)
        row.add(column, 'unknown-total', { value: name, known: totalNames(form).slice(0, 30).join('、') });
      return total;
    });
    for (const basis of readBases(row)) {
      const first = places.get(basis);
      if (first !== undefined) row.add('basis', 'basis-twice', { value: basis, first });
      else {
        places.set(basis, row.cell('basis'));
        rateByBasis[basis] = key;
      }
    }
    if (title !== null && numerator && denominator) rates.push({ key, title, numerator, denominator });
  });
  const isTarget = places.size > 0;
  if (!isTarget && items.targetTitle !== null)
    items.rows.get('targetTitle')!.add('content', 'target-without-rate');
  const first = rates.find((rate) => rate.key === Object.values(rateByBasis)[0]);
  return {
    rates,
    target: isTarget ? { title: items.targetTitle ?? first?.title ?? '目标', rateByBasis } : null,
  };
}

function readBases(row: DefinitionRow<RateColumn>): readonly string[] {
  return parseWordList(row.text('basis') ?? '').flatMap((word) => {
    const basis = TARGET_BASES.find((known) => known === foldText(word));
    if (basis === undefined)
      row.add('basis', 'unknown-word', {
        title: row.titleOf('basis'),
        value: word,
        known: TARGET_BASES.join('、'),
      });
    return basis ?? [];
  });
}

/** Keys as written; blank ones are derived from the row's place. */
function readKeys<Column extends string>(
  rows: readonly DefinitionRow<Column | 'key'>[],
  prefix: string,
  reserved: readonly string[],
): readonly string[] {
  const places = new Map<string, string>();
  const written = rows.map((row) => {
    const key = row.text('key');
    if (key === null) return null;
    const first = places.get(key);
    if (!/^[a-z][A-Za-z0-9]*$/.test(key)) row.add('key', 'bad-key', { value: key });
    else if (reserved.includes(key)) row.add('key', 'key-reserved', { value: key });
    else if (first !== undefined) row.add('key', 'key-twice', { value: key, first });
    else {
      places.set(key, row.cell('key'));
      return key;
    }
    return null;
  });
  const taken = new Set([...places.keys(), ...reserved]);
  return written.map((key, index) => {
    const used = key ?? nextKey(prefix, index + 1, taken);
    taken.add(used);
    return used;
  });
}

/** Reports titles that stand there a second time. */
export function checkRepeated<Column extends string>(
  rows: readonly DefinitionRow<Column>[],
  column: Column,
  code: 'total-title-twice',
): void {
  const places = new Map<string, string>();
  for (const row of rows) {
    const title = row.text(column);
    if (title === null) continue;
    const first = places.get(foldText(title));
    if (first !== undefined) row.add(column, code, { value: title, first });
    else places.set(foldText(title), row.cell(column));
  }
}
