import { describe, expect, it } from 'vitest';
import { countiesOf } from '../../../src/campaign/campaign.js';
import type { Summary } from '../../../src/merge/summary.js';
import { planWorkpaper } from '../../../src/report/workpaper/workpaper.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import { type Grid, GridBuilder, type GridWorkbook } from '../../../src/workbook/grid.js';
import {
  campaignWith,
  cellOf,
  complaints,
  decision,
  dispositions,
  donation,
  donations,
  entryOf,
  gridOf,
  gridsOfPlan,
  pairedAssistance,
  run,
  type Sent,
  type SentSheet,
  village,
  wish,
  wishes,
} from './scenario.js';

// What a unit writes beside the findings in 《退回修改清单》, and what follows from it.

const TITLES = ['序号', '级别', '工作表', '单元格', '栏目', '填写内容', '问题', '怎么改', '说明', '规则'];

interface Line {
  readonly rule: string;
  readonly cell: string;
  readonly field: string;
  readonly value: string;
  readonly text: string;
  readonly sheet?: string;
}

function list(lines: readonly Line[], above: readonly string[] = []): Grid {
  const builder = new GridBuilder();
  const row = (rowNumber: number, values: readonly CellValue[]) => {
    values.forEach((value, index) => {
      builder.set(rowNumber, index + 1, value);
    });
  };
  above.forEach((text, index) => {
    row(index + 1, [text]);
  });
  row(above.length + 1, TITLES);
  lines.forEach(({ rule, cell, field, value, text, sheet = pairedAssistance.title }, index) => {
    const values = [index + 1, '请核对', sheet, cell, field, value, '…', '…', text, rule];
    row(above.length + 2 + index, values);
  });
  return builder.build({ sheetName: '退回修改清单' });
}

const EARLY = '2020-10-15T10:00:00+08:00';
const LATER = '2020-10-20T10:00:00+08:00';

function workbook(
  sheets: readonly SentSheet[],
  lines: readonly Line[],
  above?: readonly string[],
): GridWorkbook {
  return { sheets: [list(lines, above), ...sheets.map(gridOf)], definedNames: new Map() };
}

/** A unit's villages as they came, and as they came back with the list. */
function sentBack(sheet: SentSheet, lines: readonly Line[], again: SentSheet = sheet): readonly Sent[] {
  return [
    { path: '收件/a.xlsx', at: EARLY, sheets: [sheet] },
    { path: '收件/a（退回修改）.xlsx', at: LATER, workbook: workbook([again], lines) },
  ];
}

// JD-02 at row 4: 12 visited of 10 paired; JD-04 at row 5: 11 consoled of 10 visited.
const VISITED = 'I';
const villages: SentSheet = {
  form: pairedAssistance,
  unit: '红旗乡',
  rows: [
    village('甲村', { householdsVisited: 12 }),
    village('乙村', { householdsConsoled: 11, consolationMoney: 1100 }),
  ],
};
const visited = cellOf(pairedAssistance, 0, 'householdsVisited');
const consoled = cellOf(pairedAssistance, 1, 'householdsConsoled');
const line = (more: Partial<Line> = {}): Line => ({
  rule: 'JD-02',
  cell: visited,
  field: '走访户数（户）',
  value: '12',
  text: '含上月未走访的两户',
  ...more,
});

describe('a reason in 说明 of the list', () => {
  it('closes the query that it stands beside, no other, and makes the resend a newer version', () => {
    const summary = run(campaignWith(), sentBack(villages, [line()]));
    expect(visited).toBe(`${VISITED}4`);
    expect(complaints(summary)).toEqual([
      `JD-02 ${visited} superseded`,
      `JD-04 ${consoled} superseded`,
      `JD-02 ${visited} explanation`,
      `JD-04 ${consoled} open`,
    ]);
    expect(dispositions(summary)).toEqual({
      '收件/a.xlsx': 'superseded',
      '收件/a（退回修改）.xlsx': 'queried',
    });
    expect(summary.findings.find((item) => item.closedBy === 'explanation')?.reason).toBe(
      '含上月未走访的两户',
    );
  });

  it('leaves the list itself out of the data', () => {
    const summary = run(campaignWith(), sentBack(villages, [line()]));
    expect(summary.files.map((file) => file.sheets.map((sheet) => sheet.sheet))).toEqual([
      [pairedAssistance.title],
      [pairedAssistance.title],
    ]);
  });

  it.each([['—'], ['无'], [' / '], ['']])('closes nothing when it is %j', (text) => {
    const summary = run(campaignWith(), sentBack(villages, [line({ text })]));
    expect(dispositions(summary)['收件/a（退回修改）.xlsx']).toBe('duplicate');
    expect(complaints(summary)).toContain(`JD-02 ${visited} open`);
  });

  it('closes nothing when the cell was changed since, and is not enough', () => {
    const changed = {
      ...villages,
      rows: [village('甲村', { householdsVisited: 13 }), ...villages.rows.slice(1)],
    };
    expect(complaints(run(campaignWith(), sentBack(villages, [line()], changed)))).toContain(
      `JD-02 ${visited} open`,
    );
  });

  it('finds its query again where rows have moved', () => {
    const moved = { ...villages, rows: [village('丙村'), ...villages.rows] };
    expect(complaints(run(campaignWith(), sentBack(villages, [line()], moved)))).toContain(
      `JD-02 ${VISITED}5 explanation`,
    );
  });

  it('guesses nothing where rows have moved and two queries look alike', () => {
    const moved = {
      ...villages,
      rows: [village('丙村'), villages.rows[0]!, village('丁村', { householdsVisited: 12 })],
    };
    const found = complaints(run(campaignWith(), sentBack(villages, [line()], moved)));
    expect(found).toContain(`JD-02 ${VISITED}5 open`);
    expect(found).toContain(`JD-02 ${VISITED}6 open`);
  });

  it('never closes an error, nor a question about the size of an amount', () => {
    const rows = [village('甲村', { leaderVisits: 9, consolationMoney: '2万元', householdsConsoled: 10 })];
    const lines = [
      line({
        rule: 'JD-01',
        cell: cellOf(pairedAssistance, 0, 'leaderVisits'),
        field: '其中：单位领导（人次）',
        value: '9',
      }),
      line({
        rule: 'scaled',
        cell: cellOf(pairedAssistance, 0, 'consolationMoney'),
        field: '慰问金（元）',
        value: '2万元',
      }),
    ];
    const found = complaints(run(campaignWith(), sentBack({ ...villages, rows }, lines))).slice(2);
    expect(found).toHaveLength(2);
    expect(found.every((item) => item.endsWith('open'))).toBe(true);
  });

  it('closes a query between units, which is known only when all lie side by side', () => {
    const sheet = (unit: string): SentSheet => ({ form: donations, unit, rows: [donation('某某公司', 500)] });
    const donor = cellOf(donations, 0, 'donor');
    const text = line({
      rule: 'JZ-09',
      cell: donor,
      field: '捐赠单位（个人）',
      value: '某某公司',
      sheet: donations.title,
    });
    const summary = run(campaignWith(), [
      { path: '收件/b.xlsx', at: '2020-10-14T10:00:00+08:00', sheets: [sheet('上户乡')] },
      ...sentBack(sheet('红旗乡'), [text]),
    ]);
    expect(complaints(summary)).toEqual([`JZ-09 ${donor} explanation`]);
    expect(entryOf(summary, 'A1', donations).status).toBe('accepted');
    expectLaw(summary);
  });

  it('is the 说明 of a wish that was given up without one: it is then left out of the wishes', () => {
    const sheet: SentSheet = {
      form: wishes,
      unit: '红旗乡',
      rows: [wish('张三'), wish('李四', { status: '已取消' })],
    };
    const cell = cellOf(wishes, 1, 'explanation');
    const lines = [
      line({ rule: 'WX-10', cell, field: '说明', value: '', text: '本人已搬走', sheet: wishes.title }),
    ];
    const before = run(campaignWith(), sentBack(sheet, []));
    expect(before.totals.get('wishes')?.units.get('A1')).toMatchObject({ rows: 2, wishes: 2 });
    const summary = run(campaignWith(), sentBack(sheet, lines));
    expect(summary.totals.get('wishes')?.units.get('A1')).toMatchObject({ rows: 2, wishes: 1 });
    expect(entryOf(summary, 'A1', wishes).status).toBe('accepted');
    expectLaw(summary);
  });

  it('stays with the rows when 底稿 are handed on', () => {
    const summary = run(
      campaignWith(),
      sentBack(villages, [
        line(),
        line({ rule: 'JD-04', cell: consoled, field: '慰问户数（户）', value: '11' }),
      ]),
    );
    expect(entryOf(summary, 'A1', pairedAssistance).status).toBe('accepted');
    const again = expectLaw(summary);
    expect(again.counted[0]?.rowReasons.map(({ rule, text }) => [rule, text])).toEqual([
      ['JD-02', '含上月未走访的两户'],
      ['JD-04', '含上月未走访的两户'],
    ]);
    // The column that hands them on is no extra column of the unit's.
    expect(again.counted[0]?.extraTitles).toEqual(['其他栏目']);
  });
});

/** product.md, step 7: the county 底稿, twice. */
function expectLaw(first: Summary): Summary {
  const handOn = (summary: Summary) =>
    run(
      campaignWith(),
      countiesOf(summary.campaign).map(
        (county): Sent => ({
          path: `收件/${county}底稿.xlsx`,
          workbook: gridsOfPlan(planWorkpaper(summary, county, '../..')),
        }),
      ),
    );
  const second = handOn(first);
  const third = handOn(second);
  for (const again of [second, third]) {
    expect(again.totals).toEqual(first.totals);
    expect(again.completeness.map((entry) => entry.status)).toEqual(
      first.completeness.map((entry) => entry.status),
    );
    expect(complaints(again).filter((item) => item.endsWith('open'))).toEqual([]);
  }
  return third;
}

describe('the unit that the list names', () => {
  const above = ['退回修改清单', '填报单位：红旗乡（单位编码 A1）'];
  const nameless: SentSheet = { ...villages, unit: null };

  it('is the file’s where nothing else says whose it is', () => {
    const sent = [{ path: '收件/表（退回修改）.xlsx', workbook: workbook([nameless], [], above) }];
    expect(entryOf(run(campaignWith(), sent), 'A1', pairedAssistance).status).toBe('queried');
  });

  it('does not overrule 填报单位', () => {
    const other = { ...villages, unit: '上户乡' };
    const summary = run(campaignWith(), [{ path: '收件/表.xlsx', workbook: workbook([other], [], above) }]);
    expect(entryOf(summary, 'B1', pairedAssistance).status).toBe('queried');
    expect(entryOf(summary, 'A1', pairedAssistance).status).toBe('missing');
  });
});

describe('人工认定', () => {
  it('hands its 理由 on with what it closes', () => {
    const decisions = [decision('确认', '收件/a.xlsx', { reason: '已电话核实' })];
    const summary = run(campaignWith({ decisions }), [{ path: '收件/a.xlsx', sheets: [villages] }]);
    expect(summary.findings.filter((item) => item.level === 'query').map((item) => item.reason)).toEqual([
      '已电话核实',
      '已电话核实',
    ]);
  });
});
