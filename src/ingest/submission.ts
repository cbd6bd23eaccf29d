import type { FormRecord } from '../form/record.js';
import type { FileSource, Finding, Status } from '../issue/finding.js';
import type { ListedExplanation } from '../issue/return-list.js';
import type { ChangedNumber } from './changed-number.js';

/** How the unit of a submission was established, surest first (product.md, step 2). */
export type IdentifiedBy = 'decision' | 'mark' | 'cell' | 'rows' | 'path' | 'workpaper';

/** Whose submission it is, or why that cannot be said. */
export type UnitIdentity =
  | {
      readonly kind: 'known';
      readonly unit: string;
      readonly by: IdentifiedBy;
      readonly writtenName: string | null;
    }
  | {
      readonly kind: 'unknown';
      /** Plain words: 填报单位“…”在单位名册中没有. */
      readonly reason: string;
      /** Codes of the units that come nearest, best first, at most three. */
      readonly candidates: readonly string[];
      readonly writtenName: string | null;
    };

/** What a 底稿 says of the unit and form that a submission stands for; null in a unit's own file. */
export interface RecordedOutcome {
  readonly status: Status;
  readonly late: boolean;
  readonly receivedAt: string | null;
  /** Why 人工认定 放行 let it count there; null when it did not. */
  readonly releasedFor: string | null;
  /** True when 人工认定 确认 closed its queries there. */
  readonly isConfirmed: boolean;
  /** True when the records are still those that the 底稿 was written with. */
  readonly recordsUnchanged: boolean;
}

/** One unit's rows of one form in one sheet, as read. */
export interface Submission {
  readonly source: FileSource;
  readonly sheet: string;
  /** The form's key. */
  readonly form: string;
  readonly identity: UnitIdentity;
  /** `rows`: there are records; `nil`: a zero report; `untouched`: an empty form. */
  readonly content: 'rows' | 'nil' | 'untouched';
  readonly records: readonly FormRecord[];
  /** Column numbers of the sheet, parallel to the form's fields; null where the sheet has no such column. */
  readonly columns: readonly (number | null)[];
  /** Headers of columns that the form does not know. */
  readonly extraTitles: readonly string[];
  readonly findings: readonly Finding[];
  /** What the unit wrote beside the findings of an earlier version, as far as it may be about this sheet. */
  readonly explanations: readonly ListedExplanation[];
  /** The numbers that are not counted as they are written, those of the records first. */
  readonly changes: readonly ChangedNumber[];
  readonly recorded: RecordedOutcome | null;
}
