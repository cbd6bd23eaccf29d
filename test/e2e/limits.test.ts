import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import {
  AFTER_DEADLINE,
  BINARY,
  pairedReturn,
  ROOT,
  readResult,
  receive,
  villageRow,
  workingFolder,
} from './working-folder.js';

// Files that ask too much, all in one folder with honest returns: each is named with the limit that it passes, the
// honest ones count, and the memory stays flat.

/** Of the program and the one process that reads, since there are fewer than 40 files. */
const MOST_MEMORY = 500 * 1024 * 1024;

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

const relationship = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
const relationships = (content: string): string =>
  `<Relationships xmlns="${PACKAGE}">${content}</Relationships>`;
const worksheet = (rows: string, rest = ''): string =>
  `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData>${rest}</worksheet>`;
const numbers = (count: number): string => '<c><v>1</v></c>'.repeat(count);

const SHEET = 'xl/worksheets/sheet1.xml';

/** The parts of a workbook whose sheets all show the part SHEET. */
function parts(sheet: string, more: Record<string, string> = {}, sheets = 1): Zippable {
  const list = Array.from(
    { length: sheets },
    (_, i) => `<sheet name="表${i}" sheetId="${i + 1}" r:id="rId1"/>`,
  );
  const texts = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships(relationship('rId1', 'officeDocument', 'xl/workbook.xml')),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      relationship('rId1', 'worksheet', 'worksheets/sheet1.xml') +
        relationship('rId2', 'sharedStrings', 'sharedStrings.xml'),
    ),
    [SHEET]: sheet,
    ...more,
  };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, strToU8(text)]));
}

const workbook = (...given: Parameters<typeof parts>): Uint8Array => zipSync(parts(...given));

/**
 * A workbook whose sheet is `megabytes` MB of blanks and that states `statedSize` for it. Deflated blocks that end on a
 * byte may follow each other any number of times, so that 10 GB are made as quickly as they are sent.
 */
function blankBomb(megabytes: number, statedSize: number): Uint8Array {
  const start = deflateRawSync(Buffer.from(`<worksheet xmlns="${MAIN}"><sheetData>`), {
    finishFlush: constants.Z_FULL_FLUSH,
  });
  const blanks = deflateRawSync(Buffer.alloc(1024 * 1024, ' '), { finishFlush: constants.Z_FULL_FLUSH });
  const packed = Buffer.concat([start, ...Array<Buffer>(megabytes).fill(blanks), Buffer.from([3, 0])]);
  // Stored under its name by a writer that knows no better; then the directory is told that it is deflated.
  const bytes = Buffer.from(zipSync({ ...parts(''), [SHEET]: [packed, { level: 0 }] }));
  const place = bytes.lastIndexOf(SHEET) - 46;
  bytes.writeUInt16LE(8, place + 10);
  bytes.writeUInt32LE(statedSize, place + 24);
  return bytes;
}

/** A zip of zips of zips …, `levels` deep. */
function nestedZip(levels: number): Uint8Array {
  let zip: Uint8Array = strToU8('表');
  for (let level = 0; level < levels; level++) zip = zipSync({ '甲.zip': zip, '乙.zip': zip });
  return zip;
}

/** A zip whose directory lists its first entry so many times more: many files out of the bytes of one. */
function repeatEntry(zip: Uint8Array, times: number): Uint8Array {
  const bytes = Buffer.from(zip);
  const end = bytes.length - 22;
  const start = bytes.readUInt32LE(end + 16);
  const first = bytes.subarray(start, start + 46 + bytes.readUInt16LE(start + 28));
  const directory = Buffer.concat([...Array<Buffer>(times).fill(first), bytes.subarray(start, end)]);
  const record = Buffer.from(bytes.subarray(end));
  const count = (record.readUInt16LE(10) + times) & 0xffff;
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(directory.length, 12);
  return Buffer.concat([bytes.subarray(0, start), directory, record]);
}

/** Just not so large that its ratio would be judged, and known for no table by its first bytes. */
const BLANK_FILE = Buffer.alloc(10 * 1024 * 1024, ' ').fill('%PDF', 0, 4);

function spreadsheet(rows: string): Uint8Array {
  const namespaces = ['office', 'table', 'text']
    .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
    .join(' ');
  return zipSync({
    mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet'),
    'content.xml': strToU8(
      `<office:document-content ${namespaces}><office:body><office:spreadsheet><table:table table:name="表">${rows}</table:table></office:spreadsheet></office:body></office:document-content>`,
    ),
  });
}

const strings = (count: number, characters: number): Record<string, string> => ({
  'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${`<si><t>${'文'.repeat(characters)}</t></si>`.repeat(count)}</sst>`,
});

const overlapping = '<mergeCell ref="A1:XFD1048576"/>'.repeat(100_000);
const REPEATED =
  '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>';
const GIGABYTES = 10 * 1024;

/** Name in 收件/, content (a number: an empty file of so many MB) and the limit as its reason names it. */
const BOMBS: readonly (readonly [string, () => Uint8Array | number, string])[] = [
  ['十吉字节.xlsx', () => blankBomb(GIGABYTES, 0xfffffff0), '文件展开后太大'],
  ['十吉字节，谎报大小.xlsx', () => blankBomb(GIGABYTES, 1000), '文件展开后太大'],
  ['高压缩比.xlsx', () => blankBomb(100, 100 * 1024 * 1024), '文件的压缩比异常'],
  ['三百兆.xlsx', () => 300, '文件太大'],
  ['六十兆.xlsx', () => 60, '文件太大'],
  ['条目.xlsx', () => repeatEntry(workbook(''), 100_000), '文件内部的条目太多'],
  ['工作表.xlsx', () => workbook(worksheet(''), {}, 257), '工作表太多'],
  [
    '行.xlsx',
    () => workbook(worksheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')),
    '行数超出范围',
  ],
  ['列.xlsx', () => workbook(worksheet(`<row r="1">${numbers(16_385)}</row>`)), '列数超出范围'],
  [
    '一万六千列.xlsx',
    () => workbook(worksheet(`<row>${numbers(16_384)}</row>`.repeat(306))),
    '有内容的单元格太多',
  ],
  ['文字条数.xlsx', () => workbook(worksheet(''), strings(2_000_001, 0)), '文字内容太多'],
  ['文字一百兆.xlsx', () => workbook(worksheet(''), strings(1000, 32_000)), '文字内容太多'],
  [
    '一格文字.xlsx',
    () => workbook(worksheet(`<row><c t="inlineStr"><is><t>${'文'.repeat(32_768)}</t></is></c></row>`)),
    '文字内容太多',
  ],
  [
    '合并.xlsx',
    () =>
      workbook(worksheet(`<row>${numbers(300)}</row>`.repeat(10), `<mergeCells>${overlapping}</mergeCells>`)),
    '合并单元格太多',
  ],
  ['重复.ods', () => spreadsheet(REPEATED), '有内容的单元格太多'],
  ['长.csv', () => strToU8('1,2\n'.repeat(1_048_577)), '行数超出范围'],
  ['宽.csv', () => strToU8('1,'.repeat(16_385)), '列数超出范围'],
  ['套.zip', () => nestedZip(4), '套了 3 层以上'],
  ['文件多.zip', () => repeatEntry(zipSync({ '表.csv': strToU8('1') }), 100_000), '文件太多'],
  ['展开大.zip', () => repeatEntry(zipSync({ '表.pdf': BLANK_FILE }), 103), '展开后'],
];

/** A million rows with a style and nothing else are no content: this is a return like any other. */
async function returnWithBlankRows(): Promise<Uint8Array> {
  const files = unzipSync(await writeWorkbook(pairedReturn('甲县林草局', [villageRow('红旗村', 300)])));
  const name = Object.keys(files).find((path) => /worksheets\/sheet1\.xml$/.test(path))!;
  const blanks = Array.from(
    { length: 1_048_000 },
    (_, i) =>
      `<row r="${i + 500}" s="1" customFormat="1"><c r="A${i + 500}" s="1"/><c r="B${i + 500}" s="1"/></row>`,
  );
  files[name] = strToU8(
    Buffer.from(files[name]!)
      .toString()
      .replace('</sheetData>', `${blanks.join('')}</sheetData>`),
  );
  return zipSync(files);
}

describe('a folder of files that ask too much', () => {
  let result: ResultJson;
  let code: number | null;
  let peak: number;

  beforeAll(async () => {
    const dir = await workingFolder();
    await receive(dir, '甲县水利局.xlsx', pairedReturn('甲县水利局', [villageRow('东风村', 1000)]));
    await receive(dir, '甲县林草局.xlsx', await returnWithBlankRows());
    for (const [name, make] of BOMBS) {
      const content = make();
      await receive(dir, name, typeof content === 'number' ? '' : content);
      if (typeof content === 'number') truncateSync(join(dir, '收件', name), content * 1024 * 1024);
    }
    const folder = mkdtempSync(join(tmpdir(), 'bangfu-peak-'));
    const peakFile = join(folder, 'peak');
    const run = spawnSync(process.execPath, [BINARY, 'aggregate', dir, '--as-of', AFTER_DEADLINE], {
      encoding: 'utf8',
      env: {
        ...process.env,
        NODE_OPTIONS: `--require=${join(ROOT, 'bench/fuzz/report-peak.cjs')}`,
        BANGFU_PEAK_FILE: peakFile,
      },
    });
    code = run.status;
    result = readResult(dir);
    peak = Number(readFileSync(peakFile, 'utf8'));
    rmSync(folder, { recursive: true });
  }, 300_000);

  it('ends well', () => {
    expect(code).toBe(0);
  });

  it.each(BOMBS)('%s is unreadable and its limit named', (name, _, reason) => {
    const files = result.files.filter(
      (file) => file.path === `收件/${name}` && file.disposition === 'unreadable',
    );
    expect(files.map((file) => file.reason)).toContainEqual(expect.stringContaining(reason));
  });

  it('counts the honest returns, the one with a million blank rows too', () => {
    const honest = result.files.filter((file) => file.path.startsWith('收件/甲县'));
    expect(honest.map((file) => [file.path, file.disposition, file.sheets[0]?.rows])).toEqual([
      ['收件/甲县林草局.xlsx', 'accepted', 1],
      ['收件/甲县水利局.xlsx', 'accepted', 1],
    ]);
  });

  it('stays flat in memory', () => {
    expect(peak).toBeLessThan(MOST_MEMORY);
  });
});
