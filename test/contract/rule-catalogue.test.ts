import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/campaign/campaign.js';
import { indexRoster } from '../../src/campaign/roster-index.js';
import { form as donations } from '../../src/form/built-in/donations.js';
import { form as paired } from '../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../src/form/built-in/wishes.js';
import { type FormDefinition, headerTitle } from '../../src/form/form-definition.js';
import { digestRecords } from '../../src/form/record.js';
import { compileTotals } from '../../src/form/record-totals.js';
import { ingestContext, ingestWorkbook } from '../../src/ingest/ingest-workbook.js';
import { describeFinding, GENERAL_RULES } from '../../src/issue/describe-finding.js';
import type { Finding } from '../../src/issue/finding.js';
import { ALL_SUSPICIONS } from '../../src/issue/suspicions.js';
import { checkAgainstPrevious, type PreviousForm } from '../../src/validate/against-previous.js';
import { checkAcross } from '../../src/validate/check-across.js';
import { compileChecker } from '../../src/validate/check-submission.js';
import { checkSuspicions } from '../../src/validate/check-suspicions.js';
import type { CheckedSubmission } from '../../src/validate/checked-submission.js';
import type { RowsOfPeer } from '../../src/validate/peers.js';
import type { CellValue } from '../../src/workbook/cell-value.js';
import { serialOfDate } from '../../src/workbook/date-serial.js';
import { GridBuilder } from '../../src/workbook/grid.js';
import { formatReference } from '../../src/workbook/reference.js';
import { record, submissionOf as unitRows, type Values } from '../unit/validate/records.js';

// Every rule of forms.md with a record that breaks it, one that just holds it, and one that it does not judge. The
// cells are [field, row]; rows of the made-up sheets begin at 3.

const FORMS = [paired, donations, wishes];
const PERIOD = { periodStart: '2020-10-01', periodEnd: '2020-10-31' };
const FIRST_ROW = 3;

type Row = Readonly<Record<string, CellValue | { readonly date: string }>>;
type Found = readonly [cell: string, rule: string];

function unitNamed(name: string, category = '县直部门'): Unit {
  return {
    code: name,
    name,
    aliases: [],
    county: '塔城市',
    category,
    through: null,
    owes: new Set(),
    contact: null,
    phone: null,
    email: null,
  };
}
const UNITS = [unitNamed('甲局'), unitNamed('乙局'), unitNamed('丙学校', '中小学')];

interface SheetOptions {
  readonly labels?: readonly string[];
  readonly headers?: (title: string, key: string) => string | null;
  readonly extra?: readonly string[];
  readonly totals?: Row;
}

/** Label row, header row, data rows from 3, then 合计. */
function submissionOf(
  form: FormDefinition,
  rows: readonly Row[],
  unit = '甲局',
  options: SheetOptions = {},
): CheckedSubmission {
  const builder = new GridBuilder();
  ['填报单位：', unit, ...(options.labels ?? [])].forEach((text, index) => {
    builder.set(1, index + 1, text);
  });
  const titles = form.fields.map((field) =>
    (options.headers ?? ((title) => title))(headerTitle(field), field.key),
  );
  [...titles, ...(options.extra ?? [])].forEach((title, index) => {
    builder.set(2, index + 1, title);
  });
  const put = (row: Row, rowNumber: number) => {
    form.fields.forEach((field, index) => {
      const value = row[field.key] ?? null;
      if (typeof value === 'object' && value !== null && 'date' in value)
        builder.set(rowNumber, index + 1, serialOfDate(value.date), true);
      else builder.set(rowNumber, index + 1, value);
    });
  };
  rows.forEach((row, index) => {
    put(row, FIRST_ROW + index);
  });
  if (options.totals) {
    put(options.totals, FIRST_ROW + rows.length);
    builder.set(FIRST_ROW + rows.length, 1, '合计');
  }
  const task = {
    form: form.key,
    title: form.title,
    attachment: '1',
    ...PERIOD,
    deadline: '2020-10-18T18:00:00+08:00',
    paperDeadline: null,
  };
  const context = ingestContext({ tasks: [task], decisions: [] }, indexRoster(UNITS, '塔城地区'), [form]);
  const workbook = {
    sheets: [builder.build({ sheetName: form.title })],
    definedNames: new Map<string, string>(),
  };
  const [sheet] = ingestWorkbook({ path: `${unit}.xlsx`, entry: null }, workbook, context).sheets;
  const submission = sheet!.submissions[0]!;
  const check = compileChecker(form, { wishAmountLimit: 2000, ...PERIOD });
  return check(submission, UNITS.find((item) => item.name === unit) ?? null);
}

/** `['leaderVisits 3', 'JD-01']`, of the form's own rules. */
function ruleFindings(form: FormDefinition, findings: readonly Finding[]): Found[] {
  return findings
    .filter((finding) => /^[A-Z]{2}-\d\d$/.test(finding.rule))
    .map((finding) => [namedCell(form, finding), finding.rule]);
}

function namedCell(form: FormDefinition, finding: Finding): string {
  const column = form.fields.findIndex((field) => field.key === finding.field) + 1;
  const rowNumber = Number(/\d+$/.exec(finding.cell ?? '')?.[0]);
  // The cell must be the field's own.
  expect(finding.cell).toBe(formatReference(rowNumber, column));
  return `${finding.field} ${rowNumber}`;
}

const VILLAGE: Row = {
  village: '恰夏村',
  householdsPaired: 10,
  responsibleCadres: 5,
  cadreVisits: 8,
  leaderVisits: 2,
  householdsVisited: 10,
  activities: 1,
  householdsConsoled: 4,
  consolationMoney: 400,
  consolationGoods: 100,
  problemsSolved: 3,
};
const DONATION: Row = {
  donor: '王某',
  donorKind: '个人',
  donatedOn: { date: '2020-10-17' },
  money: 100,
  recipient: '恰夏村',
};
const WISH: Row = { name: '张某', category: '老人', place: '恰夏村', wish: '一副老花镜', status: '待对接' };
const date = (day: string) => ({ date: day });
const DOCKED: Row = { status: '已对接', claimer: '李某', claimedOn: date('2020-10-10') };
const FULFILLED: Row = { ...DOCKED, status: '已实现', fulfilledOn: date('2020-10-12'), spent: 50 };

interface Case {
  readonly rule: string;
  /** A change to the plain row, and the fields blamed. */
  readonly breaks: readonly (readonly [change: Row, ...blamed: string[]])[];
  readonly holds: readonly Row[];
  /** Blank or unreadable operands: nothing is judged. */
  readonly skips: readonly Row[];
}

const OF_ROWS: readonly (readonly [FormDefinition, Row, readonly Case[]])[] = [
  [
    paired,
    VILLAGE,
    [
      {
        rule: 'JD-01',
        breaks: [
          [{ leaderVisits: 9 }, 'leaderVisits'],
          [{ leaderVisits: 1, cadreVisits: 0 }, 'leaderVisits'],
        ],
        holds: [{ leaderVisits: 8 }, { leaderVisits: 0, cadreVisits: 0 }],
        skips: [
          { leaderVisits: 9, cadreVisits: null },
          { leaderVisits: null },
          { leaderVisits: 9, cadreVisits: '若干' },
          { leaderVisits: 9, cadreVisits: '—' },
        ],
      },
      {
        rule: 'JD-02',
        breaks: [[{ householdsVisited: 11 }, 'householdsVisited']],
        holds: [{ householdsVisited: 10 }],
        skips: [{ householdsVisited: 11, householdsPaired: null }, { householdsVisited: null }],
      },
      {
        rule: 'JD-03',
        breaks: [[{ householdVisitTimes: 9 }, 'householdVisitTimes']],
        holds: [{ householdVisitTimes: 10 }, { householdVisitTimes: 30 }],
        skips: [{ householdVisitTimes: null }, { householdVisitTimes: 9, householdsVisited: null }],
      },
      {
        rule: 'JD-04',
        breaks: [[{ householdsConsoled: 10, householdsVisited: 9 }, 'householdsConsoled']],
        holds: [{ householdsConsoled: 10 }],
        skips: [
          { householdsConsoled: 10, householdsVisited: null },
          { householdsConsoled: null, consolationMoney: 0, consolationGoods: 0 },
        ],
      },
      {
        rule: 'JD-05',
        breaks: [
          [{ consolationTotal: 500.02 }, 'consolationTotal'],
          [{ consolationTotal: 499.98 }, 'consolationTotal'],
          // Blank parts count as 0.
          [{ consolationTotal: 500, consolationGoods: null }, 'consolationTotal'],
        ],
        holds: [
          { consolationTotal: 500 },
          { consolationTotal: 500.01 },
          { consolationTotal: 499.99 },
          { consolationTotal: 400, consolationGoods: null },
        ],
        skips: [{ consolationTotal: null }, { consolationTotal: 900, consolationGoods: '若干' }],
      },
      {
        rule: 'JD-06',
        breaks: [[{ problemsCollected: 2 }, 'problemsSolved']],
        holds: [{ problemsCollected: 3 }],
        skips: [{ problemsCollected: null }, { problemsCollected: 2, problemsSolved: null }],
      },
      {
        rule: 'JD-07',
        breaks: [[{ responsibleCadres: 0 }, 'responsibleCadres']],
        holds: [
          { responsibleCadres: 1 },
          {
            responsibleCadres: 0,
            householdsPaired: 0,
            householdsVisited: 0,
            householdsConsoled: 0,
            consolationMoney: 0,
            consolationGoods: 0,
          },
        ],
        skips: [{ responsibleCadres: null }, { responsibleCadres: 0, householdsPaired: null }],
      },
      {
        rule: 'JD-08',
        breaks: [
          [{ householdsConsoled: 0 }, 'consolationTotal'],
          // A blank counts as 0.
          [{ householdsConsoled: null }, 'consolationTotal'],
          [{ consolationMoney: 199.99, consolationGoods: 0 }, 'consolationTotal'],
          [{ consolationMoney: 20_000, consolationGoods: 0.01 }, 'consolationTotal'],
        ],
        holds: [
          { consolationMoney: 200, consolationGoods: 0 },
          { consolationMoney: 20_000, consolationGoods: 0 },
          { consolationMoney: 0, consolationGoods: 0 },
          { consolationMoney: null, consolationGoods: null, householdsConsoled: 0 },
        ],
        skips: [{ householdsConsoled: '若干' }, { consolationMoney: '若干', householdsConsoled: 0 }],
      },
    ],
  ],
  [
    donations,
    DONATION,
    [
      {
        rule: 'JZ-01',
        breaks: [
          [{ money: 0 }, 'money'],
          [{ money: null }, 'money'],
          [{ money: '—', goodsValue: 0 }, 'money'],
        ],
        holds: [{ money: 0.01 }, { money: null, goodsValue: 0.01, goodsName: '米' }],
        skips: [{ money: '若干' }, { donor: null, money: null }],
      },
      {
        rule: 'JZ-02',
        breaks: [
          [{ goodsName: '米' }, 'goodsValue'],
          [{ goodsQuantity: 2 }, 'goodsValue'],
          [{ goodsUnit: '袋', goodsValue: 0 }, 'goodsValue'],
          [{ goodsValue: 50 }, 'goodsName'],
          [{ goodsValue: 50, goodsName: '无' }, 'goodsName'],
        ],
        holds: [{ goodsName: '米', goodsValue: 0.01 }, { goodsValue: 0 }],
        skips: [{ goodsName: '米', goodsValue: '若干' }],
      },
      {
        rule: 'JZ-03',
        breaks: [
          [{ total: 100.02 }, 'total'],
          [{ total: 50, money: null, goodsValue: 20, goodsName: '米' }, 'total'],
        ],
        holds: [{ total: 100.01 }, { total: 100 }, { total: 120, goodsValue: 20, goodsName: '米' }],
        skips: [{ total: null }, { total: 500, goodsValue: '若干' }],
      },
      {
        rule: 'JZ-04',
        breaks: [
          [{ donatedOn: date('2020-09-30') }, 'donatedOn'],
          [{ donatedOn: date('2020-11-01') }, 'donatedOn'],
        ],
        holds: [{ donatedOn: date('2020-10-01') }, { donatedOn: date('2020-10-31') }],
        skips: [{ donatedOn: null }, { donatedOn: '昨天' }],
      },
      {
        rule: 'JZ-05',
        breaks: [[{ donorKind: '职工集体', donorCount: 0 }, 'donorCount']],
        holds: [
          { donorKind: '职工集体', donorCount: 1 },
          { donorKind: '个人', donorCount: 0 },
        ],
        skips: [
          { donorKind: null, donorCount: 0 },
          { donorKind: '乱填', donorCount: 0 },
        ],
      },
      {
        rule: 'JZ-06',
        breaks: [
          [{ intent: '定向' }, 'purpose'],
          [{ intent: '是', purpose: '—' }, 'purpose'],
        ],
        holds: [{ intent: '定向', purpose: '修路' }, { intent: '非定向' }, { intent: '否' }],
        skips: [{ intent: null }, { intent: '乱填' }],
      },
    ],
  ],
  [
    wishes,
    WISH,
    [
      {
        rule: 'WX-01',
        breaks: [
          [{ ...DOCKED, claimer: null }, 'claimer'],
          [{ ...FULFILLED, claimer: '无' }, 'claimer'],
        ],
        holds: [
          DOCKED,
          { ...DOCKED, claimer: null, claimUnit: '甲局' },
          { status: '已取消', explanation: '已搬走' },
        ],
        skips: [
          { ...DOCKED, status: '乱填', claimer: null },
          { ...DOCKED, status: null, claimer: null },
        ],
      },
      {
        rule: 'WX-02',
        breaks: [
          [{ ...DOCKED, claimedOn: null }, 'claimedOn'],
          [{ ...FULFILLED, fulfilledOn: null }, 'fulfilledOn'],
          [{ ...FULFILLED, claimedOn: null, fulfilledOn: null }, 'claimedOn', 'fulfilledOn'],
        ],
        holds: [
          DOCKED,
          FULFILLED,
          {
            status: '已圆梦',
            claimer: '李某',
            claimedOn: date('2020-10-10'),
            fulfilledOn: date('2020-10-10'),
            spent: 0,
          },
        ],
        skips: [
          { ...DOCKED, claimedOn: '昨天' },
          { ...DOCKED, status: null, claimedOn: null },
        ],
      },
      {
        rule: 'WX-03',
        breaks: [[{ ...FULFILLED, spent: null }, 'spent']],
        holds: [
          { ...FULFILLED, spent: 0 },
          { ...DOCKED, spent: null },
        ],
        skips: [{ ...FULFILLED, spent: '若干' }],
      },
      {
        rule: 'WX-04',
        breaks: [
          [{ claimedOn: date('2020-10-10') }, 'claimedOn'],
          [{ fulfilledOn: date('2020-10-10') }, 'fulfilledOn'],
          [{ status: '未对接', claimedOn: date('2020-10-10') }, 'claimedOn'],
        ],
        holds: [{}, { claimedOn: '—' }],
        skips: [{ claimedOn: '昨天' }, { status: null, claimedOn: date('2020-10-10') }],
      },
      {
        rule: 'WX-05',
        breaks: [
          [{ ...DOCKED, collectedOn: date('2020-10-11') }, 'claimedOn'],
          [{ ...FULFILLED, claimedOn: date('2020-10-13') }, 'fulfilledOn'],
        ],
        holds: [
          { ...FULFILLED, collectedOn: date('2020-10-10'), fulfilledOn: date('2020-10-10') },
          { ...DOCKED, collectedOn: date('2020-10-10') },
        ],
        skips: [
          { ...DOCKED, collectedOn: null },
          { ...DOCKED, collectedOn: '明天' },
        ],
      },
      {
        rule: 'WX-08',
        breaks: [
          [{ budget: 2000.01 }, 'budget'],
          [{ ...FULFILLED, spent: 2000.01 }, 'spent'],
          [{ ...FULFILLED, budget: 2001, spent: 2001 }, 'budget', 'spent'],
        ],
        holds: [{ budget: 2000 }, { ...FULFILLED, spent: 2000 }],
        skips: [{ budget: null }, { budget: '若干' }],
      },
      {
        rule: 'WX-09',
        breaks: [
          [{ phone: '1380000123' }, 'phone'],
          [{ phone: 12_345_678_901 }, 'phone'],
          [{ ...DOCKED, claimerPhone: '不详' }, 'claimerPhone'],
        ],
        holds: [
          { phone: '13800001234' },
          { phone: 13_800_001_234 },
          { phone: '0901-6201234' },
          { phone: '6201234' },
          { ...DOCKED, claimerPhone: '400-123-4567' },
        ],
        skips: [{ phone: null }, { phone: '1.38E+10' }],
      },
      {
        rule: 'WX-10',
        breaks: [
          [{ status: '已取消' }, 'explanation'],
          [{ status: '已取消', explanation: '无' }, 'explanation'],
        ],
        holds: [{ status: '已取消', explanation: '已搬走' }, { status: '待对接' }],
        skips: [{ status: null }, { status: '乱填' }],
      },
    ],
  ],
];

describe.each(
  OF_ROWS.flatMap(([form, plain, cases]) => cases.map((item) => [item.rule, form, plain, item] as const)),
)('%s', (rule, form, plain, { breaks, holds, skips }) => {
  const level = form.rules.find((item) => item.id === rule)!.level;
  it.each(breaks.map(([change, ...blamed]) => [JSON.stringify(change), change, blamed] as const))(
    'is broken by %s',
    (_text, change, blamed) => {
      const { findings } = submissionOf(form, [{ ...plain, ...change }]);
      expect(ruleFindings(form, findings)).toEqual(blamed.map((field) => [`${field} ${FIRST_ROW}`, rule]));
      for (const finding of findings.filter((item) => item.rule === rule))
        expect([finding.level, finding.open]).toEqual([level, level !== 'hint']);
    },
  );
  it.each(holds.map((change) => [JSON.stringify(change), change] as const))(
    'holds with %s',
    (_text, change) => {
      expect(ruleFindings(form, submissionOf(form, [{ ...plain, ...change }]).findings)).toEqual([]);
    },
  );
  it.each(skips.map((change) => [JSON.stringify(change), change] as const))(
    'does not judge %s',
    (_text, change) => {
      const found = ruleFindings(form, submissionOf(form, [{ ...plain, ...change }]).findings);
      expect(found.filter(([, id]) => id === rule)).toEqual([]);
    },
  );
});

describe('the plain rows', () => {
  it.each(OF_ROWS.map(([form, plain]) => [form.title, form, plain] as const))(
    'of %s have no finding',
    (_t, form, plain) => {
      expect(submissionOf(form, [plain]).findings).toEqual([]);
    },
  );
});

describe('rules over several rows', () => {
  const found = (form: FormDefinition, rows: readonly Row[], unit?: string) =>
    ruleFindings(form, submissionOf(form, rows, unit).findings);
  const across = (form: FormDefinition, first: readonly Row[], second: readonly Row[]) =>
    ruleFindings(
      form,
      checkAcross(
        form,
        (['甲局', '乙局'] as const).map((unit, index) => ({
          submission: submissionOf(form, index === 0 ? first : second, unit),
          unit,
          unitName: unit,
        })),
      ),
    );

  it('JD-09: a village once within a unit', () => {
    expect(found(paired, [VILLAGE, { ...VILLAGE, village: ' 恰夏　村' }])).toEqual([['village 4', 'JD-09']]);
    expect(found(paired, [VILLAGE, { ...VILLAGE, village: '二工村' }])).toEqual([]);
    expect(
      found(paired, [
        { ...VILLAGE, village: null },
        { ...VILLAGE, village: null },
      ]),
    ).toEqual([]);
    expect(across(paired, [VILLAGE], [VILLAGE])).toEqual([]);
  });

  it('JZ-07: a receipt once within a unit', () => {
    const receipt = (receiptNo: CellValue, donor: string): Row => ({ ...DONATION, receiptNo, donor });
    expect(found(donations, [receipt('A1', '甲'), receipt('Ａ１', '乙')])).toEqual([
      ['receiptNo 4', 'JZ-07'],
    ]);
    expect(found(donations, [receipt('A1', '甲'), receipt('A2', '乙')])).toEqual([]);
    expect(found(donations, [receipt(null, '甲'), receipt('—', '乙')])).toEqual([]);
  });

  it('JZ-08: schools report no donation', () => {
    expect(found(donations, [DONATION, { ...DONATION, donor: '刘某' }], '丙学校')).toEqual([
      ['donor 3', 'JZ-08'],
    ]);
    expect(found(donations, [DONATION], '甲局')).toEqual([]);
    expect(found(donations, [], '丙学校')).toEqual([]);
  });

  it('JZ-09: a donation is not reported by two units', () => {
    expect(across(donations, [DONATION], [DONATION])).toEqual([['donor 3', 'JZ-09']]);
    expect(across(donations, [DONATION], [{ ...DONATION, money: 100.01 }])).toEqual([]);
    expect(across(donations, [DONATION], [{ ...DONATION, donatedOn: date('2020-10-16') }])).toEqual([]);
    const staff: Row = { ...DONATION, donor: '全体职工', donorKind: '职工集体', donorCount: 5 };
    expect(across(donations, [staff], [staff])).toEqual([]);
    expect(across(donations, [{ ...DONATION, donatedOn: null }], [{ ...DONATION, donatedOn: null }])).toEqual(
      [],
    );
    // Money and goods of the same value together are the same value.
    expect(
      across(donations, [DONATION], [{ ...DONATION, money: 40, goodsValue: 60, goodsName: '米' }]),
    ).toEqual([['donor 3', 'JZ-09']]);
    expect(found(donations, [DONATION, DONATION])).toEqual([]);
  });

  it('WX-06: a number once within a unit', () => {
    const wish = (wishNo: CellValue, name: string): Row => ({ ...WISH, wishNo, name });
    expect(found(wishes, [wish(1, '张某'), wish('1', '李某')])).toEqual([['wishNo 4', 'WX-06']]);
    expect(found(wishes, [wish(1, '张某'), wish(2, '李某')])).toEqual([]);
    expect(found(wishes, [wish(null, '张某'), wish(null, '李某')])).toEqual([]);
  });

  it('WX-07: a wish once, by one unit or by two', () => {
    expect(found(wishes, [WISH, WISH])).toEqual([['name 4', 'WX-07']]);
    expect(across(wishes, [WISH], [WISH])).toEqual([['name 3', 'WX-07']]);
    expect(found(wishes, [WISH, { ...WISH, wish: '一床棉被' }])).toEqual([]);
    expect(found(wishes, [WISH, { ...WISH, place: '二工村' }])).toEqual([]);
    expect(
      found(wishes, [
        { ...WISH, place: null },
        { ...WISH, place: null },
      ]),
    ).toEqual([]);
  });
});

/** The general checks of forms.md, and two that are documented beside it: out-of-range (年龄 0–120), unit-unknown. */
const GENERAL = [
  ...[
    'not-a-number',
    'not-an-integer',
    'negative',
    'formula-error',
    'not-an-option',
    'missing-value',
    'blank-numbers',
  ],
  ...[
    'bad-date',
    'converted',
    'digits-lost',
    'scaled',
    'column-missing',
    'column-ambiguous',
    'column-unknown',
  ],
  ...['total-mismatch', 'period-mismatch', 'nil-with-rows', 'nil-implied', 'copied-rows', 'not-owed'],
  ...['out-of-range', 'unit-unknown', 'supplement'],
  ...['magnitude-slip', 'row-copied', 'same-amounts', 'same-as-previous', 'jump'],
];

/** 结对帮扶 as if 技能培训 had come with a second version. */
const SECOND_VERSION: FormDefinition = {
  ...paired,
  version: 2,
  fields: paired.fields.map((field) =>
    field.key === 'trained' ? { ...field, since: 2, required: true } : field,
  ),
};

/** Returns of twelve units that keep every rule; of the last one each amount, row or column is doubtful. */
const DOUBTFUL: ReadonlyMap<FormDefinition, readonly RowsOfPeer[]> = new Map([
  [donations, peersOf(donations, (unit, row) => doubtfulGift(unit, row))],
  [paired, peersOf(paired, (unit, row) => doubtfulVillage(unit, row))],
]);

function peersOf(form: FormDefinition, rowOf: (unit: number, row: number) => Values): readonly RowsOfPeer[] {
  return Array.from({ length: 12 }, (_, unit) => {
    const rows = Array.from({ length: 6 }, (_unused, row) => record(form, 6 + row, rowOf(unit, row)));
    const name = `${unit + 1}局`;
    return { submission: unitRows(form, name, rows), unit: name, unitName: name, category: '县直部门' };
  });
}

/** The same the month before, except that the last unit had a hundredth in the first row. */
function previousOf(form: FormDefinition, counted: readonly RowsOfPeer[]): PreviousForm {
  const totals = compileTotals(form);
  const last = counted.at(-1)!;
  const units = counted.map(({ unit, submission: { records } }) => {
    const before = totals(records);
    const hundredth = Object.fromEntries(
      Object.entries(before).map(([key, value]) => [key, Math.round(value / 100)]),
    );
    return unit === last.unit
      ? ([unit, { totals: { ...hundredth, rows: 1 }, digest: null }] as const)
      : ([unit, { totals: before, digest: unit === '1局' ? digestRecords(records) : null }] as const);
  });
  return { periodStart: '2020-09-01', periodEnd: '2020-09-30', units: new Map(units) };
}

/** 100 to 6 300 元; the last unit's second gift is as large as if 元 were 万元, its third is the first unit's. */
function doubtfulGift(unit: number, row: number): Values {
  if (unit === 11 && row === 2) return doubtfulGift(0, 2);
  const money = (unit * 6 + row + 1) * 8_765;
  return {
    donor: `示例${unit}-${row}号爱心企业`,
    donorKind: '企业',
    donatedOn: `2020-10-${10 + row}`,
    money: unit === 11 && row === 1 ? money * 10_000 : money,
    recipient: `示例${unit}-${row}村`,
  };
}

/** The last unit's amounts are the same in all villages. */
function doubtfulVillage(unit: number, row: number): Values {
  const number = unit === 11 ? 3 : unit * 6 + row + 1;
  return {
    village: `示例${unit}-${row}村`,
    householdsPaired: 20 + row,
    consolationMoney: number * 12_345,
    consolationGoods: number * 5_000,
  };
}

describe('words', () => {
  const text = (form: FormDefinition | null, finding: Finding) => {
    const { message, fix } = describeFinding(finding, form);
    return `${message}，${fix}`;
  };
  const sheets: readonly (readonly [FormDefinition, CheckedSubmission])[] = [
    [
      paired,
      submissionOf(paired, [
        {
          ...VILLAGE,
          householdsVisited: '约30户左右',
          activities: 2.5,
          cadreVisits: -1,
          leaderVisits: { error: '#REF!' },
          trained: '12人次',
        },
      ]),
    ],
    [
      paired,
      submissionOf(paired, [{ ...VILLAGE, activities: null, village: null }], '甲局', {
        extra: ['满意度'],
        totals: { householdsPaired: 11 },
        labels: ['统计时段：', '2020-09-01 至 2020-09-30'],
      }),
    ],
    [paired, submissionOf(paired, [VILLAGE], '甲局', { labels: ['本期有无数据：', '无'] })],
    [
      SECOND_VERSION,
      submissionOf(SECOND_VERSION, [VILLAGE], '甲局', {
        headers: (title, key) => (key === 'trained' ? null : title),
      }),
    ],
    [paired, submissionOf(paired, [{ village: '本期无' }])],
    [
      paired,
      submissionOf(paired, [VILLAGE], '甲局', {
        headers: (title, key) => (key === 'activities' ? '走访户数' : title),
      }),
    ],
    [
      donations,
      submissionOf(donations, [{ ...DONATION, donorKind: '乱填', donatedOn: '昨天', money: '2.5万' }]),
    ],
    [
      donations,
      submissionOf(donations, [DONATION], '甲局', {
        headers: (title, key) => (key === 'money' ? '捐款金额（万元）' : title),
      }),
    ],
    [wishes, submissionOf(wishes, [{ ...WISH, age: 121, phone: '1.38E+10', status: '乱填' }])],
  ];
  const rows = [1, 2, 3].map(
    (number): Row => ({ ...VILLAGE, village: `${number}村`, householdsPaired: 20 + number }),
  );
  const copied = checkAcross(
    paired,
    ['甲局', '乙局'].map((unit) => ({ submission: submissionOf(paired, rows, unit), unit, unitName: unit })),
  );
  const suspected = [...DOUBTFUL].flatMap(([form, counted]) =>
    checkSuspicions(form, counted, [], ALL_SUSPICIONS).map((finding) => [form, finding] as const),
  );
  const compared = [...DOUBTFUL].flatMap(([form, counted]) =>
    checkAgainstPrevious(form, counted, previousOf(form, counted), ALL_SUSPICIONS).map(
      (finding) => [form, finding] as const,
    ),
  );
  const bare: Finding = { ...copied[0]!, cell: null, field: null, value: null, form: 'donations' };
  const handMade: readonly (readonly [FormDefinition, Finding])[] = [
    [donations, { ...bare, rule: 'not-owed', level: 'hint', parameters: { unitName: '甲局' } }],
    [
      donations,
      {
        ...bare,
        rule: 'unit-unknown',
        level: 'query',
        parameters: { reason: '单位名称“丁局”在单位名册中找不到', rows: 2 },
      },
    ],
  ];
  const all = [
    ...sheets.flatMap(([form, { findings }]) => findings.map((finding) => [form, finding] as const)),
    ...copied.map((finding) => [paired, finding] as const),
    ...suspected,
    ...compared,
    ...handMade,
  ];

  it('are there for every general check, and for no other', () => {
    expect([...GENERAL_RULES].sort()).toEqual([...GENERAL].sort());
    expect(
      [...new Set(all.map(([, finding]) => finding.rule).filter((rule) => GENERAL.includes(rule)))].sort(),
    ).toEqual([...GENERAL].sort());
  });

  it('leave no placeholder, nothing undefined, nothing doubled', () => {
    for (const [form, finding] of all) {
      expect(text(form, finding)).not.toMatch(/[{}]|undefined|null|NaN|，，|。，|（）|“”/);
    }
  });

  it('leave none in the rules of the forms', () => {
    for (const [form, plain, cases] of OF_ROWS) {
      for (const { breaks } of cases) {
        for (const [change] of breaks) {
          for (const finding of submissionOf(form, [{ ...plain, ...change }]).findings) {
            expect(text(form, finding)).not.toMatch(/[{}]|undefined|null|NaN|，，|。，/);
          }
        }
      }
    }
    const repeated = [
      ...submissionOf(paired, [VILLAGE, VILLAGE]).findings.map((finding) => text(paired, finding)),
      ...submissionOf(wishes, [WISH, WISH]).findings.map((finding) => text(wishes, finding)),
      ...submissionOf(donations, [DONATION], '丙学校').findings.map((finding) => text(donations, finding)),
      ...submissionOf(donations, [
        { ...DONATION, receiptNo: 1 },
        { ...DONATION, receiptNo: 1 },
      ]).findings.map((finding) => text(donations, finding)),
    ];
    expect(repeated).toHaveLength(4);
    for (const line of repeated) expect(line).not.toMatch(/[{}]|undefined|null/);
  });

  it('follow one pattern: where, what was found, what to do', () => {
    const of = (rule: string, index = 0) => {
      const [form, finding] = all.filter(([, item]) => item.rule === rule)[index]!;
      return text(form, finding);
    };
    expect(of('not-a-number')).toBe('第3行“走访户数”填了“约30户左右”，请改成数字，如 30');
    expect(of('not-an-integer')).toMatch(/^第3行“开展活动”填了“2.5”/);
    expect(of('negative')).toMatch(/^第3行“参加走访干部”填了“-1”/);
    expect(of('formula-error')).toMatch(/^第3行“其中：单位领导”的公式没有算出结果（#REF!），/);
    expect(of('missing-value')).toMatch(/^第3行“帮扶村（社区）”没有填，/);
    expect(of('converted')).toMatch(/^第3行“技能培训”填了“12人次”，已读作 12，/);
    expect(of('scaled')).toMatch(/^第3行“捐款金额”“2.5万”按万元计，已乘以 10000，读作 25000 元，/);
    expect(of('out-of-range')).toMatch(/^第3行“年龄”填了“121”，一般在 0 至 120 之间，/);
    expect(of('column-missing')).toMatch(/^表中找不到“开展活动（场次）”这一栏，/);
    expect(of('supplement')).toBe(
      '是按第 1 版表填的，没有后来增加的 1 栏：“技能培训”，这几栏暂时没有数，请在补报模板里补填新增的栏，已填过的不用重填',
    );
    expect(of('column-unknown')).toMatch(/^第2行：多了一栏“满意度”/);
    expect(of('total-mismatch')).toMatch(/填了 11，而各行相加是 10/);
    expect(of('magnitude-slip')).toBe(
      '第7行“捐款金额”填了 59602000 元（5960.2 万元），同类单位这一项多在 610 元至 5300 元之间，像是把元当成了万元，大了一万倍，请核对单位是元还是万元，有误请改正；没有错的，请告诉汇总单位，由汇总员确认',
    );
    expect(of('row-copied')).toMatch(/^第8行“捐赠单位（个人）”所在的一行与“1局”第 8 行填的完全相同，/);
    expect(of('same-amounts')).toMatch(
      /^第6行“慰问金”起的 6 行金额行行相同：“慰问金”370.35 元、“慰问品折价”150 元；/,
    );
    expect(of('same-as-previous')).toMatch(
      /^第6行“捐赠单位（个人）”起的 6 行与上期（2020-09-01 至 2020-09-30）报的完全相同，/,
    );
    expect(of('jump')).toMatch(
      /^第7行“捐款金额”各行合计 \d+\.?\d* 元，上期是 \d+\.?\d* 元；照同类单位的变化，/,
    );
    expect(of('copied-rows')).toMatch(/有 3 行与“甲局”填报的完全相同/);
  });

  it('ask for a saved file where a formula was never calculated', () => {
    const finding: Finding = {
      ...bare,
      rule: 'formula-error',
      cell: 'F3',
      field: 'donatedOn',
      parameters: { error: '' },
    };
    expect(text(donations, finding)).toBe(
      '第3行“捐赠日期”的公式没有算出结果，请打开保存后重报；公式仍算不出的，请改成数字',
    );
  });

  it('name every rule of forms.md and no other', () => {
    const ids = FORMS.flatMap((form) => form.rules.map((rule) => rule.id));
    const numbered = (prefix: string, count: number) =>
      Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);
    expect(ids).toEqual([...numbered('JD', 9), ...numbered('JZ', 9), ...numbered('WX', 10)]);
  });
});
