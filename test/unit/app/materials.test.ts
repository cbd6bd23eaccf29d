import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../../src/app/find-files.js';
import { readInbox } from '../../../src/app/read-inbox.js';
import { writeFiles } from '../../../src/app/replace-folder.js';
import { summarizeInbox } from '../../../src/app/summarize-inbox.js';
import { type Campaign, type Material, materialKey } from '../../../src/campaign/campaign.js';
import { recordOutcomes } from '../../../src/campaign/ledger.js';
import { usualMaterials } from '../../../src/campaign/usual-materials.js';
import type { Summary } from '../../../src/merge/summary.js';
import { encryptStandard } from '../../intake/formats/encrypted-workbook.js';
import { bytes, heic, jpeg, mp4, png } from '../document/pictures.js';
import { AS_OF, campaignWith, DEADLINE, decision, FORMS, receipt } from '../merge/scenario.js';
import { type Files, mail, pdf, photo, word, zip } from './material-files.js';

// A folder of returns with 活动方案, 活动总结 and 活动照片 in it: what becomes of every file, and where every unit stands.
// The units: 红旗乡 A1, 胜利镇 A2 (东县), 上户乡 B1, 下户镇 B2 (西县), 示例教育局 P1.

const dir = mkdtempSync(join(tmpdir(), 'bangfu-materials-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
beforeEach(() => rmSync(join(dir, '收件'), { recursive: true, force: true }));

const MATERIALS: readonly Material[] = usualMaterials(DEADLINE).map(
  ({ enabled: _, ...material }) => material,
);
const PHOTOS = MATERIALS[2]!;
const ASKED = campaignWith({ materials: MATERIALS });

async function run(files: Files, campaign: Campaign = ASKED) {
  writeFiles(
    join(dir, '收件'),
    Object.entries(files).map(([path, content]) => ({ path, bytes: content })),
  );
  const inbox = await readInbox(dir, campaign, FORMS, [], AS_OF, 1, () => {});
  return { inbox, summary: summarizeInbox(inbox, FORMS, AS_OF) };
}

const summarizeFiles = async (files: Files, campaign?: Campaign): Promise<Summary> =>
  (await run(files, campaign)).summary;

/** `unit material` of each file, or its disposition and the reason. */
async function placesOf(files: Files, campaign?: Campaign): Promise<Record<string, string>> {
  const summary = await summarizeFiles(files, campaign);
  return Object.fromEntries(
    summary.files.map(({ path, entry, disposition, reason, material }) => {
      const name = (entry ?? path).replace('收件/', '');
      const isPlaced = disposition === 'accepted' || disposition === 'queried';
      return [name, isPlaced ? `${material?.unit} ${material?.material}` : `${disposition}: ${reason}`];
    }),
  );
}

const statusOf = (summary: Summary, unit: string, material: string) =>
  summary.materials.entries.find((entry) => entry.unit === unit && entry.material === material);

describe('with no material enabled', () => {
  it('everything is as it was: documents are ignored and their unit waits', async () => {
    const summary = await summarizeFiles(
      { '红旗乡活动总结.docx': word('活动总结'), '红旗乡/1.jpg': photo() },
      campaignWith(),
    );
    expect(summary.files.map(({ disposition, reason }) => [disposition, reason])).toEqual([
      ['ignored', '图片，不是电子表格，请填报单位发送 Excel 或 WPS 表格'],
      ['ignored', 'Word 文档，不是电子表格，请填报单位发送 Excel 或 WPS 表格'],
    ]);
    expect(summary.materials.entries).toEqual([]);
    const own = summary.completeness.filter((entry) => entry.unit === 'A1');
    expect(own.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending']);
  });
});

describe('whose and which', () => {
  it('by the file’s name, folders from the nearest outward, and the title line', async () => {
    const files = {
      '红旗乡活动总结.docx': word('关于开展活动的情况'),
      '红旗乡-实施方案（定稿）.pdf': pdf(),
      '东县/胜利镇/活动总结/定稿.docx': word('正文'),
      '东县/胜利镇/活动方案/照片/IMG_0001.JPG': photo(),
      '东县/胜利镇/报送材料.docx': word('胜利镇扶贫日活动方案'),
      '西县/上户乡活动照片/微信图片_20201017.jpg': photo(),
      '西县/下户镇/慰问现场.heic': heic([512, 512], [4032, 3024]),
      '示例教育局 附件2：活动照片1.png': png(4000, 3000),
    };
    expect(await placesOf(files)).toEqual({
      '红旗乡活动总结.docx': 'A1 活动总结',
      '红旗乡-实施方案（定稿）.pdf': 'A1 活动方案',
      '东县/胜利镇/活动总结/定稿.docx': 'A2 活动总结',
      '东县/胜利镇/活动方案/照片/IMG_0001.JPG': 'A2 活动照片',
      '东县/胜利镇/报送材料.docx': 'A2 活动方案',
      '西县/上户乡活动照片/微信图片_20201017.jpg': 'B1 活动照片',
      '西县/下户镇/慰问现场.heic': 'B2 活动照片',
      '示例教育局 附件2：活动照片1.png': 'P1 活动照片',
    });
  });

  it('in zips, mails and both, by their names and subjects too', async () => {
    const files = {
      '红旗乡.zip': zip({ '总结.docx': word('总结'), '图/1.jpg': photo() }),
      'a.eml': mail('胜利镇活动总结及照片', {
        '定稿.pdf': pdf(),
        '1.jpg': photo(),
        '照片.zip': zip({ '2.jpg': photo() }),
      }),
      '上户乡.eml': mail('报送材料', { '方案.doc': bytes('{\\rtf1}') }),
    };
    expect(await placesOf(files)).toEqual({
      '总结.docx': 'A1 活动总结',
      '图/1.jpg': 'A1 活动照片',
      '定稿.pdf': 'A2 活动总结',
      '1.jpg': 'A2 活动照片',
      '照片.zip/2.jpg': 'A2 活动照片',
      '方案.doc': 'B1 活动方案',
    });
  });

  it('what fits two units or two kinds, or nobody’s, is named with what to do', async () => {
    const places = await placesOf({
      '红旗乡、胜利镇活动总结.docx': word('总结'),
      '活动总结.docx': word('总结'),
      '某某局活动总结.docx': word('总结'),
      '红旗乡活动方案和总结.pdf': pdf(),
      '红旗乡照片.docx': word('照片'),
      '胜利镇.pdf': pdf(),
      'IMG_0001.jpg': photo(),
      '红旗乡/看望胜利镇老人.jpg': photo(),
      '红旗乡/胜利镇1.jpg': photo(),
      '红旗乡/统计表盖章.jpg': photo(),
      '红旗乡统计表照片.jpg': photo(),
      '上户乡活动总结/2.jpg': photo(),
    });
    expect(places).toEqual({
      '红旗乡、胜利镇活动总结.docx':
        'unrecognized: 与几个单位都相符（东县/红旗乡、东县/胜利镇）；请把文件改名为“单位名-活动总结.docx”的样子，或办理人工认定',
      '活动总结.docx':
        'unrecognized: 文件名、文件夹名、邮件主题里看不出是哪个单位的；请把文件改名为“单位名-活动总结.docx”的样子，或办理人工认定',
      '某某局活动总结.docx':
        'unrecognized: 文件名、文件夹名、邮件主题里看不出是哪个单位的；请把文件改名为“单位名-活动总结.docx”的样子，或办理人工认定',
      '红旗乡活动方案和总结.pdf':
        'unrecognized: 分不清是“活动方案”“活动总结”中的哪一种；请把文件改名为“红旗乡-材料名.pdf”的样子，或办理人工认定',
      '红旗乡照片.docx':
        'unrecognized: 像是“活动照片”，但这是 Word 文档，要求的格式是图片；请单位按要求的格式重报，或办理人工认定',
      '胜利镇.pdf': 'unrecognized: 看不出是哪种材料；请把文件改名为“胜利镇-材料名.pdf”的样子，或办理人工认定',
      'IMG_0001.jpg':
        'unrecognized: 文件名、文件夹名、邮件主题里看不出是哪个单位的；看不出是哪种材料；请把文件改名为“单位名-活动照片.jpg”的样子，或办理人工认定',
      // What it shows, not whose it is.
      '红旗乡/看望胜利镇老人.jpg': 'A1 活动照片',
      '红旗乡/胜利镇1.jpg':
        'unrecognized: 与几个单位都相符（东县/红旗乡、东县/胜利镇）；看不出是哪种材料；请把文件改名为“单位名-活动照片.jpg”的样子，或办理人工认定',
      '红旗乡/统计表盖章.jpg':
        'unrecognized: 像是报表的照片或扫描件，看不出是不是要报的材料；请把文件改名为“红旗乡-活动照片.jpg”的样子，或办理人工认定',
      '上户乡活动总结/2.jpg':
        'unrecognized: 文件夹名或邮件主题说的是“活动总结”，但这是 JPEG，要求的格式是Word、PDF；请把文件改名为“上户乡-活动照片.jpg”的样子，或办理人工认定',
      '红旗乡统计表照片.jpg':
        'unrecognized: 像是报表的照片或扫描件，分不清是不是“活动照片”；请把文件改名为“红旗乡-活动照片.jpg”的样子，或办理人工认定',
    });
  });

  it('a scan of a table, a web page’s pictures and what nobody asked for are ignored as ever', async () => {
    const photosOnly = campaignWith({ materials: [PHOTOS] });
    const places = await placesOf(
      {
        '红旗乡捐赠款物统计表.pdf': pdf(),
        '红旗乡捐赠款物统计表.jpg': photo(),
        '红旗乡.files/image001.png': png(9, 9),
        '红旗乡说明.docx': word('说明'),
      },
      photosOnly,
    );
    expect(Object.values(places).map((text) => text.split(':')[0])).toEqual(Array(4).fill('ignored'));
  });

  it('认定 places a file, whatever it is', async () => {
    const decisions = ['a.jpg', 'b.pdf', '包.zip/c.jpg', 'd.csv'].map((name) =>
      decision('认定', `收件/${name}`, { unit: 'B1', form: materialKey('活动总结') }),
    );
    const files = {
      'a.jpg': photo(),
      'b.pdf': pdf(),
      '包.zip': zip({ 'c.jpg': photo() }),
      'd.csv': bytes('a,b\n1,2'),
    };
    expect(new Set(Object.values(await placesOf(files, { ...ASKED, decisions })))).toEqual(
      new Set(['B1 活动总结']),
    );
  });
});

describe('counting', () => {
  it('enough photos are in order; the same picture twice counts once', async () => {
    const same = photo();
    const summary = await summarizeFiles({
      '红旗乡/1.jpg': same,
      '红旗乡/2.jpg': photo(),
      '红旗乡/3.heic': heic([4032, 3024]),
      '红旗乡/4.png': png(2048, 1536),
      '红旗乡/活动照片5.jpg': same,
    });
    expect(statusOf(summary, 'A1', '活动照片')).toMatchObject({
      status: 'accepted',
      late: true,
      overdue: false,
    });
    expect(
      statusOf(summary, 'A1', '活动照片')!.files.map(({ formatName, width }) => [formatName, width]),
    ).toEqual([
      ['JPEG', 4032],
      ['JPEG', 4032],
      ['HEIC', 4032],
      ['PNG', 2048],
    ]);
    expect(summary.files.map(({ disposition }) => disposition).sort()).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'duplicate',
    ]);
    expect(summary.findings).toEqual([]);
    expect(statusOf(summary, 'A1', '活动总结')).toMatchObject({
      status: 'missing',
      overdue: true,
      files: [],
    });
    expect(summary.materials.rates.prefecture.get('活动照片')).toMatchObject({
      owed: 5,
      received: 1,
      accepted: 1,
      rate: 0.2,
    });
    expect(summary.materials.rates.counties.get('东县')?.get('活动照片')).toMatchObject({
      owed: 2,
      received: 1,
    });
    // The tables' own figures are what they were.
    expect(summary.completeness.map(({ status }) => status)).toEqual(Array(15).fill('missing'));
  });

  it('too few photos and too small ones are asked about; 确认 and 作废 hold', async () => {
    const files = { '红旗乡/1.jpg': photo(), '红旗乡/2.jpg': jpeg(2047, 1465), '胜利镇/1.jpg': photo() };
    const rulesOf = (summary: Summary) =>
      summary.findings.map(({ rule, unit, path, open }) => [rule, unit, path.slice(3), open]);
    const summary = await summarizeFiles(files);
    expect(rulesOf(summary)).toEqual([
      ['material-too-few', 'A1', '红旗乡/1.jpg', true],
      ['material-small', 'A1', '红旗乡/2.jpg', true],
      ['material-too-few', 'A2', '胜利镇/1.jpg', true],
    ]);
    expect(summary.findings[1]!.parameters).toEqual({
      material: '活动照片',
      size: '2047×1465',
      pixels: 299,
      least: 300,
    });
    expect(statusOf(summary, 'A1', '活动照片')?.status).toBe('queried');
    const decisions = [
      decision('确认', '收件/红旗乡/1.jpg'),
      decision('确认', '收件/红旗乡/2.jpg'),
      decision('作废', '收件/胜利镇/1.jpg', { reason: '发错了' }),
    ];
    const decided = await summarizeFiles(files, { ...ASKED, decisions });
    expect(statusOf(decided, 'A1', '活动照片')?.status).toBe('accepted');
    expect(rulesOf(decided).map(([, , , open]) => open)).toEqual([false, false]);
    expect(statusOf(decided, 'A2', '活动照片')?.status).toBe('missing');
    expect(decided.files.at(-1)).toMatchObject({ disposition: 'ignored', reason: '人工认定作废：发错了' });
  });

  it('a damaged or locked one is named; its unit waits until 放行 or a new one', async () => {
    const files = {
      '红旗乡活动照片.jpg': jpeg(4032, 3024, { end: false }),
      '胜利镇活动总结.docx': bytes('PK\x03\x04 and no more'),
      '上户乡活动总结.pdf': new Uint8Array(),
      '下户镇活动总结.pdf': pdf('/Encrypt 5 0 R'),
      '示例教育局活动总结.zip': zip({ '1.pdf': pdf() }),
    };
    const summary = await summarizeFiles(files);
    expect(summary.files.map(({ disposition, reason }) => `${disposition}: ${reason}`).sort()).toEqual([
      'accepted: 活动总结：示例教育局（PDF）',
      'queried: 活动总结：下户镇（PDF）',
      'unreadable: 活动总结：文件不完整，可能没有传完，请重新下载或请填报单位重新发送',
      'unreadable: 活动总结：文件是空的（0 字节），请填报单位重新发送',
      'unreadable: 活动照片：图片已损坏或不完整，请填报单位重新发送',
    ]);
    expect(statusOf(summary, 'A1', '活动照片')).toMatchObject({
      status: 'pending',
      overdue: false,
      waiting: [{ path: '收件/红旗乡活动照片.jpg', entry: null }],
    });
    expect(statusOf(summary, 'B1', '活动总结')?.status).toBe('pending');
    expect(statusOf(summary, 'B2', '活动总结')?.status).toBe('queried');
    const decisions = [decision('放行', '收件/红旗乡活动照片.jpg')];
    const released = await summarizeFiles(files, { ...ASKED, decisions });
    expect(statusOf(released, 'A1', '活动照片')).toMatchObject({ status: 'queried', waiting: [] });
  });

  it('a Word file with a password opens with that of 设置', async () => {
    const files = { '红旗乡总结.docx': encryptStandard(word('活动总结'), '123') };
    expect(Object.values(await placesOf(files))).toEqual([
      'unreadable: 活动总结：文件有打开密码，设置中的密码打不开',
    ]);
    expect(Object.values(await placesOf(files, { ...ASKED, passwords: ['1', '123'] }))).toEqual([
      'A1 活动总结',
    ]);
  });

  it('a video that is too large to be read is known by its beginning', async () => {
    const materials: readonly Material[] = [{ ...PHOTOS, formats: ['video'], leastFiles: 1, leastPixels: 0 }];
    for (const [name, content] of Object.entries({ '照片.mp4': mp4(), '照片.pdf': pdf() })) {
      writeFiles(join(dir, '收件'), [{ path: `红旗乡/${name}`, bytes: content }]);
      truncateSync(join(dir, '收件/红旗乡', name), MAX_FILE_BYTES + 1);
    }
    expect(await placesOf({}, campaignWith({ materials }))).toEqual({
      '红旗乡/照片.mp4': 'A1 活动照片',
      '红旗乡/照片.pdf': expect.stringContaining('文件太大'),
    });
  });

  it('a file of a kind that nobody can tell makes its unit wait for what it may be, tables included', async () => {
    const summary = await summarizeFiles({ '胜利镇.pdf': pdf(), '红旗乡活动方案和总结.pdf': pdf() });
    expect(['活动方案', '活动总结', '活动照片'].map((name) => statusOf(summary, 'A2', name)?.status)).toEqual(
      ['pending', 'pending', 'missing'],
    );
    const tables = (unit: string) =>
      new Set(summary.completeness.filter((entry) => entry.unit === unit).map(({ status }) => status));
    expect(tables('A2')).toEqual(new Set(['pending']));
    expect(tables('A1')).toEqual(new Set(['missing']));
  });

  it('收件登记 tells when it came, until when it may come, who need not, and whose paper came', async () => {
    const receipts = [
      receipt('A1', {
        form: materialKey('活动总结'),
        receivedAt: '2020-10-17T10:00:00+08:00',
        paperReceived: true,
      }),
      receipt('A2', { extendedTo: '2020-10-30T23:59:59+08:00' }),
      receipt('B1', { exemptReason: '抽调' }),
      receipt('B2', { form: 'donations', exemptReason: '学校' }),
    ];
    const summary = await summarizeFiles(
      { '红旗乡总结.pdf': pdf(), '下户镇总结.pdf': pdf() },
      { ...ASKED, receipts },
    );
    expect(statusOf(summary, 'A1', '活动总结')).toMatchObject({
      late: false,
      receivedAt: '2020-10-17T10:00:00+08:00',
      receivedBy: '收件登记',
      paperReceived: true,
    });
    expect(statusOf(summary, 'A2', '活动总结')).toMatchObject({ status: 'missing', overdue: false });
    expect(statusOf(summary, 'B1', '活动总结')).toMatchObject({ status: 'exempt', reason: '抽调' });
    expect(statusOf(summary, 'B2', '活动总结')).toMatchObject({ status: 'accepted', late: true });
    expect(statusOf(summary, 'B2', '活动方案')).toMatchObject({ status: 'missing', overdue: true });
    expect(summary.materials.rates.prefecture.get('活动总结')).toMatchObject({
      owed: 4,
      received: 2,
      onTime: 1,
    });
  });

  it('only some categories may owe it; what others send counts beside', async () => {
    const materials = [{ ...PHOTOS, owedBy: '地直部门', leastFiles: 1 }];
    const summary = await summarizeFiles({ '红旗乡照片.jpg': photo() }, campaignWith({ materials }));
    expect(summary.materials.entries.map(({ unit, isOwed, status }) => [unit, isOwed, status])).toEqual([
      ['A1', false, 'accepted'],
      ['P1', true, 'missing'],
    ]);
    expect(summary.materials.rates.prefecture.get('活动照片')).toMatchObject({ owed: 1, received: 0 });
  });

  it('videos are counted, also beside photos', async () => {
    const video: Material = {
      ...PHOTOS,
      name: '活动视频',
      formats: ['video'],
      leastFiles: 1,
      leastPixels: 0,
      words: ['视频'],
    };
    const summary = await summarizeFiles(
      { '红旗乡/VID_1.mp4': mp4('isom', '1'), '红旗乡/VID_2.mov': mp4('qt  ', '2'), '红旗乡/1.jpg': photo() },
      campaignWith({ materials: [PHOTOS, video] }),
    );
    expect(statusOf(summary, 'A1', '活动视频')!.files.map(({ formatName }) => formatName)).toEqual([
      'MP4',
      'MOV',
    ]);
    expect(statusOf(summary, 'A1', '活动照片')!.files).toHaveLength(1);
  });

  it('the ledger says of each file what it is', async () => {
    const { inbox, summary } = await run({ '红旗乡总结.pdf': pdf(), 'x.pdf': pdf() });
    const ledger = recordOutcomes(inbox.ledger, summary.files);
    expect(ledger.map(({ disposition, note }) => [disposition, note])).toEqual([
      ['unrecognized', expect.stringContaining('改名')],
      ['accepted', '活动总结：红旗乡（PDF）'],
    ]);
  });
});
