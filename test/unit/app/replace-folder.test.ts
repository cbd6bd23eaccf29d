import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type OutputFile,
  replaceFile,
  replaceFolder,
  replaceOutputs,
  restoreFolder,
} from '../../../src/app/replace-folder.js';
import { UsageError } from '../../../src/app/usage-error.js';

// Every operation by which the file system is changed can be made to fail, or to be the last one of a killed process.

type Operation = 'renameSync' | 'rmSync' | 'writeFileSync' | 'mkdirSync' | 'cpSync' | 'fsyncSync';

const disk = vi.hoisted(() => ({
  /** Called before each operation with the names of what it works on; what it throws is the operation's failure. */
  before: (_operation: Operation, _paths: readonly string[]): void => undefined,
  /** Milliseconds that the code wanted to wait between attempts; no time passes. */
  waits: [] as number[],
}));

vi.mock('node:fs', async (importActual) => {
  const actual = await importActual<typeof import('node:fs')>();
  const watched = (operation: Operation) =>
    function operate(...args: unknown[]): unknown {
      disk.before(
        operation,
        args.filter((arg) => typeof arg === 'string'),
      );
      return (actual[operation] as (...all: unknown[]) => unknown)(...args);
    };
  const operations: readonly Operation[] = [
    'renameSync',
    'rmSync',
    'writeFileSync',
    'mkdirSync',
    'cpSync',
    'fsyncSync',
  ];
  return { ...actual, ...Object.fromEntries(operations.map((operation) => [operation, watched(operation)])) };
});
vi.mock('node:timers/promises', () => ({
  setTimeout: async (milliseconds: number) => {
    disk.waits.push(milliseconds);
  },
}));

const OLD: readonly OutputFile[] = [
  { path: '汇总表.xlsx', bytes: 'old total' },
  { path: '县级汇总/甲县.xlsx', bytes: 'old county' },
  { path: '底稿/丙县.xlsx', bytes: 'a county that is no longer there' },
];
const NEW: readonly OutputFile[] = [
  { path: '汇总表.xlsx', bytes: 'new total' },
  { path: '县级汇总/甲县.xlsx', bytes: 'new county' },
  { path: '县级汇总/乙县.xlsx', bytes: 'another county' },
];
const REMARK: OutputFile = { path: '批示/领导批示.txt', bytes: '请各县抓紧' };
const isOurs = (path: string) => OLD.some((file) => file.path === path);

const setOf = (files: readonly OutputFile[]) =>
  Object.fromEntries(files.map((file) => [file.path, file.bytes]));
const OLD_SET = setOf([...OLD, REMARK]);
const NEW_SET = setOf([...NEW, REMARK]);

let place = '';
const outputs = () => join(place, '汇总');

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'bangfu-swap-'));
});
afterEach(() => {
  heal();
  rmSync(place, { recursive: true, force: true });
});

function heal(): void {
  disk.before = () => undefined;
  disk.waits.length = 0;
}

function put(folder: string, files: readonly OutputFile[]): void {
  for (const { path, bytes } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** Path → content of every file below a folder; null when there is no folder. */
function contentOf(folder: string): Record<string, string> | null {
  if (!existsSync(folder)) return null;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
  return Object.fromEntries(
    files.map((item) => {
      const path = join(item.parentPath, item.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

/** A place as it was before the run. */
function startAnew(files: readonly OutputFile[] | null): void {
  heal();
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  if (files !== null) put(outputs(), files);
}

class Killed extends Error {}

/**
 * From the operation of that number on nothing happens any more. That one operation stops in the middle: of a file
 * half is written, of a folder half is removed.
 */
function killAt(number: number): { readonly isReached: () => boolean } {
  let count = 0;
  disk.before = (operation, [path = '']) => {
    if (count++ < number) return;
    if (count === number + 1) {
      disk.before = () => undefined;
      stopHalfway(operation, path);
    }
    disk.before = () => {
      throw new Killed();
    };
    throw new Killed();
  };
  return { isReached: () => count > number };
}

function stopHalfway(operation: Operation, path: string): void {
  if (operation === 'writeFileSync') writeFileSync(path, 'ha');
  if (operation !== 'rmSync' || !existsSync(path)) return;
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
  for (const item of files.slice(0, Math.ceil(files.length / 2))) rmSync(join(item.parentPath, item.name));
}

/** What was thrown, null when nothing was. */
async function failureOf(action: () => Promise<void>): Promise<unknown> {
  try {
    await action();
    return null;
  } catch (error) {
    return error;
  }
}

async function usageErrorOf(action: () => Promise<void>): Promise<string> {
  const error = await failureOf(action);
  expect(error).toBeInstanceOf(UsageError);
  return [(error as UsageError).message, ...(error as UsageError).details].join('\n');
}

function failWith(code: string, isMeant: (operation: Operation, paths: readonly string[]) => boolean): void {
  disk.before = (operation, paths) => {
    if (isMeant(operation, paths)) throw Object.assign(new Error(`${code}: injected`), { code });
  };
}

const namesOf = (paths: readonly string[]) => paths.map((path) => basename(path)).join(' → ');

describe('replaceFolder', () => {
  it('replaces what is ours, drops what is no longer written, keeps what others put there', async () => {
    put(outputs(), [...OLD, REMARK]);
    symlinkSync('汇总表.xlsx', join(outputs(), '快捷方式'));
    await replaceFolder(outputs(), NEW, isOurs);
    expect(contentOf(outputs())).toEqual(NEW_SET);
    expect(readlinkSync(join(outputs(), '快捷方式'))).toBe('汇总表.xlsx');
    expect(readdirSync(place)).toEqual(['汇总']);
  });

  it('killed at any operation: the next run finds the old set or the new one, whole', async () => {
    const found = { old: 0, new: 0 };
    for (let number = 0; ; number++) {
      startAnew([...OLD, REMARK]);
      const kill = killAt(number);
      await failureOf(() => replaceFolder(outputs(), NEW, isOurs));
      if (!kill.isReached()) break;
      heal();
      await restoreFolder(outputs());
      const content = contentOf(outputs());
      expect([OLD_SET, NEW_SET], `killed at operation ${number}`).toContainEqual(content);
      found[content!['汇总表.xlsx'] === 'old total' ? 'old' : 'new']++;
      expect(readdirSync(place)).toEqual(['汇总']);
      await replaceFolder(outputs(), NEW, isOurs);
      expect(contentOf(outputs())).toEqual(NEW_SET);
    }
    // Both really occurred: before the swap and after it.
    expect(found.old).toBeGreaterThan(10);
    expect(found.new).toBeGreaterThan(1);
  });

  it('killed at any operation, and the next run killed too while it puts things back', async () => {
    let pairs = 0;
    for (let first = 0; ; first++) {
      let isFirstReached = true;
      for (let second = 0; ; second++) {
        startAnew([...OLD, REMARK]);
        const kill = killAt(first);
        await failureOf(() => replaceFolder(outputs(), NEW, isOurs));
        isFirstReached = kill.isReached();
        const killAgain = killAt(second);
        await failureOf(() => restoreFolder(outputs()));
        heal();
        await restoreFolder(outputs());
        expect([OLD_SET, NEW_SET], `killed at ${first}, then at ${second}`).toContainEqual(
          contentOf(outputs()),
        );
        if (!isFirstReached || !killAgain.isReached()) break;
        pairs++;
      }
      if (!isFirstReached) break;
    }
    expect(pairs).toBeGreaterThan(30);
  });

  it('killed at any operation of the first run of all: nothing is there, or the whole', async () => {
    const seen = new Set<string>();
    for (let number = 0; ; number++) {
      startAnew(null);
      const kill = killAt(number);
      await failureOf(() => replaceFolder(outputs(), NEW, isOurs));
      if (!kill.isReached()) break;
      heal();
      await restoreFolder(outputs());
      const content = contentOf(outputs());
      expect([null, setOf(NEW)]).toContainEqual(content);
      seen.add(content === null ? 'nothing' : 'whole');
    }
    expect(seen).toEqual(new Set(['nothing', 'whole']));
  });

  it('a half removed old set is never put back, even when somebody has deleted the new one', async () => {
    for (let number = 0; ; number++) {
      startAnew([...OLD, REMARK]);
      const kill = killAt(number);
      await failureOf(() => replaceFolder(outputs(), NEW, isOurs));
      heal();
      rmSync(outputs(), { recursive: true, force: true });
      await restoreFolder(outputs());
      expect([null, OLD_SET], `killed at operation ${number}`).toContainEqual(contentOf(outputs()));
      if (!kill.isReached()) break;
    }
  });

  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS'])(
    '%s at any moment of writing: old set whole, nothing left beside, the disk named',
    async (code) => {
      let failures = 0;
      for (let number = 0; ; number++) {
        startAnew([...OLD, REMARK]);
        let count = 0;
        failWith(
          code,
          (operation) =>
            ['writeFileSync', 'mkdirSync', 'cpSync', 'fsyncSync'].includes(operation) && count++ === number,
        );
        const error = await failureOf(() => replaceFolder(outputs(), NEW, isOurs));
        if (error === null) break;
        failures++;
        expect(error).toBeInstanceOf(UsageError);
        const text = [(error as UsageError).message, ...(error as UsageError).details].join('\n');
        expect(text).toContain('“汇总”没有写成，原有文件未动');
        expect(text).toContain(`“${place}”所在的磁盘`);
        expect(text).not.toContain('关闭');
        expect(contentOf(outputs())).toEqual(OLD_SET);
        expect(readdirSync(place)).toEqual(['汇总']);
        expect(disk.waits).toEqual([]);
      }
      // 4 folders, 3 files, each of them brought to the disk, one file carried over.
      expect(failures).toBeGreaterThanOrEqual(10);
    },
  );

  it('a drive that cannot bring files to the disk at once is no hindrance', async () => {
    failWith('EINVAL', (operation) => operation === 'fsyncSync');
    await replaceFolder(outputs(), NEW, isOurs);
    expect(contentOf(outputs())).toEqual(setOf(NEW));
  });

  describe.each(['EPERM', 'EBUSY', 'EACCES'])('when Windows answers %s', (code) => {
    it.each([1, 3, 5])('a lock that goes away after %i attempts costs nothing', async (attempts) => {
      for (const step of ['汇总 → .汇总.旧', '.汇总.新 → 汇总', '.汇总.旧 → .汇总.弃']) {
        startAnew([...OLD, REMARK]);
        let left = attempts;
        failWith(code, (operation, paths) => {
          return operation === 'renameSync' && namesOf(paths) === step && left-- > 0;
        });
        await replaceFolder(outputs(), NEW, isOurs);
        expect(left).toBeLessThan(0);
        expect(disk.waits.length).toBe(attempts);
        expect(contentOf(outputs())).toEqual(NEW_SET);
        expect(readdirSync(place)).toEqual(['汇总']);
      }
    });

    it('a file of the old set stays open: old set whole, the way out said, no endless waiting', async () => {
      put(outputs(), [...OLD, REMARK]);
      failWith(code, (operation, paths) => operation === 'renameSync' && paths[0] === outputs());
      const text = await usageErrorOf(() => replaceFolder(outputs(), NEW, isOurs));
      expect(text).toContain('“汇总”没有写成，原有文件未动');
      expect(text).toContain('请先关闭从这里打开的表格');
      expect(contentOf(outputs())).toEqual(OLD_SET);
      expect(readdirSync(place)).toEqual(['汇总']);
      expect(disk.waits.length).toBeGreaterThan(2);
      expect(disk.waits.reduce((total, wait) => total + wait, 0)).toBeLessThanOrEqual(2000);
    });

    it('the new set cannot be moved in: the old one is moved back', async () => {
      put(outputs(), [...OLD, REMARK]);
      failWith(code, (operation, paths) => {
        return operation === 'renameSync' && namesOf(paths) === '.汇总.新 → 汇总';
      });
      const text = await usageErrorOf(() => replaceFolder(outputs(), NEW, isOurs));
      expect(text).toContain('原有文件未动');
      expect(contentOf(outputs())).toEqual(OLD_SET);
      expect(readdirSync(place)).toEqual(['汇总']);
    });

    it('nor the old one back: it is said where it lies, and the next run puts it back', async () => {
      put(outputs(), [...OLD, REMARK]);
      failWith(code, (operation, paths) => operation === 'renameSync' && namesOf(paths).endsWith(' → 汇总'));
      const text = await usageErrorOf(() => replaceFolder(outputs(), NEW, isOurs));
      expect(text).toContain('“汇总”没有写成，原有文件完好，暂时放在“.汇总.旧”里');
      expect(text).not.toContain('原有文件未动');
      // Still locked at the next command: a message, not a crash, and nothing lost.
      const again = await usageErrorOf(() => restoreFolder(outputs()));
      expect(again).toContain(`自己把“${join(place, '.汇总.旧')}”改名为“汇总”`);
      heal();
      await restoreFolder(outputs());
      expect(contentOf(outputs())).toEqual(OLD_SET);
      expect(readdirSync(place)).toEqual(['汇总']);
    });

    it('the old set cannot be removed: no error, the next run removes it', async () => {
      for (const stays of ['.汇总.旧', '.汇总.弃']) {
        startAnew([...OLD, REMARK]);
        failWith(code, (operation, [path = '']) => {
          const isMoved = operation === 'renameSync' && stays === '.汇总.旧' && basename(path) === stays;
          return isMoved || (operation === 'rmSync' && basename(path) === stays);
        });
        await replaceFolder(outputs(), NEW, isOurs);
        expect(contentOf(outputs())).toEqual(NEW_SET);
        expect(contentOf(join(place, stays))).toEqual(OLD_SET);
        heal();
        await replaceFolder(outputs(), NEW, isOurs);
        expect(contentOf(outputs())).toEqual(NEW_SET);
        expect(readdirSync(place)).toEqual(['汇总']);
      }
    });

    it('an unfinished set of a killed run cannot be removed: nothing of it gets into the outputs', async () => {
      put(outputs(), [...OLD, REMARK]);
      put(join(place, '.汇总.新'), [{ path: '半份.xlsx', bytes: 'half' }]);
      failWith(code, (operation, [path = '']) => operation === 'rmSync' && basename(path) === '.汇总.新');
      const text = await usageErrorOf(() => replaceFolder(outputs(), NEW, isOurs));
      expect(text).toContain('没有写成，原有文件未动');
      expect(contentOf(outputs())).toEqual(OLD_SET);
      heal();
      await replaceFolder(outputs(), NEW, isOurs);
      expect(contentOf(outputs())).toEqual(NEW_SET);
    });
  });

  it("somebody's file that vanishes while it is carried over was taken away by them", async () => {
    put(outputs(), [...OLD, REMARK]);
    disk.before = (operation, [path = '']) => {
      if (operation === 'cpSync') rmSync(path);
    };
    await replaceFolder(outputs(), NEW, isOurs);
    expect(contentOf(outputs())).toEqual(setOf(NEW));
  });

  it("somebody's file that cannot be read is not lost: the old set stays", async () => {
    put(outputs(), [...OLD, REMARK]);
    failWith('EBUSY', (operation) => operation === 'cpSync');
    expect(await usageErrorOf(() => replaceFolder(outputs(), NEW, isOurs))).toContain('原有文件未动');
    expect(contentOf(outputs())).toEqual(OLD_SET);
  });
});

describe('replaceOutputs', () => {
  it('where a file stands in place of the folder: a message, the file untouched', async () => {
    writeFileSync(outputs(), 'a file');
    expect(await usageErrorOf(() => replaceOutputs(outputs(), NEW))).toContain('没有写成');
    expect(readFileSync(outputs(), 'utf8')).toBe('a file');
  });
});

describe('replaceFile', () => {
  const ledger = () => join(place, '收件台账.xlsx');

  it('killed at any operation: the old file or the new one, whole', async () => {
    const seen = new Set<string>();
    for (let number = 0; ; number++) {
      startAnew(null);
      writeFileSync(ledger(), 'old ledger');
      const kill = killAt(number);
      await failureOf(() => replaceFile(ledger(), Buffer.from('new ledger')));
      if (!kill.isReached()) break;
      heal();
      seen.add(readFileSync(ledger(), 'utf8'));
      await restoreFolder(ledger());
      expect(readdirSync(place)).toEqual(['收件台账.xlsx']);
    }
    // The rename is the last operation: killed before it, the old one stands.
    expect(seen).toEqual(new Set(['old ledger']));
    expect(readFileSync(ledger(), 'utf8')).toBe('new ledger');
  });

  it('is on the disk before it takes the place of the old one', async () => {
    const operations: string[] = [];
    disk.before = (operation) => {
      operations.push(operation);
    };
    await replaceFile(ledger(), Buffer.from('new ledger'));
    expect(operations).toEqual(['writeFileSync', 'fsyncSync', 'renameSync']);
  });

  it.each(['ENOSPC', 'EBUSY', 'EPERM', 'EACCES', 'EROFS'])(
    '%s at any operation: the old file whole, nothing left beside',
    async (code) => {
      for (const broken of ['writeFileSync', 'fsyncSync', 'renameSync']) {
        startAnew(null);
        writeFileSync(ledger(), 'old ledger');
        failWith(code, (operation) => operation === broken);
        const text = await usageErrorOf(() => replaceFile(ledger(), Buffer.from('new ledger')));
        expect(text).toContain('“收件台账.xlsx”没有写成，原有文件未动');
        expect(readFileSync(ledger(), 'utf8')).toBe('old ledger');
        expect(readdirSync(place)).toEqual(['收件台账.xlsx']);
      }
    },
  );

  it('open in Excel for a moment: written as soon as it is closed', async () => {
    writeFileSync(ledger(), 'old ledger');
    let left = 3;
    failWith('EPERM', (operation) => operation === 'renameSync' && left-- > 0);
    await replaceFile(ledger(), Buffer.from('new ledger'));
    expect(readFileSync(ledger(), 'utf8')).toBe('new ledger');
  });
});
