import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { bytesOf, mailOf, openedFiles, partOf } from './opened.js';

const base64Part = (type: string, text: string): string =>
  `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(text).toString('base64')}`;
const html = (text: string): string => base64Part('text/html', text);
const plain = (text: string): string => base64Part('text/plain', text);
const ATTACHMENT = partOf('Content-Type: application/vnd.ms-excel; name=a.xls');
const hasLinks = (...parts: readonly (string | Uint8Array)[]): boolean =>
  openedFiles(mailOf(...parts)).hasLinkedFiles;

/** Blocks as the mailers write them, shortened. */
const BLOCKS: readonly (readonly [string, string])[] = [
  [
    'QQ, plain',
    plain(
      '从QQ邮箱发来的超大附件\n\n统计表.zip (128.03M, 2020年11月27日 21:59 到期)进入下载页面：' +
        'http://mail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k=7d363834&code=7684decd',
    ),
  ],
  [
    'QQ, new',
    html('<a href="https://wx.mail.qq.com/ftn/download?func=3&amp;key=ab&amp;code=1">统计表.zip</a>'),
  ],
  [
    '腾讯企业邮',
    html('<a href="https://exmail.qq.com/cgi-bin/ftnExs_download?k=0064&amp;t=exs_ftn_download">下载</a>'),
  ],
  [
    '163',
    html(
      '<b>从网易163邮箱发来的超大附件</b><a href="https://mail.163.com/large-attachment-download/index.html?file=djAy">' +
        '统计表.zip</a><span> (80.96M, 2020年11月17日 0:49 到期)</span>',
    ),
  ],
  [
    '163, old',
    html('<a href="http://fs.163.com/fs/display/?p=X-NETEASE-HUGE-ATTACHMENT&amp;file=Xt9C">统计表</a>'),
  ],
  ['网易邮箱大师', html('<a href="https://dashi.163.com/html/cloud-attachment-download/?key=x">统计表</a>')],
  ['网易企业邮', plain('https://edisk.qiye.163.com/api/biz/attachment/download?identity=1')],
  ['139', plain('http://mail.10086.cn/s/largeattach?id=1')],
  ['189', plain('https://download.cloud.189.cn/file/downloadFile.action?dt=51')],
  ['新浪', plain('https://mail.sina.com.cn/filecenter/download.php?id=1')],
  [
    'Coremail',
    html('<a href="https://mail.tacheng.gov.cn/coremail/common/nfFile.jsp?share_link=54&amp;uid=a">x</a>'),
  ],
  [
    'of a mailer that nobody knows',
    html(
      '<b>从某某邮箱发来的超大附件</b><div><a href="http://10.1.2.3/d?id=1">统计表.zip</a>' +
        '<span style="color:#bbb"> (12.5M,&nbsp;2020-11-17 0:49 过期)</span></div>',
    ),
  ],
  ['that never expires', html('文件中转站 <a href="http://10.1.2.3/d?id=1">统计表.zip</a> (3M, 无限期)')],
];

describe('links to files that are not in the mail', () => {
  it.each(BLOCKS)('%s', (_, part) => {
    expect(hasLinks(part)).toBe(true);
    expect(hasLinks(part, ATTACHMENT)).toBe(true);
  });

  it('in GBK, quoted-printable, broken within the address', () => {
    const part = bytesOf(
      'Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n',
      '=B3=AC=B4=F3 <a href=3D"http://mail.qq.com/cgi-bin/ftn=\r\nExs_download?k=3D1">',
    );
    expect(hasLinks(part)).toBe(true);
  });

  it.each([
    '请不要用超大附件发送，请直接添加附件。',
    '附件超过20M的请用文件中转站，有效期30天。http://www.example.gov.cn/',
    '请用文件中转站发送20M以上的附件，有效期30天。http://www.example.gov.cn/',
    '已从QQ邮箱发来的超大附件中下载，谢谢。详见 http://www.example.gov.cn/notice/2020-10-26.html',
    '网站：http://www.qq.com/ 邮箱：https://mail.qq.com/ https://mail.163.com/',
    '下载：http://www.example.gov.cn/notice.doc',
  ])('are not: %s', (text) => {
    expect(hasLinks(plain(text))).toBe(false);
    expect(hasLinks(html(text))).toBe(false);
  });

  it('shared by hand count only where no file came with the mail', () => {
    for (const address of [
      'https://pan.baidu.com/s/1abc',
      'https://www.kdocs.cn/l/abc',
      'https://docs.qq.com/sheet/DU1',
    ]) {
      expect(hasLinks(plain(`链接：${address} 提取码：1234`))).toBe(true);
      expect(hasLinks(plain(`链接：${address} 提取码：1234`), ATTACHMENT)).toBe(false);
    }
  });

  it('by the type of the part (RFC 2046, 5.2.3)', () => {
    const external = 'Content-Type: message/external-body; access-type=URL; URL="http://x/a.xls"\r\n\r\n';
    expect(hasLinks(external)).toBe(true);
  });

  it('in the text of an attachment are its own affair', () => {
    const text = 'Content-Type: text/plain; name=a.txt\r\n\r\nhttp://mail.qq.com/cgi-bin/ftnExs_download?k=1';
    expect(hasLinks(text)).toBe(false);
  });
});
