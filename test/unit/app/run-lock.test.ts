import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunIdentity, whileLocked } from '../../../src/app/run-lock.js';
import { UsageError } from '../../../src/app/usage-error.js';

const failing = vi.hoisted(() => ({ code: null as string | null }));

vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof import('node:fs')>();
  const orFail =
    (operate: (...args: never[]) => unknown) =>
    (...args: never[]): unknown => {
      if (failing.code !== null)
        throw Object.assign(new Error(`${failing.code}: injected`), { code: failing.code });
      return operate(...args);
    };
  return { ...actual, mkdirSync: orFail(actual.mkdirSync), writeFileSync: orFail(actual.writeFileSync) };
});

let folder = '';
/** Ids of the processes that run on the computer of the test. */
const alive = new Set<number>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bangfu-lock-'));
  alive.clear();
});
afterEach(() => {
  failing.code = null;
  rmSync(folder, { recursive: true, force: true });
});

function run(pid: number, changes: Partial<RunIdentity> = {}): RunIdentity {
  alive.add(pid);
  return {
    pid,
    host: 'OFFICE-1',
    startedAt: '2020-10-26T09:00:00+08:00',
    isRunning: (other) => alive.has(other),
    ...changes,
  };
}

/** What a process that is killed while it works leaves behind. */
async function leaveBehind(identity: RunIdentity): Promise<void> {
  void whileLocked([folder], identity, () => new Promise(() => undefined));
  await vi.waitFor(() => expect(claims().length).toBeGreaterThan(0));
  alive.delete(identity.pid);
}

const claims = () => (existsSync(join(folder, '.bangfu')) ? readdirSync(join(folder, '.bangfu')) : []);

async function refusalOf(action: () => Promise<unknown>): Promise<string> {
  const error = await action().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UsageError);
  return [(error as UsageError).message, ...(error as UsageError).details].join('\n');
}

describe('whileLocked', () => {
  it('gives back what the work gives, and leaves nothing in the folder', async () => {
    expect(await whileLocked([folder], run(1), async () => claims().length)).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves nothing when the work fails either', async () => {
    const failed = whileLocked([folder], run(1), async () => {
      throw new Error('a bug');
    });
    await expect(failed).rejects.toThrow('a bug');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps what else lies in .bangfu/', async () => {
    mkdirSync(join(folder, '.bangfu'));
    writeFileSync(join(folder, '.bangfu/cache'), 'kept');
    await whileLocked([folder], run(1), async () => undefined);
    expect(claims()).toEqual(['cache']);
  });

  it('of a second run does not begin its work: it says who is at work, since when, and what to do', async () => {
    const text = await whileLocked([folder], run(4711), () =>
      refusalOf(() =>
        whileLocked([folder], run(4712, { startedAt: '2020-10-26T09:05:00+08:00' }), async () => {
          expect.unreachable();
        }),
      ),
    );
    expect(text).toContain('另一个 bangfu 正在处理这个文件夹，请等它结束再运行');
    expect(text).toContain('开始于 2020年10月26日 09:00，电脑 OFFICE-1，进程 4711');
    expect(text).toContain(
      `确认没有在运行的，删去“${join(folder, '.bangfu/运行中-20201026T090000-4711-OFFICE-1')}”再试`,
    );
    // The refused run has left nothing, and the folder is free again.
    expect(await whileLocked([folder], run(4712), async () => claims().length)).toBe(1);
  });

  it('waits for a run that is soon done', async () => {
    let isDone = false;
    const first = whileLocked([folder], run(1), async () => {
      await pause(120);
      isDone = true;
    });
    expect(await whileLocked([folder], run(2), async () => isDone)).toBe(true);
    await first;
  });

  it('of a killed run is taken over, whoever comes first in time', async () => {
    for (const startedAt of ['2020-10-26T08:00:00+08:00', '2020-10-26T10:00:00+08:00']) {
      await leaveBehind(run(66, { startedAt }));
      expect(await whileLocked([folder], run(67), async () => claims().length)).toBe(1);
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('asks with the time too, for ids are given again', async () => {
    await leaveBehind(run(66, { startedAt: '2020-10-20T08:00:00+08:00' }));
    alive.add(66);
    const isRunning = (pid: number, since: string) => pid === 66 && since > '2020-10-26T00:00:00+08:00';
    expect(await whileLocked([folder], run(67, { isRunning }), async () => 'begun')).toBe('begun');
  });

  it('of a run on another computer is never taken over: nothing is known of that process here', async () => {
    await leaveBehind(run(66, { host: 'OFFICE-2' }));
    const text = await refusalOf(() => whileLocked([folder], run(67), async () => undefined));
    expect(text).toContain('电脑 OFFICE-2，进程 66');
    expect(text).toContain('那是另一台电脑，这里看不出它是否还在运行');
    rmSync(join(folder, '.bangfu', claims()[0]!));
    expect(await whileLocked([folder], run(67), async () => 'begun')).toBe('begun');
  });

  it('takes a name of a computer that no file name can hold', async () => {
    const host = 'a/b:c 张三的电脑';
    await leaveBehind(run(66, { host }));
    expect(await whileLocked([folder], run(67, { host }), async () => claims().length)).toBe(1);
  });

  it('refuses the same run twice at once', async () => {
    const text = await whileLocked([folder], run(1), () =>
      refusalOf(() => whileLocked([folder], run(1), async () => undefined)),
    );
    expect(text).toContain('另一个 bangfu 正在处理这个文件夹');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['for nothing', []],
    ['for what a killed run left', [66]],
  ])('is never held by two of many runs that begin at once, %s', async (_, dead) => {
    for (const pid of dead) await leaveBehind(run(pid));
    const runs = 12;
    let working = 0;
    let most = 0;
    let refused = 0;
    const outcomes = await Promise.allSettled(
      Array.from({ length: runs }, async (_item, index) => {
        const work = async () => {
          most = Math.max(most, ++working);
          // Until nobody is left who could still get in.
          await vi.waitUntil(() => working + refused === runs, { timeout: 60_000 });
        };
        await whileLocked([folder], run(100 + index), work).catch((error: unknown) => {
          refused++;
          throw error;
        });
      }),
    );
    expect(most).toBe(1);
    // Not all step back before each other: one gets to work.
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled').length).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of several folders is one lock: none of them, or all', async () => {
    const folders = ['a', 'b'].map((name) => join(folder, name));
    for (const path of folders) mkdirSync(path);
    await whileLocked([folders[1]!], run(1), async () => {
      await refusalOf(() => whileLocked(folders, run(2), async () => undefined));
      expect(readdirSync(folders[0]!)).toEqual([]);
    });
    await whileLocked([...folders, join(folders[0]!, '../a')], run(2), async () => {
      expect(folders.map((path) => readdirSync(join(path, '.bangfu')).length)).toEqual([1, 1]);
    });
  });

  it.each([
    ['EACCES', '没有权限'],
    ['EROFS', '所在的磁盘是只读的'],
    ['ENOSPC', '所在的磁盘空间不足'],
  ])('in a folder that cannot be written (%s) says so and begins nothing', async (code, reason) => {
    failing.code = code;
    const text = await refusalOf(() => whileLocked([folder], run(1), async () => expect.unreachable()));
    expect(text).toContain('没有写成，原有文件未动');
    expect(text).toContain(reason);
  });

  it('without an identity only does the work', async () => {
    expect(await whileLocked([folder], undefined, async () => claims().length)).toBe(0);
  });
});
