import { describe, expect, it } from 'vitest';
import type { InboxFile } from '../../../src/app/find-files.js';
import { DEFAULT_NESTING_LIMITS, openInboxFile } from '../../../src/app/open-inbox-file.js';
import { writeZip } from '../../../src/container/write-zip.js';

// Files in files, level by level: what is listed, under which name, with which time, and where it ends.

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const zip = (files: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  writeZip(Object.entries(files).map(([name, bytes]) => ({ name, bytes })));

const FOLDER_TIME = '2020-10-20T08:00:00+08:00';

function inboxFile(path: string, bytes: Uint8Array): InboxFile {
  return {
    path,
    entry: null,
    sha256: 'a'.repeat(64),
    size: bytes.length,
    time: FOLDER_TIME,
    timeBy: '文件创建时间',
    bytes,
    head: null,
    namedAs: path,
    problem: null,
  };
}

/** `[entry, what it is]` of all that a file holds: its text, or why it is not read. */
function opened(bytes: Uint8Array, limits = DEFAULT_NESTING_LIMITS): [string | null, string][] {
  const files: [string | null, string][] = [];
  for (const file of openInboxFile(inboxFile('收件/来件', bytes), limits)) {
    expect(file.path).toBe('收件/来件');
    files.push([
      file.entry,
      file.bytes === null
        ? `${file.problem?.kind}: ${file.problem?.reason}`
        : new TextDecoder().decode(file.bytes),
    ]);
  }
  return files;
}

const MAIL = [
  'From: a@example.com',
  'Subject: =?utf-8?B?5oql6KGo?=',
  'Date: Sat, 17 Oct 2020 23:30:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'BODY',
  'ATTACHMENT--b--',
  '',
].join('\r\n');

const ATTACHED = [
  '--b',
  'Content-Type: application/octet-stream; name="a.csv"',
  'Content-Disposition: attachment; filename="a.csv"',
  'Content-Transfer-Encoding: base64',
  '',
  btoa('1,2'),
  '',
].join('\r\n');

const mail = (attachment: string, body = '') =>
  text(MAIL.replace('ATTACHMENT', attachment).replace('BODY', body));

describe('what lies in a file', () => {
  it('a file that is no container is itself', () => {
    expect(opened(text('1,2'))).toEqual([[null, '1,2']]);
  });

  it('a zip is its files, a zip in it theirs, their names joined', () => {
    const inner = zip({ 'b/2.csv': text('two') });
    expect(opened(zip({ 'a/1.csv': text('one'), '内层.zip': inner }))).toEqual([
      ['a/1.csv', 'one'],
      ['内层.zip/b/2.csv', 'two'],
    ]);
  });

  it('what other programs leave in a zip is ignored by name', () => {
    expect(
      opened(zip({ '__MACOSX/._1.csv': text('x'), '~$1.xlsx': text('x'), '1.csv': text('one') })),
    ).toEqual([
      ['__MACOSX/._1.csv', 'ignored: 系统自动产生的文件'],
      ['~$1.xlsx', 'ignored: 表格打开时产生的临时文件'],
      ['1.csv', 'one'],
    ]);
  });

  it('an attachment came when its mail was sent, in Beijing time', () => {
    const files: InboxFile[] = [];
    for (const file of openInboxFile(inboxFile('收件/来件', zip({ '信.eml': mail(ATTACHED) }))))
      files.push(file);
    expect(files.map(({ entry, time, timeBy }) => [entry, time, timeBy])).toEqual([
      ['信.eml/a.csv', '2020-10-18T07:30:00+08:00', '邮件时间'],
    ]);
  });

  it('containers with nothing in them stand for themselves', () => {
    expect(opened(zip({}))).toEqual([[null, 'unreadable: 压缩包里没有文件']]);
    expect(opened(mail(''))).toEqual([[null, 'unreadable: 邮件里没有附件']]);
    const link = 'https://mail.qq.com/cgi-bin/ftnExs_download?k=1&code=2';
    expect(opened(mail('', link))).toEqual([
      [null, 'unreadable: 邮件里只有下载链接，没有文件，请下载后放入收件文件夹'],
    ]);
    expect(opened(mail(ATTACHED, link))).toEqual([
      ['a.csv', '1,2'],
      [null, 'unreadable: 邮件里除附件外还有下载链接，请把链接里的文件下载后放入收件文件夹'],
    ]);
  });

  it('a container beyond the last level is named and not opened', () => {
    const limits = { ...DEFAULT_NESTING_LIMITS, levels: 2 };
    const three = zip({ 'c.zip': zip({ 'd.zip': zip({ '1.csv': text('one') }), '2.csv': text('two') }) });
    expect(opened(three, limits)).toEqual([
      ['c.zip/d.zip', 'unreadable: 压缩包或邮件套了 2 层以上，请解压后放入收件文件夹'],
      ['c.zip/2.csv', 'two'],
    ]);
  });

  it('files and bytes are counted over all levels; what was not reached is said', () => {
    const pair = zip({ '1.csv': text('one'), '2.csv': text('two') });
    const both = zip({ 'a.zip': pair, 'b.zip': pair });
    expect(opened(both, { ...DEFAULT_NESTING_LIMITS, files: 4 })).toEqual([
      ['a.zip/1.csv', 'one'],
      ['a.zip/2.csv', 'two'],
      ['b.zip', 'unreadable: 压缩包或邮件里的文件超过 4 个，其余没有读取，请解压后放入收件文件夹'],
    ]);
    const bytes = opened(both, { ...DEFAULT_NESTING_LIMITS, inflatedBytes: 2 * pair.length + 5 });
    expect(bytes.map(([entry]) => entry)).toEqual(['a.zip/1.csv', 'a.zip/2.csv', 'b.zip']);
    expect(bytes[2]![1]).toContain('unreadable');
  });
});
