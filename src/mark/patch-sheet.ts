import type { Level } from '../issue/finding.js';
import { type CellRange, formatRange, parseRange, parseReference } from '../workbook/reference.js';
import { CannotMark } from './cannot-mark.js';
import type { CellSizes } from './comment-shapes.js';
import { graverLevel } from './level-colors.js';
import type { CellMark } from './mark-plan.js';
import { type FormatChange, isTrue, readColumns, SheetRows } from './sheet-rows.js';
import type { StyleSheet } from './style-sheet.js';
import { childNamed, descendantsNamed, type XmlElement } from './xml/element.js';
import { TextEdits } from './xml/text-edits.js';

/** Content of a sheet part that is not looked into. */
export const SHEET_LEAVES: ReadonlySet<string> = new Set([
  'sheetData',
  'extLst',
  'conditionalFormatting',
  'dataValidations',
]);

/** What one cell of a sheet gets. */
export interface PlacedMark {
  readonly rowNumber: number;
  readonly columnNumber: number;
  readonly level: Level | null;
  readonly words: string;
}

/** Marks by cell, `C14`: those under a merge at its top left, several at one cell as one. */
export function placeMarks(marks: readonly CellMark[], root: XmlElement): ReadonlyMap<string, PlacedMark> {
  const merges = (childNamed(root, 'mergeCells')?.children ?? []).flatMap(
    ({ attributes }) => parseRange(attributes.get('ref') ?? '') ?? [],
  );
  const placed = new Map<string, PlacedMark>();
  for (const { cell, level, comment } of marks) {
    const place = parseReference(cell);
    if (place === null) continue;
    const merge = merges.find((range) => contains(range, place.rowNumber, place.columnNumber));
    const rowNumber = merge?.top ?? place.rowNumber;
    const columnNumber = merge?.left ?? place.columnNumber;
    const key = formatRange({ top: rowNumber, bottom: rowNumber, left: columnNumber, right: columnNumber });
    const known = placed.get(key);
    placed.set(key, {
      rowNumber,
      columnNumber,
      level: graverLevel(level, known?.level ?? null),
      words: known === undefined ? comment : `${known.words}\n${comment}`,
    });
  }
  return placed;
}

function contains(range: CellRange, rowNumber: number, columnNumber: number): boolean {
  return (
    range.top <= rowNumber &&
    rowNumber <= range.bottom &&
    range.left <= columnNumber &&
    columnNumber <= range.right
  );
}

/** Children of `worksheet` behind `legacyDrawing` (ECMA-376 part 1, 18.3.1.99). */
const AFTER_LEGACY_DRAWING: ReadonlySet<string> = new Set([
  'legacyDrawingHF',
  'drawingHF',
  'picture',
  'oleObjects',
  'controls',
  'webPublishItems',
  'tableParts',
  'extLst',
]);

/** The `legacyDrawing` of a sheet, which names the drawing with the boxes of its comments. */
export function legacyDrawingOf(root: XmlElement): XmlElement | null {
  return childNamed(root, 'legacyDrawing');
}

/** What is changed in a sheet part. */
export interface SheetChange {
  readonly marks: ReadonlyMap<string, PlacedMark>;
  /** Cells that were marked before. */
  readonly formerlyMarked: readonly string[];
  /** ` r:id="…"` of the drawing with the boxes; null where the sheet names it already, or none. */
  readonly legacyDrawing: string | null;
}

/** The sheets' own edits: colours of cells, the drawing of the comments, and no longer being the sheet in front. */
export class SheetPatch {
  private readonly text: string;
  private readonly root: XmlElement;
  private readonly rows: SheetRows;
  private readonly columns: ReturnType<typeof readColumns>;

  constructor(text: string, root: XmlElement, partName: string, rowsOfInterest: ReadonlySet<number>) {
    this.text = text;
    this.root = root;
    const sheetData = childNamed(root, 'sheetData');
    if (sheetData === null) throw new CannotMark('damaged-part', partName);
    this.rows = new SheetRows(text, partName, sheetData, rowsOfInterest);
    this.columns = readColumns(childNamed(root, 'cols'));
  }

  /** How large the cells are, as far as a box needs to know. */
  sizes(): CellSizes {
    const format = childNamed(this.root, 'sheetFormatPr')?.attributes;
    const defaultWidth = Number(format?.get('defaultColWidth') ?? 8.43);
    const defaultHeight = Number(format?.get('defaultRowHeight') ?? 15);
    const heights = this.rows.heights();
    return {
      columnWidth: (columnNumber) => (this.columns.widthOf(columnNumber) ?? defaultWidth) * 7 + 5,
      rowHeight: (rowNumber) => ((heights.get(rowNumber) ?? defaultHeight) * 96) / 72,
    };
  }

  /** The part with the change made. */
  apply({ marks, formerlyMarked, legacyDrawing }: SheetChange, styles: StyleSheet): string {
    const edits = new TextEdits(this.text);
    const changes = new Map<number, Map<number, FormatChange>>();
    const change = (rowNumber: number, columnNumber: number, format: FormatChange): void => {
      const row = changes.get(rowNumber) ?? new Map<number, FormatChange>();
      row.set(columnNumber, format);
      changes.set(rowNumber, row);
    };
    for (const cell of formerlyMarked) {
      const place = parseReference(cell);
      if (place !== null)
        change(place.rowNumber, place.columnNumber, (before) => styles.unmarkedFormat(before));
    }
    for (const { rowNumber, columnNumber, level } of marks.values())
      if (level !== null) change(rowNumber, columnNumber, (before) => styles.markedFormat(before, level));
    this.rows.setFormats(edits, changes, (columnNumber) => this.columns.formatOf(columnNumber));
    this.widenDimension(edits, marks);
    if (legacyDrawing !== null) this.nameDrawing(edits, legacyDrawing);
    leaveFront(edits, this.root);
    return edits.apply();
  }

  /** `dimension` (18.3.1.35) covers the cells that were put in. */
  private widenDimension(edits: TextEdits, marks: ReadonlyMap<string, PlacedMark>): void {
    const dimension = childNamed(this.root, 'dimension');
    const stated = parseRange(dimension?.attributes.get('ref') ?? '');
    const coloured = [...marks.values()].filter(({ level }) => level !== null);
    if (dimension === null || stated === null || coloured.length === 0) return;
    const rowNumbers = coloured.map(({ rowNumber }) => rowNumber);
    const columnNumbers = coloured.map(({ columnNumber }) => columnNumber);
    const range = {
      top: Math.min(stated.top, ...rowNumbers),
      bottom: Math.max(stated.bottom, ...rowNumbers),
      left: Math.min(stated.left, ...columnNumbers),
      right: Math.max(stated.right, ...columnNumbers),
    };
    if (formatRange(range) !== formatRange(stated))
      edits.setAttributes(dimension, { ref: formatRange(range) });
  }

  private nameDrawing(edits: TextEdits, attribute: string): void {
    const xml = `<${this.root.prefix}legacyDrawing${attribute}/>`;
    const known = legacyDrawingOf(this.root);
    if (known !== null) {
      edits.replace(known.start, known.end, xml);
      return;
    }
    const next = this.root.children.find(
      (child) =>
        AFTER_LEGACY_DRAWING.has(child.name) ||
        (child.name === 'AlternateContent' &&
          descendantsNamed(child, 'Choice').some((choice) =>
            choice.children.some(({ name }) => AFTER_LEGACY_DRAWING.has(name)),
          )),
    );
    edits.insert(next?.start ?? this.root.contentEnd, xml);
  }
}

/** A sheet that stays selected would be grouped with ours: what is typed into one would go into both. */
export function leaveFront(edits: TextEdits, root: XmlElement): void {
  for (const view of childNamed(root, 'sheetViews')?.children ?? [])
    if (isTrue(view.attributes.get('tabSelected')) && (view.attributes.get('workbookViewId') ?? '0') === '0')
      edits.setAttributes(view, { tabSelected: null });
}
