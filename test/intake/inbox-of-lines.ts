import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type AggregateResult, aggregate, type RunOptions } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import type { Unit } from '../../src/campaign/campaign.js';
import { exampleContent } from '../../src/campaign/example-campaign.js';
import { planSettings, type SettingsContent } from '../../src/campaign/plan-settings.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';

// A working folder that many lines of the list share: each test puts files of its own two units into it, one run
// of aggregate reads them all, and each test looks at what became of its own.

export type FormKey = 'paired-assistance' | 'donations' | 'wishes';

/** Content by file name; a name may have folders in it. */
export type Arrivals = Readonly<Record<string, Uint8Array | string>>;

/** `[file name, entry, disposition]`; the name below the test's own folder. */
type FileSeen = readonly [name: string, entry: string | null, disposition: string];

/** What a run made of the files of one test. */
export interface Seen {
  readonly unit: Unit;
  /** A second unit, for lines that need one. */
  readonly neighbour: Unit;
  readonly files: readonly FileSeen[];
  /** `[cell, rule]` of every finding in the test's files, open or not. */
  readonly findings: readonly (readonly [cell: string | null, rule: string])[];
  readonly reasons: readonly (string | null)[];
  /** Messages and what to do, of the findings in order. */
  readonly messages: readonly string[];
  /** The unit's own totals in result.json, amounts in 元; null when nothing of it counts. */
  totals(form: FormKey, of?: Unit): Readonly<Record<string, number>> | null;
  status(form: FormKey, of?: Unit): string | undefined;
  /** A field's values in the rows that count, as they are inside: cents, ISO dates, texts. */
  values(form: FormKey, field: string, of?: Unit): readonly (string | number | null)[];
}

interface Planned {
  readonly folder: string;
  readonly unit: Unit;
  readonly neighbour: Unit;
  readonly arrive: (unit: Unit, neighbour: Unit) => Arrivals | Promise<Arrivals>;
}

/** Files that ask for too much, and programs that are started first, take a while on a busy machine. */
const PATIENCE = 600_000;

/** After all deadlines, so that nothing depends on today's date. */
export const AS_OF = '2020-10-26T09:00:00+08:00';

const FIRST = '和平红旗东风胜利团结建设民主幸福光明前进向阳新华长征跃进友谊'.match(/../gu)!;
const LAST = [
  '水利局',
  '林草局',
  '教育局',
  '财政局',
  '审计局',
  '统计局',
  '民政局',
  '司法局',
  '档案馆',
  '文化馆',
];

/** A made-up unit; the numbers make 150 different names, none of which is part of another. */
export function madeUpUnit(index: number): Unit {
  return {
    code: `U${String(index).padStart(4, '0')}`,
    name: `${FIRST[Math.floor(index / LAST.length) % FIRST.length]}${LAST[index % LAST.length]}`,
    aliases: [],
    county: '甲县',
    category: '县直部门',
    through: null,
    owes: new Set<FormKey>(['paired-assistance', 'donations', 'wishes']),
    contact: null,
    phone: null,
    email: null,
  };
}

/** An empty folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bangfu-intake-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const NOTHING_SUSPECTED: SettingsContent['suspicions'] = new Set();

/** The settings of a made-up prefecture with these units. */
export async function settingsOf(
  units: readonly Unit[],
  changes: Partial<SettingsContent> = {},
): Promise<SettingsContent> {
  const example = exampleContent(await loadBuiltInForms());
  return {
    ...example,
    name: '示例地区2020年结对帮扶活动月',
    prefecture: '示例地区',
    tasks: example.tasks.map((task) => ({ ...task, title: task.title.replace('塔城地区', '示例地区') })),
    units,
    // The lines speak of one return each. Beside the others of such an inbox many of them are odd.
    suspicions: NOTHING_SUSPECTED,
    ...changes,
  };
}

/** Writes 活动设置.xlsx and an empty 收件/. */
export async function makeWorkingFolder(dir: string, settings: SettingsContent): Promise<void> {
  mkdirSync(join(dir, '收件'), { recursive: true });
  writeFileSync(
    join(dir, '活动设置.xlsx'),
    await writeWorkbook(planSettings(settings, await loadBuiltInForms())),
  );
}

/** Puts files below a folder of 收件/. */
export function receive(dir: string, arrivals: Arrivals): void {
  for (const [name, content] of Object.entries(arrivals)) {
    const path = join(dir, '收件', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}

/** The options of a run of these tests. */
export async function runOptions(dir: string, changes: Partial<RunOptions> = {}) {
  return {
    dir,
    forms: await loadBuiltInForms(),
    runAt: AS_OF,
    asOf: AS_OF,
    tool: { name: 'bangfu', version: '0.0.0' },
    onProgress: () => {},
    out: null,
    ...changes,
  };
}

/** A working folder shared by the tests of one describe. */
export function inboxOfLines(changes: Partial<SettingsContent> = {}) {
  const planned: Planned[] = [];
  const dir = join(temporaryFolder(), '活动');
  let run: AggregateResult | null = null;

  beforeAll(async () => {
    await makeWorkingFolder(
      dir,
      await settingsOf(
        planned.flatMap((item) => [item.unit, item.neighbour]),
        changes,
      ),
    );
    for (const { folder, unit, neighbour, arrive } of planned) {
      const arrivals = await arrive(unit, neighbour);
      receive(
        dir,
        Object.fromEntries(Object.entries(arrivals).map(([name, content]) => [`${folder}/${name}`, content])),
      );
    }
    run = await aggregate(await runOptions(dir));
  }, PATIENCE);

  return {
    dir,
    /** The test of one line: what arrives from its unit, and what must be seen of it after the run. */
    arrives: (arrive: Planned['arrive'], check: (seen: Seen) => void | Promise<void>) => {
      const index = planned.length;
      const item: Planned = {
        folder: String(index + 1).padStart(3, '0'),
        unit: madeUpUnit(2 * index),
        neighbour: madeUpUnit(2 * index + 1),
        arrive,
      };
      planned.push(item);
      return () => check(seenOf(run!, item));
    },
    /** What the run wrote. */
    outputs: (): readonly string[] => run!.result.outputs.map((path) => join(dir, path)),
  };
}

function seenOf({ summary, result }: AggregateResult, { folder, unit, neighbour }: Planned): Seen {
  const isMine = (path: string) => path.startsWith(`收件/${folder}/`);
  const files = result.files.filter((file) => isMine(file.path));
  const findings = result.findings.filter((finding) => isMine(finding.path));
  const fieldIndex = (form: FormKey, field: string) =>
    summary.forms.find((item) => item.key === form)!.fields.findIndex((item) => item.key === field);
  return {
    unit,
    neighbour,
    files: files.map((file) => [file.path.slice(`收件/${folder}/`.length), file.entry, file.disposition]),
    reasons: files.map((file) => file.reason),
    findings: findings.map((finding) => [finding.cell, finding.rule]),
    messages: findings.map((finding) => `${finding.message}；${finding.fix}`),
    totals: (form, of = unit) => result.totals[form]!.units[of.code] ?? null,
    status: (form, of = unit) =>
      result.completeness.find((entry) => entry.unit === of.code && entry.form === form)?.status,
    values: (form, field, of = unit) =>
      summary.counted
        .filter((submission) => submission.unit === of.code && submission.form === form)
        .flatMap((submission) => submission.records)
        .map((record) => record.values[fieldIndex(form, field)]!),
  };
}
