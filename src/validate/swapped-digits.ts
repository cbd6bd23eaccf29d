import type { FormDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import type { Submission } from '../ingest/submission.js';
import type { Finding } from '../issue/finding.js';

/** Two digits are exchanged by chance more often than by hand. */
const LEAST_DIGITS = 3;

/**
 * `“54”写成了“45”`, when exchanging two neighbouring digits makes one number of the other; null otherwise. The numbers
 * differ by a multiple of 9 then.
 */
export function describeSwap(typed: number, right: number): string | null {
  const [a, b] = [digitsOf(typed), digitsOf(right)];
  if (a === b || a.length !== b.length || a.length < LEAST_DIGITS) return null;
  const at = [...a].findIndex((digit, index) => digit !== b[index]);
  const swapped = a.slice(0, at) + a.charAt(at + 1) + a.charAt(at) + a.slice(at + 2);
  return swapped === b ? `“${b.slice(at, at + 2)}”写成了“${a.slice(at, at + 2)}”` : null;
}

function digitsOf(value: number): string {
  return String(Math.abs(value));
}

/** What a finding about a sum that was typed into a row says beside: where two digits are exchanged. */
export function swapInRow(form: FormDefinition, field: string, record: FormRecord): { swapped?: string } {
  const index = form.fields.findIndex(({ key }) => key === field);
  const typed = record.typed?.get(index);
  const sum = record.values[index] ?? null;
  const swapped = typed === undefined || sum === null ? null : describeSwap(typed, Number(sum));
  return swapped === null ? {} : { swapped };
}

/** total-mismatch, with what two digits may have been exchanged; not where a row left out explains it as well. */
export function withSwaps(form: FormDefinition, submission: Submission): readonly Finding[] {
  return submission.findings.map((finding) => {
    if (finding.rule !== 'total-mismatch') return finding;
    const index = form.fields.findIndex(({ key }) => key === finding.field);
    const field = form.fields[index];
    if (field === undefined) return finding;
    const factor = kindOf(field).isMoney ? 100 : 1;
    const [typed, sum] = [finding.parameters.typed, finding.parameters.sum].map((shown) =>
      Math.round(Number(shown) * factor),
    ) as [number, number];
    const isRowLeftOut = submission.records.some(
      ({ values }) => Math.abs(Number(values[index] ?? 0)) === Math.abs(typed - sum),
    );
    const swapped = isRowLeftOut ? null : describeSwap(typed, sum);
    return swapped === null ? finding : { ...finding, parameters: { ...finding.parameters, swapped } };
  });
}
