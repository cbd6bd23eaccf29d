import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadTask } from '../../../src/app/read-file.js';
import { readFiles } from '../../../src/app/read-files.js';
import { campaignWith, FORMS } from '../merge/scenario.js';

// What becomes of the run when the process that reads does what no program should. The processes here are small programs
// that misbehave by the name of the file; the real one is run by the tests of the built binary.

const dir = mkdtempSync(join(tmpdir(), 'bangfu-read-files-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Begins, for `x.zip`, the entries a, b and c; misbehaves at those whose name says so. */
const PROGRAM = `
const outcome = (reason) => ({ kind: 'ignored', reason, isAnswer: false });
process.on('disconnect', () => process.exit());
process.on('message', ({ kind, path, skip }) => {
  if (kind === 'task') return;
  if (path.includes('broken-container')) return process.send({ kind: 'failed', message: 'cannot open' });
  const entries = path.includes('y-throw-') ? ['throw1', 'throw2', 'throw3', 'throw4'] : path.endsWith('.zip') ? ['a', path.split('-')[1].replace('.zip', ''), 'c'] : [null];
  for (const [index, entry] of entries.entries()) {
    if (index < skip) continue;
    const file = { path, entry, sha256: 'f'.repeat(64), size: 1, time: null, timeBy: '首次汇总时间' };
    process.send({ kind: 'begun', file });
    const name = entry ?? path;
    if (name.includes('hang')) for (;;);
    if (name.includes('throw')) return process.send({ kind: 'failed', message: 'bad cell' });
    if (name.includes('exit')) process.exit(3);
    if (name.includes('memory')) { const all = []; for (;;) all.push(new Array(1000).fill(all.length)); }
    process.send({ kind: 'read', outcome: outcome('read ' + name) });
  }
  process.send({ kind: 'done', memory: path.includes('huge') ? 1e9 : 0 });
});
`;

const task: ReadTask = { dir, campaign: campaignWith(), forms: FORMS };
let program: URL;
beforeAll(() => {
  const path = join(dir, 'reader.mjs');
  writeFileSync(path, PROGRAM);
  program = pathToFileURL(path);
  mkdirSync(join(dir, '收件'));
  writeFileSync(join(dir, '收件/broken-container.zip'), 'x');
});

async function read(paths: readonly string[], jobs = 1): Promise<readonly string[]> {
  const progress: number[] = [];
  const files = await readFiles(task, paths, {
    jobs,
    onFile: (done) => progress.push(done),
    seconds: SECONDS,
    megabytes: 64,
    program,
  });
  expect(progress).toEqual(paths.map((_, index) => index + 1));
  return files.map(
    ({ file, outcome }) =>
      `${file.path}${file.entry === null ? '' : `/${file.entry}`} ${outcome.kind} ${'reason' in outcome ? outcome.reason : ''}`,
  );
}

/** Enough for a process to start on a busy machine. */
const SECONDS = 5;
const SAVE_AGAIN = '请用 Excel 或 WPS 打开原表，另存为 xlsx 后重新放入收件文件夹';

describe('reading in processes', { timeout: 120_000 }, () => {
  it.each([
    ['hang', `读取超过 ${SECONDS} 秒，已停止；${SAVE_AGAIN}`],
    ['throw', `读取时程序出错（bad cell）；${SAVE_AGAIN}`],
    ['exit', `读取时程序出错；${SAVE_AGAIN}`],
    ['memory', `读取时占用内存超过 64 MB，已停止；${SAVE_AGAIN}`],
  ])('a file at which the process does %s is named, the others are read', async (accident, reason) => {
    expect(await read(['1', accident, '3'])).toEqual([
      '1 ignored read 1',
      `${accident} unreadable ${reason}`,
      '3 ignored read 3',
    ]);
  });

  it('only the entry of a container is lost, those before and behind it are read', async () => {
    expect(await read(['x-hang.zip', '2'])).toEqual([
      'x-hang.zip/a ignored read a',
      `x-hang.zip/hang unreadable 读取超过 ${SECONDS} 秒，已停止；${SAVE_AGAIN}`,
      'x-hang.zip/c ignored read c',
      '2 ignored read 2',
    ]);
  });

  it('a container that cannot be opened is named itself', async () => {
    expect(await read(['收件/broken-container.zip', '2'])).toEqual([
      `收件/broken-container.zip unreadable 读取时程序出错（cannot open）；${SAVE_AGAIN}`,
      '2 ignored read 2',
    ]);
  });

  it('a container that costs three processes is not read further', async () => {
    const lost = (entry: string) =>
      `收件/y-throw-.zip/${entry} unreadable 读取时程序出错（bad cell）；${SAVE_AGAIN}`;
    expect(await read(['收件/y-throw-.zip', '2'])).toEqual([
      ...['throw1', 'throw2', 'throw3'].map(lost),
      '收件/y-throw-.zip unreadable 里面已有 3 个文件使读取中断，其余没有读取，请解压后放入收件文件夹',
      '2 ignored read 2',
    ]);
  });

  it('answers in the order of the paths, however many processes read', async () => {
    const paths = Array.from({ length: 200 }, (_, index) => `${index}${index % 50 === 7 ? '-throw' : ''}`);
    const answers = await read(paths, 4);
    expect(answers.map((line) => line.split(' ')[0])).toEqual(paths);
    expect(answers.filter((line) => line.includes('bad cell'))).toHaveLength(4);
  });

  it('a process that holds much memory makes way for another', async () => {
    expect(await read(['1', '2-huge', '3'])).toEqual([
      '1 ignored read 1',
      '2-huge ignored read 2-huge',
      '3 ignored read 3',
    ]);
  });

  it('reads nothing where there is nothing', async () => {
    expect(await read([])).toEqual([]);
  });
});
