import { LEVEL_TITLES } from '../issue/finding.js';
import { RETURN_LIST_COLUMNS, RETURN_LIST_SHEET } from '../issue/return-list.js';
import { cutText, MAX_CELL_TEXT } from '../workbook/excel-limits.js';
import { quoteSheetName } from '../workbook/reference.js';
import { COLORS, STYLES, wrappedLines } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedRow,
  PlannedValue,
  SheetPlan,
} from '../workbook/workbook-plan.js';
import { LEVEL_FILLS, LEVEL_INKS } from './level-colors.js';
import type { MarkPlan, ReturnListLine } from './mark-plan.js';

// 《退回修改清单》 as a plan, the same in a patched package and in a grid that is written anew.

type ColumnKey = keyof typeof RETURN_LIST_COLUMNS;

const COLUMNS: readonly { readonly key: ColumnKey; readonly width: number }[] = [
  { key: 'number', width: 6 },
  { key: 'level', width: 8 },
  { key: 'sheet', width: 16 },
  { key: 'cell', width: 9 },
  { key: 'field', width: 16 },
  { key: 'value', width: 16 },
  { key: 'problem', width: 34 },
  { key: 'fix', width: 34 },
  { key: 'explanation', width: 28 },
  { key: 'rule', width: 10 },
];

/** What stands under 单元格 where a finding speaks of a whole sheet, or of the whole file (without a link). */
export const WHOLE_SHEET = '整张表';
export const WHOLE_FILE = '整个文件';

const FIRST_COLUMN_OF_TEXT = 1;
/** Title and sentences end before 说明: printed they need no more, and on a screen they stay on the left. */
const LAST_COLUMN_OF_TEXT = 8;

const TITLE: CellStyle = { ...STYLES.title, horizontal: 'left' };
const SENTENCE: CellStyle = {
  font: { name: '宋体', size: 11, color: COLORS.ink },
  vertical: 'middle',
  wrap: true,
};
const EXPLANATION: CellStyle = {
  ...STYLES.cell,
  fill: COLORS.open,
  border: { top: 'thin', right: 'medium', bottom: 'thin', left: 'medium', color: COLORS.queryInk },
  numberFormat: '@',
};
const EXPLANATION_HEAD: CellStyle = {
  ...STYLES.header,
  fill: COLORS.query,
  font: { ...STYLES.header.font, color: COLORS.queryInk },
};
const RULE: CellStyle = { ...STYLES.cell, font: { ...STYLES.cell.font, size: 8, color: COLORS.muted } };
const LEVEL: Readonly<Record<ReturnListLine['level'], CellStyle>> = {
  error: levelStyle('error'),
  query: levelStyle('query'),
  hint: levelStyle('hint'),
};

function levelStyle(level: ReturnListLine['level']): CellStyle {
  return {
    ...STYLES.centered,
    fill: LEVEL_FILLS[level],
    font: { ...STYLES.centered.font, bold: true, color: LEVEL_INKS[level] },
  };
}

/** The row of the column titles. */
export function returnListHeaderRow(plan: MarkPlan): number {
  return plan.introduction.length + 2;
}

/** 《退回修改清单》. */
export function planReturnList(plan: MarkPlan): SheetPlan {
  const headerRow = returnListHeaderRow(plan);
  const texts = [plan.title, ...plan.introduction];
  const width = COLUMNS.slice(0, LAST_COLUMN_OF_TEXT).reduce((sum, column) => sum + column.width, 0);
  return {
    name: RETURN_LIST_SHEET,
    tabColor: COLORS.errorInk,
    columnWidths: COLUMNS.map((column) => column.width),
    rows: [
      ...texts.map((text, index) => planText(text, index + 1, width)),
      planHeader(headerRow),
      ...plan.lines.map((line, index) => planLine(line, headerRow + 1 + index)),
    ],
    merges: texts.map((_, index) => ({
      top: index + 1,
      bottom: index + 1,
      left: FIRST_COLUMN_OF_TEXT,
      right: LAST_COLUMN_OF_TEXT,
    })),
    freeze: { rows: headerRow, columns: 0 },
    showGridLines: false,
    print: {
      orientation: 'landscape',
      pagesTall: 0,
      repeatRows: { first: headerRow, last: headerRow },
      footer: '&C第 &P 页 共 &N 页',
    },
  };
}

function planText(text: string, rowNumber: number, width: number): PlannedRow {
  const isTitle = rowNumber === 1;
  // Chinese characters at 11 points are a tenth wider than the columns' unit; a title at 16 points half as wide again.
  const lines = wrappedLines(text, width / (isTitle ? 1.6 : 1.15));
  return {
    rowNumber,
    height: lines * (isTitle ? 26 : 17) + (isTitle ? 4 : 2),
    cells: [{ columnNumber: FIRST_COLUMN_OF_TEXT, value: text, style: isTitle ? TITLE : SENTENCE }],
  };
}

function planHeader(rowNumber: number): PlannedRow {
  return {
    rowNumber,
    height: 24,
    cells: COLUMNS.map(({ key }, index) => ({
      columnNumber: index + 1,
      value: RETURN_LIST_COLUMNS[key],
      style: key === 'explanation' ? EXPLANATION_HEAD : STYLES.header,
    })),
  };
}

function planLine(line: ReturnListLine, rowNumber: number): PlannedRow {
  const content = contentOf(line);
  const cells: readonly PlannedCell[] = COLUMNS.map(({ key }, index) => ({
    columnNumber: index + 1,
    ...content[key],
  }));
  const lines = COLUMNS.map(({ key, width }) => wrappedLines(textOf(content[key].value), width - 1));
  return { rowNumber, height: Math.max(22, Math.min(400, Math.max(...lines) * 14 + 6)), cells };
}

function contentOf(
  line: ReturnListLine,
): Readonly<Record<ColumnKey, { value: PlannedValue; style: CellStyle }>> {
  const text = (value: string) => ({ value: cutText(value, MAX_CELL_TEXT), style: STYLES.cell });
  return {
    number: { value: line.number, style: STYLES.centered },
    level: { value: LEVEL_TITLES[line.level], style: LEVEL[line.level] },
    sheet: text(line.sheet ?? ''),
    cell: placeOf(line),
    field: text(line.field),
    value: text(line.value),
    problem: text(line.problem),
    fix: text(line.fix),
    explanation: { value: line.explanation || null, style: EXPLANATION },
    rule: { value: line.rule, style: RULE },
  };
}

function placeOf({ sheet, cell }: ReturnListLine): { value: PlannedValue; style: CellStyle } {
  if (sheet === null) return { value: WHOLE_FILE, style: STYLES.centered };
  return {
    value: {
      kind: 'link',
      text: cell ?? WHOLE_SHEET,
      target: `#${quoteSheetName(sheet)}!${cell ?? 'A1'}`,
      tooltip: '点这里跳到出错的单元格',
    },
    style: LINK,
  };
}

const LINK: CellStyle = { ...STYLES.link, horizontal: 'center' };

function textOf(value: PlannedValue): string {
  if (value === null) return '';
  return typeof value === 'object' && value.kind === 'link' ? value.text : String(value);
}
