import { describe, expect, it } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as pairedAssistance } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import type { CellState, FormRecord } from '../../../src/form/record.js';
import type { Submission } from '../../../src/ingest/submission.js';
import { describeFinding } from '../../../src/issue/describe-finding.js';
import type { Finding } from '../../../src/issue/finding.js';
import { compileChecker } from '../../../src/validate/check-submission.js';
import { listed, record, submissionOf, type Values } from './records.js';

const PARAMETERS = { wishAmountLimit: 2000, periodStart: '2020-10-01', periodEnd: '2020-10-31' };

function check(form: FormDefinition, records: readonly FormRecord[], more: Partial<Submission> = {}) {
  return compileChecker(form, PARAMETERS)(submissionOf(form, 'A1', records, more), { category: '乡镇' });
}

/** Broken rules of one row on top of a clean one. */
function broken(
  form: FormDefinition,
  clean: Values,
  values: Values,
  more: { readonly states?: Readonly<Record<string, CellState>>; readonly typed?: Values } = {},
): readonly string[] {
  return check(form, [record(form, 6, { ...clean, ...values }, more)]).findings.map(
    (finding) => `${finding.rule} ${finding.field}`,
  );
}

const VILLAGE: Values = {
  village: '甲村',
  householdsPaired: 10,
  responsibleCadres: 5,
  cadreVisits: 8,
  leaderVisits: 2,
  householdsVisited: 10,
  householdVisitTimes: 12,
  householdsConsoled: 4,
  consolationMoney: 40_000,
  consolationGoods: 0,
  consolationTotal: 40_000,
  problemsCollected: 3,
  problemsSolved: 3,
};
const DONATION: Values = {
  donor: '张三',
  donorKind: '个人',
  donatedOn: '2020-10-17',
  money: 10_000,
  total: 10_000,
  recipient: '甲村',
};
const WISH: Values = {
  name: '李四',
  category: '老人',
  place: '甲村',
  wish: '棉鞋',
  status: '已实现',
  claimer: '王五',
  collectedOn: '2020-10-01',
  claimedOn: '2020-10-02',
  fulfilledOn: '2020-10-03',
  spent: 10_000,
};

describe('rules of 结对帮扶', () => {
  it.each<[string, Values, readonly string[]]>([
    ['nothing is wrong', {}, []],
    ['JD-01 at its bound', { leaderVisits: 8 }, []],
    ['JD-01', { leaderVisits: 9 }, ['JD-01 leaderVisits']],
    ['JD-02', { householdsVisited: 11 }, ['JD-02 householdsVisited']],
    ['JD-03 at its bound', { householdVisitTimes: 10 }, []],
    ['JD-03', { householdVisitTimes: 9 }, ['JD-03 householdVisitTimes']],
    ['JD-03 when not given', { householdVisitTimes: null }, []],
    ['JD-04', { householdsConsoled: 11, consolationTotal: 60_000 }, ['JD-04 householdsConsoled']],
    ['JD-06', { problemsSolved: 4 }, ['JD-06 problemsSolved']],
    ['JD-06 when not given', { problemsSolved: 4, problemsCollected: null }, []],
    ['JD-07', { responsibleCadres: 0 }, ['JD-07 responsibleCadres']],
    [
      'JD-07 without households',
      {
        responsibleCadres: 0,
        householdsPaired: 0,
        householdsVisited: 0,
        householdsConsoled: 0,
        consolationTotal: 0,
      },
      [],
    ],
    ['JD-08 at 50 a household', { consolationTotal: 20_000 }, []],
    ['JD-08 below', { consolationTotal: 19_999 }, ['JD-08 consolationTotal']],
    ['JD-08 at 5000 a household', { consolationTotal: 2_000_000 }, []],
    ['JD-08 above', { consolationTotal: 2_000_001 }, ['JD-08 consolationTotal']],
    ['JD-08: blank households count as 0', { householdsConsoled: null }, ['JD-08 consolationTotal']],
  ])('%s', (_, values, expected) => {
    expect(broken(pairedAssistance, VILLAGE, values)).toEqual(expected);
  });

  it('judge a typed sum only, within a cent, blank parts as 0', () => {
    const of = (values: Values, typed: Values) => broken(pairedAssistance, VILLAGE, values, { typed });
    expect(of({}, {})).toEqual([]);
    expect(of({}, { consolationTotal: 40_001 })).toEqual([]);
    expect(of({}, { consolationTotal: 40_002 })).toEqual(['JD-05 consolationTotal']);
    expect(of({ consolationGoods: null }, { consolationTotal: 40_000 })).toEqual([]);
  });

  it.each<[string, readonly string[]]>([
    ['bad', []],
    ['covered', []],
  ])('are skipped where an operand is %s', (state, expected) => {
    const at = (field: string, values: Values) =>
      broken(
        pairedAssistance,
        VILLAGE,
        { [field]: null, ...values },
        { states: { [field]: state as CellState } },
      );
    expect(at('cadreVisits', { leaderVisits: 99 })).toEqual(expected);
    expect(at('householdsPaired', {})).toEqual(expected);
    expect(at('householdsConsoled', {})).toEqual(expected);
  });

  it('are skipped where an operand is blank', () => {
    expect(broken(pairedAssistance, VILLAGE, { cadreVisits: null, leaderVisits: 9 })).toEqual([]);
    expect(broken(pairedAssistance, VILLAGE, { responsibleCadres: null })).toEqual([]);
  });

  it('blame the later row of a village that stands twice', () => {
    const rows = [
      record(pairedAssistance, 6, VILLAGE),
      record(pairedAssistance, 7, { ...VILLAGE, village: '乙村' }),
      record(pairedAssistance, 8, { ...VILLAGE, village: ' 甲 村' }),
      record(pairedAssistance, 9, { ...VILLAGE, village: '甲村' }),
      record(pairedAssistance, 10, { ...VILLAGE, village: null }),
      record(pairedAssistance, 11, { ...VILLAGE, village: null }),
    ];
    const { findings } = check(pairedAssistance, rows);
    expect(listed(findings)).toEqual([
      ['JD-09 village', '8', 'open'],
      ['JD-09 village', '9', 'open'],
    ]);
    expect(findings[0]!.parameters).toMatchObject({ earlierRow: 6 });
  });
});

describe('rules of 捐赠款物', () => {
  it.each<[string, Values, readonly string[]]>([
    ['nothing is wrong', {}, []],
    ['JZ-01: both blank', { money: null, total: null }, ['JZ-01 money']],
    ['JZ-01: goods will do', { money: null, goodsName: '棉被', goodsValue: 5, total: 5 }, []],
    ['JZ-01 without a donor', { donor: null, money: null, total: null }, []],
    ['JZ-02: no value', { goodsName: '棉被' }, ['JZ-02 goodsValue']],
    ['JZ-02: a unit alone asks for value and name', { goodsUnit: '条' }, ['JZ-02 goodsValue']],
    ['JZ-02: no name', { goodsValue: 5 }, ['JZ-02 goodsName']],
    ['JZ-04: first day', { donatedOn: '2020-10-01' }, []],
    ['JZ-04: last day', { donatedOn: '2020-10-31' }, []],
    ['JZ-04: before', { donatedOn: '2020-09-30' }, ['JZ-04 donatedOn']],
    ['JZ-04: after', { donatedOn: '2020-11-01' }, ['JZ-04 donatedOn']],
    ['JZ-05: nobody', { donorKind: '职工集体', donorCount: 0 }, ['JZ-05 donorCount']],
    ['JZ-05: blank is skipped', { donorKind: '职工集体', donorCount: null }, []],
    ['JZ-06', { intent: '定向' }, ['JZ-06 purpose']],
    ['JZ-06 given', { intent: '定向', purpose: '助学' }, []],
  ])('%s', (_, values, expected) => {
    expect(broken(donations, DONATION, values)).toEqual(expected);
  });

  it('are skipped where money or goods cannot be read', () => {
    expect(
      broken(donations, DONATION, { money: null, total: null }, { states: { money: 'bad', total: 'bad' } }),
    ).toEqual([]);
    expect(
      broken(donations, DONATION, { goodsName: '棉被' }, { states: { goodsValue: 'bad', total: 'bad' } }),
    ).toEqual([]);
  });

  it('ask schools for a reason, once, at the first row', () => {
    const rows = [record(donations, 6, DONATION), record(donations, 7, { ...DONATION, donor: '李四' })];
    const school = (category: string, records: readonly FormRecord[]) =>
      listed(
        compileChecker(donations, PARAMETERS)(submissionOf(donations, 'A1', records), { category }).findings,
      );
    expect(school('中小学', rows)).toEqual([['JZ-08 donor', '6', 'open']]);
    expect(school('中职学校', rows)).toEqual([]);
    expect(school('中小学', [])).toEqual([]);
    const explained = [record(donations, 6, { ...DONATION, explanation: '教职工自愿' }), rows[1]!];
    expect(school('中小学', explained)).toEqual([['JZ-08 donor', '6', 'explanation']]);
  });

  it('hint at a receipt number that stands twice', () => {
    const rows = [6, 7].map((row) =>
      record(donations, row, { ...DONATION, donor: `${row}`, receiptNo: '0012' }),
    );
    expect(listed(check(donations, rows).findings)).toEqual([['JZ-07 receiptNo', '7', 'hint']]);
  });
});

it('a date in every quarter of the period', () => {
  const visits = {
    ...donations,
    rules: [
      {
        ...donations.rules[0]!,
        id: 'V-1',
        level: 'query',
        checks: [{ kind: 'atLeast', times: 2, every: 'quarter', field: 'donatedOn', at: 'donatedOn' }],
        message: '{span}只有 {times} 次，应有 {expected} 次',
      },
    ],
  } as FormDefinition;
  const rows = ['2020-07-01', '2020-09-30', '2020-10-01', null].map((donatedOn, index) =>
    record(visits, 6 + index, { donatedOn }),
  );
  const over = (periodStart: string, periodEnd: string, records = rows) =>
    compileChecker(visits, { ...PARAMETERS, periodStart, periodEnd })(
      submissionOf(visits, 'A1', records),
      null,
    ).findings;
  const [only, ...more] = over('2020-07-01', '2020-12-31');
  expect(more).toEqual([]);
  // The last row is blamed.
  expect(only?.cell).toBe('E9');
  expect(describeFinding(only!, visits).message).toContain('2020年第四季度只有 1 次，应有 2 次');
  // A quarter of which the period has a part asks for nothing; neither does a zero report.
  expect(over('2020-07-01', '2020-12-30')).toEqual([]);
  expect(over('2020-07-01', '2020-12-31', [])).toEqual([]);
});

describe('rules of 微心愿', () => {
  it.each<[string, Values, readonly string[]]>([
    ['nothing is wrong', {}, []],
    ['WX-01', { claimer: null }, ['WX-01 claimer']],
    ['WX-01: a unit will do', { claimer: null, claimUnit: '某局' }, []],
    ['WX-02', { claimedOn: null }, ['WX-02 claimedOn']],
    ['WX-02: fulfilled', { fulfilledOn: null }, ['WX-02 fulfilledOn']],
    ['WX-03', { spent: null }, ['WX-03 spent']],
    ['WX-04', { status: '待对接' }, ['WX-04 claimedOn', 'WX-04 fulfilledOn']],
    ['WX-05', { collectedOn: '2020-10-03' }, ['WX-05 claimedOn']],
    ['WX-05: the last two', { fulfilledOn: '2020-10-01', collectedOn: null }, ['WX-05 fulfilledOn']],
    ['WX-08: at the limit', { budget: 200_000, spent: 200_000 }, []],
    ['WX-08', { budget: 200_001, spent: 200_001 }, ['WX-08 budget', 'WX-08 spent']],
    ['WX-09', { phone: '12345', claimerPhone: '13800001234' }, ['WX-09 phone']],
    ['WX-10', { status: '已取消', claimedOn: null, fulfilledOn: null, spent: null }, ['WX-10 explanation']],
  ])('%s', (_, values, expected) => {
    expect(broken(wishes, WISH, values)).toEqual(expected);
  });
});

describe('text in 说明', () => {
  const row = (rowNumber: number, explanation: string | null) =>
    record(pairedAssistance, rowNumber, {
      ...VILLAGE,
      village: `${rowNumber}村`,
      householdsVisited: 11,
      leaderVisits: 9,
      explanation,
    });

  it('closes the queries of its row, never an error', () => {
    expect(listed(check(pairedAssistance, [row(6, '新增户'), row(7, null)]).findings)).toEqual([
      ['JD-01 leaderVisits', '6', 'open'],
      ['JD-01 leaderVisits', '7', 'open'],
      ['JD-02 householdsVisited', '6', 'explanation'],
      ['JD-02 householdsVisited', '7', 'open'],
    ]);
  });

  it('closes queries of reading too, but not those about the size of an amount', () => {
    const found = (rule: string, level: Finding['level'], cell: string): Finding => ({
      path: '收件/A1.xlsx',
      entry: null,
      rule,
      level,
      sheet: '表',
      cell,
      unit: 'A1',
      form: donations.key,
      field: null,
      value: null,
      parameters: {},
      open: level !== 'hint',
      closedBy: null,
    });
    const findings = [
      found('bad-date', 'query', 'E6'),
      found('scaled', 'query', 'F6'),
      found('not-a-number', 'error', 'F6'),
      found('bad-date', 'query', 'E7'),
      found('total-mismatch', 'query', 'F9'),
    ];
    const records = [
      record(donations, 6, { ...DONATION, explanation: '属实' }),
      record(donations, 7, { ...DONATION, donor: '乙' }),
    ];
    expect(check(donations, records, { findings }).findings.map((item) => item.closedBy)).toEqual([
      'explanation',
      null,
      null,
      null,
      null,
    ]);
  });

  it('closes the query of a row whose column the sheet lacks', () => {
    const columns = wishes.fields.map((field, index) => (field.key === 'claimer' ? null : index + 1));
    const of = (explanation: string | null) =>
      listed(
        check(wishes, [record(wishes, 6, { ...WISH, claimer: null, explanation })], { columns }).findings,
      );
    expect(of(null)).toEqual([['WX-01 claimer', '-', 'open']]);
    expect(of('集体认领')).toEqual([['WX-01 claimer', '-', 'explanation']]);
  });
});

describe('what a 底稿 hands on', () => {
  const recorded = {
    status: 'accepted' as const,
    late: false,
    receivedAt: null,
    releasedFor: null,
    isConfirmed: false,
  };
  const rows = [record(pairedAssistance, 6, { ...VILLAGE, leaderVisits: 9 })];

  it('unchanged is not checked again', () => {
    expect(
      check(pairedAssistance, rows, { recorded: { ...recorded, recordsUnchanged: true } }).findings,
    ).toEqual([]);
  });

  it('changed is', () => {
    const { findings } = check(pairedAssistance, rows, {
      recorded: { ...recorded, recordsUnchanged: false },
    });
    expect(findings.map((item) => item.rule)).toEqual(['JD-01']);
  });
});
