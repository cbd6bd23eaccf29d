import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { aggregate, inspect } from '../../src/app/aggregate.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { resultSchema } from '../../src/report/result/result-schema.js';
import { type Change, faults, fileError, noFaults } from './failing-file-system.js';
import {
  AS_OF,
  madeUpUnit,
  makeWorkingFolder,
  receive,
  runOptions,
  settingsOf,
  temporaryFolder,
} from './inbox-of-lines.js';
import { linesOf } from './lines.js';
import { donationsSheet, firstDonation, secondDonation, xlsxOf } from './typed-workbook.js';

// “The run” of the list: what may happen to a run, and what must be there afterwards.

vi.mock('node:fs', async (original) =>
  (await import('./failing-file-system.js')).failing(await original<typeof import('node:fs')>()),
);

// Pictures take most of a run's time, and nothing here looks at them.
const { NO_PICTURE } = vi.hoisted(() => ({ NO_PICTURE: Uint8Array.of(0x89, 0x50, 0x4e, 0x47) }));
vi.mock('../../src/chart/canvas.js', () => ({ renderChart: () => NO_PICTURE }));
vi.mock('../../src/chart/paint-phone-picture.js', () => ({ paintPhonePicture: () => NO_PICTURE }));

const { line, eachLineHasOneTest } = linesOf('The run');

const UNITS = [0, 1, 2, 3].map(madeUpUnit);
const [FIRST, SECOND, THIRD, LATE] = UNITS as [Unit, Unit, Unit, Unit];
type Unit = ReturnType<typeof madeUpUnit>;

/** Both donations, 560.50 元. */
function donationsOf(unit: Unit): Promise<Uint8Array> {
  return xlsxOf([donationsSheet(unit, [firstDonation(unit), secondDonation(unit)])]);
}

const root = temporaryFolder();
let folders = 0;
let dir = '';

beforeEach(async () => {
  dir = join(root, `活动${++folders}`);
  await makeWorkingFolder(dir, await settingsOf(UNITS));
  receive(dir, {
    '甲县/a.xlsx': await donationsOf(FIRST),
    [`m ${SECOND.name}.xlsx`]: await donationsOf(SECOND),
    [`z ${THIRD.name}.xlsx`]: await donationsOf(THIRD),
  });
});
afterEach(noFaults);

async function run(changes: Parameters<typeof runOptions>[1] = {}): Promise<ResultJson> {
  return (await aggregate(await runOptions(dir, changes))).result;
}

/** The money that counts, by unit; null for a unit of which nothing does. */
function moneyOf(result: ResultJson): readonly (number | null)[] {
  return UNITS.map((unit) => result.totals.donations!.units[unit.code]?.money ?? null);
}

function statusOf(result: ResultJson, unit: Unit): string | undefined {
  return result.completeness.find((entry) => entry.unit === unit.code && entry.form === 'donations')?.status;
}

function fileOf(result: ResultJson, part: string): ResultJson['files'][number] {
  return result.files.find((file) => file.path.includes(part))!;
}

/** Path → digest of every file below a folder; with `times`, when it was changed, too. */
function contentOf(folder: string, times = false): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    paths
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => {
        const digest = createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex');
        return [path, times ? `${digest} ${statSync(join(folder, path)).mtimeMs}` : digest];
      }),
  );
}

const outputs = () => contentOf(join(dir, '汇总'));
const inbox = () => contentOf(join(dir, '收件'), true);

/** A set of outputs is whole when it holds what its result.json names, and nothing else. */
function expectWhole(set: Readonly<Record<string, string>>): void {
  const result = JSON.parse(readFileSync(join(dir, '汇总/result.json'), 'utf8')) as ResultJson;
  expect(resultSchema.safeParse(result).error).toBeUndefined();
  expect(Object.keys(set).map((path) => `汇总/${path}`)).toEqual(expect.arrayContaining([...result.outputs]));
  expect(Object.keys(set).length).toBe(result.outputs.length);
}

describe('The run', () => {
  it(line('twice-totals'), async () => {
    const first = await run();
    const second = await run({ runAt: '2020-10-28T17:30:00+08:00', asOf: '2020-10-28T17:30:00+08:00' });
    expect(moneyOf(first)).toEqual([560.5, 560.5, 560.5, null]);
    expect(first.totals.donations!.prefecture).toMatchObject({ rows: 6, money: 1681.5 });
    expect(second.totals).toEqual(first.totals);
  });

  it(line('twice-result'), async () => {
    receive(dir, { '坏的.xlsx': 'PK\u0003\u0004', '照片.png': '\u0089PNG\r\n', '~$a.xlsx': 'x' });
    await run();
    const first = readFileSync(join(dir, '汇总/result.json'), 'utf8');
    await run({ runAt: '2020-10-28T17:30:00+08:00', asOf: '2020-10-28T17:30:00+08:00' });
    const second = readFileSync(join(dir, '汇总/result.json'), 'utf8');
    expect(first).not.toBe(second);
    expect(second.replace('2020-10-28T17:30:00+08:00', AS_OF)).toBe(first);
    expectWhole(outputs());
  });

  it(line('open-inbox'), async () => {
    const before = inbox();
    for (const code of ['EBUSY', 'EPERM', 'EACCES']) {
      faults.onRead = (path) => (path.endsWith(`m ${SECOND.name}.xlsx`) ? fileError(code, path) : null);
      const result = await run();
      noFaults();
      expect(moneyOf(result)).toEqual([560.5, null, 560.5, null]);
      expect(fileOf(result, SECOND.name)).toMatchObject({
        disposition: 'unreadable',
        reason: expect.stringMatching(/打开|权限/),
      });
      expect(statusOf(result, SECOND)).toBe('pending');
      expectWhole(outputs());
    }
    // Excel writes such a file beside the one that is open in it.
    receive(dir, { [`~$m ${SECOND.name}.xlsx`]: '\u0005张三' });
    const closed = await run();
    expect(moneyOf(closed)).toEqual([560.5, 560.5, 560.5, null]);
    expect(fileOf(closed, '~$m').disposition).toBe('ignored');
    rmSync(join(dir, '收件', `~$m ${SECOND.name}.xlsx`));
    expect(inbox()).toEqual(before);
  });

  // On Windows a folder cannot be renamed or removed while a file in it is open.
  it(line('open-outputs'), async () => {
    await run();
    const old = outputs();
    receive(dir, { '后来的.xlsx': await donationsOf(LATE) });
    const isOutputs = ({ operation, path }: Change) =>
      (operation === 'renameSync' && path === join(dir, '汇总')) ||
      (operation === 'rmSync' && path.startsWith(join(dir, '汇总')));
    for (const code of ['EBUSY', 'EPERM']) {
      faults.onChange = (change) => (isOutputs(change) ? fileError(code, change.path) : null);
      await expect(run()).rejects.toMatchObject({
        name: 'UsageError',
        message: expect.stringContaining('原有文件未动'),
      });
      noFaults();
      expect(outputs()).toEqual(old);
    }
    // The folder is away already, and the new one cannot take its place.
    faults.onChange = ({ operation, path }) =>
      operation === 'renameSync' && /\.新$/.test(path) && !path.includes('台账')
        ? fileError('EBUSY', path)
        : null;
    await expect(run()).rejects.toMatchObject({ name: 'UsageError' });
    noFaults();
    expect(outputs()).toEqual(old);
    expectWhole(outputs());
    expect(moneyOf(await run())).toEqual([560.5, 560.5, 560.5, 560.5]);
  });

  it(line('vanishes'), async () => {
    await run();
    const gone = join(dir, '收件', `z ${THIRD.name}.xlsx`);
    const result = await run({
      // It was listed, and is away before it is its turn.
      onProgress: (step) => {
        if (step === '读取来件') rmSync(gone, { force: true });
      },
    });
    expect(existsSync(gone)).toBe(false);
    expect(moneyOf(result)).toEqual([560.5, 560.5, null, null]);
    expect(fileOf(result, THIRD.name)).toMatchObject({
      disposition: 'unreadable',
      reason: expect.stringContaining('不存在'),
    });
    expectWhole(outputs());
    const next = await run();
    expect(moneyOf(next)).toEqual([560.5, 560.5, null, null]);
    expect(next.files.length).toBe(2);
  });

  it(line('full-disk'), async () => {
    await run();
    const old = outputs();
    receive(dir, { '后来的.xlsx': await donationsOf(LATE) });
    const restore = keep();
    const before = inbox();
    const writes = (await changesOfARun()).filter(({ operation }) => operation === 'writeFileSync').length;
    expect(writes).toBeGreaterThan(Object.keys(old).length);
    for (const failsAt of [1, 2, Math.round(writes / 2), writes]) {
      restore();
      let count = 0;
      faults.onChange = ({ operation, path }) =>
        operation === 'writeFileSync' && ++count >= failsAt ? fileError('ENOSPC', path) : null;
      await expect(run()).rejects.toMatchObject({
        name: 'UsageError',
        details: expect.arrayContaining([expect.stringContaining('磁盘空间不足')]),
      });
      noFaults();
      expect(outputs()).toEqual(old);
      expectWhole(outputs());
      expect(inbox()).toEqual(before);
    }
    expect(moneyOf(await run())).toEqual([560.5, 560.5, 560.5, 560.5]);
    expectWhole(outputs());
  });

  it(line('kill'), async () => {
    await run();
    const old = outputs();
    receive(dir, { '后来的.xlsx': await donationsOf(LATE) });
    const restore = keep();
    const changes = await changesOfARun();
    const fresh = outputs();
    expectWhole(fresh);
    expect(fresh['result.json']).not.toBe(old['result.json']);

    const left = new Set<string>();
    for (const stopsAt of telling(changes)) {
      restore();
      let count = 0;
      // From here on nothing reaches the disk any more, as after a kill.
      faults.onChange = ({ path }) => (count++ >= stopsAt ? fileError('EIO', path) : null);
      await run().catch(() => {});
      noFaults();
      // Any command puts back what was left.
      await inspect(await runOptions(dir));
      const set = outputs();
      expectWhole(set);
      expect([old, fresh]).toContainEqual(set);
      left.add(set['result.json']!);
    }
    // Some of the moments lay before the swap and some behind it.
    expect(left.size).toBe(2);
    await run();
    expect(outputs()).toEqual(fresh);
    expect(readdirSync(dir).sort()).toEqual(['收件', '收件台账.xlsx', '汇总', '活动设置.xlsx'].sort());
  });

  it(line('inbox-untouched'), async () => {
    receive(dir, {
      '空的.xlsx': '',
      '照片.jpg': '\u00ff\u00d8\u00ff',
      '~$锁.xlsx': 'x',
      '.DS_Store': 'Bud1',
      '子文件夹/说明.txt': '请查收',
    });
    mkdirSync(join(dir, '收件/空文件夹'));
    const before = inbox();
    const writes: string[] = [];
    faults.onChange = ({ path }) => {
      if (path.startsWith(join(dir, '收件/'))) writes.push(path);
      return null;
    };
    await run();
    await run();
    await inspect(await runOptions(dir));
    expect(inbox()).toEqual(before);
    expect(writes).toEqual([]);
    expect(existsSync(join(dir, '收件/空文件夹'))).toBe(true);
  });

  it(line('one-bad-file'), async () => {
    const whole = await donationsOf(LATE);
    // Before, between and behind the good ones in the order of names.
    const bad = {
      '0 空的.xlsx': new Uint8Array(),
      'b 没传完.xlsx': whole.slice(0, whole.length / 2),
      'n 随机.xlsx': whole.map((byte, index) => (index % 7 === 3 ? byte ^ 0x5a : byte)),
      'zz 不是压缩包.xlsx': new TextEncoder().encode('PK\u0003\u0004\u0000\u0000不是压缩包\u0000'),
    };
    receive(dir, bad);
    const result = await run();
    expect(moneyOf(result)).toEqual([560.5, 560.5, 560.5, null]);
    for (const name of Object.keys(bad)) {
      expect([name, fileOf(result, name)]).toEqual([
        name,
        expect.objectContaining({
          disposition: 'unreadable',
          reason: expect.stringMatching(/[\u4e00-\u9fff]/),
        }),
      ]);
    }
    expect(result.files.length).toBe(7);
    expectWhole(outputs());
  });

  eachLineHasOneTest();
});

/** What a run changes on the disk, in order. */
async function changesOfARun(): Promise<readonly Change[]> {
  const changes: Change[] = [];
  faults.onChange = (change) => {
    changes.push(change);
    return null;
  };
  await run();
  noFaults();
  return changes;
}

/** The moments that tell: every change but writing and making folders, of which first and last will do. */
function telling(changes: readonly Change[]): readonly number[] {
  const isCommon = ({ operation }: Change) => operation === 'writeFileSync' || operation === 'mkdirSync';
  const common = changes.flatMap((change, index) => (isCommon(change) ? [index] : []));
  const rare = changes.flatMap((change, index) => (isCommon(change) ? [] : [index, index + 1]));
  return [...new Set([common[0]!, common[1]!, common.at(-1)!, ...rare])]
    .filter((index) => index < changes.length)
    .sort((a, b) => a - b);
}

/** Keeps what a run may change as it is; the function that is given back brings it back to that. */
function keep(): () => void {
  const kept = `${dir}.原样`;
  const changing = (folder: string) => readdirSync(folder).filter((name) => name !== '收件');
  for (const name of changing(dir)) cpSync(join(dir, name), join(kept, name), { recursive: true });
  return () => {
    for (const name of changing(dir)) rmSync(join(dir, name), { recursive: true, force: true });
    for (const name of changing(kept)) cpSync(join(kept, name), join(dir, name), { recursive: true });
  };
}
