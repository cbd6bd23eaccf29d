import type { ValueFormat } from '../report/charts/chart-spec.js';

const grouped = (least: number, most: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: least, maximumFractionDigits: most });

const INTEGER = grouped(0, 0);
const DECIMAL = grouped(0, 2);
const AMOUNT = grouped(2, 2);
const ONE_PLACE = grouped(1, 1);
const TICK = grouped(0, 4);

/** A value as its label shows it: thousands grouped, `wan` in ten thousands, `percent` of a fraction. */
export function formatValue(value: number, format: ValueFormat): string {
  switch (format) {
    case 'integer':
      return INTEGER.format(value);
    case 'decimal':
      return DECIMAL.format(value);
    case 'amount':
      return AMOUNT.format(value);
    case 'wan':
      return AMOUNT.format(value / 10_000);
    case 'percent':
      return `${ONE_PLACE.format(value * 100)}%`;
  }
}

/** A value as its axis shows it: no more places than it needs. */
export function formatTick(value: number, format: ValueFormat): string {
  if (format === 'percent') return `${TICK.format(value * 100)}%`;
  return TICK.format(format === 'wan' ? value / 10_000 : value);
}

const widthOf = (character: string): number => (character < '\u0100' ? 0.55 : 1);
const widthOfText = (text: string): number =>
  [...text].reduce((sum, character) => sum + widthOf(character), 0);

/** Lines of whole parts, as many a line as fit in so many Chinese characters; a wide space stands between two. */
export function wrapParts(parts: readonly string[], charactersPerLine: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const line = `${lines[lines.length - 1]}　${part}`;
    if (lines.length > 0 && widthOfText(line) <= charactersPerLine) lines[lines.length - 1] = line;
    else lines.push(part.trim());
  }
  return lines;
}

/**
 * Breaks a name into lines of about equal length that fit a width counted in Chinese characters; what needs more
 * lines than allowed ends in an ellipsis.
 */
export function wrapName(name: string, charactersPerLine: number, maxLines: number): string[] {
  const characters = [...name];
  const total = widthOfText(name);
  const needed = Math.max(1, Math.ceil(total / Math.max(1, charactersPerLine)));
  // Equal lines read better than one full line and a single character below it.
  const perLine = needed <= maxLines ? Math.ceil(total / needed) : charactersPerLine;
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const character of characters) {
    if (line !== '' && width + widthOf(character) > perLine + 0.01) {
      lines.push(line);
      line = '';
      width = 0;
    }
    line += character;
    width += widthOf(character);
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  if (lines.length <= maxLines) return lines;
  const kept = lines.slice(0, maxLines);
  kept[maxLines - 1] = `${[...kept[maxLines - 1]!].slice(0, -1).join('')}…`;
  return kept;
}
