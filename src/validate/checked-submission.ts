import type { Submission } from '../ingest/submission.js';
import type { Finding } from '../issue/finding.js';

/** A submission with everything that was found in it: while reading, by its form's rules, and what closed it. */
export interface CheckedSubmission extends Submission {
  readonly findings: readonly Finding[];
}

/** True when something must be corrected before the submission may count. */
export function hasOpenError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.level === 'error' && finding.open);
}

/** True when something still asks for a reason. */
export function hasOpenQuery(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.level === 'query' && finding.open);
}
