import type { Moment } from '../campaign/campaign.js';

// A document as plain data, in the parts that official documents have (GB/T 9704-2012); word/write/ makes it. How the
// parts look is the writer's: a plan never speaks of fonts.

/** Part of a paragraph. `isBlank`: something that the office has yet to fill in or to check; it is shown as such. */
export interface TextRun {
  readonly text: string;
  readonly isBlank?: boolean;
}

/** The parts of an official document that are paragraphs. */
export const PARAGRAPH_STYLES = [
  'draftNote',
  'documentNumber',
  'title',
  'addressee',
  'body',
  'heading1',
  'heading2',
  'caption',
  'attachmentList',
  'attachmentMark',
  'attachmentTitle',
  'signature',
  'date',
] as const;
export type ParagraphStyle = (typeof PARAGRAPH_STYLES)[number];

export interface PlannedParagraph {
  readonly kind: 'paragraph';
  readonly style: ParagraphStyle;
  readonly runs: readonly TextRun[];
  /** Empty lines before it. */
  readonly linesBefore?: number;
  readonly startsPage?: boolean;
  /** It stands on the page on which the next block begins. */
  readonly keepsWithNext?: boolean;
  /** Of the signature and the date: characters left free at the right. */
  readonly charactersAtRight?: number;
  /** Of the list of attachments: characters by which further lines stand in, and its first line beyond them. */
  readonly hanging?: { readonly left: number; readonly by: number };
}

export interface TableColumn {
  readonly title: string;
  /** Millimetres; a table takes no more than the type area is wide. */
  readonly width: number;
  readonly align: 'left' | 'center' | 'right';
}

/** A table with a header row that is repeated on every page. */
export interface PlannedTable {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  /** The last row is a sum. */
  readonly hasTotal: boolean;
}

/** A PNG in a line of its own. */
export interface PlannedPicture {
  readonly kind: 'picture';
  /** Its name among the pictures that the writer is given. */
  readonly image: string;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
  readonly description: string;
}

export type PlannedBlock = PlannedParagraph | PlannedTable | PlannedPicture;

export interface DocumentPlan {
  /** As the properties of the file show it. */
  readonly title: string;
  readonly author: string;
  /** The time that the file says it was made at. */
  readonly createdAt: Moment;
  readonly blocks: readonly PlannedBlock[];
}

/** The type area of A4 in millimetres (GB/T 9704-2012, 5.2.1): 156 × 225, 37 above it and 28 to its left. */
export const TYPE_AREA = { width: 156, height: 225, above: 37, left: 28 } as const;
