import {
  MAX_COLUMNS,
  MAX_FORMULA,
  MAX_ROWS,
  MAX_SHEET_NAME,
  MAX_VALIDATION_LIST,
  MAX_VALIDATION_TEXT,
  MAX_VALIDATION_TITLE,
} from '../excel-limits.js';
import { type CellRange, formatRange, formatReference, parseReference } from '../reference.js';
import type {
  PlannedCell,
  PlannedValidation,
  PlannedValue,
  SheetPlan,
  WorkbookPlan,
} from '../workbook-plan.js';
import { checkCharts } from './check-charts.js';

/** Characters of a header or footer, of a link's tooltip and of a link's target; links of a sheet. */
const MAX_HEADER = 255;
const MAX_TOOLTIP = 255;
const MAX_LINK = 2_079;
const MAX_LINKS = 65_530;

type Complain = (place: string, problem: string) => never;

/**
 * Throws when Excel would refuse, cut or repair what the plan asks for. The message names sheet and cell: such a plan
 * is a mistake of the planner, never of the user.
 */
export function checkPlan(plan: WorkbookPlan): void {
  if (plan.sheets.length === 0) throw new Error('workbook plan without sheets');
  checkNames(plan);
  checkActiveSheet(plan);
  checkCharts(plan);
  for (const sheet of plan.sheets) {
    const complain: Complain = (place, problem) => {
      throw new Error(`workbook plan: sheet "${sheet.name}", ${place}: ${problem}`);
    };
    checkSheetName(sheet.name, complain);
    checkRows(sheet, complain);
    checkMerges(sheet, complain);
    for (const validation of sheet.validations ?? []) checkValidation(validation, complain);
    for (const format of sheet.conditionalFormats ?? []) {
      checkRange(format.range, complain);
      checkFormula(format.formula, `conditional format at ${formatRange(format.range)}`, complain);
    }
    for (const range of [sheet.autoFilter, sheet.print?.area]) if (range) checkRange(range, complain);
    atMost(sheet.print?.header, MAX_HEADER, 'header', complain);
    atMost(sheet.print?.footer, MAX_HEADER, 'footer', complain);
  }
}

function checkActiveSheet(plan: WorkbookPlan): void {
  const visible = plan.sheets.some((sheet) => (sheet.visibility ?? 'visible') === 'visible');
  if (!visible) throw new Error('workbook plan without visible sheet');
  if (plan.activeSheetIndex === undefined) return;
  const active = plan.sheets[plan.activeSheetIndex];
  if ((active?.visibility ?? 'visible') !== 'visible' || active === undefined) {
    throw new Error(`workbook plan: active sheet ${plan.activeSheetIndex} is missing or hidden`);
  }
}

function checkNames(plan: WorkbookPlan): void {
  const sheetNames = new Set<string>();
  for (const { name } of plan.sheets) {
    if (sheetNames.has(name.toLowerCase())) throw new Error(`workbook plan: two sheets named "${name}"`);
    sheetNames.add(name.toLowerCase());
  }
  const definedNames = new Set<string>();
  for (const { name, formula } of plan.definedNames ?? []) {
    const complain: Complain = (_place, problem) => {
      throw new Error(`workbook plan: defined name "${name}": ${problem}`);
    };
    // ECMA-376 part 1, 18.2.5: letter, underscore or backslash first, and nothing that reads as a reference.
    if (!/^[\p{L}_\\][\p{L}\p{N}\p{M}_.\\?]{0,254}$/u.test(name))
      complain(name, 'characters that Excel refuses');
    if (parseReference(name) !== null || /^(r|c|r\d*c\d*)$/i.test(name))
      complain(name, 'reads as a cell reference');
    if (definedNames.has(name.toLowerCase())) complain(name, 'defined twice');
    definedNames.add(name.toLowerCase());
    checkFormula(formula, name, complain);
  }
}

function checkSheetName(name: string, complain: Complain): void {
  atMost(name, MAX_SHEET_NAME, 'name', complain);
  if (name.trim() === '' || /[\\/?*[\]:\u0000-\u001f]/.test(name) || /^'|'$/.test(name)) {
    complain('name', 'empty, or with characters that Excel refuses');
  }
  // Excel keeps this name for itself, in every language.
  if (name.toLowerCase() === 'history') complain('name', 'reserved by Excel');
}

function checkRows(sheet: SheetPlan, complain: Complain): void {
  const rowNumbers = new Set<number>();
  let links = 0;
  for (const row of sheet.rows) {
    if (!within(row.rowNumber, MAX_ROWS)) complain(`row ${row.rowNumber}`, 'outside the sheet');
    if (rowNumbers.has(row.rowNumber)) complain(`row ${row.rowNumber}`, 'planned twice');
    rowNumbers.add(row.rowNumber);
    const twice = repeatedColumn(row.cells);
    if (twice !== undefined) complain(formatReference(row.rowNumber, twice), 'planned twice');
    for (const cell of row.cells) {
      checkCell(row.rowNumber, cell, complain);
      if (typeof cell.value === 'object' && cell.value?.kind === 'link') links++;
    }
  }
  if (links > MAX_LINKS) complain('links', `${links}, Excel takes at most ${MAX_LINKS}`);
}

/** A column that appears twice in a row; nearly all rows are in order, and need no set. */
function repeatedColumn(cells: readonly PlannedCell[]): number | undefined {
  if (cells.every((cell, index) => index === 0 || cells[index - 1]!.columnNumber < cell.columnNumber))
    return undefined;
  const seen = new Set<number>();
  for (const { columnNumber } of cells) {
    if (seen.has(columnNumber)) return columnNumber;
    seen.add(columnNumber);
  }
  return undefined;
}

function checkCell(rowNumber: number, cell: PlannedCell, complain: Complain): void {
  if (!within(cell.columnNumber, MAX_COLUMNS)) {
    complain(`row ${rowNumber}, column ${cell.columnNumber}`, 'outside the sheet');
  }
  const { value } = cell;
  // Most cells are blank or short text; no reference is built for them.
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return;
  checkValue(value, formatReference(rowNumber, cell.columnNumber), complain);
}

function checkValue(value: PlannedValue, place: string, complain: Complain): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    complain(place, `${value} is no number for a cell`);
  if (typeof value !== 'object' || value === null) return;
  switch (value.kind) {
    case 'formula':
      checkFormula(value.formula, place, complain);
      checkValue(value.result, place, complain);
      break;
    case 'link':
      atMost(value.target, MAX_LINK, place, complain);
      atMost(value.tooltip, MAX_TOOLTIP, place, complain);
      break;
    case 'date':
      break;
  }
}

function checkMerges(sheet: SheetPlan, complain: Complain): void {
  const merges = sheet.merges ?? [];
  if (merges.length === 0) return;
  const covered = new Map<number, 'first' | 'other'>();
  for (const merge of merges) {
    checkRange(merge, complain);
    if (merge.top === merge.bottom && merge.left === merge.right)
      complain(formatRange(merge), 'merge of one cell');
    for (let r = merge.top; r <= merge.bottom; r++) {
      for (let c = merge.left; c <= merge.right; c++) {
        const key = r * MAX_COLUMNS + c;
        if (covered.has(key)) complain(formatRange(merge), 'overlaps another merge');
        covered.set(key, r === merge.top && c === merge.left ? 'first' : 'other');
      }
    }
  }
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      if (cell.value !== null && covered.get(row.rowNumber * MAX_COLUMNS + cell.columnNumber) === 'other') {
        complain(formatReference(row.rowNumber, cell.columnNumber), 'a value hidden under a merge');
      }
    }
  }
}

function checkValidation(validation: PlannedValidation, complain: Complain): void {
  const place = `validation at ${formatRange(validation.range)}`;
  checkRange(validation.range, complain);
  atMost(validation.errorTitle, MAX_VALIDATION_TITLE, place, complain);
  atMost(validation.promptTitle, MAX_VALIDATION_TITLE, place, complain);
  atMost(validation.error, MAX_VALIDATION_TEXT, place, complain);
  atMost(validation.prompt, MAX_VALIDATION_TEXT, place, complain);
  if (validation.formulas.length === 0 || validation.formulas.length > 2)
    complain(place, 'needs one or two formulas');
  for (const formula of validation.formulas) {
    if (typeof formula === 'number') continue;
    if (validation.type === 'list' && formula.startsWith('"')) {
      atMost(formula.slice(1, -1), MAX_VALIDATION_LIST, place, complain);
    }
    checkFormula(formula, place, complain);
  }
}

function checkFormula(formula: string, place: string, complain: Complain): void {
  if (formula === '' || formula.startsWith('=')) complain(place, 'a formula is planned without its "="');
  atMost(formula, MAX_FORMULA, place, complain);
}

function checkRange(range: CellRange, complain: Complain): void {
  const inside =
    within(range.top, MAX_ROWS) &&
    within(range.left, MAX_COLUMNS) &&
    range.top <= range.bottom &&
    range.left <= range.right &&
    within(range.bottom, MAX_ROWS) &&
    within(range.right, MAX_COLUMNS);
  if (!inside) complain(JSON.stringify(range), 'no range of the sheet');
}

function within(number: number, most: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= most;
}

function atMost(text: string | undefined, most: number, place: string, complain: Complain): void {
  if (text !== undefined && text.length > most) complain(place, `${text.length} characters, at most ${most}`);
}
