import type { FormDefinition } from '../form/form-definition.js';
import { cleanText, foldText } from '../workbook/cell-text.js';
import { isCellError } from '../workbook/cell-value.js';
import type { GridWorkbook } from '../workbook/grid.js';
import { parseReference } from '../workbook/reference.js';
import { formatMoment } from './beijing-time.js';
import {
  type Campaign,
  DECISION_ACTIONS,
  type Decision,
  type DecisionAction,
  type Moment,
  PREFECTURE_UNITS,
  type Receipt,
  type Unit,
} from './campaign.js';
import { areSimilarCounties } from './place-names.js';
import { formatUnit, indexRoster, type RosterIndex } from './roster-index.js';
import {
  type ContentTask,
  campaignOfContent,
  codeWithoutNumber,
  type SettingsContent,
} from './settings-content.js';
import {
  type ColumnTitle,
  DECISION_COLUMNS,
  DEFAULT_TARGET_PERCENT,
  DEFAULT_WISH_AMOUNT_LIMIT,
  RECEIPT_COLUMNS,
  RECEIVED_FOLDER,
  ROSTER_COLUMNS,
  SETTINGS_COLUMNS,
  SETTINGS_ITEMS,
  SETTINGS_SHEETS,
  type SettingsItem,
  type SettingsItemKey,
  TARGET_BASES,
  TASK_COLUMNS,
} from './settings-layout.js';
import type { SettingsProblem, SettingsProblemCode } from './settings-problem.js';
import {
  cellAt,
  dayOfCell,
  findSheet,
  findTable,
  isWholeDay,
  mergedCellAt,
  momentOfCell,
  plainText,
  rawText,
  type SheetTable,
  shownText,
  type TableCell,
  usedRowNumbers,
  yesNoOfCell,
} from './sheet-table.js';

export {
  describeSettingsProblem,
  type SettingsProblem,
  type SettingsProblemCode,
} from './settings-problem.js';

export type SettingsResult =
  | {
      readonly kind: 'campaign';
      readonly campaign: Campaign;
      /** The same with switched-off forms, for writing the settings of the next campaign. */
      readonly content: SettingsContent;
      readonly warnings: readonly SettingsProblem[];
    }
  | {
      readonly kind: 'problems';
      /** Every mistake, by sheet, row and column. */
      readonly problems: readonly SettingsProblem[];
      readonly warnings: readonly SettingsProblem[];
    };

/** Reads 活动设置.xlsx. Every mistake is reported, not just the first; with one or more there is no campaign. */
export function parseSettings(workbook: GridWorkbook, forms: readonly FormDefinition[]): SettingsResult {
  const report = new SettingsReport();
  const settings = parseItems(workbook, report);
  const tasks = parseTasks(workbook, forms, settings, report);
  const units = parseRoster(workbook, forms, tasks, report);
  const roster = indexRoster(units, settings.prefecture);
  const receipts = parseReceipts(workbook, forms, tasks, roster, report);
  const decisions = parseDecisions(workbook, forms, roster, report);
  if (report.problems.length > 0) {
    return { kind: 'problems', problems: inOrder(report.problems), warnings: inOrder(report.warnings) };
  }
  const content: SettingsContent = { ...settings, tasks, units, receipts, decisions };
  return {
    kind: 'campaign',
    campaign: campaignOfContent(content),
    content,
    warnings: inOrder(report.warnings),
  };
}

/** Collects what is wrong. */
class SettingsReport {
  readonly problems: SettingsProblem[] = [];
  readonly warnings: SettingsProblem[] = [];

  add(
    sheet: string,
    cell: string | null,
    code: SettingsProblemCode,
    parameters: SettingsProblem['parameters'] = {},
  ): void {
    this.problems.push({ sheet, cell, code, parameters });
  }

  warn(
    sheet: string,
    cell: string | null,
    code: SettingsProblemCode,
    parameters: SettingsProblem['parameters'] = {},
  ): void {
    this.warnings.push({ sheet, cell, code, parameters });
  }
}

const SHEET_ORDER: readonly string[] = Object.values(SETTINGS_SHEETS);

function inOrder(problems: readonly SettingsProblem[]): readonly SettingsProblem[] {
  const position = (problem: SettingsProblem) => {
    const place = problem.cell === null ? null : parseReference(problem.cell);
    return [SHEET_ORDER.indexOf(problem.sheet), place?.rowNumber ?? 0, place?.columnNumber ?? 0] as const;
  };
  return [...problems].sort((a, b) => {
    const [left, right] = [position(a), position(b)];
    return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
  });
}

/** A table found and ready to read, or null after its absence was reported. */
function openTable(
  workbook: GridWorkbook,
  sheet: string,
  columns: ReadonlyMap<string, ColumnTitle>,
  required: readonly string[],
  isOptional: boolean,
  report: SettingsReport,
): SheetTable | null {
  const grid = findSheet(workbook, sheet);
  if (grid === null) {
    if (!isOptional) report.add(sheet, null, 'sheet-missing');
    return null;
  }
  if (isOptional && grid.lastRowNumber === 0) return null;
  const titleOf = (key: string) => columns.get(key)?.title ?? key;
  const table = findTable(grid, columns);
  if (table === null) {
    report.add(sheet, null, 'header-missing', { titles: required.map(titleOf).join('、') });
    return null;
  }
  for (const { title, cell } of table.repeated) report.add(sheet, cell, 'column-twice', { title });
  const missing = required.filter((key) => !table.columnNumbers.has(key));
  for (const key of missing) report.add(sheet, null, 'column-missing', { title: titleOf(key) });
  reportErrors(table, sheet, titleOf, report);
  return missing.length > 0 ? null : table;
}

/** Excel errors are read as blanks, so they are reported once, here. */
function reportErrors(
  table: SheetTable,
  sheet: string,
  titleOf: (key: string) => string,
  report: SettingsReport,
): void {
  for (const rowNumber of usedRowNumbers(table)) {
    for (const key of table.columnNumbers.keys()) {
      const cell = cellAt(table, rowNumber, key);
      if (cell === null || !isCellError(cell.value)) continue;
      report.add(sheet, cell.cell, 'cell-error', { title: titleOf(key), value: cell.value.error });
    }
  }
}

function columnsOf(columns: Readonly<Record<string, ColumnTitle>>): ReadonlyMap<string, ColumnTitle> {
  return new Map(Object.entries(columns));
}

// ---- 设置

type Items = Omit<SettingsContent, 'tasks' | 'units' | 'receipts' | 'decisions'>;

interface FoundItem {
  readonly label: string;
  readonly labelCell: string;
  readonly content: TableCell;
}

/** What stands in for values that could not be read, so that the other sheets can be checked all the same. */
const UNREADABLE = '';

function parseItems(workbook: GridWorkbook, report: SettingsReport): Items {
  const sheet = SETTINGS_SHEETS.settings;
  const table = openTable(workbook, sheet, columnsOf(SETTINGS_COLUMNS), ['item', 'content'], false, report);
  const found = table === null ? null : findItems(table, report);
  const cellOf = (key: SettingsItemKey): TableCell | null => found?.get(key)?.content ?? null;
  const textOf = (key: SettingsItemKey): string | null => plainText(cellOf(key));
  const requiredText = (key: SettingsItemKey): string => {
    const text = textOf(key);
    // Without the sheet itself, saying that every item is missing would only repeat it.
    if (text === null && found !== null && !isErrorCell(cellOf(key))) {
      report.add(sheet, cellOf(key)?.cell ?? null, 'item-missing', { title: SETTINGS_ITEMS[key].title });
    }
    return text ?? UNREADABLE;
  };
  const requiredDate = (key: SettingsItemKey, read: (cell: TableCell) => string | null): string => {
    if (requiredText(key) === UNREADABLE) return UNREADABLE;
    return readDate(cellOf(key), SETTINGS_ITEMS[key].title, sheet, read, report) ?? UNREADABLE;
  };
  const items: Items = {
    name: requiredText('name'),
    prefecture: requiredText('prefecture'),
    periodStart: requiredDate('periodStart', dayOfCell),
    periodEnd: requiredDate('periodEnd', dayOfCell),
    deadline: requiredDate('deadline', momentOfCell),
    receiver: textOf('receiver'),
    contact: textOf('contact'),
    phone: textOf('phone'),
    email: textOf('email'),
    targetPercent: parsePercent(cellOf('targetPercent'), report),
    targetBasis: parseBasis(cellOf('targetBasis'), report),
    wishAmountLimit: parseAmount(cellOf('wishAmountLimit'), report),
    passwords: textOf('passwords')?.split(/\s+/) ?? [],
  };
  checkPeriod(items.periodStart, items.periodEnd, sheet, cellOf('periodEnd')?.cell ?? null, report);
  checkDeadline(
    items.deadline,
    items.periodStart,
    SETTINGS_ITEMS.deadline.title,
    sheet,
    cellOf('deadline')?.cell ?? null,
    report,
  );
  return items;
}

function findItems(table: SheetTable, report: SettingsReport): ReadonlyMap<SettingsItemKey, FoundItem> {
  const sheet = SETTINGS_SHEETS.settings;
  const keys = new Map<string, SettingsItemKey>();
  const entries = Object.entries(SETTINGS_ITEMS) as [SettingsItemKey, SettingsItem][];
  for (const [key, item] of entries)
    for (const title of [item.title, ...item.aliases]) keys.set(foldText(title), key);
  const found = new Map<SettingsItemKey, FoundItem>();
  const unknown: FoundItem[] = [];
  for (const rowNumber of usedRowNumbers(table)) {
    const labelCell = cellAt(table, rowNumber, 'item');
    const content = cellAt(table, rowNumber, 'content');
    const label = plainText(labelCell);
    if (label === null || labelCell === null || content === null) continue;
    const row: FoundItem = { label, labelCell: labelCell.cell, content };
    const key = keys.get(foldText(label));
    const first = key === undefined ? undefined : found.get(key);
    if (key === undefined) unknown.push(row);
    else if (first) report.add(sheet, row.labelCell, 'item-twice', { title: label, first: first.labelCell });
    else found.set(key, row);
  }
  return new Map([...found, ...reportMisspelled(entries, found, unknown, report)]);
}

/** Unknown items are ignored, unless they look like a known one that is nowhere. */
function reportMisspelled(
  entries: readonly [SettingsItemKey, SettingsItem][],
  found: ReadonlyMap<SettingsItemKey, FoundItem>,
  unknown: readonly FoundItem[],
  report: SettingsReport,
): ReadonlyMap<SettingsItemKey, FoundItem> {
  const taken = new Map<SettingsItemKey, FoundItem>();
  const rest = new Set(unknown);
  for (const [key, item] of entries) {
    if (found.has(key)) continue;
    const near = [...rest]
      .map((row) => ({ row, distance: editDistance(foldText(row.label), foldText(item.title)) }))
      .filter(({ row, distance }) => distance <= 2 && distance * 2 < row.label.length)
      .sort((a, b) => a.distance - b.distance)[0]?.row;
    if (near === undefined) continue;
    rest.delete(near);
    const parameters = { found: near.label, title: item.title };
    if (item.required) {
      report.add(SETTINGS_SHEETS.settings, near.labelCell, 'item-misspelled', parameters);
      // Its content is checked too, so that one more round is not needed.
      taken.set(key, near);
    } else report.warn(SETTINGS_SHEETS.settings, near.labelCell, 'item-misspelled', parameters);
  }
  return taken;
}

/** Characters to insert, drop or change to make one text of the other. */
function editDistance(a: string, b: string): number {
  const right = [...b];
  let previous = right.map((_, index) => index + 1);
  let row = 0;
  for (const character of a) {
    row++;
    const current: number[] = [];
    for (let index = 0; index < right.length; index++) {
      const diagonal = index === 0 ? row - 1 : previous[index - 1]!;
      const left = index === 0 ? row : current[index - 1]!;
      current.push(Math.min(diagonal + (right[index] === character ? 0 : 1), left + 1, previous[index]! + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? row;
}

function isErrorCell(cell: TableCell | null): boolean {
  return cell !== null && isCellError(cell.value);
}

/** A number and the sign behind it: `30%` `2,000元`. */
function numberOfCell(cell: TableCell, suffix: RegExp): { number: number; hasSuffix: boolean } | null {
  if (typeof cell.value === 'number') return { number: cell.value, hasSuffix: false };
  const text = foldText(shownText(cell)).replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const bare = text.replace(suffix, '');
  return /^[+-]?\d+(\.\d+)?$/.test(bare) ? { number: Number(bare), hasSuffix: bare !== text } : null;
}

function parsePercent(cell: TableCell | null, report: SettingsReport): number {
  if (cell === null || plainText(cell) === null) return DEFAULT_TARGET_PERCENT;
  const sheet = SETTINGS_SHEETS.settings;
  const parameters = { title: SETTINGS_ITEMS.targetPercent.title, value: shownText(cell) };
  const read = numberOfCell(cell, /%$/);
  if (read === null) report.add(sheet, cell.cell, 'percent-not-a-number', parameters);
  else if (read.number < 0 || read.number > 100)
    report.add(sheet, cell.cell, 'percent-out-of-range', parameters);
  else if (read.number > 0 && read.number < 1 && !read.hasSuffix) {
    // A cell formatted as a percentage shows 30% and holds 0.3; taken for 0.3 % nobody would miss the target.
    const suggestion = Number((read.number * 100).toPrecision(12));
    report.add(sheet, cell.cell, 'percent-below-one', { ...parameters, suggestion });
  }
  return read?.number ?? DEFAULT_TARGET_PERCENT;
}

function parseBasis(cell: TableCell | null, report: SettingsReport): string {
  const text = plainText(cell);
  if (cell === null || text === null) return TARGET_BASES[0];
  const basis = TARGET_BASES.find((word) => word === foldText(text));
  if (basis === undefined) {
    const parameters = { title: SETTINGS_ITEMS.targetBasis.title, value: text };
    report.add(SETTINGS_SHEETS.settings, cell.cell, 'bad-basis', parameters);
  }
  return basis ?? TARGET_BASES[0];
}

function parseAmount(cell: TableCell | null, report: SettingsReport): number {
  if (cell === null || plainText(cell) === null) return DEFAULT_WISH_AMOUNT_LIMIT;
  const read = numberOfCell(cell, /元$/);
  if (read === null || read.number < 0 || cell.isDate) {
    const parameters = { title: SETTINGS_ITEMS.wishAmountLimit.title, value: shownText(cell) };
    report.add(SETTINGS_SHEETS.settings, cell.cell, 'bad-amount', parameters);
  }
  return read?.number ?? DEFAULT_WISH_AMOUNT_LIMIT;
}

/** A date cell; blank is null, and so is one that cannot be read, which is reported. */
function readDate(
  cell: TableCell | null,
  title: string,
  sheet: string,
  read: (cell: TableCell) => string | null,
  report: SettingsReport,
): string | null {
  if (cell === null || plainText(cell) === null) return null;
  const date = read(cell);
  if (date === null) report.add(sheet, cell.cell, 'bad-date', { title, value: shownText(cell) });
  return date;
}

function checkPeriod(
  start: string,
  end: string,
  sheet: string,
  cell: string | null,
  report: SettingsReport,
): void {
  if (start === UNREADABLE || end === UNREADABLE || start <= end) return;
  report.add(sheet, cell, 'period-reversed', { start, end });
}

function checkDeadline(
  deadline: Moment | null,
  start: string,
  title: string,
  sheet: string,
  cell: string | null,
  report: SettingsReport,
): void {
  if (deadline === null || deadline === UNREADABLE || start === UNREADABLE) return;
  if (deadline.slice(0, 10) >= start) return;
  report.add(sheet, cell, 'deadline-before-period', { title, deadline: formatMoment(deadline), start });
}

// ---- 报送任务

function parseTasks(
  workbook: GridWorkbook,
  forms: readonly FormDefinition[],
  settings: Items,
  report: SettingsReport,
): readonly ContentTask[] {
  const sheet = SETTINGS_SHEETS.tasks;
  const table = openTable(workbook, sheet, columnsOf(TASK_COLUMNS), ['form', 'enabled'], false, report);
  if (table === null) return [];
  const tasks: ContentTask[] = [];
  const firstCells = new Map<string, string>();
  let hasUnreadableRow = false;
  for (const rowNumber of usedRowNumbers(table)) {
    const formCell = cellAt(table, rowNumber, 'form')!;
    const form = readForm(formCell, forms, sheet, report);
    if (form === null) {
      if (plainText(formCell) === null && !isErrorCell(formCell))
        report.add(sheet, formCell.cell, 'form-missing');
      hasUnreadableRow = true;
      continue;
    }
    const first = firstCells.get(form.key);
    if (first !== undefined) report.add(sheet, formCell.cell, 'form-twice', { title: form.title, first });
    else firstCells.set(form.key, formCell.cell);
    const task = parseTask(table, rowNumber, form, settings, report);
    if (first === undefined) tasks.push(task);
  }
  if (!hasUnreadableRow && !tasks.some((task) => task.enabled)) report.add(sheet, null, 'no-form-enabled');
  return tasks;
}

function parseTask(
  table: SheetTable,
  rowNumber: number,
  form: FormDefinition,
  settings: Items,
  report: SettingsReport,
): ContentTask {
  const sheet = SETTINGS_SHEETS.tasks;
  const at = (key: keyof typeof TASK_COLUMNS) => cellAt(table, rowNumber, key);
  const date = (key: keyof typeof TASK_COLUMNS, read: (cell: TableCell) => string | null) =>
    readDate(at(key), TASK_COLUMNS[key].title, sheet, read, report);
  const ownStart = date('periodStart', dayOfCell);
  const ownEnd = date('periodEnd', dayOfCell);
  const ownDeadline = date('deadline', momentOfCell);
  const paperDeadline = date('paperDeadline', momentOfCell);
  const enabled = readYesNo(at('enabled'), TASK_COLUMNS.enabled.title, sheet, report);
  const periodStart = ownStart ?? settings.periodStart;
  const periodEnd = ownEnd ?? settings.periodEnd;
  // What is taken over from 设置 is judged there.
  if (ownStart !== null || ownEnd !== null) {
    const cell = at(ownEnd === null ? 'periodStart' : 'periodEnd');
    checkPeriod(periodStart, periodEnd, sheet, cell?.cell ?? null, report);
  }
  if (enabled && (ownDeadline !== null || ownStart !== null)) {
    const deadline = ownDeadline ?? settings.deadline;
    const cell = at(ownDeadline === null ? 'periodStart' : 'deadline');
    checkDeadline(deadline, periodStart, TASK_COLUMNS.deadline.title, sheet, cell?.cell ?? null, report);
  }
  if (enabled) {
    const cell = at('paperDeadline')?.cell ?? null;
    checkDeadline(paperDeadline, periodStart, TASK_COLUMNS.paperDeadline.title, sheet, cell, report);
  }
  return {
    form: form.key,
    title: plainText(at('title')) ?? form.title,
    attachment: plainText(at('attachment')) ?? String(form.attachment),
    enabled,
    periodStart,
    periodEnd,
    deadline: ownDeadline ?? settings.deadline,
    paperDeadline,
  };
}

/** The form that a cell names; null for a blank one and for an unknown one, which is reported. */
function readForm(
  cell: TableCell | null,
  forms: readonly FormDefinition[],
  sheet: string,
  report: SettingsReport,
): FormDefinition | null {
  const text = plainText(cell);
  if (cell === null || text === null) return null;
  const folded = foldText(text);
  const form = forms.find((one) => foldText(one.title) === folded) ?? forms.find((one) => one.key === folded);
  if (form) return form;
  report.add(sheet, cell.cell, 'unknown-form', {
    value: text,
    known: forms.map((one) => one.title).join('、'),
  });
  return null;
}

function readYesNo(cell: TableCell | null, title: string, sheet: string, report: SettingsReport): boolean {
  const answer = yesNoOfCell(cell);
  if (answer === null && cell !== null && !isErrorCell(cell)) {
    report.add(sheet, cell.cell, 'bad-yes-no', { title, value: shownText(cell) });
  }
  return answer ?? false;
}

// ---- 单位名册

interface RosterRow {
  readonly unit: Unit;
  readonly hasOwnCode: boolean;
  readonly codeCell: string;
  readonly nameCell: string;
  readonly aliasCell: string;
  readonly countyCell: string;
}

const FORM_COLUMN = 'form:';

function parseRoster(
  workbook: GridWorkbook,
  forms: readonly FormDefinition[],
  tasks: readonly ContentTask[],
  report: SettingsReport,
): readonly Unit[] {
  const sheet = SETTINGS_SHEETS.roster;
  const columns = new Map([
    ...columnsOf(ROSTER_COLUMNS),
    ...forms.map(
      (form) => [`${FORM_COLUMN}${form.key}`, { title: form.title, aliases: [form.key] }] as const,
    ),
  ]);
  const table = openTable(workbook, sheet, columns, ['name', 'county'], false, report);
  if (table === null) return [];
  for (const form of forms) {
    const isEnabled = tasks.some((task) => task.form === form.key && task.enabled);
    if (!isEnabled || table.columnNumbers.has(`${FORM_COLUMN}${form.key}`)) continue;
    report.add(sheet, null, 'form-column-missing', { title: form.title });
  }
  const counties = new Map<string, string>();
  const rows: RosterRow[] = [];
  const rowNumbers = usedRowNumbers(table);
  for (const rowNumber of rowNumbers) {
    const row = parseUnit(table, rowNumber, forms, counties, report);
    if (row !== null) rows.push(row);
  }
  if (rowNumbers.length === 0) report.add(sheet, null, 'roster-empty');
  checkNames(rows, report);
  checkCodes(rows, report);
  checkCounties(rows, report);
  return rows.map((row) => row.unit);
}

function parseUnit(
  table: SheetTable,
  rowNumber: number,
  forms: readonly FormDefinition[],
  counties: Map<string, string>,
  report: SettingsReport,
): RosterRow | null {
  const sheet = SETTINGS_SHEETS.roster;
  const at = (key: keyof typeof ROSTER_COLUMNS) => cellAt(table, rowNumber, key);
  const nameCell = at('name')!;
  const owes = new Set<string>();
  for (const form of forms) {
    const cell = mergedCellAt(table, rowNumber, `${FORM_COLUMN}${form.key}`);
    // A merged wrong answer is one mistake, not one a row.
    const isOwn = cell?.cell === cellAt(table, rowNumber, `${FORM_COLUMN}${form.key}`)?.cell;
    const answer = isOwn ? readYesNo(cell, form.title, sheet, report) : yesNoOfCell(cell);
    if (answer) owes.add(form.key);
  }
  const name = plainText(nameCell);
  if (name === null) {
    if (!isErrorCell(nameCell)) report.add(sheet, nameCell.cell, 'name-missing');
    return null;
  }
  const county = readCounty(plainText(mergedCellAt(table, rowNumber, 'county')), counties);
  const code = plainText(at('code'));
  return {
    unit: {
      code: code ?? codeWithoutNumber({ county, name }),
      name,
      aliases: splitAliases(plainText(at('aliases')) ?? ''),
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

/** Aliases are separated by 、 or what people type for it; inside brackets these belong to the name. */
export function splitAliases(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if ('（(【[《'.includes(character)) depth++;
    if ('）)】]》'.includes(character)) depth = Math.max(0, depth - 1);
    if (depth === 0 && '、,，;；\n'.includes(character)) parts.push('');
    else parts[parts.length - 1] += character;
  }
  const seen = new Set<string>();
  return parts.map(cleanText).filter((part) => {
    const isNew = part !== '' && !seen.has(foldText(part));
    seen.add(foldText(part));
    return isNew;
  });
}

/** Names and aliases are unique within a county. Names come first, so that an alias is blamed, never a name. */
function checkNames(rows: readonly RosterRow[], report: SettingsReport): void {
  const taken = new Map<string, { row: RosterRow; cell: string }>();
  const keyOf = (row: RosterRow, text: string) => JSON.stringify([row.unit.county, foldText(text)]);
  for (const row of rows) {
    const key = keyOf(row, row.unit.name);
    const first = taken.get(key);
    if (first === undefined) taken.set(key, { row, cell: row.nameCell });
    else {
      const parameters = {
        name: row.unit.name,
        county: row.unit.county ?? PREFECTURE_UNITS,
        first: first.cell,
      };
      report.add(SETTINGS_SHEETS.roster, row.nameCell, 'name-twice', parameters);
    }
  }
  for (const row of rows) {
    for (const alias of row.unit.aliases) {
      const key = keyOf(row, alias);
      const first = taken.get(key);
      if (first === undefined) taken.set(key, { row, cell: row.aliasCell });
      else if (first.row !== row) {
        report.add(SETTINGS_SHEETS.roster, row.aliasCell, 'alias-taken', {
          alias,
          county: row.unit.county ?? PREFECTURE_UNITS,
          other: first.row.unit.name,
          first: first.cell,
        });
      }
    }
  }
}

function checkCodes(rows: readonly RosterRow[], report: SettingsReport): void {
  const taken = new Map<string, RosterRow>();
  for (const row of rows) {
    const key = foldText(row.unit.code);
    const first = taken.get(key);
    if (first === undefined) taken.set(key, row);
    // Two units without code share one only when they share name and county, which is said already.
    else if (row.hasOwnCode || first.hasOwnCode) {
      report.add(SETTINGS_SHEETS.roster, row.codeCell, 'code-twice', {
        code: row.unit.code,
        first: first.codeCell,
      });
    }
  }
}

/** 塔城 in one row and 塔城市 in another would be summed as two counties. */
function checkCounties(rows: readonly RosterRow[], report: SettingsReport): void {
  const seen: string[] = [];
  for (const { unit, countyCell } of rows) {
    if (unit.county === null || seen.includes(unit.county)) continue;
    const other = seen.find((county) => areSimilarCounties(county, unit.county!));
    if (other !== undefined) {
      report.warn(SETTINGS_SHEETS.roster, countyCell, 'county-similar', { value: unit.county, other });
    }
    seen.push(unit.county);
  }
}

// ---- 收件登记

function parseReceipts(
  workbook: GridWorkbook,
  forms: readonly FormDefinition[],
  tasks: readonly ContentTask[],
  roster: RosterIndex,
  report: SettingsReport,
): readonly Receipt[] {
  const sheet = SETTINGS_SHEETS.receipts;
  const table = openTable(workbook, sheet, columnsOf(RECEIPT_COLUMNS), ['unit'], true, report);
  if (table === null) return [];
  const receipts: Receipt[] = [];
  const firstCells = new Map<string, string>();
  for (const rowNumber of usedRowNumbers(table)) {
    const at = (key: keyof typeof RECEIPT_COLUMNS) => cellAt(table, rowNumber, key);
    const date = (key: 'receivedAt' | 'extendedTo') =>
      readDate(at(key), RECEIPT_COLUMNS[key].title, sheet, momentOfCell, report);
    const unitCell = at('unit')!;
    const unit = readUnit(unitCell, roster, sheet, report);
    if (unit === null && plainText(unitCell) === null && !isErrorCell(unitCell)) {
      report.add(sheet, unitCell.cell, 'unit-missing');
    }
    const formCell = at('form');
    const form = readForm(formCell, forms, sheet, report);
    const receivedAt = date('receivedAt');
    const extendedTo = date('extendedTo');
    const paperReceived = readYesNo(at('paperReceived'), RECEIPT_COLUMNS.paperReceived.title, sheet, report);
    if (unit === null || (form === null && plainText(formCell) !== null)) continue;
    const key = JSON.stringify([unit.code, form?.key ?? null]);
    const first = firstCells.get(key);
    if (first !== undefined) {
      const parameters = { unit: unit.name, form: form?.title ?? '全部表', first };
      report.add(sheet, unitCell.cell, 'receipt-twice', parameters);
      continue;
    }
    firstCells.set(key, unitCell.cell);
    const exemptReason = plainText(at('exemptReason'));
    const receipt: Receipt = {
      unit: unit.code,
      form: form?.key ?? null,
      receivedAt,
      paperReceived,
      extendedTo,
      exemptReason,
    };
    warnOfMissingHour(receipt, tasks, at('receivedAt')?.cell ?? null, report);
    receipts.push(receipt);
  }
  return receipts;
}

/** Only a day was written and it is the day of the deadline: the unit would be named as late for want of an hour. */
function warnOfMissingHour(
  receipt: Receipt,
  tasks: readonly ContentTask[],
  cell: string | null,
  report: SettingsReport,
): void {
  const { receivedAt, extendedTo } = receipt;
  if (receivedAt === null || !isWholeDay(receivedAt)) return;
  const day = receivedAt.slice(0, 10);
  const deadline = tasks
    .filter((task) => task.enabled && (receipt.form === null || task.form === receipt.form))
    .map((task) => extendedTo ?? task.deadline)
    .find((moment) => moment.slice(0, 10) === day && moment < receivedAt);
  if (deadline === undefined) return;
  const parameters = { day, deadline: formatMoment(deadline) };
  report.warn(SETTINGS_SHEETS.receipts, cell, 'receipt-without-hour', parameters);
}

/** The unit that a cell names; null for a blank one, and for an unknown or ambiguous one, which is reported. */
function readUnit(
  cell: TableCell | null,
  roster: RosterIndex,
  sheet: string,
  report: SettingsReport,
): Unit | null {
  const text = plainText(cell);
  if (cell === null || text === null) return null;
  const match = roster.findUnits(text, null);
  if (match.kind === 'one') return match.unit;
  if (match.kind === 'several') {
    const units = match.units.slice(0, 5).map(formatUnit).join('、');
    report.add(sheet, cell.cell, 'unit-ambiguous', { value: text, units });
  } else {
    const candidates = match.candidates.map(formatUnit).join('、');
    report.add(sheet, cell.cell, 'unit-unknown', { value: text, candidates });
  }
  return null;
}

// ---- 人工认定

function parseDecisions(
  workbook: GridWorkbook,
  forms: readonly FormDefinition[],
  roster: RosterIndex,
  report: SettingsReport,
): readonly Decision[] {
  const sheet = SETTINGS_SHEETS.decisions;
  const table = openTable(workbook, sheet, columnsOf(DECISION_COLUMNS), ['file', 'action'], true, report);
  if (table === null) return [];
  const decisions: Decision[] = [];
  for (const rowNumber of usedRowNumbers(table)) {
    const at = (key: keyof typeof DECISION_COLUMNS) => cellAt(table, rowNumber, key);
    const textAt = (key: keyof typeof DECISION_COLUMNS) => plainText(at(key));
    const fileCell = at('file')!;
    const file = isErrorCell(fileCell) ? null : rawText(fileCell);
    if (file === null && !isErrorCell(fileCell)) report.add(sheet, fileCell.cell, 'file-missing');
    const action = readAction(at('action')!, report);
    const unit = readUnit(at('unit'), roster, sheet, report);
    const form = readForm(at('form'), forms, sheet, report);
    if (action === '认定') {
      const cellOr = (key: 'unit' | 'form') => at(key)?.cell ?? at('action')!.cell;
      if (textAt('unit') === null) report.add(sheet, cellOr('unit'), 'decision-unit-missing');
      if (textAt('form') === null) report.add(sheet, cellOr('form'), 'decision-form-missing');
    }
    const decidedOn = readDate(at('decidedOn'), DECISION_COLUMNS.decidedOn.title, sheet, dayOfCell, report);
    if (file === null || action === null) continue;
    decisions.push({
      file: normaliseDecisionFile(file),
      sheet: isErrorCell(at('sheet')) ? null : rawText(at('sheet')),
      unit: unit?.code ?? null,
      form: form?.key ?? null,
      action,
      reason: textAt('reason'),
      decidedBy: textAt('decidedBy'),
      decidedOn,
    });
  }
  return decisions;
}

function readAction(cell: TableCell, report: SettingsReport): DecisionAction | null {
  const text = plainText(cell);
  const known = DECISION_ACTIONS.join('、');
  if (text === null) {
    if (!isErrorCell(cell)) report.add(SETTINGS_SHEETS.decisions, cell.cell, 'action-missing', { known });
    return null;
  }
  const action = DECISION_ACTIONS.find((word) => word === foldText(text));
  if (action !== undefined) return action;
  report.add(SETTINGS_SHEETS.decisions, cell.cell, 'unknown-action', { value: text, known });
  return null;
}

/**
 * A file as 人工认定 names it → its path below the working folder with `/`, starting with 收件/. Takes paths as
 * Windows copies them: quoted, absolute, with backslashes.
 */
export function normaliseDecisionFile(text: string): string {
  const path = text
    .trim()
    .replace(/^["“](.*)["”]$/, '$1')
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
    .replace(/^(?:\.\/)+/, '');
  const isAbsolute = /^(?:[A-Za-z]:)?\//.test(path);
  const received = `/${RECEIVED_FOLDER}/`;
  if (isAbsolute && path.includes(received)) return path.slice(path.indexOf(received) + 1);
  return path.startsWith(`${RECEIVED_FOLDER}/`) ? path : `${RECEIVED_FOLDER}/${path.replace(/^\//, '')}`;
}
