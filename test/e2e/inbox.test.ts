import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { PlannedValue } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import {
  aggregate,
  fingerprint,
  pairedReturn,
  receive,
  temporaryFolder,
  villageRow,
  workingFolder,
} from './working-folder.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

it('every file in 收件/ ends with one disposition, and one bad file never stops the others', async () => {
  const dir = await workingFolder();
  const whole = await pairedWorkbook('乙县东风镇', [villageRow('一村')]);
  const outside = join(temporaryFolder(), '外面.xlsx');
  writeFileSync(outside, await pairedWorkbook('示例地区档案馆', [villageRow('四村')]));
  await receive(dir, '好的.xlsx', pairedReturn('甲县水利局', [villageRow('二村')]));
  await receive(dir, '空文件.xlsx', new Uint8Array());
  await receive(dir, '乙县东风镇 没传完.xlsx', whole.slice(0, whole.length / 2));
  await receive(
    dir,
    '中间坏了.xlsx',
    whole.map((byte, at) => (at > 600 && at < 1200 ? 0 : byte)),
  );
  await receive(dir, '图片改名.xlsx', PNG);
  await receive(dir, '照片.png', PNG);
  await receive(dir, '老格式.xls', oldXls());
  await receive(dir, '网页.xls', '<html><body><table><tr><td>1</td></tr></table></body></html>');
  await receive(dir, '通知.pdf', '%PDF-1.4\n');
  await receive(dir, '.~lock.好的.xlsx#', ',示例,示例,26.10.2020');
  await receive(dir, '~$好的.xlsx', new Uint8Array(165));
  await receive(dir, '.DS_Store', 'Bud1');
  await receive(dir, 'Thumbs.db', 'x');
  await receive(dir, '不是报表.xlsx', pairedReturn('某处', []));
  await receive(
    dir,
    '  空格 [1] {a,b} (重发)!#%&+\'"·★/🙂 子文件夹/*?.xlsx',
    pairedReturn('甲县林草局', [villageRow('三村')]),
  );
  mkdirSync(join(dir, '收件/空文件夹'));
  symlinkSync(outside, join(dir, '收件/快捷方式.xlsx'));
  symlinkSync(temporaryFolder(), join(dir, '收件/链到外面的文件夹'));
  symlinkSync(join(dir, '没有这个文件'), join(dir, '收件/断了的快捷方式.xlsx'));
  const before = fingerprint(join(dir, '收件'));

  const result = aggregate(dir);

  expect(fingerprint(join(dir, '收件'))).toEqual(before);
  const seen = Object.fromEntries(
    result.files.map((file) => [file.path.replace('收件/', ''), file.disposition]),
  );
  expect(seen).toEqual({
    '好的.xlsx': 'accepted',
    '空文件.xlsx': 'unreadable',
    '乙县东风镇 没传完.xlsx': 'unreadable',
    '中间坏了.xlsx': 'unreadable',
    '图片改名.xlsx': 'unreadable',
    '照片.png': 'ignored',
    '老格式.xls': 'unreadable',
    '网页.xls': 'unrecognized',
    '通知.pdf': 'ignored',
    '.~lock.好的.xlsx#': 'ignored',
    '~$好的.xlsx': 'ignored',
    '.DS_Store': 'ignored',
    'Thumbs.db': 'ignored',
    '不是报表.xlsx': 'unrecognized',
    '  空格 [1] {a,b} (重发)!#%&+\'"·★/🙂 子文件夹/*?.xlsx': 'accepted',
    '快捷方式.xlsx': 'ignored',
    链到外面的文件夹: 'ignored',
    '断了的快捷方式.xlsx': 'ignored',
  });
  expect(result.files.length).toBe(18);
  for (const file of result.files) {
    if (file.disposition !== 'accepted')
      expect([file.path, file.reason ?? '']).toEqual([file.path, expect.stringMatching(/[\u4e00-\u9fff]/)]);
  }
  // The names speak of it, though nothing in the file can be read; what lies outside is not counted.
  const status = Object.fromEntries(
    result.completeness
      .filter((item) => item.form === 'paired-assistance')
      .map((item) => [item.unit, item.status]),
  );
  expect(status).toEqual({ 101: 'accepted', 102: 'accepted', 201: 'pending', 901: 'missing' });
});

function pairedWorkbook(unitName: string, rows: readonly (readonly PlannedValue[])[]): Promise<Uint8Array> {
  return writeWorkbook(pairedReturn(unitName, rows));
}

/** The head of a compound file with a stream named Workbook, as every .xls since 1997 has. */
function oldXls(): Uint8Array {
  const bytes = Buffer.alloc(2048);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  const name = Buffer.from('Workbook\0', 'utf16le');
  name.copy(bytes, 1024);
  bytes.writeUInt16LE(name.length, 1024 + 64);
  return bytes;
}
