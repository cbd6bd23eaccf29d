import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Values as read against the truth that another program recorded: {sheet: {A1: value}}. Dates are serials of the 1900
// system, TRUE and FALSE equal 1 and 0, errors are their text.

/** Of the larger of both numbers: what two programs may differ in that calculate the same. */
const TOLERANCE = 1e-9;

/** Cells at which the truth is not ours to reach, each with its reason. */
export const KNOWN_DIFFERENCES = JSON.parse(
  readFileSync(fileURLToPath(new URL('./known-differences.json', import.meta.url)), 'utf8'),
);

const KNOWN_PLACES = new Set(KNOWN_DIFFERENCES.map(placeOf));

/** `FILE|SHEET|CELL`. */
export function placeOf({ file, sheet, cell }) {
  return `${file}|${sheet}|${cell}`;
}

export function isKnownDifference(difference) {
  return KNOWN_PLACES.has(placeOf(difference));
}

/** Where the truth of a file lies: in the folder truth/ beside the file's own folder. */
export function truthPathOf(path) {
  return join(dirname(dirname(path)), 'truth', `${basename(path)}.json`);
}

/** Cells that the truth tells. */
export function countTruthCells(truth) {
  return Object.values(truth).reduce((count, cells) => count + Object.keys(cells).length, 0);
}

/** The cells of a workbook that differ from the truth. `file` is the file's name without folder. */
export function findDifferences(file, workbook, truth) {
  return Object.entries(truth).flatMap(([sheetName, cells]) => {
    const grid = workbook.sheets.find((candidate) => candidate.sheetName === sheetName);
    return Object.entries(cells).flatMap(([cell, expected]) => {
      const { rowNumber, columnNumber } = parseCell(cell);
      const found = grid?.valueAt(rowNumber, columnNumber) ?? null;
      return isEqual(found, expected) ? [] : [{ file, sheet: sheetName, cell, found, expected }];
    });
  });
}

function parseCell(cell) {
  const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(cell);
  let columnNumber = 0;
  for (const letter of letters) columnNumber = columnNumber * 26 + letter.charCodeAt(0) - 64;
  return { rowNumber: Number(digits), columnNumber };
}

function isEqual(found, expected) {
  const left = plainValue(found);
  const right = plainValue(expected);
  if (typeof left !== 'number' || typeof right !== 'number') return left === right;
  return Math.abs(left - right) <= TOLERANCE * Math.max(1, Math.abs(left), Math.abs(right));
}

function plainValue(value) {
  if (typeof value === 'object' && value !== null) return value.error;
  return typeof value === 'boolean' ? Number(value) : value;
}
