import type { FormDefinition } from '../form/form-definition.js';
import { foldText } from '../workbook/cell-text.js';
import type { Grid } from '../workbook/grid.js';
import { findHeader, isConvincing, MOST_HEADER_ROWS, SCANNED_ROWS } from './find-header.js';
import type { FoundHeader } from './header-band.js';
import type { HeaderVocabulary } from './header-text.js';
import type { MergeMap } from './merge-map.js';
import { hasLabel, type LabelledText, type LabelName, readLabels } from './read-labels.js';
import { type ReadRows, type ReadRowsOptions, readRows } from './read-rows.js';

/** One table of one form in a sheet; several may stand below each other. */
export interface Section {
  readonly form: FormDefinition;
  /** Null: the form is known by mark or title, but no header of it stands in the sheet. */
  readonly header: FoundHeader | null;
  readonly labels: ReadonlyMap<LabelName, LabelledText>;
  readonly rows: ReadRows | null;
}

/** A form and the folded texts that name it: its title, and the one it was issued under. */
export interface FormTitles {
  readonly vocabulary: HeaderVocabulary;
  readonly titles: readonly string[];
}

/** How the tables of a sheet are found. */
export interface SectionOptions {
  readonly forms: readonly FormTitles[];
  /** The form by 人工认定 or hidden mark, for the first table; null when neither says. */
  readonly known: string | null;
  readonly rowOptions: (form: FormDefinition, moneyLabel: LabelledText | undefined) => ReadRowsOptions;
}

const TITLE_ROWS = 15;
const ROWS_BELOW = 5;
const MOST_SECTIONS = 50;

/** Finds the tables of a sheet from top to bottom: the form by decision or mark, else title, else the best header. */
export function findSections(grid: Grid, merges: MergeMap, options: SectionOptions): readonly Section[] {
  const sections: Section[] = [];
  let fromRow = 1;
  while (fromRow <= grid.lastRowNumber && sections.length < MOST_SECTIONS) {
    const start = firstFilledRow(grid, fromRow);
    if (start === null) break;
    const section = findSection(grid, merges, options, start, sections.at(-1) ?? null);
    // Below a table come instructions that may speak of a form; only a header begins another table there.
    if (section === null || (section.header === null && sections.length > 0)) {
      if (sections.length === 0) break;
      fromRow = start + SCANNED_ROWS - MOST_HEADER_ROWS;
      continue;
    }
    sections.push(section);
    if (section.rows === null) break;
    fromRow = Math.max(section.rows.endRow, start + 1);
  }
  return sections;
}

/** `above`: the table before it in the sheet; null for the first. */
function findSection(
  grid: Grid,
  merges: MergeMap,
  options: SectionOptions,
  fromRow: number,
  above: Section | null,
): Section | null {
  const title = findTitle(grid, fromRow, options.forms);
  const found = options.forms
    .map((item) => findHeader(grid, merges, item.vocabulary, fromRow))
    .filter((header) => header !== null)
    .sort((a, b) => b.score - a.score);
  const best = found.find(isConvincing) ?? null;
  const named =
    (above === null ? options.known : null) ??
    (title !== null && (best === null || title.rowNumber <= best.topRow) ? title.form : null);
  const header =
    named === null ? best : (found.find((item) => item.form.key === named && item.score >= 2) ?? null);
  // A title or mark over another form's table does not make it that form: its own header does.
  const chosen = header ?? best;
  if (chosen !== null) return readSection(grid, merges, options, fromRow, chosen, above);
  const form = options.forms.find((item) => item.vocabulary.form.key === named)?.vocabulary.form;
  if (!form) return null;
  const labels = readLabels(grid, merges, fromRow, fromRow + TITLE_ROWS);
  return { form, header: null, labels, rows: null };
}

function readSection(
  grid: Grid,
  merges: MergeMap,
  options: SectionOptions,
  fromRow: number,
  header: FoundHeader,
  above: Section | null,
): Section {
  const labels = new Map(readLabels(grid, merges, fromRow, header.topRow - 1));
  const rows = readRows(grid, merges, header, options.rowOptions(header.form, labels.get('money')));
  if (!labels.has('unit')) {
    // Some offices write 填报单位 under the table; and once for all tables of a sheet.
    const below = readLabels(grid, merges, rows.endRow, rows.endRow + ROWS_BELOW).get('unit');
    const inherits = below === undefined && !hasLabel(grid, 'unit', fromRow, header.topRow - 1);
    const unit = below ?? (inherits ? above?.labels.get('unit') : undefined);
    if (unit !== undefined) labels.set('unit', unit);
    const county = inherits ? above?.labels.get('county') : undefined;
    if (county !== undefined && !labels.has('county')) labels.set('county', county);
  }
  return { form: header.form, header, labels, rows };
}

function firstFilledRow(grid: Grid, fromRow: number): number | null {
  for (let rowNumber = fromRow; rowNumber <= grid.lastRowNumber; rowNumber++) {
    if (!grid.hasRow(rowNumber)) continue;
    for (let columnNumber = 1; columnNumber <= grid.lastColumnNumber; columnNumber++) {
      if (grid.valueAt(rowNumber, columnNumber) !== null) return rowNumber;
    }
  }
  return null;
}

/** The first title of a form in the rows that may hold one. */
function findTitle(
  grid: Grid,
  fromRow: number,
  forms: readonly FormTitles[],
): { form: string; rowNumber: number } | null {
  for (
    let rowNumber = fromRow;
    rowNumber < fromRow + TITLE_ROWS && rowNumber <= grid.lastRowNumber;
    rowNumber++
  ) {
    for (let columnNumber = 1; columnNumber <= Math.min(grid.lastColumnNumber, 50); columnNumber++) {
      const value = grid.valueAt(rowNumber, columnNumber);
      if (typeof value !== 'string' || value.length > 80) continue;
      const folded = foldText(value);
      const form = forms.find((item) => item.titles.some((title) => folded.includes(title)));
      if (form) return { form: form.vocabulary.form.key, rowNumber };
    }
  }
  return null;
}
