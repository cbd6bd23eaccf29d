import type { Finding } from './finding.js';

/** Queries about the size of an amount (forms.md): no text of the unit closes them, only 人工认定. */
const ONLY_BY_COORDINATOR: ReadonlySet<string> = new Set(['scaled', 'magnitude-slip']);

/** True for a finding that a reason of the unit may close: every query but those left to the coordinator. */
export function mayBeExplained({ level, rule }: Pick<Finding, 'level' | 'rule'>): boolean {
  return level === 'query' && !ONLY_BY_COORDINATOR.has(rule);
}

/** The finding closed by the unit's own words. */
export function closeWithReason(
  finding: Finding,
  reason: string,
  reasonIn: NonNullable<Finding['reasonIn']>,
): Finding {
  return { ...finding, open: false, closedBy: 'explanation', reason, reasonIn };
}

/** The finding closed by 人工认定, which may say why. */
export function closeByDecision(finding: Finding, reason: string | null): Finding {
  return { ...finding, open: false, closedBy: 'decision', ...(reason === null ? {} : { reason }) };
}
