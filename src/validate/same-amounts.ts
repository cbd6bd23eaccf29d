import { formatCents } from '../form/decimal.js';
import type { FormDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Finding } from '../issue/finding.js';
import { LEAST_PEERS, peerGroups, type RowsOfPeer } from './peers.js';
import { ruleFinding } from './rule-finding.js';

/** Four equal rows are soon together: a bag of the same price for each of four children. */
const LEAST_ROWS = 5;
/** From so many rows on a unit shows whether its amounts differ. */
const LEAST_TELLING_ROWS = 3;
/** Where more than one unit in ten has the same amounts throughout, the form is of that kind. */
const MOST_PEERS_PERCENT = 10;
/** Round amounts are given alike to everybody: 500 元 each. */
const ROUND = 100_00;

interface UnitAmounts {
  readonly item: RowsOfPeer;
  readonly unit: string;
  readonly category: string;
  /** Rows with an amount other than 0. */
  readonly rows: readonly FormRecord[];
  /** The amounts of every row, by field index, where all rows have the same; else null. */
  readonly amounts: readonly (readonly [index: number, cents: number])[] | null;
}

/**
 * Findings: same-amounts, where several amounts, not all of them round, are the same in every one of five rows or
 * more, as when cells were filled downwards, although the rows of other units differ.
 */
export function findSameAmounts(form: FormDefinition, counted: readonly RowsOfPeer[]): readonly Finding[] {
  const fields = form.fields.flatMap((field, index) =>
    kindOf(field).isMoney && field.computed === null ? [index] : [],
  );
  if (fields.length < 2) return [];
  const units = counted
    .map((item) => amountsOf(fields, item))
    .filter(({ rows }) => rows.length >= LEAST_TELLING_ROWS);
  const groups = peerGroups(units);
  return units.flatMap(({ item, rows, amounts, category }) => {
    if (amounts === null || rows.length < LEAST_ROWS || !isTelling(amounts)) return [];
    const peers = groups(category)?.items.filter(({ unit }) => unit !== item.unit) ?? [];
    const alike = peers.filter((peer) => peer.amounts !== null).length;
    if (peers.length < LEAST_PEERS || alike * 100 > peers.length * MOST_PEERS_PERCENT) return [];
    const at = form.fields[amounts[0]![0]]!.key;
    return [
      ruleFinding(item.submission, form, { id: 'same-amounts', level: 'query', message: '' }, at, rows[0]!, {
        rows: rows.length,
        amounts: amounts
          .map(([index, cents]) => `“${form.fields[index]!.title}”${formatCents(cents)} 元`)
          .join('、'),
      }),
    ];
  });
}

function amountsOf(fields: readonly number[], item: RowsOfPeer): UnitAmounts {
  const centsOf = (record: FormRecord) => fields.map((index) => Number(record.values[index] ?? 0));
  const rows = item.submission.records.filter((record) => centsOf(record).some((cents) => cents !== 0));
  const same = new Set(rows.map((record) => JSON.stringify(centsOf(record)))).size === 1;
  const amounts = same
    ? centsOf(rows[0]!).flatMap((cents, position) =>
        cents === 0 ? [] : [[fields[position]!, cents] as const],
      )
    : null;
  return { item, unit: item.unit, category: item.category, rows, amounts };
}

function isTelling(amounts: NonNullable<UnitAmounts['amounts']>): boolean {
  return (
    new Set(amounts.map(([, cents]) => cents)).size > 1 && amounts.some(([, cents]) => cents % ROUND !== 0)
  );
}
