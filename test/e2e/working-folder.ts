import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import type { Unit } from '../../src/campaign/campaign.js';
import { exampleContent } from '../../src/campaign/example-campaign.js';
import { planSettings, type SettingsContent } from '../../src/campaign/plan-settings.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { parseReference } from '../../src/workbook/reference.js';
import type { PlannedValue, WorkbookPlan } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';

// A working folder in the temporary directory, and the built binary run in it. Everything here is made up.

export const ROOT = join(import.meta.dirname, '../..');
export const BINARY = join(ROOT, 'dist/cli/main.js');

/** After both deadlines of the settings below, so that nothing depends on today's date. */
export const AFTER_DEADLINE = '2020-10-26T09:00:00+08:00';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunPlace {
  readonly cwd?: string;
  readonly binary?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

/** Runs the built binary to its end. */
export function bangfu(args: readonly string[], place: RunPlace = {}): Run {
  const { binary = BINARY, env = {}, ...rest } = place;
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [binary, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
    ...rest,
  });
  if (error) throw error;
  return { code: status, stdout, stderr };
}

/** Runs aggregate after the deadline; throws with what it said when it does not end with 0. */
export function aggregate(dir: string, ...options: readonly string[]): ResultJson {
  const run = bangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE, '--json', ...options]);
  if (run.code !== 0) throw new Error(`aggregate ended with ${run.code}:\n${run.stderr}`);
  return JSON.parse(run.stdout) as ResultJson;
}

const made: string[] = [];

/** An empty folder that is gone after the test file. */
export function temporaryFolder(): string {
  if (made.length === 0)
    afterAll(() => {
      for (const folder of made) rmSync(folder, { recursive: true, force: true });
    });
  const folder = mkdtempSync(join(tmpdir(), 'bangfu-e2e-'));
  made.push(folder);
  return folder;
}

const UNIT: Unit = {
  code: '',
  name: '',
  aliases: [],
  county: '甲县',
  category: '县直部门',
  through: null,
  owes: new Set(['paired-assistance']),
  contact: null,
  phone: null,
  email: null,
};

export function unit(code: string, name: string, changes: Partial<Unit> = {}): Unit {
  return { ...UNIT, code, name, ...changes };
}

/** Two counties and one 地直单位; 甲县水利局 owes donations too. */
export const UNITS: readonly Unit[] = [
  unit('101', '甲县水利局', { aliases: ['县水利局'], owes: new Set(['paired-assistance', 'donations']) }),
  unit('102', '甲县林草局'),
  unit('201', '乙县东风镇', { county: '乙县', category: '乡镇' }),
  unit('901', '示例地区档案馆', { county: null, category: '地直部门' }),
];

/** The settings of the tests: the example with a roster of a few units. */
export async function settingsContent(changes: Partial<SettingsContent> = {}): Promise<SettingsContent> {
  return {
    ...exampleContent(await loadBuiltInForms()),
    name: '示例地区2020年结对帮扶活动月',
    prefecture: '示例地区',
    units: UNITS,
    ...changes,
  };
}

/** A cell of a settings sheet that is to be overwritten: `单位名册!B3`. */
export type CellChanges = Readonly<Record<string, PlannedValue>>;

/** Makes a working folder with 活动设置.xlsx and an empty 收件/. */
export async function workingFolder(
  changes: Partial<SettingsContent> = {},
  cells: CellChanges = {},
): Promise<string> {
  const dir = join(temporaryFolder(), '活动');
  mkdirSync(join(dir, '收件'), { recursive: true });
  await writeSettings(dir, changes, cells);
  return dir;
}

export async function writeSettings(
  dir: string,
  changes: Partial<SettingsContent> = {},
  cells: CellChanges = {},
): Promise<void> {
  const plan = planSettings(await settingsContent(changes), await loadBuiltInForms());
  const changed = Object.entries(cells).reduce(
    (current, [place, value]) => withCell(current, place, value),
    plan,
  );
  writeFileSync(join(dir, '活动设置.xlsx'), await writeWorkbook(changed));
}

function withCell(plan: WorkbookPlan, place: string, value: PlannedValue): WorkbookPlan {
  const [sheetName = '', cell = ''] = place.split('!');
  const { rowNumber, columnNumber } = parseReference(cell)!;
  return {
    ...plan,
    sheets: plan.sheets.map((sheet) => {
      if (sheet.name !== sheetName) return sheet;
      const row = sheet.rows.find((item) => item.rowNumber === rowNumber) ?? { rowNumber, cells: [] };
      const cells = [
        ...row.cells.filter((item) => item.columnNumber !== columnNumber),
        { columnNumber, value },
      ].sort((a, b) => a.columnNumber - b.columnNumber);
      return {
        ...sheet,
        rows: [...sheet.rows.filter((item) => item.rowNumber !== rowNumber), { ...row, cells }].sort(
          (a, b) => a.rowNumber - b.rowNumber,
        ),
      };
    }),
  };
}

/** The required columns of 结对帮扶活动月统计表, as its template prints them, and 说明. */
export const PAIRED_TITLE = '结对帮扶活动月统计表';
const PAIRED_HEADERS = [
  '帮扶村（社区）',
  '结对帮扶户数（户）',
  '帮扶责任人数（人）',
  '参加走访干部（人次）',
  '其中：单位领导（人次）',
  '走访户数（户）',
  '开展活动（场次）',
  '慰问户数（户）',
  '慰问金（元）',
  '慰问品折价（元）',
  '解决困难问题（件）',
  '说明',
];
export const DONATIONS_TITLE = '捐赠款物统计表';
const DONATIONS_HEADERS = [
  '捐赠单位（个人）',
  '捐赠方类型',
  '捐款人数（人）',
  '捐赠日期',
  '捐款金额（元）',
  '受赠单位（村、户）',
  '说明',
];

/** A row without any mistake: 20 户 paired, 12 visits of which 2 by leaders, 10 户 consoled with `money` + 500.50 元. */
export function villageRow(
  village: string,
  money = 2000,
  changes: Readonly<Record<number, PlannedValue>> = {},
): PlannedValue[] {
  const row: PlannedValue[] = [village, 20, 5, 12, 2, 18, 3, 10, money, 500.5, 2, null];
  return row.map((value, index) => changes[index] ?? value);
}

/** A table as somebody types it who never saw the template: title, 填报单位, one header row, rows. */
export function plainTable(
  title: string,
  unitName: string,
  headers: readonly string[],
  rows: readonly (readonly PlannedValue[])[],
): WorkbookPlan {
  const lines: readonly (readonly PlannedValue[])[] = [
    [title],
    ['填报单位：', unitName],
    ['序号', ...headers],
    ...rows.map((row, index) => [index + 1, ...row]),
  ];
  return {
    title,
    sheets: [
      {
        name: 'Sheet1',
        columnWidths: [],
        rows: lines.map((values, index) => ({
          rowNumber: index + 1,
          cells: values.map((value, column) => ({ columnNumber: column + 1, value })),
        })),
      },
    ],
  };
}

export function pairedReturn(unitName: string, rows: readonly (readonly PlannedValue[])[]): WorkbookPlan {
  return plainTable(PAIRED_TITLE, unitName, PAIRED_HEADERS, rows);
}

export function donationsReturn(unitName: string, rows: readonly (readonly PlannedValue[])[]): WorkbookPlan {
  return plainTable(DONATIONS_TITLE, unitName, DONATIONS_HEADERS, rows);
}

/** Puts a file into 收件/. */
export async function receive(
  dir: string,
  name: string,
  content: WorkbookPlan | Uint8Array | string,
): Promise<void> {
  const path = join(dir, '收件', name);
  mkdirSync(dirname(path), { recursive: true });
  const isBytes = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(path, isBytes ? content : await writeWorkbook(content));
}

/** Relative path → digest of every file below a folder; what `fingerprint` equals has not changed by a byte. */
export function fingerprint(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    files.flatMap((file) => {
      const stats = lstatSync(join(folder, file));
      if (stats.isDirectory()) return [];
      const content = stats.isFile() ? readFileSync(join(folder, file)) : 'no file';
      return [
        [file.normalize('NFC'), `${createHash('sha256').update(content).digest('hex')} ${stats.mtimeMs}`],
      ];
    }),
  );
}

export function readResult(dir: string): ResultJson {
  return JSON.parse(readFileSync(join(dir, '汇总/result.json'), 'utf8')) as ResultJson;
}

/** The cells of a sheet as `[reference parts, value]`, read back from disk. */
export function sheetOf(path: string, sheetName: string) {
  const read = readWorkbook(readFileSync(path));
  if (read.kind === 'unreadable') throw new Error(`${path}: ${read.reason.code}`);
  const sheet = read.workbook.sheets.find((item) => item.sheetName === sheetName);
  if (!sheet) throw new Error(`${path} has no sheet ${sheetName}`);
  return sheet;
}

const python = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import openpyxl']).status === 0,
);
/** False: the machine has no openpyxl, and templates cannot be filled by a program that is not ours. */
export const HAS_OPENPYXL = python !== undefined;

const FILL = `
import json, os, sys, warnings, openpyxl
warnings.simplefilter('ignore')
source, target, cells = json.load(sys.stdin)
book = openpyxl.load_workbook(source)
for place, value in cells.items():
    sheet, cell = place.split('!')
    book[sheet][cell] = value
os.makedirs(os.path.dirname(target), exist_ok=True)
book.save(target)
`;

/** Fills cells (`工作表!B6`) of a workbook by openpyxl, as a unit would by Excel, and saves it elsewhere. */
export function fillWorkbook(
  source: string,
  target: string,
  cells: Readonly<Record<string, string | number>>,
): void {
  const { status, stderr } = spawnSync(python!, ['-c', FILL], {
    input: JSON.stringify([source, target, cells]),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
