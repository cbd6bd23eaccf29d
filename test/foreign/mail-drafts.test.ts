import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { openMail } from '../../src/container/open-mail.js';
import { type MailDraft, writeMailDraft } from '../../src/container/write-mail.js';
import { PYTHON, runPython } from './openpyxl.js';

// Drafts as python's mail package reads them, strictly, and as the lines that the standards ask for.

const LONG_NAME = `塔城市${'教育系统'.repeat(12)}结对帮扶活动月统计表（退回修改）`;
const bytesOf = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) % 256);

const DRAFTS: Readonly<Record<string, MailDraft>> = {
  plain: { to: ['a@example.com'], subject: '催报', text: '请尽快补报。', attachments: [] },
  'nobody to send to': { to: [], subject: '', text: '', attachments: [] },
  'everything at once': {
    to: ['a@example.com', 'b@example.cn'],
    subject: `【催报、退回】${LONG_NAME}，请于2020年10月18日前报送😀`,
    text: '红旗乡：\n第一行\n.\nFrom 第二行\n\n=_bangfu_draft_=\n',
    attachments: [
      { fileName: `${LONG_NAME}.xlsx`, bytes: bytesOf(10_000) },
      { fileName: 'a "b" %41.xlsm', bytes: bytesOf(57) },
      { fileName: '空.zip', bytes: new Uint8Array() },
    ],
  },
  'line ends where none belong': {
    to: [],
    subject: '甲\r\nBcc: x@example.com',
    text: '乙',
    attachments: [{ fileName: '丙\r\nX: y.xlsx', bytes: bytesOf(1) }],
  },
};

const READ = `
import base64, email, email.policy
policy = email.policy.default.clone(raise_on_defect=True)
found = {}
for name, text in args[0].items():
    mail = email.message_from_bytes(base64.b64decode(text), policy=policy)
    body = mail.get_body(('plain',))
    found[name] = {
        'to': [a.addr_spec for a in mail['To'].addresses] if mail['To'] else [],
        'subject': mail['Subject'],
        'text': body.get_content(),
        'unsent': mail['X-Unsent'],
        'headers': sorted(mail.keys()),
        'files': [[part.get_filename(), base64.b64encode(part.get_content()).decode()] for part in mail.iter_attachments()],
    }
print(json.dumps(found))
`;

interface ReadMail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly unsent: string;
  readonly headers: readonly string[];
  readonly files: readonly (readonly [string, string])[];
}

describe('mail drafts', () => {
  it.skipIf(PYTHON === undefined)("are read by python's mail package as they were meant", () => {
    const sent = Object.fromEntries(
      Object.entries(DRAFTS).map(([name, draft]) => [
        name,
        Buffer.from(writeMailDraft(draft)).toString('base64'),
      ]),
    );
    const found = runPython(READ, sent) as Record<string, ReadMail>;
    for (const [name, draft] of Object.entries(DRAFTS)) {
      const oneLine = (text: string) => text.replaceAll('\r\n', ' ');
      expect(
        found[name]?.headers.filter((header) => !/^(To|Content-Transfer-Encoding)$/.test(header)),
        name,
      ).toEqual(['Content-Type', 'MIME-Version', 'Subject', 'X-Unsent']);
      expect({ ...found[name], headers: [] }, name).toEqual({
        to: draft.to,
        subject: oneLine(draft.subject),
        text: draft.text.replaceAll('\n', '\r\n'),
        unsent: '1',
        headers: [],
        files: draft.attachments.map((file) => [
          oneLine(file.fileName),
          Buffer.from(file.bytes).toString('base64'),
        ]),
      });
    }
  });

  it.each(Object.entries(DRAFTS))('%s: lines end with CRLF and are short', (_, draft) => {
    const text = Buffer.from(writeMailDraft(draft)).toString('latin1');
    expect(text.endsWith('\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).toMatch(/^[\x20-\x7e]*$/);
    for (const line of text.split('\r\n')) expect(line.length, line).toBeLessThanOrEqual(76);
  });

  it('are the same bytes every time and open as the returns that they carry', () => {
    const draft = DRAFTS['everything at once']!;
    const bytes = writeMailDraft(draft);
    expect(Buffer.from(writeMailDraft(draft)).equals(bytes)).toBe(true);
    const opened = openMail(bytes, {
      entries: 10,
      inflatedBytes: 1e7,
      ratio: 100,
      ratioFloorBytes: 1e7,
    });
    if (opened.kind !== 'files') throw new Error(opened.kind);
    expect(opened.subject).toBe(draft.subject);
    expect(opened.files[0]?.name).toBe(`${LONG_NAME}.xlsx`);
    const content = opened.files[0]?.read();
    expect(content?.kind === 'bytes' && Buffer.from(content.bytes).equals(draft.attachments[0]!.bytes)).toBe(
      true,
    );
  });
});
