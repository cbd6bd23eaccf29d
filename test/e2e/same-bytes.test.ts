import { createHash } from 'node:crypto';
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeSample } from '../../src/app/write-sample.js';
import { AFTER_DEADLINE, bangfu, temporaryFolder } from './working-folder.js';

// The same folder and the same --as-of give the same bytes: in a folder of another name, on another day, in another
// time zone and language, from files that were laid there in another order, read by another number of threads.

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const FINALIZED_AT = '2020-10-27T10:00:00+08:00';
const LATER = '2020-11-02T09:00:00+08:00';

/** Loaded before the binary, in its threads too: the clock of another day. */
const OTHER_CLOCK = `
const Real = Date;
const ahead = (400 * 24 * 3600 + 12345) * 1000;
globalThis.Date = class Date extends Real {
  constructor(...args) { if (args.length === 0) super(Real.now() + ahead); else super(...args); }
  static now() { return Real.now() + ahead; }
};
`;

interface Machine {
  readonly dir: string;
  /** Where the command is typed, and how the folder is written there. */
  readonly cwd: string;
  readonly name: string;
  readonly jobs: string;
  readonly env: Readonly<Record<string, string>>;
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => lstatSync(join(folder, path)).isFile())
    .sort();

/** Files one by one, so that the folder lists them in the order in which they came, where it lists them so. */
function copyInOrder(from: string, to: string, paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(join(from, path), join(to, path));
  }
}

/** Every file below the working folder, by its digest. */
const digests = (dir: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    filesBelow(dir).map((path) => [
      path.normalize('NFC'),
      createHash('sha256')
        .update(readFileSync(join(dir, path)))
        .digest('hex'),
    ]),
  );

function run({ cwd, name, env }: Machine, command: string, ...options: readonly string[]): string {
  const ended = bangfu([command, name, ...options], { cwd, env });
  expect([ended.code, ended.stderr]).toEqual([0, expect.not.stringContaining('    at ')]);
  return ended.stdout;
}

let machines: readonly [Machine, Machine];

beforeAll(async () => {
  const forms = await loadBuiltInForms();
  const root = temporaryFolder();
  const source = join(root, '活动');
  await writeSample(source, { counties: 2, units: 14, seed: 9, defects: 0.3 }, forms, () => undefined);
  // The first run writes down when each file came: a copy cannot keep when a file was made, the ledger does.
  expect(bangfu(['aggregate', source, '--as-of', AFTER_DEADLINE]).code).toBe(0);
  rmSync(join(source, '汇总'), { recursive: true });
  const paths = filesBelow(source);
  const [one, other] = [join(root, '一/活动'), join(root, '另一台 电脑/2020年 十月(复制)')];
  copyInOrder(source, one, paths);
  copyInOrder(source, other, paths.toReversed());
  const clock = join(root, 'clock.cjs');
  writeFileSync(clock, OTHER_CLOCK);
  machines = [
    { dir: one, cwd: root, name: one, jobs: '1', env: { TZ: 'UTC', LC_ALL: 'C' } },
    {
      dir: other,
      cwd: dirname(other),
      name: basename(other),
      jobs: '3',
      env: { TZ: 'Asia/Shanghai', LC_ALL: 'zh_CN.UTF-8', NODE_OPTIONS: `--require=${clock}` },
    },
  ];
});

describe('two machines, the same folder', () => {
  it('templates, then aggregate: every file of 模板/ and 汇总/, and the ledger', () => {
    const [one, other] = machines.map((machine) => {
      run(machine, 'templates');
      const said = run(machine, 'aggregate', '--as-of', AFTER_DEADLINE, '--jobs', machine.jobs, '--json');
      return { said, made: digests(machine.dir) };
    });
    expect(one!.made).toEqual(other!.made);
    expect(one!.said).toBe(other!.said);
    const kinds = new Set(
      Object.keys(one!.made)
        .filter((path) => path.startsWith('汇总/'))
        .map((path) => path.split('.').at(-1)),
    );
    expect([...kinds].sort()).toEqual(['docx', 'eml', 'html', 'json', 'png', 'txt', 'xlsx']);
  });

  it('finalize, then files that went, came and changed: 定稿/, 变动情况 and the summaries', () => {
    const returns = filesBelow(join(machines[0].dir, '收件')).filter((path) => /^[^~]*\.xlsx$/.test(path));
    const [gone, replaced, by] = [returns[0]!, returns[3]!, returns[6]!];
    const ledger = (machine: Machine) => join(machine.dir, '收件台账.xlsx');
    const [one, other] = machines.map((machine) => {
      run(machine, 'finalize', '--as-of', FINALIZED_AT, '--note', '第一次上报');
      rmSync(join(machine.dir, '收件', gone));
      copyFileSync(join(machine.dir, '收件', by), join(machine.dir, '收件', replaced));
      // When the new file came is an input too: it came on the first machine, whose ledger goes with the folder.
      if (machine === machines[1]) copyFileSync(ledger(machines[0]), ledger(machine));
      run(machine, 'aggregate', '--as-of', LATER, '--jobs', machine.jobs);
      return digests(machine.dir);
    });
    expect(one).toEqual(other);
    expect(Object.keys(one!)).toContain('汇总/变动情况.xlsx');
  });

  it('disclose: every file of 公示/', () => {
    const [one, other] = machines.map((machine) => {
      run(machine, 'disclose', '--as-of', LATER, '--from', '2020-11-03');
      return digests(join(machine.dir, '公示'));
    });
    expect(one).toEqual(other);
    expect(Object.keys(one!).filter((path) => path.endsWith('.xlsx')).length).toBeGreaterThan(1);
  });
});
