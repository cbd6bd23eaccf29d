import type { Campaign, Moment } from '../campaign/campaign.js';
import type { ReceivedBy } from '../campaign/ledger.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import type { Totals } from '../form/record-totals.js';
import type { ChangedNumber } from '../ingest/changed-number.js';
import type { Disposition, FileSource, Finding, Status } from '../issue/finding.js';

export type { ReceivedBy, Totals };

/** One sheet of a received file. */
export interface SheetRecord {
  readonly sheet: string;
  readonly form: string | null;
  /** Codes of the units whose rows it holds. */
  readonly units: readonly string[];
  /** Used rows. */
  readonly rows: number;
  readonly disposition: Disposition;
  /** Why, where the disposition needs a reason; plain words. */
  readonly reason: string | null;
  /** For `unrecognized`: codes of the nearest units. */
  readonly candidates: readonly string[];
}

/** One received file, or one file inside a zip or eml. */
export interface FileRecord extends FileSource {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly receivedAt: Moment;
  readonly receivedBy: ReceivedBy;
  readonly disposition: Disposition;
  readonly reason: string | null;
  readonly sheets: readonly SheetRecord[];
  /** Of a file that is a material, or may be: whose and which; null where nobody can say. */
  readonly material?: {
    readonly unit: string | null;
    readonly material: string | null;
    /** Codes of the nearest units. */
    readonly candidates: readonly string[];
    /** Names of the materials that it may be. */
    readonly kinds: readonly string[];
  };
}

/** One owed pair of unit and form. */
export interface CompletenessEntry {
  readonly unit: string;
  readonly form: string;
  readonly status: Status;
  readonly late: boolean;
  readonly overdue: boolean;
  readonly receivedAt: Moment | null;
  readonly receivedBy: ReceivedBy | null;
  /** Where the submission in force lies; else the best other one; null when nothing came. */
  readonly path: string | null;
  readonly entry: string | null;
  /** 免报原因, when exempt. */
  readonly reason: string | null;
}

/** Counts of units and the three reporting rates (0–1, null when nothing is owed). */
export interface ReportingRates {
  readonly owed: number;
  readonly received: number;
  readonly accepted: number;
  readonly onTime: number;
  readonly rate: number | null;
  readonly acceptedRate: number | null;
  readonly onTimeRate: number | null;
}

/** One form's totals at the three levels; units only where a submission is in force. */
export interface FormTotals {
  readonly prefecture: Totals;
  readonly counties: ReadonlyMap<string, Totals>;
  readonly units: ReadonlyMap<string, Totals>;
}

/** The rows of one unit and form that count, and where they came from. */
export interface CountedSubmission {
  readonly source: FileSource;
  readonly sheet: string;
  readonly form: string;
  readonly unit: string;
  readonly status: 'accepted' | 'queried' | 'nil';
  readonly records: readonly FormRecord[];
  readonly columns: readonly (number | null)[];
  readonly extraTitles: readonly string[];
  readonly receivedAt: Moment;
  /** Set when 人工认定 放行 let it count. */
  readonly releasedFor: string | null;
  /** True when 人工认定 确认 closed its queries. */
  readonly isConfirmed: boolean;
  /** What closed the queries of single rows in 《退回修改清单》. */
  readonly rowReasons: readonly RowReason[];
  /** The numbers that are not counted as they are written in the file. */
  readonly changes: readonly ChangedNumber[];
  /** True when a 底稿 handed it on, so that what was changed when it was first read is known there. */
  readonly isHandedOn: boolean;
}

/** A reason that the unit gave for one query about one row. */
export interface RowReason {
  readonly rule: string;
  /** The field's title. */
  readonly field: string;
  readonly text: string;
  readonly rowNumber: number;
}

/** What was returned and is not counted, per form and county. */
export interface NotCounted {
  readonly form: string;
  readonly county: string;
  /** Units with status `returned`. */
  readonly units: number;
  /** Their sum of the form's amountAtStake in cents, as far as it can be read; null when the form has none. */
  readonly amount: number | null;
}

/** One file that counts as a unit's material. */
export interface MaterialFile extends FileSource {
  readonly receivedAt: Moment;
  /** `JPEG`, `Word 文档`. */
  readonly formatName: string;
  /** Of a picture, in pixels. */
  readonly width: number | null;
  readonly height: number | null;
  /** True for a picture of fewer pixels than asked for. */
  readonly isSmall: boolean;
}

/** One unit and one material that it owes or has sent. */
export interface MaterialEntry {
  readonly unit: string;
  /** Its name in 材料. */
  readonly material: string;
  /** False: sent without being asked for; such an entry is in no rate. */
  readonly isOwed: boolean;
  /** `queried`: too few, too small, or locked. */
  readonly status: Extract<Status, 'accepted' | 'queried' | 'pending' | 'missing' | 'exempt'>;
  /** The first file came after the deadline. */
  readonly late: boolean;
  readonly overdue: boolean;
  /** When the first file came. */
  readonly receivedAt: Moment | null;
  readonly receivedBy: ReceivedBy | null;
  /** 免报原因, when exempt. */
  readonly reason: string | null;
  /** In the order of receipt, each content once. */
  readonly files: readonly MaterialFile[];
  /** Files that may be it: damaged, or of a kind that nobody could tell. */
  readonly waiting: readonly FileSource[];
  /** 收件登记 says that its stamped paper copy came. */
  readonly paperReceived: boolean;
}

/** A form that is wanted on paper too, and whether 收件登记 has it. */
export interface PaperCopy {
  readonly unit: string;
  readonly form: string;
  readonly received: boolean;
}

/** What units sent beside their tables; empty where no material is enabled. */
export interface MaterialSummary {
  /** By material, then roster. */
  readonly entries: readonly MaterialEntry[];
  /** By the material's name. */
  readonly rates: Summary['rates'];
  readonly papers: readonly PaperCopy[];
}

/** Everything that a run found out; reports and result.json are made of it and of nothing else. */
export interface Summary {
  readonly campaign: Campaign;
  /** Enabled forms, in the order of 报送任务. */
  readonly forms: readonly FormDefinition[];
  readonly asOf: Moment;
  readonly files: readonly FileRecord[];
  /** Ordered by path, entry, sheet, row, column, rule. */
  readonly findings: readonly Finding[];
  readonly completeness: readonly CompletenessEntry[];
  readonly rates: {
    readonly prefecture: ReadonlyMap<string, ReportingRates>;
    readonly counties: ReadonlyMap<string, ReadonlyMap<string, ReportingRates>>;
  };
  /** By form key. */
  readonly totals: ReadonlyMap<string, FormTotals>;
  readonly counted: readonly CountedSubmission[];
  readonly notCounted: readonly NotCounted[];
  readonly materials: MaterialSummary;
}
