import type {
  ParagraphStyle,
  PlannedBlock,
  PlannedParagraph,
  PlannedTable,
  TableColumn,
  TextRun,
} from '../../word/document-plan.js';

// The pieces of which a 通报 is made.

/** A part of the text, or an attachment. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly PlannedBlock[];
}

/** A paragraph; its text, or runs of which some are blanks to be filled in. */
export function paragraph(
  style: ParagraphStyle,
  content: string | readonly TextRun[],
  more: Partial<Omit<PlannedParagraph, 'kind' | 'style' | 'runs'>> = {},
): PlannedParagraph {
  const runs = typeof content === 'string' ? [{ text: content }] : content;
  return {
    kind: 'paragraph',
    style,
    runs: runs.map((run) => ({ ...run, text: closeUp(run.text) })),
    ...more,
  };
}

/** What the office has yet to fill in or to check. */
export function blank(text: string): TextRun {
  return { text, isBlank: true };
}

export function table(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  hasTotal = false,
): PlannedTable {
  return { kind: 'table', columns, rows: rows.map((cells) => cells.map(closeUp)), hasTotal };
}

/** Official documents have no blanks between figures and the words around them. */
function closeUp(text: string): string {
  return text.replace(
    /(?<=[\p{Script=Han}，。；：、（《》）”]) (?=[\d—])|(?<=[\d%]) (?=\p{Script=Han})/gu,
    '',
  );
}

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** `一、`. */
export function numeral(index: number): string {
  return NUMERALS[index] ?? String(index + 1);
}
