import type { DecisionAction, Moment } from '../../campaign/campaign.js';
import type { FileSource, Status } from '../../issue/finding.js';
import type { Figure } from '../summary/figures.js';

/** Why something differs from the 定稿. */
export type ChangeReason =
  /** Nothing of this unit and form was there before. */
  | { readonly kind: 'new-file'; readonly source: FileSource }
  /** Something was, and another content came. */
  | { readonly kind: 'corrected-file'; readonly source: FileSource }
  | { readonly kind: 'file-gone'; readonly source: FileSource }
  | { readonly kind: 'decision'; readonly action: DecisionAction; readonly text: string | null }
  | { readonly kind: 'decision-withdrawn'; readonly action: DecisionAction }
  | { readonly kind: 'receipt-row' }
  | { readonly kind: 'unit-added' }
  | { readonly kind: 'unit-removed' }
  | { readonly kind: 'moved'; readonly from: string; readonly to: string }
  | { readonly kind: 'owed' }
  | { readonly kind: 'not-owed' }
  | { readonly kind: 'form-added' }
  | { readonly kind: 'form-removed' }
  | { readonly kind: 'rules' }
  | { readonly kind: 'roster-row' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'tool'; readonly from: string; readonly to: string }
  /** Nothing of its own differs: checks between units have another outcome. */
  | { readonly kind: 'other-units' };

/** One total at both times, as totals hold it: cents for amounts. */
export interface FigureChange {
  readonly figure: Pick<Figure, 'key' | 'title' | 'unit' | 'format'>;
  readonly before: number;
  readonly after: number;
}

/** One unit and form that differ from the 定稿. */
export interface PairChange {
  readonly unit: { readonly code: string; readonly name: string; readonly county: string };
  readonly form: { readonly key: string; readonly title: string };
  /** Null: not owed. */
  readonly before: Status | null;
  readonly after: Status | null;
  readonly wasCounted: boolean;
  readonly isCounted: boolean;
  /** Totals that differ; none where only the status or the text of rows does. */
  readonly figures: readonly FigureChange[];
  readonly reasons: readonly ChangeReason[];
  /** Where the submission in force lies now; else the best other one. */
  readonly source: FileSource | null;
}

/** A total of the whole prefecture at both times, and what the units' differences add up to. */
export interface TotalChange extends FigureChange {
  readonly form: { readonly key: string; readonly title: string };
  readonly ofUnits: number;
}

/** How a unit stood or stands with one material. */
export interface MaterialState {
  readonly status: Status;
  readonly late: boolean;
  readonly paperReceived: boolean;
  readonly files: readonly { readonly source: FileSource; readonly sha256: string }[];
}

/** A material of a unit that came, went or stands differently. */
export interface MaterialChange {
  readonly unit: PairChange['unit'];
  readonly material: string;
  /** Null: not asked for, and nothing came. */
  readonly before: MaterialState | null;
  readonly after: MaterialState | null;
  readonly added: readonly FileSource[];
  readonly removed: readonly FileSource[];
}

/** All that differs from the latest 定稿. */
export interface Changes {
  readonly version: {
    readonly name: string;
    readonly finalizedAt: Moment;
    readonly asOf: Moment;
    readonly note: string | null;
  };
  /** By form, then roster; units that are no longer in the roster last. */
  readonly pairs: readonly PairChange[];
  /** Totals of which the prefecture's, or any unit's, differs. */
  readonly totals: readonly TotalChange[];
  /** By unit, as `pairs`, then by material. */
  readonly materials: readonly MaterialChange[];
}

/** A total as people see it: amounts in 元. */
export function shownFigure(format: Figure['format'], value: number): number {
  if (format === 'amount') return value / 100;
  return format === 'decimal' ? Number(value.toFixed(6)) : value;
}
