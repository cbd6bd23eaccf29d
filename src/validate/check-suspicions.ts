import type { FormDefinition } from '../form/form-definition.js';
import type { Finding } from '../issue/finding.js';
import { limitFindings } from '../issue/limit-findings.js';
import type { Suspicions } from '../issue/suspicions.js';
import { findMagnitudeSlips } from './magnitude-slip.js';
import type { RowsOfPeer } from './peers.js';
import { findSingleCopies } from './row-copied.js';
import { findSameAmounts } from './same-amounts.js';

/**
 * What looks wrong beside all other submissions of one form, without breaking a rule. `counted` in the order of
 * receipt; `known`: what checkAcross found in them. Never changes a number: all are queries.
 */
export function checkSuspicions(
  form: FormDefinition,
  counted: readonly RowsOfPeer[],
  known: readonly Finding[],
  suspicions: Suspicions,
): readonly Finding[] {
  const found = [
    ...(suspicions.has('magnitude-slip') ? findMagnitudeSlips(form, counted) : []),
    ...(suspicions.has('row-copied') ? findSingleCopies(form, counted, known) : []),
    ...(suspicions.has('same-amounts') ? findSameAmounts(form, counted) : []),
  ];
  const byUnit = new Map<string | null, Finding[]>();
  for (const finding of found) {
    const ofUnit = byUnit.get(finding.unit);
    if (ofUnit) ofUnit.push(finding);
    else byUnit.set(finding.unit, [finding]);
  }
  return [...byUnit.values()].flatMap(limitFindings);
}
