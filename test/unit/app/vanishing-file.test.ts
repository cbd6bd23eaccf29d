import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listInbox, readInboxFile } from '../../../src/app/find-files.js';
import { readLedger, writeLedger } from '../../../src/app/ledger-file.js';
import { mergeLedger } from '../../../src/campaign/ledger.js';

const RUN_AT = '2040-10-26T09:00:00+08:00';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'bangfu-vanishing-'));
  mkdirSync(join(dir, '收件/甲县'), { recursive: true });
  writeFileSync(join(dir, '收件/甲县/水利局.xlsx'), 'content');
  writeFileSync(join(dir, '收件/甲县/林草局.xlsx'), 'other content');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const path = '收件/甲县/水利局.xlsx';
const reasonOf = () => {
  const { bytes, problem } = readInboxFile(dir, path);
  expect(bytes).toBeNull();
  return problem === null ? null : [problem.kind, problem.reason];
};

describe('a file that was listed', () => {
  it('and vanishes before it is read is named as unreadable', () => {
    expect(listInbox(dir)).toContain(path);
    rmSync(join(dir, path));
    expect(reasonOf()).toEqual(['unreadable', '文件读不了：文件或文件夹不存在']);
  });

  it('and vanishes with its folder is so too', () => {
    rmSync(dirname(join(dir, path)), { recursive: true });
    expect(reasonOf()).toEqual(['unreadable', '文件读不了：文件或文件夹不存在']);
  });

  it('and is a folder, or a link, by the time it is read is not read', () => {
    rmSync(join(dir, path));
    mkdirSync(join(dir, path));
    expect(reasonOf()).toEqual(['ignored', expect.stringContaining('不是普通文件')]);
    rmSync(join(dir, path), { recursive: true });
    symlinkSync('/etc/hostname', join(dir, path));
    expect(reasonOf()).toEqual(['ignored', expect.stringContaining('符号链接')]);
  });

  it('and was known keeps its entry in the ledger; the ledger can be read again', async () => {
    const seen = () => listInbox(dir).map((item) => readInboxFile(dir, item));
    const before = mergeLedger([], seen(), RUN_AT);
    rmSync(join(dir, path));
    const vanished = readInboxFile(dir, path);
    for (const previous of [before, []]) {
      const after = mergeLedger(previous, [...seen(), vanished], RUN_AT);
      await writeLedger(dir, after, '活动');
      const [kept] = readLedger(dir).filter((entry) => entry.path === path);
      if (previous.length === 0) expect(kept).toBeUndefined();
      else {
        const known = before.find((entry) => entry.path === path)!;
        expect(kept).toMatchObject({ sha256: known.sha256, receivedAt: known.receivedAt });
      }
    }
  });
});
