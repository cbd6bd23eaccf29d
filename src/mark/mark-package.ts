import { LEVEL_TITLES } from '../issue/finding.js';
import { RETURN_LIST_SHEET } from '../issue/return-list.js';
import { parseReference } from '../workbook/reference.js';
import { CannotMark, type CannotMarkReason } from './cannot-mark.js';
import { addBoxes, emptyDrawing, removeBoxes } from './comment-shapes.js';
import { COMMENT_MARK, emptyComments, patchComments } from './comments.js';
import { formatSheet } from './format-sheet.js';
import type { CellMark, MarkPlan } from './mark-plan.js';
import { namespacesOf, type OfficeNamespaces, relationshipAttribute } from './office-namespaces.js';
import {
  NO_RELATIONSHIPS,
  type PackagePart,
  PackageParts,
  type PartRelationship,
  relationshipId,
  relationshipsNameOf,
} from './package-parts.js';
import {
  leaveFront,
  legacyDrawingOf,
  type PlacedMark,
  placeMarks,
  SHEET_LEAVES,
  SheetPatch,
} from './patch-sheet.js';
import { type ListedSheet, listSheets, patchWorkbook } from './patch-workbook.js';
import { planReturnList, returnListHeaderRow } from './plan-return-list.js';
import { emptyStyles, StyleSheet } from './style-sheet.js';
import { TextEdits } from './xml/text-edits.js';

/** What became of a package. */
export type MarkResult =
  | {
      readonly kind: 'marked';
      readonly parts: readonly PackagePart[];
      /** Marks that stand in the list only: their sheet is not there or no table. */
      readonly unplaced: readonly CellMark[];
      /** Cells that are coloured, while a conversation stands where the comment would. */
      readonly withoutComment: readonly { readonly sheet: string; readonly cell: string }[];
      /** True where the file bore a digital signature; it is still there and no longer valid. */
      readonly wasSigned: boolean;
    }
  | { readonly kind: 'cannot-mark'; readonly reason: CannotMarkReason };

const TYPES = {
  worksheet: 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml',
  styles: 'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml',
  comments: 'application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml',
  vmlDrawing: 'application/vnd.openxmlformats-officedocument.vmlDrawing',
} as const;

/**
 * Marks a returned xlsx or xlsm: colours and comments in its cells, 《退回修改清单》 before its sheets. Only the parts
 * that must change are changed, and in those only the places that must; bad input is refused with a reason.
 */
export function markPackage(entries: readonly PackagePart[], plan: MarkPlan): MarkResult {
  try {
    return new PackageMarker(entries, plan).mark();
  } catch (error) {
    if (error instanceof CannotMark) return { kind: 'cannot-mark', reason: error.reason };
    throw error;
  }
}

interface SheetPart extends ListedSheet {
  /** From 1 on, by the order of the tabs. */
  readonly number: number;
  readonly part: string;
  readonly kind: string;
}

class PackageMarker {
  private readonly parts: PackageParts;
  private readonly plan: MarkPlan;
  private readonly workbookName: string;
  private readonly relationships: readonly PartRelationship[];
  private readonly sheets: readonly SheetPart[];
  private readonly namespaces: OfficeNamespaces;
  private readonly stylesName: string;
  private readonly styles: StyleSheet;
  private readonly withoutComment: { sheet: string; cell: string }[] = [];

  constructor(entries: readonly PackagePart[], plan: MarkPlan) {
    this.plan = plan;
    this.parts = new PackageParts(entries);
    this.workbookName = this.parts.workbookName();
    const { root } = this.parts.root(this.workbookName, 'workbook');
    this.namespaces = namespacesOf(root.attributes);
    this.relationships = this.parts.relationshipsOf(this.workbookName);
    const shared = this.relationships.find(({ type }) => type === 'revisionHeaders');
    if (shared !== undefined) throw new CannotMark('shared-workbook', shared.target ?? shared.type);
    this.sheets = listSheets(root, this.workbookName).map((sheet, index) => this.sheetPart(sheet, index + 1));
    this.stylesName = this.findStyles();
    const { text, root: stylesRoot } = this.parts.root(this.stylesName, 'styleSheet');
    this.styles = new StyleSheet(text, stylesRoot);
  }

  mark(): MarkResult {
    const unplaced: CellMark[] = [];
    for (const sheet of this.sheets) {
      if (sheet.name === RETURN_LIST_SHEET) continue;
      const marks = this.plan.cells.filter((mark) => mark.sheet === sheet.name);
      if (sheet.kind === 'worksheet') this.markSheet(sheet, marks);
      else {
        this.leaveFront(sheet);
        unplaced.push(...marks);
      }
    }
    const names = new Set(this.sheets.map(({ name }) => name));
    unplaced.push(...this.plan.cells.filter(({ sheet }) => !names.has(sheet) || sheet === RETURN_LIST_SHEET));
    this.addList();
    this.parts.set(this.stylesName, this.styles.format());
    const wasSigned = this.parts.relationshipsOf('').some(({ type }) => type === 'origin');
    return {
      kind: 'marked',
      parts: this.parts.list(),
      unplaced,
      withoutComment: this.withoutComment,
      wasSigned,
    };
  }

  private sheetPart(sheet: ListedSheet, number: number): SheetPart {
    const relationship = this.relationships.find(({ id }) => id === sheet.relationshipId);
    if (relationship === undefined || relationship.target === null)
      throw new CannotMark('missing-part', sheet.name);
    return { ...sheet, number, part: relationship.target, kind: relationship.type };
  }

  private findStyles(): string {
    const known = this.relationships.find(({ type }) => type === 'styles')?.target;
    if (known !== undefined && known !== null) return known;
    const name = `${folderOf(this.workbookName)}styles.xml`;
    if (!this.parts.has(name)) this.parts.set(name, emptyStyles(this.namespaces.spreadsheet));
    this.relate(this.workbookName, 'styles', name);
    this.parts.setContentType(name, TYPES.styles);
    return name;
  }

  private relate(from: string, type: keyof typeof TYPES, target: string): string {
    return this.parts.addRelationship(from, `${this.namespaces.relationships}/${type}`, target);
  }

  private leaveFront({ part }: SheetPart): void {
    const { text, root } = this.parts.root(part, null);
    const edits = new TextEdits(text);
    leaveFront(edits, root);
    this.parts.set(part, edits.apply());
  }

  private markSheet(sheet: SheetPart, cellMarks: readonly CellMark[]): void {
    const { parts } = this;
    const { text, root } = parts.root(sheet.part, 'worksheet', SHEET_LEAVES);
    const marks = placeMarks(cellMarks, root);
    const relationships = parts.relationshipsOf(sheet.part);
    const commentsName = relationships.find(({ type }) => type === 'comments')?.target ?? null;
    const comments =
      marks.size === 0 && commentsName === null
        ? null
        : patchComments(
            commentsName === null ? emptyComments(this.namespaces.spreadsheet) : parts.text(commentsName)!,
            commentsName ?? sheet.part,
            new Map([...marks].map(([cell, mark]) => [cell, wordsOf(mark)])),
          );
    const formerlyMarked = comments?.formerlyMarked ?? [];
    const rowsOfInterest = new Set([
      ...[...marks.values()].map(({ rowNumber }) => rowNumber),
      ...formerlyMarked.flatMap((cell) => parseReference(cell)?.rowNumber ?? []),
    ]);
    const patch = new SheetPatch(text, root, parts.nameOf(sheet.part), rowsOfInterest);
    let legacyDrawing: string | null = null;
    if (comments !== null && (marks.size > 0 || formerlyMarked.length > 0)) {
      const threads = new Set(comments.threads);
      for (const cell of marks.keys())
        if (threads.has(cell)) this.withoutComment.push({ sheet: sheet.name, cell });
      this.setComments(sheet, commentsName, comments.text);
      const kept = new Set(comments.cells);
      const boxes = [...marks].filter(([cell]) => kept.has(cell) && !threads.has(cell));
      const removed = [...formerlyMarked.filter((cell) => !kept.has(cell) || marks.has(cell))];
      const linked = legacyDrawingOf(root);
      const drawing =
        linked === null
          ? null
          : (relationships.find(({ id }) => id === relationshipId(linked))?.target ?? null);
      const removedPlaces = removed.flatMap((cell) => parseReference(cell) ?? []);
      const before = drawing === null ? emptyDrawing(sheet.number) : parts.text(drawing)!;
      const after = addBoxes(
        removeBoxes(before, removedPlaces),
        drawing === null ? sheet.part : parts.nameOf(drawing),
        boxes.map(([, mark]) => ({ ...mark, words: wordsOf(mark) })),
        patch.sizes(),
      );
      if (drawing !== null) parts.set(drawing, after);
      else if (boxes.length > 0) legacyDrawing = this.addDrawing(sheet, root.attributes, after);
    }
    parts.set(sheet.part, patch.apply({ marks, formerlyMarked, legacyDrawing }, this.styles));
  }

  private setComments(sheet: SheetPart, known: string | null, text: string): void {
    if (known !== null) {
      this.parts.set(known, text);
      return;
    }
    const name = this.parts.freeName(`${folderOf(this.workbookName)}comments`, '.xml');
    this.parts.set(name, text);
    this.parts.setContentType(name, TYPES.comments);
    this.relate(sheet.part, 'comments', name);
  }

  /** Adds the drawing with the boxes; the attribute by which the sheet names it. */
  private addDrawing(sheet: SheetPart, rootAttributes: ReadonlyMap<string, string>, text: string): string {
    const name = this.parts.freeName(`${folderOf(this.workbookName)}drawings/vmlDrawing`, '.vml');
    this.parts.set(name, text);
    if (!this.parts.setDefaultType('vml', TYPES.vmlDrawing))
      this.parts.setContentType(name, TYPES.vmlDrawing);
    const id = this.relate(sheet.part, 'vmlDrawing', name);
    return relationshipAttribute(rootAttributes, this.namespaces, id);
  }

  private addList(): void {
    const { parts, plan } = this;
    const xml = formatSheet(planReturnList(plan), this.namespaces.spreadsheet, (style) =>
      this.styles.listFormat(style),
    );
    const earlier = this.sheets.find(({ name }) => name === RETURN_LIST_SHEET);
    let id = earlier?.relationshipId ?? '';
    if (earlier === undefined) {
      const name = parts.freeName(`${folderOf(this.workbookName)}worksheets/sheet`, '.xml');
      parts.set(name, xml);
      parts.setContentType(name, TYPES.worksheet);
      id = this.relate(this.workbookName, 'worksheet', name);
    } else {
      if (earlier.kind !== 'worksheet') throw new CannotMark('damaged-part', parts.nameOf(earlier.part));
      parts.set(earlier.part, xml);
      // Pictures and comments that somebody put on the earlier list go with it.
      const relationshipsName = relationshipsNameOf(parts.nameOf(earlier.part));
      if (parts.has(relationshipsName)) parts.set(relationshipsName, NO_RELATIONSHIPS);
    }
    const { text, root } = parts.root(this.workbookName, 'workbook');
    parts.set(
      this.workbookName,
      patchWorkbook(text, root, this.workbookName, this.namespaces, id, returnListHeaderRow(plan)),
    );
  }
}

function wordsOf({ level, words }: PlacedMark): string {
  return `${COMMENT_MARK}${level === null ? '' : LEVEL_TITLES[level]}\n${words}`;
}

function folderOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}
