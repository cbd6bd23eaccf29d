import type { Moment } from '../campaign/campaign.js';
import type { ReceivedBy } from '../campaign/ledger.js';
import type { IngestedMaterial } from '../ingest/identify-material.js';
import type { IngestedSheet } from '../ingest/ingest-workbook.js';
import type { RecordedStatus } from '../ingest/read-status-sheet.js';
import type { FileSource } from '../issue/finding.js';

/** A received file and what reading made of it. */
export interface ReceivedFile extends FileSource {
  readonly sha256: string;
  readonly size: number;
  readonly receivedAt: Moment;
  readonly receivedBy: ReceivedBy;
  readonly outcome:
    | {
        readonly kind: 'unreadable' | 'ignored';
        readonly reason: string;
        /** True when it is somebody's answer all the same: the unit that its name names is pending. */
        readonly isAnswer: boolean;
      }
    | {
        readonly kind: 'read';
        readonly sheets: readonly IngestedSheet[];
        readonly statuses: readonly RecordedStatus[];
        readonly isWorkpaper: boolean;
      }
    | ({ readonly kind: 'material' } & IngestedMaterial);
}
