import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPython } from './openpyxl.js';

// Archives and mails, made by the zipfile and email modules of Python.

/** One file to be packed, under its name in the container. */
export interface PackedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How an archive is written. */
export interface ArchiveStyle {
  /** `gbk`: raw bytes without a flag, as Windows and WinRAR write them; `utf-8`: with bit 11 (APPNOTE 4.4.4). */
  readonly names: 'gbk' | 'utf-8';
  /** Sizes behind the data (APPNOTE 4.3.9), as a program writes that cannot go back. */
  readonly isStreamed: boolean;
}

/** How the name of an attachment is written. */
export type NameStyle = 'rfc2231' | 'encoded-word' | 'encoded-word-gb18030';

/** A mail with its attachments; `sentAt` with its own offset. */
export interface Mail {
  readonly sentAt: string;
  readonly nameStyle: NameStyle;
  readonly attachments: readonly PackedFile[];
}

const ZIP = `
import io, os, zipfile
class GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self):
        return self.filename.encode('gbk'), self.flag_bits & ~0x800
class Pipe(io.RawIOBase):
    def __init__(self, path): self.file = open(path, 'wb')
    def writable(self): return True
    def write(self, data): return self.file.write(data)
    def close(self):
        self.file.close()
        super().close()
for target, style, files in args:
    kind = GbkInfo if style['names'] == 'gbk' else zipfile.ZipInfo
    sink = Pipe(target) if style['isStreamed'] else open(target, 'wb')
    with zipfile.ZipFile(sink, 'w', zipfile.ZIP_DEFLATED) as archive:
        for folder in sorted({name.rsplit('/', 1)[0] for name, path in files if '/' in name}):
            archive.writestr(kind(folder + '/', (2020, 10, 17, 9, 30, 0)), b'')
        for name, path in files:
            entry = kind(name, (2020, 10, 17, 9, 30, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, open(path, 'rb').read())
    sink.close()
`;

// The name stands in Content-Disposition and, as many programs do it, in Content-Type again.
const MAIL = `
import datetime, email.policy, email.utils
from email.header import Header
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
for target, sent_at, style, files in args:
    date = email.utils.format_datetime(datetime.datetime.fromisoformat(sent_at))
    if style == 'rfc2231':
        mail = EmailMessage(policy=email.policy.SMTP)
        mail['Subject'] = '报送结对帮扶活动月报表'
        mail.set_content('附件是我单位的报表，请查收。')
        for name, path in files:
            mail.add_attachment(open(path, 'rb').read(), maintype='application', subtype='octet-stream', filename=name)
    else:
        charset = 'gb18030' if style == 'encoded-word-gb18030' else 'utf-8'
        mail = MIMEMultipart()
        mail['Subject'] = Header('报送结对帮扶活动月报表', charset)
        mail.attach(MIMEText('附件是我单位的报表，请查收。', 'plain', charset))
        for name, path in files:
            part = MIMEApplication(open(path, 'rb').read())
            word = Header(name, charset, maxlinelen=75).encode()
            part.set_param('name', word)
            part.add_header('Content-Disposition', 'attachment', filename=word)
            mail.attach(part)
    mail['From'] = 'unit@example.com'
    mail['To'] = 'office@example.com'
    mail['Date'] = date
    policy = email.policy.SMTP if style == 'rfc2231' else email.policy.compat32.clone(linesep='\\r\\n')
    open(target, 'wb').write(mail.as_bytes(policy=policy))
`;

/** Writes archives with Python's zipfile, folders as entries of their own. */
export function packArchives(
  archives: readonly { readonly style: ArchiveStyle; readonly files: readonly PackedFile[] }[],
  temporary: string,
): readonly Uint8Array[] {
  return runWithFiles(ZIP, temporary, archives, ({ style, files }, target, write) => [
    target,
    style,
    files.map(({ name, bytes }) => [name, write(bytes)]),
  ]);
}

/** Writes mails with Python's email, base64 throughout. */
export function packMails(mails: readonly Mail[], temporary: string): readonly Uint8Array[] {
  return runWithFiles(MAIL, temporary, mails, ({ sentAt, nameStyle, attachments }, target, write) => [
    target,
    sentAt,
    nameStyle,
    attachments.map(({ name, bytes }) => [name, write(bytes)]),
  ]);
}

/** One run of a script over all items; each item's arguments name the file to be written and files laid down for it. */
function runWithFiles<T>(
  script: string,
  temporary: string,
  items: readonly T[],
  argumentsOf: (item: T, target: string, write: (bytes: Uint8Array) => string) => readonly unknown[],
): readonly Uint8Array[] {
  const work = mkdtempSync(join(temporary, 'packed-'));
  const out = join(work, 'out');
  mkdirSync(out);
  let written = 0;
  const write = (bytes: Uint8Array): string => {
    const path = join(work, String(written++));
    writeFileSync(path, bytes);
    return path;
  };
  const targets = items.map((_, index) => join(out, String(index)));
  runPython(script, ...items.map((item, index) => argumentsOf(item, targets[index]!, write)));
  if (readdirSync(out).length !== items.length) throw new Error('not every container was written');
  const packed = targets.map((target) => readFileSync(target));
  rmSync(work, { recursive: true });
  return packed;
}
