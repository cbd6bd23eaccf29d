import type { FormDefinition } from '../../form/form-definition.js';
import { plainText, shownText, type TableCell, yesNoOfCell } from '../../hand-kept/sheet-table.js';
import { foldText } from '../../workbook/cell-text.js';
import { isCellError } from '../../workbook/cell-value.js';
import { type Material, materialKey, type Unit } from '../campaign.js';
import { formatUnit, type RosterIndex } from '../roster-index.js';
import type { SheetReport } from './settings-report.js';

// Cells that mean the same on several sheets. What cannot be read is reported and read as blank.

/** True for `#REF!` and its like, which openTable has reported already. */
export function isErrorCell(cell: TableCell | null): boolean {
  return cell !== null && isCellError(cell.value);
}

/** A date cell; blank is null, and so is one that cannot be read, which is reported. */
export function readDate(
  cell: TableCell | null,
  title: string,
  read: (cell: TableCell) => string | null,
  report: SheetReport,
): string | null {
  if (cell === null || plainText(cell) === null) return null;
  const date = read(cell);
  if (date === null) report.add(cell.cell, 'bad-date', { title, value: shownText(cell) });
  return date;
}

/** 是 or 否; a blank is 否, and so is what is neither, which is reported. */
export function readYesNo(cell: TableCell | null, title: string, report: SheetReport): boolean {
  const answer = yesNoOfCell(cell);
  if (answer === null && cell !== null && !isErrorCell(cell)) {
    report.add(cell.cell, 'bad-yes-no', { title, value: shownText(cell) });
  }
  return answer ?? false;
}

/** The form (or material) that a cell names; null for a blank one and for an unknown one, which is reported. */
export function readForm<Form extends Reported>(
  cell: TableCell | null,
  forms: readonly Form[],
  report: SheetReport,
): Form | null {
  const text = plainText(cell);
  if (cell === null || text === null) return null;
  const folded = foldText(text);
  const form = forms.find((one) => foldText(one.title) === folded) ?? forms.find((one) => one.key === folded);
  if (form) return form;
  report.add(cell.cell, 'unknown-form', { value: text, known: forms.map((one) => one.title).join('、') });
  return null;
}

/** What a unit may be asked for: a form, or a material by its materialKey. */
export interface Reported {
  readonly key: string;
  readonly title: string;
}

/** All that 收件登记 and 人工认定 may name in their column 表名. */
export function listReported(
  forms: readonly FormDefinition[],
  materials: readonly Pick<Material, 'name'>[],
): readonly Reported[] {
  return [
    ...forms.map(({ key, title }) => ({ key, title })),
    ...materials.map(({ name }) => ({ key: materialKey(name), title: name })),
  ];
}

/** The unit that a cell names; null for a blank one, and for an unknown or ambiguous one, which is reported. */
export function readUnit(cell: TableCell | null, roster: RosterIndex, report: SheetReport): Unit | null {
  const text = plainText(cell);
  if (cell === null || text === null) return null;
  const match = roster.findUnits(text, null);
  if (match.kind === 'one') return match.unit;
  if (match.kind === 'several') {
    const units = match.units.slice(0, 5).map(formatUnit).join('、');
    report.add(cell.cell, 'unit-ambiguous', { value: text, units });
  } else {
    const candidates = match.candidates.map(formatUnit).join('、');
    report.add(cell.cell, 'unit-unknown', { value: text, candidates });
  }
  return null;
}
