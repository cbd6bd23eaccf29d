import type { Submission } from '../ingest/submission.js';
import type { Finding } from '../issue/finding.js';

/** A submission with everything that was found in it: while reading, by its form's rules, and what closed it. */
export interface CheckedSubmission extends Submission {
  readonly findings: readonly Finding[];
}
