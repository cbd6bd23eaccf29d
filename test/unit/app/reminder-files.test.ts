import { Buffer } from 'node:buffer';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planReminderFiles } from '../../../src/app/reminder-files.js';
import { openMail } from '../../../src/container/open-mail.js';
import type { Summary } from '../../../src/merge/summary.js';
import { CAMPAIGN, RETURNED_PATH, SUMMARY } from '../report/lists/list-fixture.js';

const dir = mkdtempSync(join(tmpdir(), 'bangfu-reminders-'));
afterAll(() => rmSync(dir, { recursive: true }));
mkdirSync(join(dir, '模板/分单位/乌苏市'), { recursive: true });
writeFileSync(join(dir, '模板/分单位/乌苏市/乙镇.xlsx'), 'blank of 乙镇');
writeFileSync(join(dir, '模板/分单位/乌苏市/甲乡.xlsx'), 'blank of 甲乡');

const MARKED = new Map([
  ['W01', [{ fileName: '甲乡（退回修改）.xlsx', bytes: Buffer.from('marked') }]],
  ['S01', []],
]);
const LIMITS = { entries: 10, inflatedBytes: 1e6, ratio: 100, ratioFloorBytes: 1e6 };

const filesOf = (summary: Summary) => planReminderFiles(summary, dir, MARKED);
const FILES = filesOf(SUMMARY);

function attachmentsOf(path: string): Record<string, string> {
  const found = FILES.find((file) => file.path === path);
  if (!found) throw new Error(`no ${path}`);
  const mail = openMail(found.bytes as Uint8Array, LIMITS);
  if (mail.kind !== 'files') return {};
  return Object.fromEntries(
    mail.files.map((file) => {
      const content = file.read();
      return [file.name, content.kind === 'bytes' ? Buffer.from(content.bytes).toString() : content.problem];
    }),
  );
}

describe('planReminderFiles', () => {
  it('writes a list a county and a draft a unit that is asked for anything', () => {
    expect(FILES.map(({ path }) => path)).toEqual([
      '催报退回/塔城地区催报文字.txt',
      '催报退回/乌苏市催报退回清单.txt',
      '催报退回/沙湾县催报退回清单.txt',
      '催报退回/地直单位催报退回清单.txt',
      // 戊乡 waits to be decided and 己乡 is exempt.
      '催报退回/乌苏市/甲乡.eml',
      '催报退回/乌苏市/乌苏一中.eml',
      '催报退回/乌苏市/乙镇.eml',
      '催报退回/乌苏市/丙镇.eml',
      '催报退回/沙湾县/丁乡.eml',
      '催报退回/地直单位/地区林草局.eml',
    ]);
  });

  it('attaches the marked copies, and the blank template to whoever sent nothing', () => {
    expect(attachmentsOf('催报退回/乌苏市/甲乡.eml')).toEqual({ '甲乡（退回修改）.xlsx': 'marked' });
    expect(attachmentsOf('催报退回/乌苏市/乙镇.eml')).toEqual({ '乙镇.xlsx': 'blank of 乙镇' });
    expect(attachmentsOf('催报退回/乌苏市/乌苏一中.eml')).toEqual({});
    expect(attachmentsOf('催报退回/乌苏市/丙镇.eml')).toEqual({});
  });

  it('addresses a draft only to what the roster says is an address', () => {
    const units = CAMPAIGN.units.map((unit) => {
      if (unit.code === 'W01') return { ...unit, email: 'w01@example.com；b@example.com' };
      return unit.code === 'W03' ? { ...unit, email: 'QQ 12345\r\nBcc: x' } : unit;
    });
    const files = filesOf({ ...SUMMARY, campaign: { ...CAMPAIGN, units } });
    const headerOf = (name: string) =>
      Buffer.from(files.find(({ path }) => path.endsWith(name))!.bytes)
        .toString('latin1')
        .split('\r\n\r\n')[0]!;
    expect(headerOf('/甲乡.eml')).toContain('\r\nTo: w01@example.com,\r\n b@example.com\r\n');
    expect(headerOf('/乙镇.eml')).not.toMatch(/To:|Bcc|QQ/);
  });

  it('writes texts that the editors of old office machines open', () => {
    for (const { path, bytes } of FILES.filter((file) => file.path.endsWith('.txt'))) {
      expect(bytes, path).toMatch(/^\ufeff(?:[^\r\n]*\r\n)+$/);
    }
    expect(FILES[1]?.bytes).toContain('邮件草稿：乌苏市/甲乡.eml');
    expect(FILES[1]?.bytes).toContain(`文件“${RETURNED_PATH.split('/').at(-1)}”`);
  });

  it('is the same bytes every time', () => {
    expect(filesOf(SUMMARY)).toEqual(FILES);
  });
});
