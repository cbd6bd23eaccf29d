import {
  type ColumnTitle,
  cellAt,
  findTable,
  rawText,
  type SheetTable,
  shownText,
  type TableCell,
  usedRowNumbers,
} from '../hand-kept/sheet-table.js';
import { DISPOSITION_TITLES, DISPOSITIONS, type Disposition, type FileSource } from '../issue/finding.js';
import { compareText, foldText } from '../workbook/cell-text.js';
import { dateOfSerial } from '../workbook/date-serial.js';
import type { GridWorkbook } from '../workbook/grid.js';
import { NUMBER_FORMATS, STYLES } from '../workbook/theme.js';
import type { CellStyle, PlannedRow, WorkbookPlan } from '../workbook/workbook-plan.js';
import { epochOfMoment, momentOf, momentOfEpoch, parseMoment } from './beijing-time.js';
import type { Moment } from './campaign.js';

/** How the time of receipt is known: 收件登记, the eml's Date, or the file's first sighting in 收件台账. */
export const RECEIVED_BY = [
  '收件登记',
  '邮件时间',
  '文件创建时间',
  '文件修改时间',
  '首次汇总时间',
  '底稿',
] as const;
export type ReceivedBy = (typeof RECEIVED_BY)[number];

/** One file ever received, or one file inside a zip or eml. */
export interface LedgerEntry extends FileSource {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** The first run that saw it. */
  readonly firstSeenAt: Moment;
  readonly receivedAt: Moment;
  readonly receivedBy: ReceivedBy;
  /** Null until a run has decided. */
  readonly disposition: Disposition | null;
  readonly note: string | null;
}

/** A file that lies in 收件/ now. */
export interface SeenFile extends FileSource {
  /** Empty when it could not be read this time; the ledger then says nothing new of it. */
  readonly sha256: string;
  readonly size: number;
  /** Its creation or modification time, or the eml's Date; null when none is known. */
  readonly time: Moment | null;
  readonly timeBy: ReceivedBy;
}

/** The note of a file that was received and is no longer there. */
export const GONE_NOTE = '文件已不在收件文件夹';

/**
 * The ledger after a run at `runAt`. What was known keeps its time, a changed file is a new receipt, a file under a
 * new name with the old content keeps its time, and what is gone stays in the list. No file was received after the
 * run that first saw it, whatever its clock says.
 */
export function mergeLedger(
  previous: readonly LedgerEntry[],
  seen: readonly SeenFile[],
  runAt: Moment,
): readonly LedgerEntry[] {
  const seenByKey = new Map(seen.flatMap((file) => (file.sha256 === '' ? [] : [[keyOf(file), file]])));
  const locked = new Set(seen.flatMap((file) => (file.sha256 === '' ? [file.path] : [])));
  const known = new Set(previous.map(keyOf));
  const added = [...seenByKey.values()].filter((file) => !known.has(keyOf(file))).sort(bySource);
  const gone = previous.filter((entry) => !seenByKey.has(keyOf(entry)) && !locked.has(entry.path));
  const renamed = matchRenamed(gone, added);
  const targets = new Map([...renamed].map(([file, entry]) => [entry, file]));
  const kept = previous.map((entry): LedgerEntry => {
    const same = seenByKey.get(keyOf(entry));
    if (same) return { ...entry, size: same.size, note: entry.note === GONE_NOTE ? null : entry.note };
    if (locked.has(entry.path)) return entry;
    const file = targets.get(entry);
    if (!file) return { ...entry, note: GONE_NOTE };
    const note = entry.note === GONE_NOTE ? null : entry.note;
    return { ...entry, path: file.path, entry: file.entry, size: file.size, note };
  });
  return [...kept, ...added.filter((file) => !renamed.has(file)).map((file) => firstEntry(file, runAt))];
}

/** Writes into the ledger what a run decided; entries of other files stay as they are. */
export function recordOutcomes(
  entries: readonly LedgerEntry[],
  files: readonly (FileSource & {
    readonly sha256: string;
    readonly disposition: Disposition;
    readonly reason: string | null;
  })[],
): readonly LedgerEntry[] {
  const byKey = new Map(files.map((file) => [keyOf(file), file]));
  return entries.map((entry) => {
    const file = byKey.get(keyOf(entry));
    return file ? { ...entry, disposition: file.disposition, note: file.reason } : entry;
  });
}

function firstEntry(file: SeenFile, runAt: Moment): LedgerEntry {
  const isKnown = file.time !== null && file.time <= runAt;
  return {
    path: file.path,
    entry: file.entry,
    sha256: file.sha256,
    size: file.size,
    firstSeenAt: runAt,
    receivedAt: isKnown ? file.time : runAt,
    receivedBy: isKnown ? file.timeBy : '首次汇总时间',
    disposition: null,
    note: null,
  };
}

/** New files whose content lay under another name that is gone, each with the entry that it continues. */
function matchRenamed(
  gone: readonly LedgerEntry[],
  added: readonly SeenFile[],
): ReadonlyMap<SeenFile, LedgerEntry> {
  const byContent = new Map<string, LedgerEntry[]>();
  for (const entry of gone) byContent.set(entry.sha256, [...(byContent.get(entry.sha256) ?? []), entry]);
  const renamed = new Map<SeenFile, LedgerEntry>();
  // Many units may send the same blank form: who kept the file name chooses first.
  const isLikely = (file: SeenFile, entry: LedgerEntry) => innerName(file) === innerName(entry);
  for (const accepts of [isLikely, () => true]) {
    for (const file of added) {
      if (renamed.has(file)) continue;
      const left = byContent.get(file.sha256) ?? [];
      const entry = left
        .filter((one) => accepts(file, one))
        .sort((a, b) => compareText(a.receivedAt, b.receivedAt))[0];
      if (entry === undefined) continue;
      renamed.set(file, entry);
      byContent.set(
        file.sha256,
        left.filter((one) => one !== entry),
      );
    }
  }
  return renamed;
}

function innerName(source: FileSource): string {
  return (source.entry ?? source.path).split('/').at(-1) ?? '';
}

function keyOf(file: FileSource & { readonly sha256: string }): string {
  return JSON.stringify([file.path, file.entry, file.sha256]);
}

function bySource(a: FileSource, b: FileSource): number {
  return compareText(a.path, b.path) || compareText(a.entry ?? '', b.entry ?? '');
}

// ---- 收件台账.xlsx

export const LEDGER_SHEET = '收件台账';

const column = (title: string, width: number) => ({ title, aliases: [] as readonly string[], width });
const LEDGER_COLUMNS = {
  number: column('序号', 7),
  path: column('文件', 52),
  entry: column('内层文件', 36),
  receivedAt: column('收到时间', 21),
  receivedBy: column('时间依据', 15),
  firstSeenAt: column('首次汇总时间', 21),
  size: column('大小（字节）', 13),
  disposition: column('处理结果', 15),
  note: column('说明', 40),
  sha256: column('内容指纹', 68),
} as const;
type LedgerColumn = keyof typeof LEDGER_COLUMNS;
const LEDGER_KEYS = Object.keys(LEDGER_COLUMNS) as LedgerColumn[];

const TEXT_STYLE: CellStyle = { ...STYLES.cell, numberFormat: NUMBER_FORMATS.text };
const CENTERED_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.text };
const SIZE_STYLE: CellStyle = { ...STYLES.number, numberFormat: NUMBER_FORMATS.integer };
const TITLE_ROWS = 3;

/** Writes 收件台账.xlsx. Times are text to the second: what is read back is exactly what was written. */
export function planLedger(entries: readonly LedgerEntry[], campaignName: string): WorkbookPlan {
  const lastColumn = LEDGER_KEYS.length;
  return {
    title: `${campaignName}${LEDGER_SHEET}`,
    sheets: [
      {
        name: LEDGER_SHEET,
        columnWidths: LEDGER_KEYS.map((key) => LEDGER_COLUMNS[key].width),
        rows: [
          {
            rowNumber: 1,
            height: 30,
            cells: [{ columnNumber: 1, value: `${campaignName}${LEDGER_SHEET}`, style: STYLES.title }],
          },
          {
            rowNumber: 2,
            height: 18,
            cells: [
              {
                columnNumber: 1,
                value:
                  '本台账由程序记录每份来件的收到时间，请保留，不要删改。收到时间有出入的，请在《活动设置》的《收件登记》里登记。',
                style: STYLES.subtitle,
              },
            ],
          },
          {
            rowNumber: TITLE_ROWS,
            height: 24,
            cells: LEDGER_KEYS.map((key, index) => ({
              columnNumber: index + 1,
              value: LEDGER_COLUMNS[key].title,
              style: STYLES.header,
            })),
          },
          ...entries.map(planEntry),
        ],
        merges: [
          { top: 1, left: 1, bottom: 1, right: lastColumn },
          { top: 2, left: 1, bottom: 2, right: lastColumn },
        ],
        freeze: { rows: TITLE_ROWS, columns: 2 },
        autoFilter: {
          top: TITLE_ROWS,
          left: 1,
          bottom: TITLE_ROWS + Math.max(1, entries.length),
          right: lastColumn,
        },
        print: {
          orientation: 'landscape',
          pagesTall: 0,
          repeatRows: { first: TITLE_ROWS, last: TITLE_ROWS },
          footer: '&C第 &P 页 共 &N 页',
        },
      },
    ],
  };
}

function planEntry(entry: LedgerEntry, index: number): PlannedRow {
  const values: Readonly<Record<LedgerColumn, string | number | null>> = {
    number: index + 1,
    path: entry.path,
    entry: entry.entry,
    receivedAt: writtenMoment(entry.receivedAt),
    receivedBy: entry.receivedBy,
    firstSeenAt: writtenMoment(entry.firstSeenAt),
    size: entry.size,
    disposition: entry.disposition === null ? null : DISPOSITION_TITLES[entry.disposition],
    note: entry.note,
    sha256: entry.sha256,
  };
  const styles: Partial<Record<LedgerColumn, CellStyle>> = {
    number: STYLES.centered,
    receivedAt: CENTERED_STYLE,
    receivedBy: CENTERED_STYLE,
    firstSeenAt: CENTERED_STYLE,
    size: SIZE_STYLE,
    disposition: CENTERED_STYLE,
  };
  return {
    rowNumber: TITLE_ROWS + 1 + index,
    cells: LEDGER_KEYS.map((key, column) => ({
      columnNumber: column + 1,
      value: values[key],
      style: styles[key] ?? TEXT_STYLE,
    })),
  };
}

function writtenMoment(moment: Moment): string {
  return `${moment.slice(0, 10)} ${moment.slice(11, 19)}`;
}

/** What is wrong with 收件台账.xlsx, located. */
export interface LedgerProblem {
  readonly sheet: string;
  readonly cell: string | null;
  readonly code:
    | 'table-missing'
    | 'column-missing'
    | 'file-missing'
    | 'bad-moment'
    | 'bad-basis'
    | 'bad-size'
    | 'bad-fingerprint';
  readonly parameters: Readonly<Record<string, string>>;
}

export type LedgerResult =
  | { readonly kind: 'ledger'; readonly entries: readonly LedgerEntry[] }
  | { readonly kind: 'damaged'; readonly problems: readonly LedgerProblem[] };

/** Reads 收件台账.xlsx. Nothing is guessed: a damaged ledger is named as such, since times of receipt hang on it. */
export function parseLedger(workbook: GridWorkbook): LedgerResult {
  const problems: LedgerProblem[] = [];
  const report: ReportLedger = (cell, code, parameters = {}) =>
    problems.push({ sheet: LEDGER_SHEET, cell, code, parameters });
  const table = findLedgerTable(workbook);
  if (table === null) report(null, 'table-missing');
  const needed: readonly LedgerColumn[] = [
    'path',
    'entry',
    'receivedAt',
    'receivedBy',
    'firstSeenAt',
    'size',
    'sha256',
  ];
  const missing = needed.filter((key) => table !== null && !table.columnNumbers.has(key));
  for (const key of missing) report(null, 'column-missing', { title: LEDGER_COLUMNS[key].title });
  if (table === null || missing.length > 0) return { kind: 'damaged', problems };
  const entries = new Map<string, LedgerEntry>();
  for (const rowNumber of usedRowNumbers(table)) {
    const entry = parseEntry(table, rowNumber, report);
    if (entry === null) continue;
    const first = entries.get(keyOf(entry));
    // A row copied by hand: the earlier receipt holds.
    if (first === undefined || entry.receivedAt < first.receivedAt) entries.set(keyOf(entry), entry);
  }
  return problems.length > 0
    ? { kind: 'damaged', problems }
    : { kind: 'ledger', entries: [...entries.values()] };
}

/** `收件台账.xlsx 的工作表《收件台账》D5：…，请…。` */
export function describeLedgerProblem(problem: LedgerProblem): string {
  const { title = '', value = '' } = problem.parameters;
  const restore = '请改回原来的内容，或从备份恢复 收件台账.xlsx';
  const texts: Readonly<Record<LedgerProblem['code'], string>> = {
    'table-missing': `没有找到台账的表头，${restore}`,
    'column-missing': `没有找到“${title}”这一列，${restore}`,
    'file-missing': `“${title}”空着，${restore}`,
    'bad-moment': `“${title}”是“${value}”，不是时间，请写成 2020-10-18 17:30:00 的样子`,
    'bad-basis': `“${title}”是“${value}”，应是以下之一：${RECEIVED_BY.join('、')}，${restore}`,
    'bad-size': `“${title}”是“${value}”，不是字节数，${restore}`,
    'bad-fingerprint': `“${title}”是“${value}”，不是64位的内容指纹，${restore}`,
  };
  return `收件台账.xlsx 的工作表《${problem.sheet}》${problem.cell ?? ''}：${texts[problem.code]}。`;
}

type ReportLedger = (
  cell: string | null,
  code: LedgerProblem['code'],
  parameters?: LedgerProblem['parameters'],
) => void;

function findLedgerTable(workbook: GridWorkbook): SheetTable | null {
  const grid = workbook.sheets.find((sheet) => foldText(sheet.sheetName) === LEDGER_SHEET);
  const columns = new Map<string, ColumnTitle>(Object.entries(LEDGER_COLUMNS));
  return grid ? findTable(grid, columns) : null;
}

function parseEntry(table: SheetTable, rowNumber: number, report: ReportLedger): LedgerEntry | null {
  const at = (key: LedgerColumn) => cellAt(table, rowNumber, key);
  // Only the running number left: the row was cleared.
  if (LEDGER_KEYS.every((key) => key === 'number' || rawText(at(key)) === null)) return null;
  const bad = (key: LedgerColumn, code: LedgerProblem['code']): null => {
    const cell = at(key)!;
    report(cell.cell, code, { title: LEDGER_COLUMNS[key].title, value: shownText(cell) });
    return null;
  };
  const path = rawText(at('path')) ?? bad('path', 'file-missing');
  const receivedAt = momentAt(at('receivedAt')!) ?? bad('receivedAt', 'bad-moment');
  const firstSeenAt = momentAt(at('firstSeenAt')!) ?? bad('firstSeenAt', 'bad-moment');
  const basis = foldText(rawText(at('receivedBy')) ?? '');
  const receivedBy = RECEIVED_BY.find((word) => word === basis) ?? bad('receivedBy', 'bad-basis');
  const size = sizeAt(at('size')!) ?? bad('size', 'bad-size');
  const fingerprint = (rawText(at('sha256')) ?? '').trim().toLowerCase();
  const sha256 = /^[0-9a-f]{64}$/.test(fingerprint) ? fingerprint : bad('sha256', 'bad-fingerprint');
  if (path === null || receivedAt === null || firstSeenAt === null) return null;
  if (receivedBy === null || size === null || sha256 === null) return null;
  const shown = rawText(at('disposition'))?.trim();
  const disposition = DISPOSITIONS.find((word) => DISPOSITION_TITLES[word] === shown) ?? null;
  const entry = rawText(at('entry'));
  return {
    path,
    entry,
    sha256,
    size,
    firstSeenAt,
    receivedAt,
    receivedBy,
    disposition,
    note: rawText(at('note')),
  };
}

/** A time as written, or as Excel turns it into a date when somebody edits the cell. */
function momentAt(cell: TableCell): Moment | null {
  if (typeof cell.value === 'string') return parseMoment(cell.value);
  if (typeof cell.value !== 'number') return null;
  const day = dateOfSerial(cell.value);
  if (day === null) return null;
  const second = Math.round((cell.value - Math.floor(cell.value)) * 86_400);
  return momentOfEpoch(epochOfMoment(momentOf(day, 0)) + second * 1000);
}

function sizeAt(cell: TableCell): number | null {
  const size = typeof cell.value === 'string' ? Number(cell.value.replaceAll(',', '')) : cell.value;
  return typeof size === 'number' && Number.isInteger(size) && size >= 0 && cell.value !== '' ? size : null;
}
