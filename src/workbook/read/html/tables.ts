import { ReadFailure } from '../unreadable.js';
import { type Attributes, NO_ATTRIBUTES, type TagVisitor, visitTags } from './tags.js';

/** What happens in a page, with tables, rows and cells balanced: each that opens is closed, innermost first. */
export interface TableVisitor {
  openTable(attributes: Attributes): void;
  closeTable(): void;
  openRow(attributes: Attributes): void;
  closeRow(): void;
  openCell(attributes: Attributes): void;
  closeCell(): void;
  /** Any other element. */
  openOther(name: string, attributes: Attributes): void;
  closeOther(name: string): void;
  text(text: string): void;
  styleSheet(text: string): void;
}

/** Tables in one another; pages that were laid out with tables had ten. */
const MAX_DEPTH = 200;

/** How far the innermost part of a table is open. */
const IN_TABLE = 0;
const IN_ROW = 1;
const IN_CELL = 2;

/**
 * Goes through a page and closes what its author did not: a cell ends where the next one begins, a row where the
 * next one begins, a table directly inside a table or row, not in a cell, ends the outer one (HTML, 13.2.6.4.9 to
 * 13.2.6.4.15). Rows and cells without table make one. Gives false when the page ends inside a table and is not
 * closed itself: rows may be missing.
 */
export function visitTables(html: string, visitor: TableVisitor): boolean {
  const balancer = new TableBalancer(visitor);
  visitTags(html, balancer);
  return balancer.end();
}

class TableBalancer implements TagVisitor {
  private readonly visitor: TableVisitor;
  /** One entry for each open table. */
  private readonly states: number[] = [];
  private hasImpliedTable = false;
  private isPageClosed = false;

  constructor(visitor: TableVisitor) {
    this.visitor = visitor;
  }

  /** Closes what is open; true when the page was complete. */
  end(): boolean {
    const isComplete =
      this.isPageClosed || this.states.length === 0 || (this.hasImpliedTable && this.states.length === 1);
    while (this.states.length > 0) this.closeTable();
    return isComplete;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'table':
        if (this.state < IN_CELL) this.closeTable();
        this.openTable(attributes);
        return;
      case 'tr':
        this.openRow(attributes);
        return;
      case 'td':
      case 'th':
        if (this.states.length === 0 || this.state < IN_ROW) this.openRow(NO_ATTRIBUTES);
        this.closeDownTo(IN_ROW);
        this.visitor.openCell(attributes);
        this.states[this.states.length - 1] = IN_CELL;
        return;
      case 'tbody':
      case 'thead':
      case 'tfoot':
        this.closeDownTo(IN_TABLE);
        break;
    }
    this.visitor.openOther(name, attributes);
  }

  close(name: string): void {
    switch (name) {
      case 'table':
        if (this.states.length > 0) this.closeTable();
        return;
      case 'tr':
        this.closeDownTo(IN_TABLE);
        return;
      case 'td':
      case 'th':
        this.closeDownTo(IN_ROW);
        return;
      case 'tbody':
      case 'thead':
      case 'tfoot':
        this.closeDownTo(IN_TABLE);
        break;
      case 'body':
      case 'html':
        this.isPageClosed = true;
        break;
    }
    this.visitor.closeOther(name);
  }

  text(text: string): void {
    this.visitor.text(text);
  }

  styleSheet(text: string): void {
    this.visitor.styleSheet(text);
  }

  /** The state of the innermost table; outside of tables another one can open as in a cell. */
  private get state(): number {
    return this.states.at(-1) ?? IN_CELL;
  }

  private openTable(attributes: Attributes): void {
    if (this.states.length >= MAX_DEPTH) throw new ReadFailure({ code: 'not-a-spreadsheet' });
    this.states.push(IN_TABLE);
    this.visitor.openTable(attributes);
  }

  private openRow(attributes: Attributes): void {
    if (this.states.length === 0) {
      this.hasImpliedTable = true;
      this.openTable(NO_ATTRIBUTES);
    }
    this.closeDownTo(IN_TABLE);
    this.visitor.openRow(attributes);
    this.states[this.states.length - 1] = IN_ROW;
  }

  /** Closes the open cell, and the open row too where that is asked for, of the innermost table. */
  private closeDownTo(wanted: number): void {
    const last = this.states.length - 1;
    if (last < 0) return;
    if (this.states[last] === IN_CELL && wanted < IN_CELL) {
      this.visitor.closeCell();
      this.states[last] = IN_ROW;
    }
    if (this.states[last] === IN_ROW && wanted < IN_ROW) {
      this.visitor.closeRow();
      this.states[last] = IN_TABLE;
    }
  }

  private closeTable(): void {
    this.closeDownTo(IN_TABLE);
    this.states.pop();
    this.visitor.closeTable();
  }
}

/** What must be known of a table before its first cell is laid out; tables are counted from 0 as they open. */
export interface TableSurvey {
  /**
   * True for a table that only places others: it has another table of two cells or more inside, and no row with more
   * than one cell that holds anything.
   */
  isLayout(tableIndex: number): boolean;
  cellCount(tableIndex: number): number;
}

/** Looks through the tables of a page. Pages without table in table, nearly all, are not looked through twice. */
export function surveyTables(html: string): TableSurvey {
  if (!hasNestedTables(html)) return { isLayout: () => false, cellCount: () => 0 };
  const layouts: boolean[] = [];
  const cellCounts: number[] = [];
  const open: SurveyedTable[] = [];
  const fillCell = (): void => {
    const table = open.at(-1);
    if (table !== undefined) table.isCellFilled = true;
  };
  visitTables(html, {
    openTable: () => {
      fillCell();
      open.push({
        index: layouts.length,
        cells: 0,
        filledInRow: 0,
        mostFilled: 0,
        isCellFilled: false,
        hasTableInside: false,
      });
      layouts.push(false);
      cellCounts.push(0);
    },
    closeTable: () => {
      const table = open.pop()!;
      const isLayout = table.hasTableInside && table.mostFilled <= 1;
      layouts[table.index] = isLayout;
      cellCounts[table.index] = table.cells;
      const outer = open.at(-1);
      if (outer !== undefined && (isLayout || table.cells >= 2)) outer.hasTableInside = true;
    },
    openRow: () => {
      open.at(-1)!.filledInRow = 0;
    },
    closeRow: () => {
      const table = open.at(-1)!;
      table.mostFilled = Math.max(table.mostFilled, table.filledInRow);
    },
    openCell: () => {
      const table = open.at(-1)!;
      table.cells++;
      table.isCellFilled = false;
    },
    closeCell: () => {
      const table = open.at(-1)!;
      if (table.isCellFilled) table.filledInRow++;
    },
    openOther: () => {},
    closeOther: () => {},
    text: (text) => {
      if (text.trim() !== '') fillCell();
    },
    styleSheet: () => {},
  });
  return {
    isLayout: (tableIndex) => layouts[tableIndex] ?? false,
    cellCount: (tableIndex) => cellCounts[tableIndex] ?? 0,
  };
}

interface SurveyedTable {
  readonly index: number;
  cells: number;
  filledInRow: number;
  mostFilled: number;
  isCellFilled: boolean;
  hasTableInside: boolean;
}

function hasNestedTables(html: string): boolean {
  let depth = 0;
  for (const [, slash] of html.matchAll(/<(\/?)table(?![\w-])/gi)) {
    depth = slash === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > 1) return true;
  }
  return false;
}
