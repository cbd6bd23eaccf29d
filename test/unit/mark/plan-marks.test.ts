import { describe, expect, it } from 'vitest';
import { findFilesToMark, planMarks } from '../../../src/mark/plan-marks.js';
import type { Summary } from '../../../src/merge/summary.js';
import {
  campaignWith,
  cellOf,
  decision,
  donation,
  donations,
  FORMS,
  pairedAssistance,
  run,
  type Sent,
  village,
  wish,
  wishes,
} from '../merge/scenario.js';

const campaign = campaignWith();
const CONTEXT = { campaign, forms: FORMS, request: (deadline: string | null) => `请于 ${deadline} 前报送。` };
const leader = cellOf(pairedAssistance, 0, 'leaderVisits');
const visited = cellOf(pairedAssistance, 0, 'householdsVisited');

/** A unit's workbook: an error and a query in the villages, a query in the wishes, an extra column (a hint). */
const faulty: Sent = {
  path: '收件/东县/红旗乡.xlsx',
  sheets: [
    { form: wishes, unit: '红旗乡', rows: [wish('张三', { status: '已实现', claimer: '王五', spent: 100 })] },
    {
      form: pairedAssistance,
      unit: '红旗乡',
      rows: [village('甲村', { leaderVisits: 9, householdsVisited: 12, produceBought: '2万元' })],
    },
  ],
};

function only(summary: Summary) {
  const files = findFilesToMark(summary);
  expect(files).toHaveLength(1);
  return files[0]!;
}

describe('what goes back of a file', () => {
  const plan = planMarks(only(run(campaign, [faulty])), CONTEXT, ['原文件已转成 xlsx。']);

  it('stands in the order of the file, errors and queries only, numbered', () => {
    expect(
      plan.lines.map(({ number, level, rule, sheet, cell }) => [number, level, rule, sheet, cell]),
    ).toEqual([
      [1, 'query', 'WX-02', wishes.title, cellOf(wishes, 0, 'claimedOn')],
      [2, 'query', 'WX-02', wishes.title, cellOf(wishes, 0, 'fulfilledOn')],
      [3, 'error', 'JD-01', pairedAssistance.title, leader],
      [4, 'query', 'JD-02', pairedAssistance.title, visited],
      [5, 'query', 'scaled', pairedAssistance.title, cellOf(pairedAssistance, 0, 'produceBought')],
    ]);
  });

  it('says in each line what was found, where, and what to do', () => {
    expect(plan.lines[3]).toMatchObject({ field: '走访户数（户）', value: '12', explanation: '' });
    expect(plan.lines[3]!.problem).toContain('12');
    expect(plan.lines[3]!.fix).toContain('说明');
    // What no text of the unit closes is not promised to be closed by one.
    expect(plan.lines[4]!.fix).toContain('由汇总单位核定');
  });

  it('is introduced by the unit, how many, what to do, by when and to whom', () => {
    expect(plan.title).toBe('红旗乡退回修改清单');
    expect(plan.introduction[0]).toBe('填报单位：红旗乡（单位编码 A1）');
    const text = plan.introduction.join('\n');
    expect(text).toContain('“必须改” 1 处、“请核对” 4 处');
    expect(text).toContain('请直接在本文件里改正');
    expect(text).toContain('“说明”栏写明原因');
    expect(text).toContain('原文件已转成 xlsx。');
    expect(plan.introduction.at(-1)).toBe('改好后请于 2020-10-18T18:00:00+08:00 前报送。');
  });

  it('marks each cell once, by the gravest, in few lines', () => {
    expect(plan.cells.map(({ cell, level }) => [cell, level])).toEqual([
      [cellOf(wishes, 0, 'claimedOn'), 'query'],
      [cellOf(wishes, 0, 'fulfilledOn'), 'query'],
      [leader, 'error'],
      [visited, 'query'],
      [cellOf(pairedAssistance, 0, 'produceBought'), 'query'],
    ]);
    for (const { comment } of plan.cells) expect(comment.split('\n').length).toBeLessThanOrEqual(4);
  });
});

describe('a file', () => {
  it('with a finding that has no cell gets a comment on A1, without a colour', () => {
    const sheet = {
      form: pairedAssistance,
      unit: '红旗乡',
      headers: { cadreVisits: null },
      rows: [village('甲村')],
    };
    const plan = planMarks(only(run(campaign, [{ path: '收件/a.xlsx', sheets: [sheet] }])), CONTEXT);
    expect(plan.lines.map(({ rule, cell }) => [rule, cell])).toEqual([['column-missing', null]]);
    expect(plan.cells).toMatchObject([{ sheet: pairedAssistance.title, cell: 'A1', level: null }]);
  });

  it.each<[string, readonly Sent[]]>([
    [
      'is clean',
      [{ path: '收件/a.xlsx', sheets: [{ form: donations, unit: '红旗乡', rows: [donation('张三', 5)] }] }],
    ],
    [
      'has hints only',
      [
        {
          path: '收件/a.xlsx',
          sheets: [{ form: donations, unit: '红旗乡', rows: [donation('张三', '5元')] }],
        },
      ],
    ],
    [
      'is nobody’s',
      [
        {
          ...faulty,
          path: '收件/表.xlsx',
          sheets: faulty.sheets!.map((sheet) => ({ ...sheet, unit: null })),
        },
      ],
    ],
    [
      'was superseded',
      [
        {
          path: '收件/a.xlsx',
          at: '2020-10-14T10:00:00+08:00',
          sheets: [{ form: pairedAssistance, unit: '红旗乡', rows: [village('甲村', { leaderVisits: 9 })] }],
        },
        {
          path: '收件/b.xlsx',
          sheets: [{ form: pairedAssistance, unit: '红旗乡', rows: [village('甲村')] }],
        },
      ],
    ],
  ])('that %s does not go back', (_, sent) => {
    expect(findFilesToMark(run(campaign, sent))).toEqual([]);
  });

  it('that 人工认定 has settled does not go back', () => {
    const settled = campaignWith({
      decisions: [decision('放行', faulty.path), decision('确认', faulty.path)],
    });
    expect(findFilesToMark(run(settled, [faulty]))).toEqual([]);
  });

  it('with several units’ rows names no unit, and says once what is true of the whole table', () => {
    const sheet = {
      form: donations,
      unit: null,
      period: '2020年9月',
      owners: ['红旗乡', '胜利镇'],
      rows: [donation('张三', 500), donation('李四', 600)],
    };
    const file = only(run(campaign, [{ path: '收件/汇总.xlsx', sheets: [sheet] }]));
    expect(file.units).toEqual(['A1', 'A2']);
    const plan = planMarks(file, CONTEXT);
    expect(plan.lines.map(({ rule }) => rule)).toEqual(['period-mismatch']);
    expect(plan.introduction[0]).toBe('填报单位：本文件里有 2 个单位的数据');
  });
});
