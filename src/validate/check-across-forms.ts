import type { CrossFormRule, FormDefinition } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import type { Finding } from '../issue/finding.js';
import type { CountedRows } from './check-across.js';
import { closeListedOfUnits } from './close-listed.js';
import { ruleFinding } from './rule-finding.js';

/** Sums of a whole form agree by chance only when they are small. */
const TELLING_SUM = 1_000_00;
/** An amount of one row tells something when it is no round one. */
const TELLING_AMOUNT = 100_00;

/**
 * What only shows when a unit's submissions of several forms lie side by side. `counted`: the submissions that count,
 * by form key. Findings: the forms' rules across forms, once for each unit and rule; explained ones closed. What a
 * 底稿 hands on unchanged was checked where it was made.
 */
export function checkAcrossForms(
  forms: readonly FormDefinition[],
  counted: ReadonlyMap<string, readonly CountedRows[]>,
): readonly Finding[] {
  return forms.flatMap((form) => {
    const findings = form.crossFormRules.flatMap((rule) => {
      const other = forms.find(({ key }) => key === rule.otherForm);
      if (other === undefined) return [];
      const others = new Map((counted.get(other.key) ?? []).map((item) => [item.unit, item]));
      return (counted.get(form.key) ?? []).flatMap((item) => {
        const beside = others.get(item.unit);
        if (beside === undefined || item.submission.recorded?.recordsUnchanged) return [];
        return findSameAmount(form, rule, item, other, beside) ?? [];
      });
    });
    return closeListedOfUnits(findings, form, counted.get(form.key) ?? []);
  });
}

function findSameAmount(
  form: FormDefinition,
  rule: CrossFormRule,
  own: CountedRows,
  otherForm: FormDefinition,
  other: CountedRows,
): Finding | null {
  const rows = amountsOf(form, rule.field, own.submission.records);
  const otherRows = amountsOf(otherForm, rule.otherField, other.submission.records);
  const same =
    rows
      .filter(({ cents }) => cents >= TELLING_AMOUNT && cents % TELLING_AMOUNT !== 0)
      .flatMap((row) => {
        const twin = otherRows.find(({ cents }) => cents === row.cents);
        return twin === undefined ? [] : [{ row, twin, cents: row.cents }];
      })[0] ?? sameSum(rows, otherRows);
  if (same === null) return null;
  return ruleFinding(own.submission, form, rule, rule.field, same.row.record, {
    amount: (same.cents / 100).toFixed(2),
    otherTitle: otherForm.title,
    otherRow: same.twin.record.rowNumber,
  });
}

interface RowAmount {
  readonly record: FormRecord;
  readonly cents: number;
}

/** The rows that hold an amount other than 0. */
function amountsOf(
  form: FormDefinition,
  field: string,
  records: readonly FormRecord[],
): readonly RowAmount[] {
  const index = form.fields.findIndex(({ key }) => key === field);
  return records.flatMap((record) => {
    const cents = Number(record.values[index] ?? 0);
    return cents > 0 ? [{ record, cents }] : [];
  });
}

function sameSum(rows: readonly RowAmount[], otherRows: readonly RowAmount[]) {
  const sum = (items: readonly RowAmount[]) => items.reduce((total, { cents }) => total + cents, 0);
  const [row, twin] = [rows[0], otherRows[0]];
  const cents = sum(rows);
  if (row === undefined || twin === undefined || cents < TELLING_SUM || cents !== sum(otherRows)) return null;
  return { row, twin, cents };
}
