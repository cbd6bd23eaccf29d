import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as pairedAssistance } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import { LABELS } from '../../../src/form/shell.js';
import { layoutOf, type Place } from '../../../src/sample/fill-sheet.js';
import { FIRST_DATA_ROW } from '../../../src/template/form-sheet.js';
import { planBlankWorkbook, planUnitWorkbook } from '../../../src/template/template-workbook.js';
import type {
  PlannedCell,
  PlannedValue,
  SheetPlan,
  WorkbookPlan,
} from '../../../src/workbook/workbook-plan.js';
import { campaignWith, donation, type Row, village, wish } from '../../unit/merge/scenario.js';
import type { MangledReturn } from './mangle.js';
import { KNOWN_UNITS, type KnownUnit, PREFECTURE } from './roster.js';

// The workbook of a mangled return: the office's own template with the return typed into it.

export const CAMPAIGN = campaignWith({
  prefecture: PREFECTURE,
  units: KNOWN_UNITS.map(({ unit }) => unit),
});
export const FORMS: readonly FormDefinition[] = [pairedAssistance, donations, wishes];

/** Rows as one unit has them: nobody else's are the same. */
function rowsOf(form: FormDefinition, owner: KnownUnit): readonly Row[] {
  const number = KNOWN_UNITS.indexOf(owner) + 1;
  return [1, 2, 3, 4].map((row) => {
    const text = `示例${number}之${row}`;
    if (form === donations) return donation(text, number * 10 + row, { recipient: text });
    if (form === wishes) return wish(text, { place: text, budget: number + row });
    return village(`${text}村`, { consolationMoney: 400 + number, cadreVisits: 8 + row });
  });
}

/** Which form a return is of. */
export function formOf(item: MangledReturn): FormDefinition {
  return FORMS[item.number % FORMS.length]!;
}

const templates = new Map<string, WorkbookPlan>();

function templateOf(item: MangledReturn, form: FormDefinition): WorkbookPlan {
  // Without hidden sheets it does not matter which template it was; blank ones have a cell for the county.
  const isBlank = item.template === 'blank' || item.countyCell !== null;
  const key = `${form.key} ${isBlank ? '' : item.markOf.unit.code}`;
  const task = CAMPAIGN.tasks.find((one) => one.form === form.key)!;
  const plan =
    templates.get(key) ??
    (isBlank
      ? planBlankWorkbook(CAMPAIGN, form, task)
      : planUnitWorkbook({ ...CAMPAIGN, tasks: [task] }, [form], item.markOf.unit)!);
  templates.set(key, plan);
  return plan;
}

/** The workbook as it comes back. */
export function workbookOf(item: MangledReturn): WorkbookPlan {
  const form = formOf(item);
  const template = templateOf(item, form);
  const [sheet, ...hidden] = template.sheets;
  const filled = fill(sheet!, form, item);
  if (item.template !== 'none') return { ...template, sheets: [filled, ...hidden] };
  // Copied into a new workbook: values alone, under whatever name the sheet has there.
  const { rows, merges } = filled;
  return { title: '', sheets: [{ name: 'Sheet1', columnWidths: [], rows, ...(merges ? { merges } : {}) }] };
}

function fill(sheet: SheetPlan, form: FormDefinition, item: MangledReturn): SheetPlan {
  const layout = layoutOf(sheet, form);
  const edits = new Map<string, PlannedValue>();
  const put = (place: Place | null, value: PlannedValue) => {
    if (place !== null) edits.set(keyOf(place.rowNumber, place.columnNumber), value);
  };
  const value = layout.label(LABELS.unit)!;
  put(value, item.label === 'own cell' ? item.cell.text || null : null);
  if (item.label !== 'own cell') {
    const period = item.label === 'one cell with period' ? '    统计时段：2020年10月' : '';
    put(labelCell(sheet), `填报单位：${item.cell.text}${period}`);
  }
  if (item.countyCell !== null) put(layout.label(LABELS.county), item.countyCell);
  rowsOf(form, item.rowsOf).forEach((row, index) => {
    for (const [field, content] of Object.entries(row)) {
      const isDay = typeof content === 'object' && content !== null && 'day' in content;
      const written = isDay ? { kind: 'date' as const, date: content.day } : content;
      put(
        layout.field(index, field),
        typeof written === 'object' && written !== null && 'error' in written ? null : written,
      );
    }
  });
  return {
    ...sheet,
    rows: sheet.rows.map((row) => ({ ...row, cells: edit(row.rowNumber, row.cells, edits) })),
  };
}

function labelCell(sheet: SheetPlan): Place {
  for (const { rowNumber, cells } of sheet.rows) {
    const cell = cells.find(({ value }) => value === `${LABELS.unit}：`);
    if (cell !== undefined) return { rowNumber, columnNumber: cell.columnNumber };
  }
  throw new Error('the template has no label for the unit');
}

function edit(
  rowNumber: number,
  cells: readonly PlannedCell[],
  edits: ReadonlyMap<string, PlannedValue>,
): PlannedCell[] {
  const columns = new Set(cells.map(({ columnNumber }) => columnNumber));
  const added = [...edits].flatMap(([key, value]): PlannedCell[] => {
    const [row, column] = key.split(' ').map(Number);
    return row === rowNumber && !columns.has(column!) ? [{ columnNumber: column!, value }] : [];
  });
  const kept = cells.map((cell): PlannedCell => {
    const key = keyOf(rowNumber, cell.columnNumber);
    return edits.has(key) ? { ...cell, value: edits.get(key)! } : cell;
  });
  return [...kept, ...added].sort((a, b) => a.columnNumber - b.columnNumber);
}

const keyOf = (rowNumber: number, columnNumber: number) => `${rowNumber} ${columnNumber}`;

/** The first row of data, for tests that point at a finding. */
export const FIRST_ROW = FIRST_DATA_ROW;
