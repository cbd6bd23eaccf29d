import { readFileSync } from 'node:fs';
import type { Level } from '../../src/issue/finding.js';
import { formatReference } from '../../src/workbook/reference.js';
import { COLORS } from '../../src/workbook/theme.js';

const LEVEL_BY_COLOR: Readonly<Record<string, Level>> = {
  [COLORS.error]: 'error',
  [COLORS.query]: 'query',
  [COLORS.hint]: 'hint',
};

/**
 * The cells that LibreOffice paints in the colour of a level, sheet by sheet, from a workbook that it has saved as
 * HTML: there every cell bears the colour that it is shown in, that of its conditional formats before its own.
 */
export function readPaintedCells(htmlPath: string): readonly ReadonlyMap<string, Level>[] {
  const html = readFileSync(htmlPath, 'utf8');
  return html
    .split(/<table\b/)
    .slice(1)
    .map((table) => paintedCellsOf(table));
}

function paintedCellsOf(table: string): ReadonlyMap<string, Level> {
  const painted = new Map<string, Level>();
  /** Cells that a merge from above covers. */
  const covered = new Set<string>();
  table
    .split(/<tr\b/)
    .slice(1)
    .forEach((row, rowIndex) => {
      let columnNumber = 1;
      for (const [, attributes = ''] of row.matchAll(/<td\b([^>]*)>/g)) {
        while (covered.has(formatReference(rowIndex + 1, columnNumber))) columnNumber++;
        const color = /bgcolor="#(\w{6})"/.exec(attributes)?.[1]?.toUpperCase();
        const level = color === undefined ? undefined : LEVEL_BY_COLOR[color];
        if (level) painted.set(formatReference(rowIndex + 1, columnNumber), level);
        const span = (name: string) => Number(new RegExp(`${name}=(\\d+)`).exec(attributes)?.[1] ?? 1);
        for (let down = 1; down < span('rowspan'); down++)
          for (let across = 0; across < span('colspan'); across++)
            covered.add(formatReference(rowIndex + 1 + down, columnNumber + across));
        columnNumber += span('colspan');
      }
    });
  return painted;
}
