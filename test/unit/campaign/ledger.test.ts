import { describe, expect, it } from 'vitest';
import {
  describeLedgerProblem,
  type LedgerEntry,
  mergeLedger,
  parseLedger,
  planLedger,
  recordOutcomes,
  type SeenFile,
} from '../../../src/campaign/ledger.js';
import { gridOfPlan, sheetOf, workbookOf } from './grid-of-plan.js';

const RUN1 = '2020-10-19T09:00:00+08:00';
const RUN2 = '2020-10-20T09:00:00+08:00';
const SHA = (letter: string) => letter.repeat(64);

function seen(
  path: string,
  sha: string,
  time: string | null = '2020-10-18T10:00:00+08:00',
  entry: string | null = null,
): SeenFile {
  return { path, entry, sha256: SHA(sha), size: 100, time, timeBy: '文件创建时间' };
}

const short = (entries: readonly LedgerEntry[]) =>
  entries.map(({ path, entry, sha256, receivedAt, note }) => [
    entry === null ? path : `${path}!${entry}`,
    sha256[0],
    receivedAt.slice(8, 16),
    note,
  ]);

describe('mergeLedger', () => {
  it('a new file has its own time, but none after the run that first saw it', () => {
    const entries = mergeLedger(
      [],
      [
        seen('收件/b.xlsx', 'b', '2020-10-21T00:00:00+08:00'),
        seen('收件/a.xlsx', 'a'),
        seen('收件/c.xlsx', 'c', null),
        seen('收件/d.xlsx', 'd', RUN1),
      ],
      RUN1,
    );
    expect(
      entries.map((entry) => [entry.path, entry.receivedAt, entry.receivedBy, entry.firstSeenAt]),
    ).toEqual([
      ['收件/a.xlsx', '2020-10-18T10:00:00+08:00', '文件创建时间', RUN1],
      ['收件/b.xlsx', RUN1, '首次汇总时间', RUN1],
      ['收件/c.xlsx', RUN1, '首次汇总时间', RUN1],
      ['收件/d.xlsx', RUN1, '文件创建时间', RUN1],
    ]);
  });

  it('keeps what it knows, whatever the file system says later', () => {
    const first = mergeLedger([], [seen('收件/a.xlsx', 'a')], RUN1);
    expect(mergeLedger(first, [seen('收件/a.xlsx', 'a', '2020-10-20T08:00:00+08:00')], RUN2)).toEqual(first);
  });

  it('a changed file is a new receipt; the old one is gone', () => {
    const first = mergeLedger([], [seen('收件/a.xlsx', 'a')], RUN1);
    expect(short(mergeLedger(first, [seen('收件/a.xlsx', 'b', '2020-10-19T12:00:00+08:00')], RUN2))).toEqual([
      ['收件/a.xlsx', 'a', '18T10:00', '文件已不在收件文件夹'],
      ['收件/a.xlsx', 'b', '19T12:00', null],
    ]);
  });

  it('a renamed file keeps its time, a copy does not', () => {
    const first = mergeLedger([], [seen('收件/a.xlsx', 'a')], RUN1);
    const later = '2020-10-20T08:00:00+08:00';
    expect(short(mergeLedger(first, [seen('收件/新/b.xlsx', 'a', later)], RUN2))).toEqual([
      ['收件/新/b.xlsx', 'a', '18T10:00', null],
    ]);
    expect(
      short(mergeLedger(first, [seen('收件/a.xlsx', 'a'), seen('收件/b.xlsx', 'a', later)], RUN2)),
    ).toEqual([
      ['收件/a.xlsx', 'a', '18T10:00', null],
      ['收件/b.xlsx', 'a', '20T08:00', null],
    ]);
    // The old name taken by another content: the old content still was only moved.
    expect(
      short(mergeLedger(first, [seen('收件/a.xlsx', 'c', later), seen('收件/旧.xlsx', 'a', later)], RUN2)),
    ).toEqual([
      ['收件/旧.xlsx', 'a', '18T10:00', null],
      ['收件/a.xlsx', 'c', '20T08:00', null],
    ]);
  });

  it('of several with one content the one with the same name continues', () => {
    const first = mergeLedger(
      [],
      [
        seen('收件/甲.xlsx', 'a', '2020-10-17T10:00:00+08:00'),
        seen('收件/乙.xlsx', 'a', '2020-10-18T10:00:00+08:00'),
      ],
      RUN1,
    );
    const moved = mergeLedger(
      first,
      [seen('收件/县/乙.xlsx', 'a', RUN2), seen('收件/县/甲.xlsx', 'a', RUN2)],
      RUN2,
    );
    expect(new Map(moved.map((entry) => [entry.path, entry.receivedAt]))).toEqual(
      new Map([
        ['收件/县/甲.xlsx', '2020-10-17T10:00:00+08:00'],
        ['收件/县/乙.xlsx', '2020-10-18T10:00:00+08:00'],
      ]),
    );
  });

  it('files inside a container are files of their own, also when it is unpacked', () => {
    const first = mergeLedger(
      [],
      [seen('收件/包.zip', 'a', undefined, '甲.xlsx'), seen('收件/包.zip', 'b', undefined, '乙.xlsx')],
      RUN1,
    );
    expect(short(mergeLedger(first, [seen('收件/甲.xlsx', 'a', RUN2)], RUN2)).sort()).toEqual([
      ['收件/包.zip!乙.xlsx', 'b', '18T10:00', '文件已不在收件文件夹'],
      ['收件/甲.xlsx', 'a', '18T10:00', null],
    ]);
  });

  it('a file that comes back is no longer gone', () => {
    const first = mergeLedger([], [seen('收件/a.xlsx', 'a')], RUN1);
    const gone = mergeLedger(first, [], RUN1);
    expect(gone[0]?.note).toBe('文件已不在收件文件夹');
    expect(mergeLedger(gone, [seen('收件/a.xlsx', 'a', RUN2)], RUN2)).toEqual(first);
    expect(mergeLedger(gone, [], RUN2)).toEqual(gone);
  });
});

const ENTRIES: readonly LedgerEntry[] = [
  {
    path: '收件/塔城市/ 和平 街道.xlsx',
    entry: null,
    sha256: SHA('a'),
    size: 12345,
    firstSeenAt: RUN1,
    receivedAt: '2020-10-18T00:00:00+08:00',
    receivedBy: '文件修改时间',
    disposition: 'accepted',
    note: null,
  },
  {
    path: '收件/包.zip',
    entry: '内/=1+1.xlsx',
    sha256: SHA('0'),
    size: 0,
    firstSeenAt: RUN2,
    receivedAt: '2020-10-18T23:59:59+08:00',
    receivedBy: '邮件时间',
    disposition: null,
    note: '文件已不在收件文件夹',
  },
];

describe('收件台账', () => {
  it('is read back as it was written', () => {
    expect(parseLedger(gridOfPlan(planLedger(ENTRIES, '塔城')))).toEqual({
      kind: 'ledger',
      entries: ENTRIES,
    });
    expect(parseLedger(gridOfPlan(planLedger([], '塔城')))).toEqual({ kind: 'ledger', entries: [] });
  });

  it('has a title, frozen headers and a filter over all rows', () => {
    const sheet = planLedger(ENTRIES, '塔城地区结对帮扶活动月').sheets[0]!;
    expect(sheet.rows[0]?.cells[0]?.value).toBe('塔城地区结对帮扶活动月收件台账');
    expect(sheet.rows[2]?.cells.map((cell) => cell.value)).toEqual([
      '序号',
      '文件',
      '内层文件',
      '收到时间',
      '时间依据',
      '首次汇总时间',
      '大小（字节）',
      '处理结果',
      '说明',
      '内容指纹',
    ]);
    expect(sheet.rows[3]?.cells.map((cell) => cell.value)).toEqual([
      1,
      '收件/塔城市/ 和平 街道.xlsx',
      null,
      '2020-10-18 00:00:00',
      '文件修改时间',
      '2020-10-19 09:00:00',
      12345,
      '已计入',
      null,
      SHA('a'),
    ]);
    expect(sheet.freeze).toEqual({ rows: 3, columns: 2 });
    expect(sheet.autoFilter).toEqual({ top: 3, left: 1, bottom: 5, right: 10 });
  });

  it('takes what was decided', () => {
    const decided = recordOutcomes(ENTRIES, [
      {
        path: '收件/包.zip',
        entry: '内/=1+1.xlsx',
        sha256: SHA('0'),
        disposition: 'returned',
        reason: '有 1 处必须改',
      },
      { path: '收件/包.zip', entry: null, sha256: SHA('0'), disposition: 'ignored', reason: '' },
    ]);
    expect(decided.map((entry) => [entry.disposition, entry.note])).toEqual([
      ['accepted', null],
      ['returned', '有 1 处必须改'],
    ]);
  });

  const HEAD = ['文件', '内层文件', '收到时间', '时间依据', '首次汇总时间', '大小（字节）', '内容指纹'];
  const GOOD = ['收件/a.xlsx', null, '2020-10-18 10:00', '文件创建时间', '2020-10-19 09:00', 5, SHA('a')];
  const parse = (...rows: (string | number | null | { serial: number })[][]) =>
    parseLedger(workbookOf(sheetOf('收件台账', [HEAD, ...rows])));
  const problems = (...rows: (string | number | null)[][]) => {
    const result = parse(...rows);
    return result.kind === 'damaged' ? result.problems.map(({ cell, code }) => [cell, code]) : 'ledger';
  };

  it('takes dates that Excel made of edited cells', () => {
    const result = parse(GOOD.with(2, { serial: 44122.5 } as never));
    expect(result.kind === 'ledger' && result.entries[0]?.receivedAt).toBe('2020-10-18T12:00:00+08:00');
  });

  it('a row copied by hand counts once, with the earlier time', () => {
    const result = parse(GOOD, GOOD.with(2, '2020-10-17 10:00'));
    expect(result.kind === 'ledger' && result.entries.map((entry) => entry.receivedAt)).toEqual([
      '2020-10-17T10:00:00+08:00',
    ]);
  });

  it.each<[number, string | number | null, string, string]>([
    [0, null, 'A2', 'file-missing'],
    [2, '昨天', 'C2', 'bad-moment'],
    [3, '听说', 'D2', 'bad-basis'],
    [4, null, 'E2', 'bad-moment'],
    [5, '很大', 'F2', 'bad-size'],
    [5, -1, 'F2', 'bad-size'],
    [5, null, 'F2', 'bad-size'],
    [6, 'abc', 'G2', 'bad-fingerprint'],
  ])('damaged cell %i: %s', (index, value, cell, code) => {
    expect(problems(GOOD.with(index, value))).toEqual([[cell, code]]);
  });

  it('damaged headers', () => {
    expect(parseLedger(workbookOf())).toMatchObject({ problems: [{ cell: null, code: 'table-missing' }] });
    const result = parseLedger(workbookOf(sheetOf('收件台账', [HEAD.slice(0, 6), GOOD.slice(0, 6)])));
    expect(result.kind === 'damaged' && result.problems.map(describeLedgerProblem)).toEqual([
      '收件台账.xlsx 的工作表《收件台账》：没有找到“内容指纹”这一列，请改回原来的内容，或从备份恢复 收件台账.xlsx。',
    ]);
  });
});
