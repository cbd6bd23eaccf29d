import { STYLES, wrappedLines } from '../../../workbook/theme.js';
import type { CellStyle, PlannedRow, PlannedValue } from '../../../workbook/workbook-plan.js';
import { type AttentionLine, attentionLines } from '../attention.js';
import { cell } from '../formats.js';
import { type Scope, sheetTarget } from '../scope.js';
import type { PlannedBlock } from '../table.js';
import { type PageRoom, shortenList } from './page-room.js';
import { closeRowHeight } from './section.js';

const HEADER_STYLES = Array.from({ length: 4 }, () => STYLES.header);
const CELL_STYLES = Array.from({ length: 4 }, () => STYLES.cell);

/** 需要关注, a table of four columns: what, how much, in words, where. */
export function planAttention(
  scope: Scope,
  firstRow: number,
  widths: readonly number[],
  { textLines }: PageRoom,
): PlannedBlock {
  const last = widths.length;
  const between = widths.slice(2, last - 1);
  const lineWidths = [
    widths[0]!,
    widths[1]!,
    between.reduce((sum, width) => sum + width, 0),
    widths[last - 1]!,
  ];
  const spread = (
    index: number,
    values: readonly [string, string | null, string, PlannedValue],
    styles: readonly CellStyle[],
  ): PlannedRow => ({
    rowNumber: firstRow + index,
    height: closeRowHeight(values.map((value, at) => ({ text: textOf(value), width: lineWidths[at]! }))),
    cells: [
      cell(1, values[0], styles[0]!),
      cell(2, values[1], styles[1]!),
      ...between.map((_, at) => cell(3 + at, at === 0 ? values[2] : null, styles[2]!)),
      cell(last, values[3], styles[3]!),
    ],
  });
  const lines = attentionLines(scope);
  const fits = (text: string) => wrappedLines(text, lineWidths[2]!) <= textLines;
  const rows = [
    spread(0, ['事项', '数量', '说明', '查看'], HEADER_STYLES),
    ...lines.map((line, index) => {
      const link = linkOf(line);
      return spread(
        1 + index,
        [line.title, line.count, shortenList(line.detail, fits), link],
        [STYLES.cell, STYLES.centered, STYLES.cell, link === null ? STYLES.cell : STYLES.link],
      );
    }),
    ...(lines.length === 0 ? [spread(1, ['没有', null, '没有需要关注的事项。', null], CELL_STYLES)] : []),
  ];
  const merges = rows.map(({ rowNumber }) => ({
    top: rowNumber,
    left: 3,
    bottom: rowNumber,
    right: last - 1,
  }));
  return { rows, merges };
}

function linkOf({ sheet, file }: AttentionLine): PlannedValue {
  if (sheet !== null) return { kind: 'link', text: sheet, target: sheetTarget(sheet) };
  return file === undefined ? null : { kind: 'link', text: file.name, target: file.target };
}

function textOf(value: PlannedValue): string {
  if (typeof value === 'object' && value?.kind === 'link') return value.text;
  return typeof value === 'string' ? value : '';
}
