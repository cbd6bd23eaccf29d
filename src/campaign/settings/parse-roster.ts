import type { FormDefinition } from '../../form/form-definition.js';
import { openTable } from '../../hand-kept/open-table.js';
import {
  cellAt,
  mergedCellAt,
  plainText,
  type SheetTable,
  usedRowNumbers,
  yesNoOfCell,
} from '../../hand-kept/sheet-table.js';
import { splitWords } from '../../hand-kept/split-words.js';
import { foldText } from '../../workbook/cell-text.js';
import type { GridWorkbook } from '../../workbook/grid.js';
import { PREFECTURE_UNITS, type Unit } from '../campaign.js';
import { type ContentTask, codeWithoutNumber } from '../settings-content.js';
import { ROSTER_COLUMNS, SETTINGS_SHEETS } from '../settings-layout.js';
import { checkRoster, type RosterRow } from './check-roster.js';
import { isErrorCell, readYesNo } from './read-cells.js';
import type { SettingsReport, SheetReport } from './settings-report.js';

/** The units, and which forms 单位名册 has a column for. */
export interface ParsedRoster {
  readonly units: readonly Unit[];
  readonly formColumns: ReadonlySet<string>;
}

/** Reads 单位名册: the units, what they are called and which forms they owe. */
export function parseRoster(
  workbook: GridWorkbook,
  forms: readonly FormDefinition[],
  tasks: readonly ContentTask[],
  settingsReport: SettingsReport,
): ParsedRoster {
  const sheet = SETTINGS_SHEETS.roster;
  const report = settingsReport.forSheet(sheet);
  const ofForms = forms.map((form) => [columnOf(form), { title: form.title, aliases: [form.key] }]);
  const columns = { ...ROSTER_COLUMNS, ...Object.fromEntries(ofForms) };
  const expected = { sheet, columns, required: ['name', 'county'], isOptional: false };
  const table = openTable(workbook, expected, report);
  if (table === null) return { units: [], formColumns: new Set() };
  const formColumns = new Set(
    forms.filter((form) => table.columnNumbers.has(columnOf(form))).map((form) => form.key),
  );
  for (const form of forms) {
    const task = tasks.find((item) => item.form === form.key);
    if (!task?.enabled || task.owedBy !== null || formColumns.has(form.key)) continue;
    report.add(null, 'form-column-missing', { title: form.title });
  }
  const counties = new Map<string, string>();
  const rowNumbers = usedRowNumbers(table);
  const rows = rowNumbers.flatMap((rowNumber) => {
    const row = parseUnit(table, rowNumber, forms, counties, report);
    return row === null ? [] : [row];
  });
  if (rowNumbers.length === 0) report.add(null, 'roster-empty');
  checkRoster(rows, report);
  return { units: rows.map((row) => row.unit), formColumns };
}

/** The key of a form's column: never that of another column, whatever the form is called. */
function columnOf(form: FormDefinition): string {
  return `form:${form.key}`;
}

function parseUnit(
  table: SheetTable,
  rowNumber: number,
  forms: readonly FormDefinition[],
  counties: Map<string, string>,
  report: SheetReport,
): RosterRow | null {
  const at = (key: keyof typeof ROSTER_COLUMNS) => cellAt(table, rowNumber, key);
  const nameCell = at('name')!;
  const owes = new Set<string>();
  for (const form of forms) {
    const cell = mergedCellAt(table, rowNumber, columnOf(form));
    // A merged wrong answer is one mistake, not one a row.
    const isOwn = cell?.cell === cellAt(table, rowNumber, columnOf(form))?.cell;
    const answer = isOwn ? readYesNo(cell, form.title, report) : yesNoOfCell(cell);
    if (answer) owes.add(form.key);
  }
  const name = plainText(nameCell);
  if (name === null) {
    if (!isErrorCell(nameCell)) report.add(nameCell.cell, 'name-missing');
    return null;
  }
  const county = readCounty(plainText(mergedCellAt(table, rowNumber, 'county')), counties);
  const code = plainText(at('code'));
  return {
    unit: {
      code: code ?? codeWithoutNumber({ county, name }),
      name,
      aliases: splitWords(plainText(at('aliases')) ?? ''),
      county,
      category: plainText(mergedCellAt(table, rowNumber, 'category')) ?? '其他',
      through: plainText(mergedCellAt(table, rowNumber, 'through')),
      owes,
      contact: plainText(at('contact')),
      phone: plainText(at('phone')),
      email: plainText(at('email')),
    },
    hasOwnCode: code !== null,
    codeCell: at('code')?.cell ?? nameCell.cell,
    nameCell: nameCell.cell,
    aliasCell: at('aliases')?.cell ?? nameCell.cell,
    countyCell: at('county')?.cell ?? nameCell.cell,
  };
}

/** Spellings that differ only in spaces or full-width characters are one county, spelled as it was first. */
function readCounty(text: string | null, counties: Map<string, string>): string | null {
  if (text === null || text === PREFECTURE_UNITS || text === '地直') return null;
  const folded = foldText(text);
  const first = counties.get(folded);
  if (first !== undefined) return first;
  counties.set(folded, text);
  return text;
}
