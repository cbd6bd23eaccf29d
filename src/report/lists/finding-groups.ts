import { type Finding, LEVELS, type Level } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { groupBy } from '../group-by.js';
import { findingState } from './finding-words.js';

/** All findings of one unit in the order of the lists; `unit` is null for those of no known unit. */
export interface UnitFindings {
  readonly unit: string | null;
  readonly findings: readonly Finding[];
}

/** How many of a unit's findings there are: those that wait by level, hints, and those that are settled. */
export interface FindingCounts {
  readonly error: number;
  readonly query: number;
  readonly hint: number;
  readonly settled: number;
}

/**
 * Findings by unit, the unit with most open errors first, then most open queries, then as the roster has them; those
 * of no known unit as one group. Within a unit what is open and grave comes first, else the place decides.
 */
export function groupFindings(summary: Pick<Summary, 'campaign' | 'findings'>): readonly UnitFindings[] {
  const rosterIndex = new Map(summary.campaign.units.map((unit, index) => [unit.code, index]));
  const rankOf = (finding: Finding) => [finding.closedBy === null ? 0 : 1, LEVELS.indexOf(finding.level)];
  return [...groupBy(summary.findings, (finding) => finding.unit)]
    .map(([unit, findings]) => {
      const counts = countFindings(findings);
      const rosterRank = unit === null ? undefined : rosterIndex.get(unit);
      return { unit, findings, rank: [-counts.error, -counts.query, rosterRank ?? rosterIndex.size] };
    })
    .sort((a, b) => compareRanks(a.rank, b.rank))
    .map(({ unit, findings }) => ({
      unit,
      findings: [...findings].sort((a, b) => compareRanks(rankOf(a), rankOf(b))),
    }));
}

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const waiting = (level: Level) =>
    findings.filter((finding) => finding.level === level && findingState(finding) === '待处理').length;
  const isSettled = ({ level, closedBy, open }: Finding) => closedBy !== null || (level !== 'hint' && !open);
  const settled = findings.filter(isSettled).length;
  const [error, query] = [waiting('error'), waiting('query')];
  return { error, query, hint: findings.length - settled - error - query, settled };
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
