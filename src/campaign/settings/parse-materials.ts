import type { FormDefinition } from '../../form/form-definition.js';
import { openTable } from '../../hand-kept/open-table.js';
import {
  cellAt,
  plainText,
  type SheetTable,
  shownText,
  type TableCell,
  usedRowNumbers,
} from '../../hand-kept/sheet-table.js';
import { splitWords } from '../../hand-kept/split-words.js';
import { foldText } from '../../workbook/cell-text.js';
import type { GridWorkbook } from '../../workbook/grid.js';
import { DOCUMENT_FORMATS, type DocumentFormat, type Unit } from '../campaign.js';
import type { ContentMaterial } from '../settings-content.js';
import { MATERIAL_COLUMNS, SETTINGS_SHEETS } from '../settings-layout.js';
import { ANY_FORMAT, defaultsOf, defaultWords, FORMAT_WORDS } from '../usual-materials.js';
import { checkDeadline } from './check-dates.js';
import { momentOfCell } from './moment-cells.js';
import { checkOwedBy, isEverybody } from './owed-by.js';
import type { SettingsItems } from './parse-items.js';
import { isErrorCell, readDate, readYesNo } from './read-cells.js';
import type { SettingsReport, SheetReport } from './settings-report.js';

type MaterialColumn = keyof typeof MATERIAL_COLUMNS;
/** Far more than anybody asks for; beyond it is a slip of the pen. */
const MAX_FILES = 1000;
const MAX_MEGAPIXELS = 1000;
/** 万像素. */
const PIXEL_UNIT = 10_000;

/** A row of 材料 as read, and the cells that are blamed for what is wrong between rows. */
interface MaterialRow {
  readonly material: ContentMaterial;
  readonly nameCell: string;
  readonly wordsCell: string;
}

/** Reads 材料: what is asked for beside tables. The sheet may be missing, and nothing is then asked for. */
export function parseMaterials(
  workbook: GridWorkbook,
  forms: readonly FormDefinition[],
  settings: SettingsItems,
  units: readonly Unit[],
  settingsReport: SettingsReport,
): readonly ContentMaterial[] {
  const sheet = SETTINGS_SHEETS.materials;
  const report = settingsReport.forSheet(sheet);
  const expected = { sheet, columns: MATERIAL_COLUMNS, required: ['name', 'enabled'], isOptional: true };
  const table = openTable(workbook, expected, report);
  if (table === null) return [];
  const rows = new Map<string, MaterialRow>();
  for (const rowNumber of usedRowNumbers(table)) {
    const row = parseRow(table, rowNumber, settings, units, report);
    if (row === null) continue;
    const { name } = row.material;
    const first = rows.get(foldText(name));
    if (first !== undefined) report.add(row.nameCell, 'material-twice', { name, first: first.nameCell });
    else if (forms.some((form) => foldText(form.title) === foldText(name)))
      report.add(row.nameCell, 'material-is-form', { name });
    else rows.set(foldText(name), row);
  }
  warnOfSharedWords([...rows.values()], report);
  return [...rows.values()].map(({ material }) => material);
}

function parseRow(
  table: SheetTable,
  rowNumber: number,
  settings: SettingsItems,
  units: readonly Unit[],
  report: SheetReport,
): MaterialRow | null {
  const at = (key: MaterialColumn) => cellAt(table, rowNumber, key);
  const nameCell = at('name')!;
  const enabled = readYesNo(at('enabled'), MATERIAL_COLUMNS.enabled.title, report);
  const ownDeadline = readDate(at('deadline'), MATERIAL_COLUMNS.deadline.title, momentOfCell, report);
  const written = plainText(at('owedBy'));
  const owedBy = written === null || isEverybody(written) ? null : written;
  const formats = readFormats(at('formats'), report);
  const defaults = defaultsOf(formats);
  const leastFiles = readLeastFiles(at('leastFiles'), report) ?? defaults.leastFiles;
  const leastPixels = readPixels(at('leastPixels'), report) ?? defaults.leastPixels;
  const name = plainText(nameCell);
  if (name === null) {
    if (!isErrorCell(nameCell)) report.add(nameCell.cell, 'material-missing');
    return null;
  }
  if (enabled && ownDeadline !== null) {
    const { title } = MATERIAL_COLUMNS.deadline;
    checkDeadline(
      { moment: ownDeadline, title, cell: at('deadline')?.cell ?? null },
      settings.periodStart,
      report,
    );
  }
  if (enabled && owedBy !== null && units.length > 0)
    checkOwedBy(owedBy, at('owedBy')?.cell ?? null, name, units, report);
  const words = splitWords(plainText(at('words')) ?? '');
  const material: ContentMaterial = {
    name,
    enabled,
    owedBy,
    deadline: ownDeadline ?? settings.deadline,
    formats,
    leastFiles,
    leastPixels,
    words: words.length > 0 ? words : defaultWords(name),
    note: plainText(at('note')),
  };
  return { material, nameCell: nameCell.cell, wordsCell: at('words')?.cell ?? nameCell.cell };
}

function readFormats(cell: TableCell | null, report: SheetReport): readonly DocumentFormat[] {
  const text = plainText(cell);
  if (cell === null || text === null || foldText(text) === ANY_FORMAT) return DOCUMENT_FORMATS;
  const found = new Set<DocumentFormat>();
  for (const word of splitWords(text.replaceAll('/', '、').replaceAll('或', '、'))) {
    const format = DOCUMENT_FORMATS.find(
      (item) => item !== 'other' && foldText(FORMAT_WORDS[item]) === foldText(word),
    );
    if (format === undefined) {
      report.add(cell.cell, 'bad-format', { title: MATERIAL_COLUMNS.formats.title, value: word });
    } else found.add(format);
  }
  return DOCUMENT_FORMATS.filter((format) => found.has(format));
}

function readLeastFiles(cell: TableCell | null, report: SheetReport): number | null {
  return readNumber(cell, /[份张个件]$/, (value) => {
    if (Number.isInteger(value) && value >= 1 && value <= MAX_FILES) return value;
    report.add(cell!.cell, 'bad-count', {
      title: MATERIAL_COLUMNS.leastFiles.title,
      value: shownText(cell!),
    });
    return null;
  });
}

function readPixels(cell: TableCell | null, report: SheetReport): number | null {
  return readNumber(cell, /万(?:像素)?$/, (value) => {
    if (value >= 0 && value <= MAX_MEGAPIXELS * 100) return Math.round(value * PIXEL_UNIT);
    report.add(cell!.cell, 'bad-pixels', {
      title: MATERIAL_COLUMNS.leastPixels.title,
      value: shownText(cell!),
    });
    return null;
  });
}

/** A number with or without its unit behind it; a blank is null, what is no number is judged as NaN. */
function readNumber(
  cell: TableCell | null,
  unit: RegExp,
  judge: (value: number) => number | null,
): number | null {
  if (cell === null || plainText(cell) === null) return null;
  const text = foldText(shownText({ ...cell, isDate: false })).replace(unit, '');
  return judge(/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);
}

/** Two materials known by one word: what says no more than that is nobody's. */
function warnOfSharedWords(rows: readonly MaterialRow[], report: SheetReport): void {
  const asked = rows.filter(({ material }) => material.enabled);
  for (const [index, { material, wordsCell }] of asked.entries()) {
    for (const { material: other } of asked.slice(0, index)) {
      if (!material.formats.some((format) => other.formats.includes(format))) continue;
      const others = new Set(other.words.map(foldText));
      const word = material.words.find((item) => others.has(foldText(item)));
      if (word !== undefined) report.warn(wordsCell, 'word-shared', { word, other: other.name });
    }
  }
}
