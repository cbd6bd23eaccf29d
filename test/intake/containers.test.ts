import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/campaign/campaign.js';
import { HAS_LIBREOFFICE } from '../foreign/libreoffice.js';
import { PYTHON } from '../foreign/openpyxl.js';
import { compoundFile } from './formats/compound-file.js';
import { encryptAgile, encryptStandard } from './formats/encrypted-workbook.js';
import { gbk } from './formats/gbk.js';
import { encodedWord, encodedWordQ, mailOf } from './formats/mail.js';
import { byLibreOffice, byOpenpyxl } from './formats/other-programs.js';
import { donationsTable } from './formats/plain-table.js';
import { csvOf, htmlOf, odsOf, spreadsheetMlOf, utf16 } from './formats/text-tables.js';
import { EXCEL, WPS, withMacros } from './formats/writers.js';
import { xlsOf } from './formats/xls.js';
import { xlsbOf } from './formats/xlsb.js';
import { type XlsxDialect, xlsxOf } from './formats/xlsx.js';
import { type Deflated, deflatedRepetition, zipOf } from './formats/zip.js';
import { type Arrivals, inboxOfLines, type Seen, temporaryFolder } from './inbox-of-lines.js';
import { linesOf } from './lines.js';
import { donorOf } from './typed-workbook.js';

// “Containers” of the list: in what the same two donations of 500 and 60.50 元 may arrive.

const { line, eachLineHasOneTest } = linesOf('Containers');

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300ffd9', 'hex');

/** Both donations count for the unit, each value in its place. */
function expectCounts(seen: Seen, of: Unit = seen.unit): void {
  expect([of.name, seen.totals('donations', of)]).toEqual([
    of.name,
    expect.objectContaining({ rows: 2, money: 560.5, total: 560.5 }),
  ]);
  expect(seen.values('donations', 'donor', of)).toEqual([donorOf(of, '甲'), donorOf(of, '乙')]);
  expect(seen.values('donations', 'donorKind', of)).toEqual(['企业', '个人']);
  expect(seen.values('donations', 'donatedOn', of)).toEqual(['2020-10-17', '2020-10-18']);
  expect(seen.values('donations', 'money', of)).toEqual([500_00, 60_50]);
  expect(seen.values('donations', 'recipient', of)).toEqual(['上户村', '下户村']);
  expect(seen.status('donations', of)).toBe('accepted');
}

describe('Containers', () => {
  const folder = temporaryFolder();
  const { arrives, dir, outputs } = inboxOfLines({ passwords: ['Tc2020', 'bf-1017', '示例'] });

  /** One file of the unit and perhaps one of the neighbour: they count, with these findings in each or none. */
  const counts = (
    arrive: (unit: Unit, neighbour: Unit) => Arrivals,
    expected: { readonly findings?: Seen['findings']; readonly more?: (seen: Seen) => void } = {},
  ) => {
    let names: readonly string[] = [];
    return arrives(
      (unit, neighbour) => {
        const arrivals = arrive(unit, neighbour);
        names = Object.keys(arrivals);
        return arrivals;
      },
      (seen) => {
        expectCounts(seen);
        if (names.length > 1) expectCounts(seen, seen.neighbour);
        expect(seen.files).toEqual([...names].sort().map((name) => [name, null, 'accepted']));
        expect(seen.findings).toEqual(names.flatMap(() => expected.findings ?? []));
        expected.more?.(seen);
      },
    );
  };
  const inDialect = (dialect: XlsxDialect, other: XlsxDialect | null = null) =>
    counts((unit, neighbour) => ({
      '报表.xlsx': xlsxOf(donationsTable(unit), dialect),
      ...(other === null ? {} : { '另一份.xlsx': xlsxOf(donationsTable(neighbour), other) }),
    }));
  const text = (content: (unit: Unit) => string | Uint8Array, other?: (unit: Unit) => string | Uint8Array) =>
    counts((unit, neighbour) => ({
      '报表.csv': content(unit),
      ...(other === undefined ? {} : { '另一份.csv': other(neighbour) }),
    }));

  it(line('excel'), inDialect(EXCEL));

  const MARK = join(folder, '宏运行过');

  it(
    line('excel-macros'),
    counts((unit) => ({ '报表.xlsm': xlsxOf(donationsTable(unit), withMacros(MARK)) }), {
      more: () => {
        expect(existsSync(MARK)).toBe(false);
        for (const path of outputs().filter((output) => output.endsWith('.xlsx')))
          expect(
            Object.keys(unzipSync(readFileSync(path))).filter((name) => /vba|macro/i.test(name)),
          ).toEqual([]);
      },
    }),
  );

  it(line('wps'), inDialect(WPS));

  it.skipIf(!HAS_LIBREOFFICE)(
    line('libreoffice'),
    counts((unit) =>
      HAS_LIBREOFFICE ? { '报表.xlsx': byLibreOffice(donationsTable(unit), 'xlsx', folder) } : {},
    ),
  );

  it.skipIf(!PYTHON)(
    line('openpyxl'),
    counts((unit) => (PYTHON ? { '报表.xlsx': byOpenpyxl(donationsTable(unit), folder) } : {})),
  );

  it(line('prefixes'), inDialect({ prefix: 'x:' }, { prefix: 'ns0:', inlineTexts: true }));
  it(
    line('wrong-dimension'),
    inDialect(
      { beforeRows: '<dimension ref="A1"/>' },
      { beforeRows: '<dimension ref="C2:XFD1048576"/>', rowAttributes: 'spans="1:1"' },
    ),
  );
  it(line('no-dimension'), inDialect({}));
  it(line('strict'), inDialect({ isStrict: true, isoDates: true }, { isStrict: true }));
  it(line('inline-strings'), inDialect({ inlineTexts: true }));
  it(
    line('no-styles'),
    // Without styles nothing says that a number is a date; the column does.
    counts((unit) => ({ '报表.xlsx': xlsxOf(donationsTable(unit), { withoutStyles: true }) }), {
      findings: [
        ['D4', 'converted'],
        ['D5', 'converted'],
      ],
    }),
  );

  it(
    line('shared-formulas'),
    inDialect(
      {
        cells: {
          E4: '<c r="E4"><f t="shared" ref="E4:E5" si="0">G4*1</f><v>500</v></c>',
          E5: '<c r="E5"><f t="shared" si="0"/><v>60.5</v></c>',
        },
      },
      {
        cells: {
          E4: '<c r="E4"><f t="array" ref="E4:E5">G4:G5</f><v>500</v></c>',
          E5: '<c r="E5"><v>60.5</v></c>',
        },
      },
    ),
  );

  it(
    line('odd-targets'),
    inDialect(
      // From the root of the package, as openpyxl and others write them.
      {
        targets: {
          workbook: '/xl/workbook.xml',
          sheet: '/xl/worksheets/sheet1.xml',
          strings: '/xl/sharedStrings.xml',
          styles: '/xl/styles.xml',
        },
      },
      // Other folders and names, a way up and down, another case.
      {
        workbookName: 'book/main.xml',
        sheetName: 'book/pages/Data.XML',
        targets: {
          workbook: './book/main.xml',
          sheet: 'pages/../pages/data.xml',
          strings: '../book/sharedStrings.xml',
          styles: './styles.xml',
        },
      },
    ),
  );

  it(
    line('biff8'),
    counts((unit, neighbour) => ({
      '报表.xls': xlsOf(donationsTable(unit), 'BIFF8'),
      ...(HAS_LIBREOFFICE ? { '另一份.xls': byLibreOffice(donationsTable(neighbour), 'xls', folder) } : {}),
    })),
  );
  it(
    line('biff5'),
    counts((unit) => ({ '报表.xls': xlsOf(donationsTable(unit), 'BIFF5') })),
  );
  it(
    line('xlsb'),
    counts((unit) => ({ '报表.xlsb': xlsbOf(donationsTable(unit)) })),
  );
  it(
    line('et'),
    counts((unit) => ({ '报表.et': xlsOf(donationsTable(unit), 'BIFF8') })),
  );
  it(
    line('ods'),
    counts((unit, neighbour) => ({
      '报表.ods': odsOf(donationsTable(unit)),
      ...(HAS_LIBREOFFICE ? { '另一份.ods': byLibreOffice(donationsTable(neighbour), 'ods', folder) } : {}),
    })),
  );

  it(
    line('csv-utf8'),
    text((unit) => csvOf(donationsTable(unit), ',')),
  );
  it(
    line('csv-bom'),
    text((unit) => `\ufeff${csvOf(donationsTable(unit), ',')}`),
  );

  it(
    line('csv-gb18030'),
    arrives(
      (unit, neighbour) => {
        // 㐀 is not in GBK and takes four bytes in GB18030: 81 39 EE 39.
        const [before, after] = csvOf(donationsTable(neighbour), ',').replace('上户村', '上㐀村').split('㐀');
        return {
          '报表.csv': gbk(csvOf(donationsTable(unit), ',')),
          '另一份.csv': Buffer.concat([gbk(before!), Buffer.from('8139ee39', 'hex'), gbk(after!)]),
        };
      },
      (seen) => {
        expect([...gbk('中文')]).toEqual([0xd6, 0xd0, 0xce, 0xc4]);
        expectCounts(seen);
        expect(seen.values('donations', 'recipient', seen.neighbour)).toEqual(['上㐀村', '下户村']);
        expect(seen.totals('donations', seen.neighbour)).toMatchObject({ rows: 2, money: 560.5 });
      },
    ),
  );

  it(
    line('csv-utf16'),
    text(
      (unit) => utf16(csvOf(donationsTable(unit), '\t'), 'little'),
      (unit) => utf16(csvOf(donationsTable(unit), ','), 'big'),
    ),
  );
  it(
    line('csv-comma'),
    text(
      (unit) => csvOf(donationsTable(unit), ',', true),
      // Amounts with a comma of their own, in quotes.
      (unit) => csvOf(donationsTable(unit), ',').replace(',500,', ',"500.00",').replaceAll('\r\n', '\n'),
    ),
  );
  it(
    line('csv-tab'),
    counts((unit, neighbour) => ({
      '报表.csv': csvOf(donationsTable(unit), '\t'),
      '另一份.txt': gbk(csvOf(donationsTable(neighbour), '\t')),
    })),
  );
  it(
    line('csv-semicolon'),
    text((unit) => csvOf(donationsTable(unit), ';')),
  );

  it(
    line('xlsx-as-xls'),
    counts((unit) => ({ '报表.xls': xlsxOf(donationsTable(unit)) })),
  );
  it(
    line('html-as-xls'),
    // Such pages say of every cell that it is text.
    counts(
      (unit, neighbour) => ({
        '报表.xls': htmlOf(donationsTable(unit), 'utf-8'),
        '另一份.xls': gbk(htmlOf(donationsTable(neighbour), 'gb2312')),
      }),
      { findings: ['D4', 'E4', 'D5', 'E5'].map((cell) => [cell, 'converted']) },
    ),
  );
  it(
    line('spreadsheetml-as-xls'),
    counts((unit) => ({ '报表.xls': spreadsheetMlOf(donationsTable(unit)) })),
  );

  it(
    line('zip'),
    arrives(
      (unit, neighbour) => ({
        '来件.zip': zipOf([
          { name: '报表.xlsx', content: xlsxOf(donationsTable(unit)) },
          { name: '甲县/', content: new Uint8Array() },
          { name: '甲县/另一份.csv', content: Buffer.from(csvOf(donationsTable(neighbour), ',')) },
          { name: '甲县/盖章.png', content: PNG },
          { name: '__MACOSX/._报表.xlsx', content: Buffer.from('\0\u0005\u0016\u0007') },
        ]),
      }),
      (seen) => {
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        expect([...seen.files].sort()).toEqual([
          ['来件.zip', '__MACOSX/._报表.xlsx', 'ignored'],
          ['来件.zip', '报表.xlsx', 'accepted'],
          ['来件.zip', '甲县/另一份.csv', 'accepted'],
          ['来件.zip', '甲县/盖章.png', 'ignored'],
        ]);
      },
    ),
  );

  // The units stand nowhere but in the names: read in another encoding, they would be nobody's.
  it(
    line('zip-gbk-names'),
    arrives(
      (unit, neighbour) => ({
        '来件.zip': zipOf([
          { name: gbk(`甲县/${unit.name}.xlsx`), content: xlsxOf(donationsTable(unit, null)) },
          { name: gbk(`甲县/${neighbour.name}.xlsx`), content: xlsxOf(donationsTable(neighbour, null)) },
        ]),
      }),
      (seen) => {
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        expect([...seen.files].sort()).toEqual(
          [seen.unit, seen.neighbour].map(({ name }) => ['来件.zip', `甲县/${name}.xlsx`, 'accepted']).sort(),
        );
      },
    ),
  );

  it(
    line('zip-nested'),
    arrives(
      (unit, neighbour) => ({
        '来件.zip': zipOf([
          {
            name: gbk('东片/各单位.zip'),
            content: zipOf([
              { name: '表/报表.xlsx', content: xlsxOf(donationsTable(unit)) },
              { name: '表/另一份.xls', content: xlsOf(donationsTable(neighbour), 'BIFF8') },
            ]),
          },
        ]),
      }),
      (seen) => {
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        expect([...seen.files].sort()).toEqual([
          ['来件.zip', '东片/各单位.zip/表/另一份.xls', 'accepted'],
          ['来件.zip', '东片/各单位.zip/表/报表.xlsx', 'accepted'],
        ]);
      },
    ),
  );

  it(
    line('eml-base64'),
    arrives(
      (unit, neighbour) => ({
        '转发.eml': mailOf({
          subject: '报送材料',
          text: '请查收。',
          html: '<p>请查收。</p>',
          attachments: [
            { dispositionName: 'filename="1.xlsx"', content: xlsxOf(donationsTable(unit)) },
            {
              dispositionName: 'filename=2.zip',
              content: zipOf([{ name: '表.xlsx', content: xlsxOf(donationsTable(neighbour)) }]),
            },
          ],
        }),
      }),
      (seen) => {
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        expect([...seen.files].sort()).toEqual([
          ['转发.eml', '1.xlsx', 'accepted'],
          ['转发.eml', '2.zip/表.xlsx', 'accepted'],
        ]);
      },
    ),
  );

  it(
    line('eml-encoded-word'),
    arrives(
      (unit, neighbour) => ({
        '转发.eml': mailOf({
          subject: '报送材料',
          text: '请查收。',
          attachments: [
            {
              typeName: `name="${encodedWord(`${unit.name}.xlsx`)}"`,
              dispositionName: `filename="${encodedWord(`${unit.name}.xlsx`)}"`,
              content: xlsxOf(donationsTable(unit, null)),
            },
            {
              dispositionName: `filename="${encodedWordQ('gb2312', gbk(`${neighbour.name}.xls`))}"`,
              content: xlsOf(donationsTable(neighbour, null), 'BIFF8'),
            },
          ],
        }),
      }),
      (seen) => {
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        expect([...seen.files].sort()).toEqual(
          [
            ['转发.eml', `${seen.unit.name}.xlsx`, 'accepted'],
            ['转发.eml', `${seen.neighbour.name}.xls`, 'accepted'],
          ].sort(),
        );
      },
    ),
  );

  it(
    line('eml-rfc2231'),
    arrives(
      (unit, neighbour) => {
        // Cut in two, which a mailer may do anywhere.
        const escaped = encodeURIComponent(`${neighbour.name}.xlsx`);
        return {
          '转发.eml': mailOf({
            subject: '报送材料',
            text: '请查收。',
            attachments: [
              {
                dispositionName: `filename*=UTF-8''${encodeURIComponent(`${unit.name}.xlsx`)}`,
                content: xlsxOf(donationsTable(unit, null)),
              },
              {
                dispositionName: `filename*0*=utf-8''${escaped.slice(0, 18)};\r\n\tfilename*1*=${escaped.slice(18)}`,
                content: xlsxOf(donationsTable(neighbour, null)),
              },
            ],
          }),
        };
      },
      (seen) => {
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        expect([...seen.files].sort()).toEqual(
          [seen.unit, seen.neighbour].map(({ name }) => ['转发.eml', `${name}.xlsx`, 'accepted']).sort(),
        );
      },
    ),
  );

  const mustBeUnpacked = (name: string, signature: string) =>
    arrives(
      (unit) => ({
        [`${unit.name}${name}`]: Buffer.concat([Buffer.from(signature, 'latin1'), Buffer.alloc(300, 0x5a)]),
      }),
      (seen) => {
        expect(seen.files).toEqual([[`${seen.unit.name}${name}`, null, 'unreadable']]);
        expect(seen.reasons[0]).toContain('请解压后放入收件文件夹');
        expect(seen.status('donations')).toBe('pending');
      },
    );

  it(line('rar'), mustBeUnpacked('.rar', 'Rar!\u001a\u0007\u0001\u0000'));
  it(line('7z'), mustBeUnpacked('.7z', '7z\u00bc\u00af\u0027\u001c\u0000\u0004'));

  it(
    line('password-agile'),
    counts((unit, neighbour) => ({
      '报表.xlsx': encryptAgile(xlsxOf(donationsTable(unit)), 'bf-1017'),
      '另一份.xlsx': encryptAgile(xlsxOf(donationsTable(neighbour)), '示例'),
    })),
  );
  it(
    line('password-standard'),
    counts((unit) => ({ '报表.xlsx': encryptStandard(xlsxOf(donationsTable(unit)), 'bf-1017') })),
  );
  it(
    line('password-unknown'),
    arrives(
      (unit) => ({
        [`${unit.name}1.xlsx`]: encryptAgile(xlsxOf(donationsTable(unit)), '别的密码'),
        [`${unit.name}2.xlsx`]: encryptStandard(xlsxOf(donationsTable(unit)), 'BF-1017'),
      }),
      (seen) => {
        expect(seen.files.map(([, , disposition]) => disposition)).toEqual(['unreadable', 'unreadable']);
        for (const reason of seen.reasons) expect(reason).toContain('文件有打开密码，设置中的密码打不开');
        expect(seen.totals('donations')).toBeNull();
        expect(seen.status('donations')).toBe('pending');
      },
    ),
  );

  it(
    line('eml-link'),
    arrives(
      (unit) => ({
        [`${unit.name}.eml`]: mailOf({
          subject: '报送材料',
          text: '从QQ邮箱发来的超大附件\r\n报表.xlsx (80.96M, 2020年11月27日 21:59 到期)进入下载页面：https://mail.qq.com/cgi-bin/ftnExs_download?k=00&t=exs_ftn_download&code=00',
          html: '<div>请查收。</div><div id="QQMailBigAttach"><div>从QQ邮箱发来的超大附件</div><a href="https://mail.qq.com/cgi-bin/ftnExs_download?k=00&amp;t=exs_ftn_download&amp;code=00">进入下载页面</a></div>',
          attachments: [],
        }),
      }),
      (seen) => {
        expect(seen.files).toEqual([[`${seen.unit.name}.eml`, null, 'unreadable']]);
        expect(seen.reasons[0]).toContain('邮件里只有下载链接，没有文件');
        expect(seen.status('donations')).toBe('pending');
      },
    ),
  );

  /** Named after unit and neighbour: `.doc` → 和平水利局捐赠款物统计表.doc. */
  const ignored = (first: readonly [string, Uint8Array], second?: readonly [string, Uint8Array]) =>
    arrives(
      (unit, neighbour) => ({
        [`${unit.name}捐赠款物统计表${first[0]}`]: first[1],
        ...(second === undefined ? {} : { [`甲县/${neighbour.name}/${second[0]}`]: second[1] }),
      }),
      (seen) => {
        expect(seen.files.map(([, , disposition]) => disposition)).toEqual(seen.files.map(() => 'ignored'));
        for (const reason of seen.reasons) expect(reason).toMatch(/不是电子表格/);
        expect(seen.status('donations')).toBe('pending');
        // The name speaks of one form only.
        expect(seen.status('wishes')).toBe('missing');
        if (second !== undefined)
          expect([seen.status('donations', seen.neighbour), seen.status('wishes', seen.neighbour)]).toEqual([
            'pending',
            'pending',
          ]);
      },
    );

  it(
    line('word'),
    ignored(
      ['.doc', compoundFile({ WordDocument: Buffer.alloc(5000, 1), '1Table': Buffer.alloc(100) })],
      [
        '报表.docx',
        zipOf([
          { name: '[Content_Types].xml', content: Buffer.from('<Types/>') },
          { name: 'word/document.xml', content: Buffer.from('<w:document/>') },
        ]),
      ],
    ),
  );
  it(line('pdf'), ignored(['.pdf', Buffer.from('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n', 'latin1')]));
  it(
    line('scan'),
    ignored(
      ['（盖章扫描件）.tif', Buffer.from('49492a000800000000000000', 'hex')],
      ['扫描.pdf', Buffer.from('%PDF-1.3\n1 0 obj<</Subtype/Image>>', 'latin1')],
    ),
  );
  it(
    line('photo'),
    ignored(
      ['.jpg', JPEG],
      ['IMG_1017.HEIC', Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0mif1heic\0\0\0\0', 'latin1')],
    ),
  );

  /** The file cannot be read and says so; the neighbour's, which comes after it, counts. */
  const broken = (name: string, breakFile: (whole: Uint8Array) => Uint8Array, reason: RegExp) =>
    arrives(
      (unit, neighbour) => ({
        [`1 ${unit.name}${name}`]: breakFile(xlsxOf(donationsTable(unit))),
        '2.xlsx': xlsxOf(donationsTable(neighbour)),
      }),
      (seen) => {
        expect(seen.files).toEqual([
          [`1 ${seen.unit.name}${name}`, null, 'unreadable'],
          ['2.xlsx', null, 'accepted'],
        ]);
        expect(seen.reasons[0]).toMatch(reason);
        expect(seen.status('donations')).toBe('pending');
        expectCounts(seen, seen.neighbour);
      },
    );

  it(
    line('truncated'),
    broken('.xlsx', (whole) => whole.slice(0, (whole.length * 2) / 3), /不完整/),
  );
  it(
    line('zero-bytes'),
    broken('.xlsx', () => new Uint8Array(), /空的/),
  );
  it(
    line('damaged-zip'),
    broken('.xlsx', (whole) => whole.map((byte, at) => (at > 500 && at < 1500 ? 0x2a : byte)), /损坏/),
  );
  it(
    line('renamed-picture'),
    broken('.xlsx', () => PNG, /图片/),
  );

  it(
    line('path-outside'),
    arrives(
      (unit, neighbour) => {
        writeFileSync(join(dir, '..', '外面.xlsx'), 'unread');
        return {
          '来件.zip': zipOf([
            { name: '../../../外面.xlsx', content: xlsxOf(donationsTable(unit)) },
            { name: '..\\..\\另外.xlsx', content: xlsxOf(donationsTable(neighbour)) },
          ]),
        };
      },
      (seen) => {
        // What is in the archive counts; its paths are only names, of which nothing leads out.
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        for (const [, entry] of seen.files) expect(entry).not.toMatch(/\.\.|\\|^\//);
        expect(readFileSync(join(dir, '..', '外面.xlsx'), 'utf8')).toBe('unread');
        expect(existsSync(join(dir, '外面.xlsx'))).toBe(false);
        expect(existsSync(join(dir, '另外.xlsx'))).toBe(false);
      },
    ),
  );

  const ABSOLUTE = join(folder, '绝对路径.xlsx');

  it(
    line('path-absolute'),
    arrives(
      (unit, neighbour) => ({
        '来件.zip': zipOf([
          { name: ABSOLUTE, content: xlsxOf(donationsTable(unit)) },
          { name: 'C:\\Windows\\Temp\\另一份.xlsx', content: xlsxOf(donationsTable(neighbour)) },
        ]),
      }),
      (seen) => {
        expectCounts(seen);
        expectCounts(seen, seen.neighbour);
        for (const [, entry] of seen.files) expect(entry).not.toMatch(/^\/|^[A-Za-z]:|\\/);
        expect(existsSync(ABSOLUTE)).toBe(false);
      },
    ),
  );

  it(
    line('symbolic-links'),
    arrives(
      (unit, neighbour) => {
        const outside = join(folder, `${unit.name}.xlsx`);
        writeFileSync(outside, xlsxOf(donationsTable(unit)));
        symlinkSync(outside, join(dir, '收件/快捷方式.xlsx'));
        symlinkSync(folder, join(dir, '收件/链到外面的文件夹'));
        return {
          '来件.zip': zipOf([
            { name: '链接.xlsx', content: Buffer.from(outside), mode: 0o120777 },
            { name: '真的.xlsx', content: xlsxOf(donationsTable(neighbour)) },
          ]),
        };
      },
      (seen) => {
        expect(lstatSync(join(dir, '收件/快捷方式.xlsx')).isSymbolicLink()).toBe(true);
        expect(seen.totals('donations')).toBeNull();
        expectCounts(seen, seen.neighbour);
        expect([...seen.files].sort()).toEqual([
          ['来件.zip', '真的.xlsx', 'accepted'],
          ['来件.zip', '链接.xlsx', 'ignored'],
        ]);
        const result = JSON.parse(readFileSync(join(dir, '汇总/result.json'), 'utf8'));
        const links = result.files.filter((file: { path: string }) => /快捷方式|链到外面/.test(file.path));
        expect(
          links.map((file: { path: string; disposition: string }) => [basename(file.path), file.disposition]),
        ).toEqual([
          ['快捷方式.xlsx', 'ignored'],
          ['链到外面的文件夹', 'ignored'],
        ]);
      },
    ),
  );
});

describe('Containers that ask for too much', () => {
  const { arrives } = inboxOfLines();
  /** Limits are named in the words of the reasons. */
  const LIMIT = /上限|压缩比|太大|太多|超出范围|超过/;

  /** They are refused with the limit that they pass; the neighbour's file beside them counts. */
  const refused = (files: (unit: Unit) => Arrivals) =>
    arrives(
      (unit, neighbour) => ({ ...files(unit), 'z.xlsx': xlsxOf(donationsTable(neighbour)) }),
      (seen) => {
        const refusals = seen.files.slice(0, -1);
        expect(refusals.length).toBeGreaterThan(0);
        for (const [index, [name, , disposition]] of refusals.entries()) {
          expect([name, disposition]).toEqual([name, 'unreadable']);
          expect(seen.reasons[index]).toMatch(LIMIT);
        }
        expect(seen.totals('donations')).toBeNull();
        expectCounts(seen, seen.neighbour);
      },
    );
  /** A workbook whose one sheet consists of so many of these pieces. */
  const repeating = (unit: Unit, piece: string, count: number) =>
    replacePart(
      xlsxOf(donationsTable(unit)),
      'xl/worksheets/sheet1.xml',
      deflatedRepetition(
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>',
        piece,
        count,
        '</sheetData></worksheet>',
      ),
    );

  it(
    line('zip-bomb'),
    refused((unit) => {
      // 4 GB of blanks, told truly and as 1000 bytes.
      const blanks = deflatedRepetition('', ' '.repeat(1 << 20), 4095, '');
      return {
        'a.zip': zipOf([{ name: '报表.csv', ...blanks }]),
        'b.zip': zipOf([{ name: '报表.csv', ...blanks, inflatedSize: 1000 }]),
        'c.xlsx': repeating(unit, ' '.repeat(1 << 20), 4000),
      };
    }),
  );

  const STYLED_ROW = '<row s="1" customFormat="1"><c s="1"/><c s="1"/><c s="1"/></row>';

  it(
    line('styled-rows'),
    refused((unit) => ({
      // Eight million rows are too long a part; three million are more than a sheet has.
      'a.xlsx': repeating(unit, STYLED_ROW.repeat(1000), 8000),
      'b.xlsx': repeating(unit, STYLED_ROW.repeat(1000), 3000),
    })),
  );

  it(
    line('many-columns'),
    refused((unit) => ({
      // Six and a half million cells.
      'a.xlsx': repeating(unit, `<row>${'<c><v>1</v></c>'.repeat(16_384)}</row>`, 400),
    })),
  );

  /** A workbook with 100 000 shared strings, each a number and this text. */
  const withStrings = (unit: Unit, text: string) =>
    replacePart(
      xlsxOf(donationsTable(unit)),
      'xl/sharedStrings.xml',
      deflatedRepetition(
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">',
        Array.from({ length: 100 }, (_, index) => `<si><t>${index}${text}</t></si>`).join(''),
        1000,
        '</sst>',
      ),
    );

  it(
    line('shared-strings'),
    refused((unit) => ({
      'a.xlsx': withStrings(unit, 'x'.repeat(1000)),
      // As many bytes, and a third of the characters.
      'b.xlsx': withStrings(unit, '某'.repeat(333)),
    })),
  );
});

describe('Containers', () => eachLineHasOneTest());

/** The same package with another part under this name, deflated already. */
function replacePart(workbook: Uint8Array, name: string, part: Deflated): Uint8Array {
  const others = Object.entries(unzipSync(workbook)).filter(([other]) => other !== name);
  return zipOf([...others.map(([other, content]) => ({ name: other, content })), { name, ...part }]);
}
