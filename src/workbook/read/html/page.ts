import type { Grid, SheetVisibility } from '../../grid.js';
import type { CellBudget } from '../sheet-cells.js';
import { ReadFailure } from '../unreadable.js';
import { type CellRules, readHtmlCell } from './cell.js';
import type { ExcelPageOptions } from './excel-page-options.js';
import { HtmlSheet } from './sheet.js';
import { type HtmlStyle, HtmlStyles } from './styles.js';
import { surveyTables, type TableSurvey, type TableVisitor, visitTables } from './tables.js';
import type { Attributes } from './tags.js';
import { HtmlText } from './text.js';

/** What is known of a page from elsewhere. */
export interface PageContext {
  readonly options: ExcelPageOptions;
  /** Styles that the page does not hold itself. */
  readonly styleSheet: string;
  readonly sheet: { readonly name: string; readonly visibility: SheetVisibility } | null;
}

export interface PageContent {
  /** One, unless LibreOffice wrote the page; none when it has no table. */
  readonly sheets: readonly Grid[];
  /** True when the page says that its content lies in other files. */
  readonly isLinked: boolean;
}

/**
 * Reads the sheets of one page.
 *
 * One page is one sheet, as Excel shows it: texts outside of tables are rows with one cell, tables follow one another
 * below. Only LibreOffice writes a table for each sheet, with the sheet's name above it; texts outside of tables are
 * not the workbook's there. The sheet has the name that is known of it, else `Sheet1`.
 *
 * A table inside a cell is part of the cell's text. Only where the outer table does nothing but place others (it has
 * no row with more than one filled cell), its cells are taken for paragraphs and the inner tables for tables of the
 * page. Excel puts the text of a cell with a picture into a table of one cell: this stays the cell's text, and its
 * value.
 *
 * Cells with `display:none` do not exist, as in a browser; rows and columns with it are hidden. A `colspan` with
 * `mso-ignore:colspan` is no merge: the text only overflows.
 *
 * Failures: `truncated` for a page that ends inside a table, or, if LibreOffice wrote it, anywhere before its end;
 * limits of sheets, rows, columns, cells and merges.
 */
export function readPage(html: string, context: PageContext, budget: CellBudget): PageContent {
  const reader = new PageReader(surveyTables(html), context, budget);
  const isComplete = visitTables(html, reader);
  if (!isComplete) throw new ReadFailure({ code: 'truncated' });
  return reader.finish();
}

/**
 * How a table is read: laid out in the sheet; as a frame around others, whose cells are paragraphs; or as part of
 * the text of the cell that it is in.
 */
type TableKind = 'grid' | 'frame' | 'text';

/** Elements that begin and end a paragraph. */
const BLOCKS: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr legend li main nav ol p pre section ul'
  ).split(' '),
);

/** Kinds of input whose value a person typed and sees. */
const TYPED_INPUTS = /^(?:text|number|tel|date|email|)$/i;

function withoutSpans(attributes: Attributes): readonly (readonly [string, string])[] {
  return [...attributes].filter(([name]) => name !== 'colspan' && name !== 'rowspan');
}

class PageReader implements TableVisitor {
  private readonly survey: TableSurvey;
  private readonly context: PageContext;
  private readonly budget: CellBudget;
  private readonly styles = new HtmlStyles();
  private readonly sheets: Grid[] = [];
  private readonly kinds: TableKind[] = [];
  private readonly words = new HtmlText();
  private sheet: HtmlSheet;
  private tableCount = 0;
  private isLibreOffice = false;
  private isLinkedPage = false;
  private isClosed = false;
  /** Text by default, as the open grid says. */
  private rules: CellRules;
  /** Attributes of the open cell of the open grid. */
  private cell: Attributes | null = null;
  private isCellHidden = false;
  private isRowOpen = false;
  /** Texts met between the cells of a row; they follow it. */
  private strayTexts: string[] = [];
  private isTableHidden = false;
  private isSectionHidden = false;
  /** True inside the `em` by which LibreOffice names the next sheet. */
  private isInName = false;
  private nextName: string | null = null;
  private sheetName: string | null;
  private isInSelect = false;
  private isOptionSelected = false;

  constructor(survey: TableSurvey, context: PageContext, budget: CellBudget) {
    this.survey = survey;
    this.context = context;
    this.budget = budget;
    this.rules = { isTextByDefault: false, isDate1904: context.options.isDate1904 };
    this.sheet = new HtmlSheet(budget);
    this.sheetName = context.sheet?.name ?? null;
    this.styles.addSheet(context.styleSheet);
  }

  finish(): PageContent {
    // Cut between two tables, its page would lack sheets.
    if (this.isLibreOffice && !this.isClosed) throw new ReadFailure({ code: 'truncated' });
    this.addParagraph();
    if (this.tableCount > 0) this.finishSheet();
    return { sheets: this.sheets, isLinked: this.isLinkedPage };
  }

  openTable(attributes: Attributes): void {
    const index = this.tableCount++;
    const outer = this.kinds.at(-1);
    const kind = this.kindOf(index, outer);
    this.kinds.push(kind);
    if (kind === 'text') {
      this.words.addBlockBreak();
      return;
    }
    if (kind === 'grid' && this.isLibreOffice) {
      this.words.take();
      if (this.sheet.hasTable) this.finishSheet();
      this.sheetName = this.nextName;
      this.nextName = null;
    }
    this.addParagraph();
    if (kind !== 'grid') return;
    this.sheet.openTable();
    this.isTableHidden = this.styleOf('table', attributes).isHidden;
    this.isSectionHidden = this.isTableHidden;
    this.rules = { ...this.rules, isTextByDefault: this.isLibreOffice || attributes.has('x:str') };
  }

  closeTable(): void {
    const kind = this.kinds.pop();
    if (kind === 'text') {
      this.words.addBlockBreak();
      return;
    }
    this.addParagraph();
    if (kind === 'grid') this.sheet.closeTable();
  }

  openRow(attributes: Attributes): void {
    const kind = this.kinds.at(-1);
    if (kind === 'text') {
      this.words.addBlockBreak();
      return;
    }
    this.addParagraph();
    if (kind !== 'grid') return;
    const isHidden =
      this.isSectionHidden || attributes.has('hidden') || this.styleOf('tr', attributes).isHidden;
    this.sheet.openRow(isHidden);
    this.isRowOpen = true;
  }

  closeRow(): void {
    if (this.kinds.at(-1) !== 'grid') return;
    this.addParagraph();
    this.isRowOpen = false;
    for (const text of this.strayTexts) this.sheet.addParagraph(text);
    this.strayTexts = [];
  }

  openCell(attributes: Attributes): void {
    const kind = this.kinds.at(-1);
    if (kind === 'text') {
      this.words.addBlank();
      // The only cell of a table in a cell without other text says what the value is.
      if (this.cell !== null && this.words.isBlank && this.survey.cellCount(this.tableCount - 1) === 1)
        this.cell = new Map([...withoutSpans(attributes), ...this.cell]);
      return;
    }
    this.addParagraph();
    if (kind !== 'grid') return;
    this.cell = attributes;
    this.isCellHidden = this.styleOf('td', attributes).isHidden;
  }

  closeCell(): void {
    const kind = this.kinds.at(-1);
    if (kind === 'frame') this.addParagraph();
    if (kind !== 'grid' || this.cell === null) return;
    const attributes = this.cell;
    this.cell = null;
    const text = this.words.take();
    if (this.isCellHidden) return;
    const { numberFormat } = this.styleOf('td', attributes);
    const { value, isDate, isFormula } = readHtmlCell(text, attributes, numberFormat, this.rules);
    const columnNumber = this.sheet.placeCell(attributes);
    this.sheet.set(columnNumber, value, isDate, isFormula);
  }

  openOther(name: string, attributes: Attributes): void {
    switch (name) {
      case 'br':
        this.breakLine();
        return;
      case 'meta':
        if (/^generator$/i.test(attributes.get('name') ?? ''))
          this.isLibreOffice = /LibreOffice|OpenOffice|StarOffice/i.test(attributes.get('content') ?? '');
        return;
      case 'link':
        if (/^file-list$/i.test(attributes.get('rel') ?? '')) this.isLinkedPage = true;
        return;
      case 'frameset':
        this.isLinkedPage = true;
        return;
      case 'em':
        if (this.isLibreOffice && this.kinds.length === 0) {
          this.words.take();
          this.isInName = true;
        }
        return;
      case 'col':
        if (this.kinds.at(-1) === 'grid')
          this.sheet.addColumns(attributes, this.styleOf('col', attributes).isHidden);
        return;
      case 'colgroup':
        if (this.kinds.at(-1) === 'grid')
          this.sheet.openColumnGroup(attributes, this.styleOf('col', attributes).isHidden);
        return;
      case 'tbody':
      case 'thead':
      case 'tfoot':
        if (this.kinds.at(-1) === 'grid')
          this.isSectionHidden = this.isTableHidden || this.styleOf('tbody', attributes).isHidden;
        return;
      case 'select':
        this.isInSelect = true;
        this.isOptionSelected = false;
        return;
      case 'option':
        this.isOptionSelected = attributes.has('selected');
        return;
      case 'input':
        if (TYPED_INPUTS.test(attributes.get('type') ?? '')) this.text(attributes.get('value') ?? '');
        return;
    }
    if (BLOCKS.has(name)) this.breakBlock();
  }

  closeOther(name: string): void {
    if (name === 'br') this.breakLine();
    else if (name === 'html') this.isClosed = true;
    else if (name === 'select') this.isInSelect = false;
    else if (name === 'em' && this.isInName) {
      this.nextName = this.words.take();
      this.isInName = false;
    } else if (name === 'tbody' || name === 'thead' || name === 'tfoot') {
      if (this.kinds.at(-1) === 'grid') this.isSectionHidden = this.isTableHidden;
    } else if (BLOCKS.has(name)) this.breakBlock();
  }

  text(text: string): void {
    if (this.isInSelect && !this.isOptionSelected) return;
    this.words.add(text);
  }

  styleSheet(text: string): void {
    this.styles.addSheet(text);
  }

  private kindOf(tableIndex: number, outer: TableKind | undefined): TableKind {
    if (outer === 'grid' || outer === 'text') return 'text';
    if (this.survey.isLayout(tableIndex)) return 'frame';
    return outer === 'frame' && this.survey.cellCount(tableIndex) < 2 ? 'text' : 'grid';
  }

  private styleOf(name: string, attributes: Attributes): HtmlStyle {
    return this.styles.styleOf(name, attributes.get('style'), attributes.get('class'));
  }

  private breakLine(): void {
    if (this.cell !== null) this.words.addLineBreak();
    else this.addParagraph();
  }

  private breakBlock(): void {
    if (this.cell !== null) this.words.addBlockBreak();
    else this.addParagraph();
  }

  /** Text outside of cells is a row of its own, in the first column. */
  private addParagraph(): void {
    if (this.cell !== null || this.isInName) return;
    const text = this.words.take();
    if (text === '' || this.isLibreOffice) return;
    if (this.isRowOpen) this.strayTexts.push(text);
    else this.sheet.addParagraph(text);
  }

  private finishSheet(): void {
    const { limits } = this.budget;
    if (this.sheets.length >= limits.sheets)
      throw new ReadFailure({ code: 'limit-sheets', detail: limits.sheets });
    const visibility = this.context.sheet?.visibility ?? 'visible';
    this.sheets.push(this.sheet.build(this.sheetName || 'Sheet1', visibility));
    this.sheet = new HtmlSheet(this.budget);
  }
}
