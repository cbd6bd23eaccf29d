import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  AFTER_DEADLINE,
  aggregate,
  BINARY,
  bangfu,
  fingerprint,
  pairedReturn,
  readResult,
  receive,
  unit,
  villageRow,
  workingFolder,
  writeSettings,
} from './working-folder.js';

async function folderWithReturn(): Promise<string> {
  const dir = await workingFolder();
  await receive(dir, '水利局.xlsx', pairedReturn('甲县水利局', [villageRow('一村')]));
  return dir;
}

describe('汇总/', () => {
  it('that somebody else filled is not overwritten', async () => {
    const dir = await folderWithReturn();
    mkdirSync(join(dir, '汇总'));
    writeFileSync(join(dir, '汇总/去年的总结.docx'), '手工写的');
    const before = fingerprint(join(dir, '汇总'));
    const { code, stderr } = bangfu(['aggregate', dir]);
    expect(code).toBe(2);
    expect(stderr).toContain('没有覆盖');
    expect(fingerprint(join(dir, '汇总'))).toEqual(before);
  });

  it('keeps what others put beside our files, and loses what is ours and no longer written', async () => {
    const dir = await folderWithReturn();
    aggregate(dir);
    writeFileSync(join(dir, '汇总/领导批示.txt'), '请各县抓紧');
    expect(existsSync(join(dir, '汇总/县级汇总/乙县汇总表.xlsx'))).toBe(true);
    await writeSettings(dir, { units: [unit('101', '甲县水利局')] });
    aggregate(dir);
    expect(existsSync(join(dir, '汇总/领导批示.txt'))).toBe(true);
    expect(existsSync(join(dir, '汇总/县级汇总/乙县汇总表.xlsx'))).toBe(false);
  });

  it('has a long picture and a text for phones, the same of the same returns', async () => {
    const dir = await folderWithReturn();
    const result = aggregate(dir, '--as-of', AFTER_DEADLINE);
    expect(result.outputs).toEqual(expect.arrayContaining(['汇总/总览.png', '汇总/数据说明.txt']));
    const picture = readFileSync(join(dir, '汇总/总览.png'));
    // Signature, then the header's width.
    expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(picture.readUInt32BE(16)).toBe(1080);
    const text = readFileSync(join(dir, '汇总/数据说明.txt'), 'utf8');
    expect(text.startsWith('\ufeff')).toBe(true);
    expect(text).toContain('已报 1 份');
    const before = fingerprint(join(dir, '汇总'));
    aggregate(dir, '--as-of', AFTER_DEADLINE);
    const after = fingerprint(join(dir, '汇总'));
    for (const name of ['总览.png', '数据说明.txt'])
      expect(after[name]?.split(' ')[0]).toEqual(before[name]?.split(' ')[0]);
  });

  it('--out writes to another folder, and leaves 汇总/ alone', async () => {
    const dir = await folderWithReturn();
    const out = join(dirname(dir), '别处');
    const result = aggregate(dir, '--out', out);
    expect(existsSync(join(dir, '汇总'))).toBe(false);
    expect(readdirSync(out)).toContain('示例地区汇总表.xlsx');
    expect(result.outputs).toContain('../别处/result.json');
    // Again: it is known as ours.
    aggregate(dir, '--out', out);
  });

  it('left under its old name by a run that was stopped is put back by the next', async () => {
    const dir = await folderWithReturn();
    aggregate(dir);
    const whole = fingerprint(join(dir, '汇总'));
    renameSync(join(dir, '汇总'), join(dir, '.汇总.旧'));
    mkdirSync(join(dir, '.汇总.新/县级汇总'), { recursive: true });
    writeFileSync(join(dir, '.汇总.新/县级汇总/half.xlsx'), 'half');
    await writeSettings(dir, {}, { '设置!B4': '十月初' });
    expect(bangfu(['aggregate', dir]).code).toBe(2);
    expect(fingerprint(join(dir, '汇总'))).toEqual(whole);
    expect(existsSync(join(dir, '.汇总.旧'))).toBe(false);
    await writeSettings(dir);
    aggregate(dir);
    expect(Object.keys(fingerprint(join(dir, '汇总')))).toEqual(Object.keys(whole));
    expect(readdirSync(dir).sort()).toEqual(['收件', '收件台账.xlsx', '汇总', '活动设置.xlsx']);
  });

  it('that was renamed away while the old one still stands costs nothing either', async () => {
    const dir = await folderWithReturn();
    aggregate(dir);
    mkdirSync(join(dir, '.汇总.旧'));
    writeFileSync(join(dir, '.汇总.旧/result.json'), '{}');
    aggregate(dir);
    expect(readResult(dir).files.length).toBe(1);
    expect(readdirSync(dir).sort()).toEqual(['收件', '收件台账.xlsx', '汇总', '活动设置.xlsx']);
  });

  it('in a place where no folder can be made: a message, exit code 2', async () => {
    const dir = await folderWithReturn();
    const blocked = join(dirname(dir), '一个文件');
    writeFileSync(blocked, '');
    const { code, stderr } = bangfu(['aggregate', dir, '--out', join(blocked, '汇总')]);
    expect(code).toBe(2);
    expect(stderr).toContain('没有写成');
    expect(stderr).not.toContain('    at ');
  });
});

// Root may write anywhere: then the binary runs as the user nobody, who must be able to read it.
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const asNobody = isRoot ? { uid: NOBODY } : {};
const canTry = !isRoot || runsAsNobody();

function runsAsNobody(): boolean {
  try {
    return bangfu(['--version'], { ...asNobody, cwd: dirname(BINARY) }).code === 0;
  } catch {
    return false;
  }
}

describe.skipIf(!canTry)('a read-only working folder (needs a user who may not write)', () => {
  it('gets a message and exit code 2; old outputs and ledger stay whole', async () => {
    const dir = await folderWithReturn();
    aggregate(dir);
    await receive(dir, '林草局.xlsx', pairedReturn('甲县林草局', [villageRow('二村')]));
    chmodSync(dirname(dir), 0o755);
    chmodSync(dir, 0o555);
    const before = fingerprint(dir);
    try {
      const { code, stderr } = bangfu(['aggregate', dir, '--as-of', AFTER_DEADLINE], {
        ...asNobody,
        cwd: dir,
      });
      expect(code).toBe(2);
      expect(stderr).toMatch(/没有写成，原有文件未动/);
      expect(stderr).toContain('没有权限');
      expect(fingerprint(dir)).toEqual(before);
    } finally {
      chmodSync(dir, 0o755);
    }
  });
});
