import { type FormDefinition, fieldOf } from '../form/form-definition.js';
import { LEVEL_TITLES, LEVELS, type Level } from '../issue/finding.js';
import type { CellRange } from '../workbook/reference.js';
import { COLORS, STYLES, textWidth, wrappedLines } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedConditionalFormat,
  PlannedRow,
} from '../workbook/workbook-plan.js';
import { LEVEL_LOOKS } from './level-looks.js';
import { type LabelPiece, placePieces } from './place-pieces.js';
import { type ListedRule, listRulesOf } from './rule-list.js';

/** 审核关系, placed below 填表说明. */
export interface RuleLines {
  readonly rows: readonly PlannedRow[];
  readonly merges: readonly CellRange[];
  /** The colours that the head explains. As fills of their cells they would pass for marks of a returned file. */
  readonly formats: readonly PlannedConditionalFormat[];
  readonly lastColumnNumber: number;
}

/** The look and line height of what stands below the table. */
export const NOTE: CellStyle = { ...STYLES.note, font: { ...STYLES.note.font, color: COLORS.ink } };
export const NOTE_HEIGHT = 14;

const HEAD_HEIGHT = 20;
/** A part of the sheet's width that holds most rules on one line. */
const PART_WIDTH = 62;
const MOST_PARTS = 3;
const COLOR_NAMES: Readonly<Record<Level, string>> = { error: '红色', query: '黄色', hint: '蓝色' };

/** A head that explains the colours, and the rules side by side, read downwards part by part. */
export function planRuleLines(
  form: FormDefinition,
  firstRow: number,
  columnWidths: readonly number[],
): RuleLines {
  const head = placePieces(headPieces(form), columnWidths, firstRow);
  const parts = partsOf(columnWidths);
  const rules = listRulesOf(form);
  const depth = Math.ceil(rules.length / parts.length);
  const rows = Array.from({ length: depth }, (_, index): PlannedRow => {
    const beside = parts.flatMap((part, partIndex) => {
      const rule = rules[partIndex * depth + index];
      return rule === undefined ? [] : [{ part, text: lineOf(rule) }];
    });
    return {
      rowNumber: firstRow + 1 + index,
      height: Math.max(...beside.map(({ part, text }) => wrappedLines(text, part.width))) * NOTE_HEIGHT + 2,
      cells: beside.map(
        ({ part, text }): PlannedCell => ({ columnNumber: part.left, value: text, style: NOTE }),
      ),
    };
  });
  return {
    rows: [{ rowNumber: firstRow, height: HEAD_HEIGHT, cells: head.cells }, ...rows],
    merges: [
      ...head.merges,
      ...rows.flatMap(({ rowNumber, cells }) =>
        parts
          .slice(0, cells.length)
          .filter(({ left, right }) => right > left)
          .map(({ left, right }) => ({ top: rowNumber, left, bottom: rowNumber, right })),
      ),
    ],
    formats: LEVELS.map((level, index) => {
      // The first piece is the head itself.
      const [left, next] = [head.columns[index + 1]!, head.columns[index + 2]];
      const right = (next ?? head.lastColumnNumber + 1) - 1;
      return {
        range: { top: firstRow, left, bottom: firstRow, right },
        formula: 'TRUE',
        style: LEVEL_LOOKS[level],
      };
    }),
    lastColumnNumber: head.lastColumnNumber,
  };
}

function lineOf({ level, text }: ListedRule): string {
  return `【${LEVEL_TITLES[level]}】${text}`;
}

function headPieces(form: FormDefinition): readonly LabelPiece[] {
  const { title } = fieldOf(form, form.explanation);
  const meanings: Readonly<Record<Level, string>> = {
    error: LEVEL_TITLES.error,
    query: `${LEVEL_TITLES.query}，属实的在“${title}”栏写明原因`,
    hint: LEVEL_TITLES.hint,
  };
  const head = '审核关系：填错的格子会变色，改好就恢复';
  return [
    { value: head, width: textWidth(head) + 2, style: { ...NOTE, vertical: 'middle' } },
    ...LEVELS.map((level): LabelPiece => {
      const value = `${COLOR_NAMES[level]}：${meanings[level]}`;
      return {
        value,
        width: textWidth(value) + 2,
        style: { ...NOTE, horizontal: 'center', vertical: 'middle' },
      };
    }),
  ];
}

interface Part {
  readonly left: number;
  readonly right: number;
  readonly width: number;
}

/** The sheet's columns in up to three parts of about the same width. */
function partsOf(columnWidths: readonly number[]): readonly Part[] {
  const total = columnWidths.reduce((sum, width) => sum + width, 0);
  const count = Math.max(1, Math.min(MOST_PARTS, Math.floor(total / PART_WIDTH)));
  const parts: Part[] = [];
  let left = 1;
  let width = 0;
  let passed = 0;
  columnWidths.forEach((columnWidth, index) => {
    width += columnWidth;
    const isLast = index === columnWidths.length - 1;
    // Ends where the column's middle passes the part's share.
    const next = (columnWidths[index + 1] ?? 0) / 2;
    if (
      isLast ||
      (parts.length < count - 1 && passed + width + next > (total / count) * (parts.length + 1))
    ) {
      parts.push({ left, right: index + 1, width });
      passed += width;
      left = index + 2;
      width = 0;
    }
  });
  return parts;
}
