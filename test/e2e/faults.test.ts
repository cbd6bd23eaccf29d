import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { aggregate as aggregateHere } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { now } from '../../src/cli/terminal.js';
import { thisRun } from '../../src/cli/this-run.js';
import { TOOL } from '../../src/cli/tool.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { seededRandom } from '../../src/sample/random.js';
import { answer, changeWhileReading, digestOf, sampleCampaign, startBangfu } from './disturbed-run.js';
import { drawnOnce } from './drawn-once.js';
import {
  AFTER_DEADLINE,
  BINARY,
  bangfu,
  fingerprint,
  readResult,
  sheetOf,
  temporaryFolder,
} from './working-folder.js';

vi.mock('../../src/chart/canvas.js', async (importOriginal) => {
  const canvas = await importOriginal<typeof import('../../src/chart/canvas.js')>();
  return { ...canvas, renderChart: drawnOnce(canvas.renderChart) };
});
vi.mock('../../src/chart/paint-phone-picture.js', async (importOriginal) => {
  const painter = await importOriginal<typeof import('../../src/chart/paint-phone-picture.js')>();
  return { ...painter, paintPhonePicture: drawnOnce(painter.paintPhonePicture) };
});

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

/** Another time, so that the outputs differ from those of before. */
const LATER = '2020-11-02T09:00:00+08:00';
const isWindows = process.platform === 'win32';
const isRoot = process.getuid?.() === 0;

const forms = await loadBuiltInForms();

let original = '';
beforeAll(async () => {
  original = join(temporaryFolder(), '活动');
  await sampleCampaign(original);
  await aggregate(original);
});

/** A small campaign, aggregated once. The ledger keeps the times of receipt, so that a copy gives the same result. */
function sampleFolder(parent = temporaryFolder()): string {
  const dir = join(parent, '活动');
  cpSync(original, dir, { recursive: true });
  return dir;
}

/**
 * A run that nothing disturbs, in this process: the same as the binary does (kill.test.ts compares them), in a third of
 * the time. The disturbed run is always the binary.
 */
async function aggregate(dir: string, asOf = AFTER_DEADLINE): Promise<ResultJson> {
  const run = { dir, forms, runAt: now(), asOf, tool: TOOL, run: thisRun(), onProgress: () => undefined };
  const { warnings } = await aggregateHere({ ...run, out: null });
  expect(warnings).toEqual([]);
  return readResult(dir);
}

const outputsOf = (dir: string) => digestOf(join(dir, '汇总'));

describe.skipIf(isWindows)('two runs at once (needs signals)', () => {
  it('the second says so and stops, also between the two renames of the first; reading goes on', async () => {
    const dir = sampleFolder();
    const status = bangfu(['status', dir, '--as-of', LATER]);
    const inbox = fingerprint(join(dir, '收件'));
    const first = startBangfu(
      ['aggregate', dir, '--as-of', LATER],
      answer('SIGSTOP', 'renameSync', '.汇总.新'),
    );
    while (existsSync(join(dir, '汇总'))) await pause(20);
    const while1 = fingerprint(dir);

    for (const command of ['aggregate', 'templates']) {
      const second = bangfu([command, dir]);
      expect(second.code).toBe(2);
      expect(second.stdout).toBe('');
      expect(second.stderr).toContain('另一个 bangfu 正在处理这个文件夹，请等它结束再运行');
      expect(second.stderr).toContain(`电脑 ${hostname()}，进程 ${first.process.pid}`);
    }
    // Another folder as --out makes no difference: the ledger is the same.
    expect(bangfu(['aggregate', dir, '--out', join(dirname(dir), '别处')]).code).toBe(2);
    // The old outputs are aside because somebody is at work, not because somebody was killed: hands off.
    expect(bangfu(['status', dir, '--as-of', LATER])).toMatchObject({ code: 0, stdout: status.stdout });
    expect(fingerprint(dir)).toEqual(while1);

    first.process.kill('SIGCONT');
    expect(await first.ended).toEqual({ how: 0, stderr: '' });
    expect(readResult(dir).asOf).toBe(LATER);
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(fingerprint(join(dir, '收件'))).toEqual(inbox);
  });

  it('two working folders, one --out: the second says so and stops', async () => {
    const dir = sampleFolder();
    const other = join(dirname(dir), '另一活动');
    cpSync(dir, other, { recursive: true });
    const out = join(temporaryFolder(), '共用汇总');
    const first = startBangfu(
      ['aggregate', dir, '--out', out],
      answer('SIGSTOP', 'renameSync', '.共用汇总.新'),
    );
    while (!existsSync(join(dirname(out), '.共用汇总.新/result.json'))) await pause(20);
    const second = bangfu(['aggregate', other, '--out', out]);
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('另一个 bangfu 正在处理')]);
    first.process.kill('SIGCONT');
    expect((await first.ended).how).toBe(0);
    expect(readdirSync(dirname(out))).toEqual(['共用汇总']);
  });

  it('many that begin together, after one that was killed: the folder is whole', async () => {
    const dir = sampleFolder();
    const before = readResult(dir);
    const killed = startBangfu(['aggregate', dir], answer('SIGKILL', 'renameSync', '.汇总.新'));
    expect((await killed.ended).how).toBe('SIGKILL');
    const ends = await Promise.all(
      Array.from({ length: 5 }, () => startBangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE]).ended),
    );
    expect(ends.filter(({ how }) => how === 0).length).toBeGreaterThan(0);
    for (const { how, stderr } of ends) {
      if (how !== 0) expect([how, stderr]).toEqual([2, expect.stringContaining('另一个 bangfu 正在处理')]);
    }
    expect(readResult(dir)).toEqual(before);
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('汇总/ open elsewhere', () => {
  it.each(['EBUSY', 'EPERM'])('%s as Windows gives it: old outputs whole, next run right', async (code) => {
    const dir = sampleFolder();
    const before = outputsOf(dir);
    const run = startBangfu(['aggregate', dir, '--as-of', LATER], answer(code, 'renameSync', '汇总'));
    const { how, stderr } = await run.ended;
    expect(how).toBe(2);
    expect(stderr).toContain('“汇总”没有写成，原有文件未动');
    expect(stderr).toContain('请先关闭');
    expect(stderr).not.toContain('    at ');
    expect(outputsOf(dir)).toBe(before);
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
    expect((await aggregate(dir, LATER)).asOf).toBe(LATER);
  });

  it('收件台账.xlsx too: nothing is replaced', async () => {
    const dir = sampleFolder();
    const before = fingerprint(dir);
    const run = startBangfu(
      ['aggregate', dir, '--as-of', LATER],
      answer('EBUSY', 'renameSync', '.收件台账.xlsx.新'),
    );
    const { how, stderr } = await run.ended;
    expect([how, stderr]).toEqual([2, expect.stringContaining('“收件台账.xlsx”没有写成，原有文件未动')]);
    expect(fingerprint(dir)).toEqual(before);
  });
});

describe('模板/', () => {
  it('put aside by a run that was killed is put back by the next command, whichever it is', async () => {
    const dir = sampleFolder();
    expect(bangfu(['templates', dir]).code).toBe(0);
    const before = digestOf(join(dir, '模板'));
    const run = startBangfu(['templates', dir], answer('SIGKILL', 'renameSync', '.模板.新'));
    expect((await run.ended).how).toBe('SIGKILL');
    expect(existsSync(join(dir, '模板'))).toBe(false);
    expect(bangfu(['status', dir]).code).toBe(0);
    expect(digestOf(join(dir, '模板'))).toBe(before);
    await aggregate(dir);
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('init', () => {
  it('that was killed can be done again', async () => {
    for (const operation of ['writeFileSync', 'renameSync']) {
      const dir = join(temporaryFolder(), '新活动');
      const run = startBangfu(['init', dir], answer('SIGKILL', operation, '.活动设置.xlsx.新'));
      expect((await run.ended).how).toBe('SIGKILL');
      expect(bangfu(['init', dir]).code).toBe(0);
      expect(readdirSync(dir).sort()).toEqual(['收件', '活动设置.xlsx']);
    }
  });
});

/** The spreadsheets of 收件/ in the order in which they are read, from the working folder. */
function returnsIn(dir: string): readonly string[] {
  return readResult(dir)
    .files.filter((file) => file.disposition === 'accepted')
    .map((file) => file.path);
}

/** What a run says of the files that nobody touched. */
function withoutFiles(result: ResultJson, paths: readonly string[]) {
  return result.files.filter((file) => !paths.includes(file.path));
}

describe('收件/ while it is read', () => {
  it('loses files: they are named as unreadable, the rest is right, and the next run too', async () => {
    const dir = sampleFolder();
    const copy = join(temporaryFolder(), '收件');
    cpSync(join(dir, '收件'), copy, { recursive: true, preserveTimestamps: true });
    const before = readResult(dir);
    const returns = returnsIn(dir);
    const removed = [returns[3]!, returns[8]!, returns.at(-1)!];
    const cut = [returns[5]!];
    const absolute = (paths: readonly string[]) => paths.map((path) => join(dir, path));
    const done = join(temporaryFolder(), 'done');
    const run = startBangfu(
      ['aggregate', dir, '--as-of', AFTER_DEADLINE],
      changeWhileReading({ removed: absolute(removed), cut: absolute(cut), done }),
    );
    expect(await run.ended).toEqual({ how: 0, stderr: '' });
    expect(existsSync(done)).toBe(true);
    const disturbed = readResult(dir);
    expect(
      disturbed.files.filter((file) => removed.includes(file.path)).map((file) => [file.path, file.reason]),
    ).toEqual(removed.map((path) => [path, expect.stringContaining('文件或文件夹不存在')]));
    expect(disturbed.files.find((file) => file.path === cut[0])!.disposition).toBe('unreadable');

    // The same as a run for which these files had never been there.
    const after = await aggregate(dir);
    expect(withoutFiles(disturbed, removed)).toEqual(after.files);
    expect(disturbed.totals).toEqual(after.totals);
    expect(after.totals).not.toEqual(before.totals);

    // Put back, they count as before, from when they first came.
    for (const path of [...removed, ...cut]) cpSync(join(copy, path.slice('收件/'.length)), join(dir, path));
    expect(await aggregate(dir)).toEqual(before);
  });

  it('is changed at random moments: the run ends well, and the next one is that of what then lies there', async () => {
    const random = seededRandom('changes while reading');
    const dir = sampleFolder();
    const returns = random.shuffle(returnsIn(dir));
    for (let round = 0; round < 3; round++) {
      const run = startBangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE]);
      let isOver = false;
      void run.ended.then(() => {
        isOver = true;
      });
      while (!isOver && !existsSync(join(dir, '.bangfu'))) await pause(1);
      for (const change of ['remove', 'cut', 'replace', 'rename'] as const) {
        const path = join(dir, returns.pop()!);
        await pause(random.whole(0, 150));
        if (change === 'remove') rmSync(path);
        if (change === 'cut') truncateSync(path, Math.floor(lstatSync(path).size * random.next()));
        if (change === 'replace') cpSync(join(dir, returns[0]!), path);
        if (change === 'rename') renameSync(path, path.replace(/\.xlsx$/, '（改名）.xlsx'));
      }
      expect(await run.ended).toEqual({ how: 0, stderr: '' });
      const inbox = fingerprint(join(dir, '收件'));
      const next = await aggregate(dir);
      expect(next.files.map((file) => file.path)).toEqual(
        Object.keys(inbox)
          .map((path) => `收件/${path}`)
          .sort((a, b) => (a < b ? -1 : 1)),
      );
      expect(await aggregate(dir)).toEqual(next);
      expect(fingerprint(join(dir, '收件'))).toEqual(inbox);
    }
  });
});

const mount = (folder: string) =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder]).status === 0;
const unmount = (folder: string) => spawnSync('umount', [folder]);

function canMount(): boolean {
  if (isWindows || !isRoot) return false;
  const folder = temporaryFolder();
  const isMounted = mount(folder);
  if (isMounted) unmount(folder);
  return isMounted;
}

describe.skipIf(!canMount())('a full disk (needs a tmpfs, which only root may mount)', () => {
  const disk = temporaryFolder();
  beforeAll(() => {
    expect(mount(disk)).toBe(true);
  });
  afterAll(() => unmount(disk));

  it('however little is left: a message that names the disk, old outputs and ledger whole, next run right', async () => {
    const dir = sampleFolder(disk);
    const inbox = fingerprint(join(dir, '收件'));
    const names = readdirSync(dir).sort();
    const earlier = { result: readResult(dir), outputs: outputsOf(dir) };
    const later = { result: await aggregate(dir, LATER), outputs: outputsOf(dir) };
    const ledger = readFileSync(join(dir, '收件台账.xlsx'));
    const ballast = join(disk, 'ballast');
    const ends = new Map<number, number>();
    let expected = later.outputs;
    // The outputs are 0.7 MB.
    for (const left of [0, 4, 16, 64, 256, 384, 512, 600, 3072].map((kilobytes) => kilobytes * 1024)) {
      rmSync(ballast, { force: true });
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)));
      const run = bangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE]);
      ends.set(left, run.code!);
      if (run.code === 0) {
        expected = earlier.outputs;
        expect(readResult(dir)).toEqual(earlier.result);
      } else {
        expect(run.code).toBe(2);
        expect(run.stderr).toMatch(/没有写成，原有文件未动/);
        expect(run.stderr).toContain(`“${dir}”所在的磁盘空间不足，请清理后再试`);
        expect(run.stderr).not.toContain('    at ');
      }
      expect(outputsOf(dir)).toBe(expected);
      expect(sheetOf(join(dir, '收件台账.xlsx'), '收件台账').lastRowNumber).toBeGreaterThan(10);
      expect(readFileSync(join(dir, '收件台账.xlsx')).equals(ledger)).toBe(true);
      expect(readdirSync(dir).sort()).toEqual(names);
      expect(fingerprint(join(dir, '收件'))).toEqual(inbox);
      if (run.code === 0) {
        rmSync(ballast);
        expect(await aggregate(dir, LATER)).toEqual(later.result);
        expected = later.outputs;
      }
    }
    // Some did not fit, at several places of the run; some did.
    const codes = [...ends.values()];
    expect(codes.filter((code) => code === 2).length).toBeGreaterThan(4);
    expect(codes.at(-1)).toBe(0);
  });
});

// Root may write anywhere: then the binary runs as the user nobody, who must be able to read it.
const NOBODY = 65534;
const asNobody = isRoot ? { uid: NOBODY } : {};
const canBeNobody = !isWindows && runsAsNobody();

function runsAsNobody(): boolean {
  try {
    return bangfu(['--version'], { ...asNobody, cwd: dirname(BINARY) }).code === 0;
  } catch {
    return false;
  }
}

function setModes(dir: string, folder: number, file: number): void {
  for (const path of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
    chmodSync(join(dir, path), lstatSync(join(dir, path)).isDirectory() ? folder : file);
  chmodSync(dir, folder);
}

describe.skipIf(!canBeNobody)('folders that may only be read (needs a user who may not write)', () => {
  let dir = '';
  beforeAll(() => {
    dir = sampleFolder();
    chmodSync(dirname(dir), 0o755);
  });

  it('收件/: everything is read, nothing is missed', () => {
    const before = readResult(dir);
    if (isRoot) {
      // All but 收件/ belongs to the one who runs.
      chownSync(dir, NOBODY, NOBODY);
      for (const path of readdirSync(dir, { recursive: true, encoding: 'utf8' }))
        if (!path.startsWith('收件/') && path !== '收件') chownSync(join(dir, path), NOBODY, NOBODY);
    }
    setModes(join(dir, '收件'), 0o555, 0o444);
    const inbox = fingerprint(join(dir, '收件'));
    const run = bangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE], { ...asNobody, cwd: dir });
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(readResult(dir)).toEqual(before);
    expect(fingerprint(join(dir, '收件'))).toEqual(inbox);
    setModes(join(dir, '收件'), 0o755, 0o644);
  });

  it('the whole working folder, with outputs that a killed run left aside: status reads, and says so', () => {
    const { stdout } = bangfu(['status', dir, '--as-of', AFTER_DEADLINE]);
    const outputs = outputsOf(dir);
    renameSync(join(dir, '汇总'), join(dir, '.汇总.旧'));
    setModes(dir, 0o555, 0o444);
    const before = fingerprint(dir);
    try {
      const run = bangfu(['status', dir, '--as-of', AFTER_DEADLINE], { ...asNobody, cwd: dir });
      expect([run.code, run.stdout]).toEqual([0, stdout]);
      expect(run.stderr).toMatch(/^请留意：.*写不进去.*没有权限/);
      expect(fingerprint(dir)).toEqual(before);
    } finally {
      setModes(dir, 0o755, 0o644);
    }
    expect(bangfu(['status', dir, '--as-of', AFTER_DEADLINE])).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(outputsOf(dir)).toBe(outputs);
  });
});

describe('--out', () => {
  it('is not taken into 收件/: outputs there would come back as returns', () => {
    const dir = sampleFolder();
    const before = fingerprint(dir);
    for (const out of ['收件', '收件/汇总']) {
      const run = bangfu(['aggregate', dir, '--out', join(dir, out)]);
      expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('汇总不能写到“收件”里')]);
    }
    mkdirSync(join(dir, '收件2'));
    expect(bangfu(['aggregate', dir, '--out', join(dir, '收件2')]).code).toBe(0);
    rmSync(join(dir, '收件2'), { recursive: true });
    expect(Object.keys(fingerprint(dir))).toEqual(Object.keys(before));
  });
});
