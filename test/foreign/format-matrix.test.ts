import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { openCampaign } from '../../src/app/campaign-folder.js';
import { planSettings } from '../../src/campaign/plan-settings.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import {
  type CampaignCopy,
  layIn,
  layOut,
  type Origin,
  type Return,
  type SavedFormat,
  sampleReturns,
  saveWithLibreOffice,
} from './campaign-copy.js';
import {
  countedInBoth,
  differences,
  type Facts,
  factsOf,
  factsOfTruth,
  runOver,
  TRUTH,
} from './campaign-facts.js';
import { HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON } from './openpyxl.js';
import { type ArchiveStyle, type Mail, type NameStyle, packArchives, packMails } from './pack-returns.js';

if (!HAS_LIBREOFFICE) console.warn('skipped in part: no soffice on this machine');
if (PYTHON === undefined) console.warn('skipped in part: no python3 with openpyxl on this machine');

const folder = mkdtempSync(join(tmpdir(), 'bangfu-matrix-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const forms = await loadBuiltInForms();
const { workbooks, others } = sampleReturns();
const originalCopy = layOut(join(folder, 'original'), [...workbooks, ...others]);
const original = await runOver(originalCopy.dir);
const originalFacts = factsOf(original, originalCopy);

const whole = (ending: string): SavedFormat => ({ filter: ending, ending, isFileASheet: false });
/** Commas, every sheet, cells as they are shown; the third token says the encoding. */
const csv = (encoding: number): SavedFormat => ({
  filter: `csv:Text - txt - csv (StarCalc):44,34,${encoding},1,,0,false,true,true,false,false,-1`,
  ending: 'csv',
  isFileASheet: true,
});

const FORMATS = {
  xlsx: whole('xlsx'),
  xls: whole('xls'),
  ods: whole('ods'),
  html: whole('html'),
  'csv in UTF-8': csv(76),
  'csv in GB18030': csv(85),
} as const;
type FormatName = keyof typeof FORMATS;

/** What is different in a format that cannot carry everything, and why it must be. */
interface Loss {
  readonly why: string;
  readonly lines: readonly string[];
}

const FORMULAS_LOST: Loss = {
  why: 'the 合计 row holds numbers instead of formulas; over a wrong 款物合计 (JD-05) they are wrong too',
  lines: [
    '+ 收件/和布克赛尔蒙古自治县/结对帮扶活动月统计表（莫特格乡）.xlsx|结对帮扶活动月统计表|P26|total-mismatch|query|open|654226204|paired-assistance|consolationTotal',
  ],
};
const CSV_LOSSES: readonly Loss[] = [
  FORMULAS_LOST,
  {
    why: 'a date typed as text is saved as any other date',
    lines: [
      '- 收件/沙湾市-兵团一三四团-报表.xlsx|微心愿对接表|R6|converted|hint|closed|654203507|wishes|claimedOn',
    ],
  },
  {
    why: 'only what a cell shows is saved: 28.5 人次 in a column without decimals is 29',
    lines: [
      '- 额敏县/额敏县卫生健康委员会|paired-assistance|returned',
      '+ 额敏县/额敏县卫生健康委员会|paired-assistance|accepted',
      '- 收件/额敏县/附件1-3 额敏县卫生健康委员会 结对帮扶活动月.xlsx|结对帮扶活动月统计表|G6|not-an-integer|error|open|额敏县/额敏县卫生健康委员会|paired-assistance|leaderVisits',
      '- 收件/额敏县/附件1-3 额敏县卫生健康委员会 结对帮扶活动月.xlsx|结对帮扶活动月统计表|paired-assistance|额敏县/额敏县卫生健康委员会|3|returned',
      '+ 收件/额敏县/附件1-3 额敏县卫生健康委员会 结对帮扶活动月.xlsx|结对帮扶活动月统计表|paired-assistance|额敏县/额敏县卫生健康委员会|3|accepted',
    ],
  },
];
const LOSSES: readonly (readonly [FormatName, readonly Loss[]])[] = [
  ['html', [FORMULAS_LOST]],
  ['csv in UTF-8', CSV_LOSSES],
  ['csv in GB18030', CSV_LOSSES],
];

describe.skipIf(!HAS_LIBREOFFICE)('the sample campaign, its returns saved by LibreOffice', () => {
  const copies = new Map<FormatName, CampaignCopy>();

  beforeAll(async () => {
    await Promise.all(
      (Object.keys(FORMATS) as FormatName[]).map(async (name) => {
        const saved = await saveWithLibreOffice(workbooks, FORMATS[name], folder);
        const files = name === 'html' ? saved.map(withOnlySheet) : saved;
        copies.set(name, layOut(join(folder, name), [...files, ...others]));
      }),
    );
  }, 1_200_000);

  const factsAs = async (name: FormatName): Promise<Facts> => {
    const copy = copies.get(name)!;
    return factsOf(await runOver(copy.dir), copy);
  };

  it.each(['xlsx', 'xls', 'ods'] as const)('as %s gives the same', async (name) => {
    expectSame(await factsAs(name));
  });

  it.each(LOSSES)('as %s gives the same but for what is lost', async (name, losses) => {
    const facts = await factsAs(name);
    expect([...differences(originalFacts, facts, ['statuses', 'findings', 'sheets'])].sort()).toEqual(
      losses.flatMap(({ lines }) => lines).sort(),
    );
    expect(countedInBoth(facts, originalFacts)).toEqual(countedInBoth(originalFacts, facts));
    expect(strangers(facts)).toEqual([]);
  });
});

/** The page of a workbook with one sheet does not name it; as it is the only one, that is no loss. */
function withOnlySheet(file: Return): Return {
  const sheets = original.result.files.find(({ path }) => path === file.origin.path)!.sheets;
  return sheets.length === 1
    ? { ...file, origin: { path: file.origin.path, sheet: sheets[0]!.sheet } }
    : file;
}

/** Sheets that are given to a unit which is not theirs in the original. */
function strangers({ sheets }: Facts): readonly string[] {
  const owners = new Map(originalFacts.sheets.map((line) => [placeOfSheet(line), ownersOfSheet(line)]));
  return sheets.filter(
    (line) => ownersOfSheet(line) !== '' && ownersOfSheet(line) !== owners.get(placeOfSheet(line)),
  );
}

function placeOfSheet(line: string): string {
  return line.split('|').slice(0, 3).join('|');
}

function ownersOfSheet(line: string): string {
  return line.split('|')[3] ?? '';
}

/** The truth, and the dispositions of the original run. */
function expectSame(facts: Facts): void {
  expect(differences(originalFacts, facts)).toEqual([]);
  expect(facts).toMatchObject(factsOfTruth());
}

describe.skipIf(PYTHON === undefined)('the sample campaign, its returns packed', () => {
  const all = [...workbooks, ...others];

  it.each<readonly [string, ArchiveStyle]>([
    ['names in GBK', { names: 'gbk', isStreamed: false }],
    ['names in UTF-8, written as a stream', { names: 'utf-8', isStreamed: true }],
  ])('folder by folder as zip, %s', async (name, style) => {
    const copy = layContainers(join(folder, name), folderArchives(all, style));
    expectSame(factsOf(await runOver(copy.dir), copy));
  });

  it('as a zip of zips', async () => {
    const inner = [
      ...folderArchives(all.filter(isInFolder), { names: 'gbk', isStreamed: false }),
      ...folderArchives(
        all.filter((file) => !isInFolder(file)),
        { names: 'utf-8', isStreamed: true },
      ),
    ];
    const [bytes] = packArchives(
      [
        {
          style: { names: 'gbk', isStreamed: false },
          files: inner.map((archive) => ({ name: `报表/${archive.path}`, bytes: archive.bytes })),
        },
      ],
      folder,
    );
    const contents = inner.flatMap(({ path, contents }) =>
      [...contents].map(([entry, origin]) => [`报表/${path}/${entry}`, origin] as const),
    );
    const copy = layContainers(join(folder, 'zip of zips'), [
      { path: '全部报表.zip', bytes: bytes!, contents: new Map(contents) },
    ]);
    expectSame(factsOf(await runOver(copy.dir), copy));
  });

  it('as mails, whose Date is when they were received', async () => {
    const { containers, loose, sentAt } = mailsOf(all);
    const copy = layContainers(join(folder, 'mails'), containers, loose);
    await forgetTimes(copy.dir);
    const run = await runOver(copy.dir);
    const { result } = run;
    expectSame(factsOf(run, copy));
    expect(receiptsOf(result)).toEqual(receiptsOf(original.result));
    const times = result.files.flatMap((file) =>
      file.entry === null ? [] : [[file.path, file.receivedBy, file.receivedAt]],
    );
    expect(times).toEqual(times.map(([path]) => [path, '邮件时间', sentAt.get(path!)]));
  });
});

/** A container to be laid into 收件/; `contents` by inner path. */
interface Container {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly contents: ReadonlyMap<string, Origin>;
}

function layContainers(
  dir: string,
  containers: readonly Container[],
  loose: readonly Return[] = [],
): CampaignCopy {
  const copy = layOut(dir, loose);
  layIn(dir, containers);
  const inside = containers.flatMap(({ path, contents }) =>
    [...contents].map(([entry, origin]) => [`收件/${path}/${entry}`, origin] as const),
  );
  return { dir, origins: new Map([...copy.origins, ...inside]) };
}

function isInFolder({ path }: Return): boolean {
  return path.includes('/');
}

/** A zip for each folder, named after it and holding it; one for the files that lie in none. */
function folderArchives(files: readonly Return[], style: ArchiveStyle): readonly Container[] {
  const folders = groupBy(files, (file) => (isInFolder(file) ? dirname(file.path) : '其他来件'));
  const packed = packArchives(
    [...folders.values()].map((members) => ({
      style,
      files: members.map(({ path, bytes }) => ({ name: path, bytes })),
    })),
    folder,
  );
  return [...folders].map(([name, members], index) => ({
    path: `${name}.zip`,
    bytes: packed[index]!,
    contents: new Map(members.map(({ path, origin }) => [path, origin])),
  }));
}

const NAME_STYLES: readonly NameStyle[] = ['rfc2231', 'encoded-word', 'encoded-word-gb18030'];
const OFFSETS = ['+08:00', '+00:00', '-05:00'];
/** For what came without any known time. */
const SOME_TIME = TRUTH.asOf;

/** A mail for all that a unit sent at one time, in the folder in which the files lay. */
function mailsOf(files: readonly Return[]): {
  readonly containers: readonly Container[];
  readonly loose: readonly Return[];
  readonly sentAt: ReadonlyMap<string, string>;
} {
  const sentBy = sendersOf(original.result);
  const isSent = ({ path }: Return) => path.endsWith('.xlsx') && !path.startsWith('~$');
  const groups = groupBy(files.filter(isSent), ({ path, origin }) => {
    const { unit, receivedAt } = sentBy.get(origin.path) ?? { unit: path, receivedAt: SOME_TIME };
    return JSON.stringify([dirname(path), unit, receivedAt]);
  });
  const mails = [...groups].map(([key, members], index) => {
    const [inFolder, , receivedAt] = JSON.parse(key) as [string, string, string];
    const path = `${inFolder === '.' ? '' : `${inFolder}/`}邮件${index + 1}.eml`;
    const mail: Mail = {
      sentAt: inOffset(receivedAt, OFFSETS[index % 3]!),
      nameStyle: NAME_STYLES[Math.floor(index / 3) % 3]!,
      attachments: members.map((file) => ({ name: fileName(file.path), bytes: file.bytes })),
    };
    const contents = new Map(members.map((file) => [fileName(file.path), file.origin]));
    return { path, mail, contents, receivedAt };
  });
  const packed = packMails(
    mails.map(({ mail }) => mail),
    folder,
  );
  return {
    containers: mails.map(({ path, contents }, index) => ({ path, contents, bytes: packed[index]! })),
    loose: files.filter((file) => !isSent(file)),
    sentAt: new Map(mails.map(({ path, receivedAt }) => [`收件/${path}`, receivedAt])),
  };
}

/** Whose each file is and when it came, by path. */
function sendersOf(result: ResultJson): ReadonlyMap<string, { unit: string; receivedAt: string }> {
  const times = new Map(receiptsOf(result).map(([unit, form, time]) => [`${unit}|${form}`, time]));
  return new Map(
    result.files.flatMap(({ path, sheets }) => {
      const sheet = sheets[0];
      const unit = sheet?.units[0];
      const receivedAt = times.get(`${unit}|${sheet?.form}`);
      return unit !== undefined && receivedAt ? [[path, { unit, receivedAt }] as const] : [];
    }),
  );
}

function receiptsOf({ completeness }: ResultJson): (readonly [string, string, string | null])[] {
  return completeness.map(({ unit, form, receivedAt }) => [unit, form, receivedAt] as const);
}

/** Takes the times out of 收件登记, so that the mails alone say when they came. */
async function forgetTimes(dir: string): Promise<void> {
  const { content } = openCampaign(dir, forms);
  const receipts = content.receipts.map((receipt) => ({ ...receipt, receivedAt: null }));
  const workbook = await writeWorkbook(planSettings({ ...content, receipts }, forms));
  writeFileSync(join(dir, '活动设置.xlsx'), workbook);
}

/** The same instant as read off a clock elsewhere. */
function inOffset(moment: string, offset: string): string {
  const hours = Number(offset.slice(0, 3));
  const clock = new Date(Date.parse(moment) + hours * 3_600_000).toISOString().slice(0, 19);
  return `${clock}${offset}`;
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
