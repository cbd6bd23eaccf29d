import type { Status } from '../../issue/finding.js';
import type { ChartSpec } from '../charts/chart-spec.js';

// What report.html shows, as plain data: every figure is already the text that people read, so that page and workbook
// say the same. Nothing of a single record is in it, and nobody to call.

/** Everything on the page. */
export interface PageData {
  readonly title: string;
  readonly area: string;
  readonly period: string;
  readonly asOf: string;
  /** Four to six, the first is the reporting rate over all forms. */
  readonly highlights: readonly PageHighlight[];
  readonly attention: readonly PageAttention[];
  readonly forms: readonly PageForm[];
  readonly materials: readonly PageMaterial[];
  /** In roster order. */
  readonly counties: readonly PageCounty[];
  /** County by county, in roster order. */
  readonly units: readonly PageUnit[];
  readonly missing: readonly PageMissing[];
  /** The list of those missing as a text to paste. */
  readonly missingText: string;
  readonly notes: readonly string[];
  readonly charts: readonly PageChart[];
}

export interface PageHighlight {
  /** The form's name; null: of all forms. */
  readonly form: string | null;
  readonly title: string;
  readonly text: string;
}

export interface PageAttention {
  readonly title: string;
  readonly count: string;
  readonly detail: string;
  /** About those who are on the list of the missing. */
  readonly isMissing: boolean;
}

/** How many owe and have sent something, and the share as text. */
export interface PageShare {
  readonly owed: number;
  readonly received: number;
  readonly text: string;
}

export interface PageReporting extends PageShare {
  readonly accepted: number;
  readonly acceptedText: string;
  readonly onTimeText: string;
}

export interface PageForm {
  readonly title: string;
  readonly deadline: string;
  readonly reporting: PageReporting;
  readonly keyFigures: readonly { readonly title: string; readonly text: string }[];
  /** 另有 2 家待改，未计入; null when nothing was returned. */
  readonly note: string | null;
  readonly columns: readonly PageColumn[];
  /** One text a column, over the whole area. */
  readonly totals: readonly string[];
}

/** One figure of a form. */
export interface PageColumn {
  readonly title: string;
  readonly unit: string;
  readonly group: string | null;
  /** Shown in tables of counties and units; the others only with the unit itself. */
  readonly isKey: boolean;
}

export interface PageMaterial {
  readonly title: string;
  readonly reporting: PageReporting;
}

export interface PageCounty {
  readonly name: string;
  /** Over all forms together. */
  readonly share: PageShare;
  /** By 报送率; null when nothing is owed. */
  readonly rank: number | null;
  /** One a form. */
  readonly reporting: readonly PageReporting[];
  /** One text a column of each form; null where nobody owes or has sent it. */
  readonly totals: readonly (readonly string[] | null)[];
  /** One a form: what was returned. */
  readonly notes: readonly (string | null)[];
  readonly charts: readonly PageChart[];
}

export interface PageUnit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly category: string;
  readonly through: string | null;
  /** Index of its county. */
  readonly county: number;
  readonly forms: readonly PageUnitForm[];
}

/** How a unit stands with one form that it owes, or has sent unasked. */
export interface PageUnitForm {
  /** Index of the form. */
  readonly form: number;
  /** Null: not owed, but counted. */
  readonly status: Status | null;
  readonly late: boolean;
  /** With 已延期, where it is. */
  readonly due: string;
  /** One text a column; null when nothing of it is counted. */
  readonly figures: readonly string[] | null;
}

export interface PageMissing {
  /** Index of the unit. */
  readonly unit: number;
  /** Index of the form. */
  readonly form: number;
  readonly status: Status;
  readonly due: string;
  /** Null while there is still time. */
  readonly overdueDays: number | null;
}

/** A chart of the summary. */
export interface PageChart {
  /** The form's name; null: of all forms. */
  readonly form: string | null;
  readonly spec: ChartSpec;
}
