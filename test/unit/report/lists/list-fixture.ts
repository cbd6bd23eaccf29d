import type { Campaign, FormTask, Unit } from '../../../../src/campaign/campaign.js';
import { compare, field, literal } from '../../../../src/form/condition.js';
import { defineForm } from '../../../../src/form/form-definition.js';
import type { Finding, Status } from '../../../../src/issue/finding.js';
import { ALL_SUSPICIONS } from '../../../../src/issue/suspicions.js';
import type {
  CompletenessEntry,
  FileRecord,
  ReportingRates,
  SheetRecord,
  Summary,
} from '../../../../src/merge/summary.js';
import type { PlannedValue, SheetPlan, WorkbookPlan } from '../../../../src/workbook/workbook-plan.js';

// A small campaign by hand: two counties and one 地直单位, two forms, one unit in every status.

const shared = {
  version: 1,
  attachment: 1,
  explanation: 'explanation',
  rules: [],
  rates: [],
  target: null,
  instructions: [],
  templateRows: 10,
} as const;

export const GIFTS = defineForm({
  ...shared,
  key: 'gifts',
  title: '捐款表',
  rowMeaning: '每笔捐款填一行',
  subject: 'donor',
  fields: [
    { key: 'donor', title: '捐款人', kind: 'text', required: true },
    { key: 'people', title: '捐款人数', unit: '人', kind: 'integer', measure: 'flow' },
    { key: 'money', title: '捐款金额', unit: '元', kind: 'amount', measure: 'flow' },
    { key: 'explanation', title: '说明', kind: 'text' },
  ],
  derivedMeasures: [
    {
      key: 'large',
      title: '大额捐款',
      unit: '笔',
      kind: 'count',
      field: null,
      measure: 'flow',
      when: compare(field('money'), '>=', literal(1000)),
    },
    {
      key: 'largeMoney',
      title: '大额捐款金额',
      unit: '元',
      kind: 'sum',
      field: 'money',
      measure: 'flow',
      when: compare(field('money'), '>=', literal(1000)),
    },
  ],
  keyMeasures: ['money'],
  amountAtStake: 'money',
});

export const VISITS = defineForm({
  ...shared,
  key: 'visits',
  title: '走访表',
  rowMeaning: '每个村填一行',
  subject: 'village',
  fields: [
    { key: 'village', title: '村', kind: 'text', required: true },
    { key: 'visits', title: '走访次数', unit: '次', kind: 'integer', measure: 'flow' },
    { key: 'explanation', title: '说明', kind: 'text' },
  ],
  derivedMeasures: [],
  keyMeasures: ['visits'],
  amountAtStake: null,
});

function unit(code: string, name: string, county: string | null, more: Partial<Unit> = {}): Unit {
  return {
    code,
    name,
    aliases: [],
    county,
    category: county === null ? '地直部门' : '乡镇',
    through: null,
    owes: new Set(['gifts', 'visits']),
    contact: null,
    phone: null,
    email: null,
    ...more,
  };
}

const task = (form: string, title: string, deadline: string): FormTask => ({
  form,
  title,
  attachment: '1',
  periodStart: '2020-10-01',
  periodEnd: '2020-10-31',
  deadline,
  paperDeadline: null,
});

export const CAMPAIGN: Campaign = {
  name: '2020年扶贫日活动',
  prefecture: '塔城地区',
  periodStart: '2020-10-01',
  periodEnd: '2020-10-31',
  deadline: '2020-10-18T23:59:59+08:00',
  receiver: '地区扶贫办',
  contact: '李某',
  phone: '0901-1234567',
  email: 'bf@example.com',
  targetPercent: 30,
  targetBasis: '全部',
  wishAmountLimit: 2000,
  passwords: [],
  suspicions: ALL_SUSPICIONS,
  tasks: [
    task('gifts', '扶贫日捐款统计表', '2020-10-18T23:59:59+08:00'),
    task('visits', '走访统计表', '2020-10-30T18:00:00+08:00'),
  ],
  // 地直单位 stand first in the roster and last in every list; 乌苏一中 reports through another office than its neighbours.
  units: [
    unit('D01', '地区林草局', null),
    unit('W01', '甲乡', '乌苏市', { through: '市扶贫办', contact: '王某', phone: '13800000001' }),
    unit('W02', '乌苏一中', '乌苏市', { through: '市教育局', category: '中小学' }),
    unit('W03', '乙镇', '乌苏市', { through: '市扶贫办' }),
    unit('乌苏市/丙镇', '丙镇', '乌苏市', { through: '市扶贫办' }),
    unit('S01', '丁乡', '沙湾县'),
    unit('沙湾县/戊乡', '戊乡', '沙湾县'),
    unit('S03', '己乡', '沙湾县'),
  ],
  materials: [],
  receipts: [
    {
      unit: 'W02',
      form: 'gifts',
      receivedAt: null,
      paperReceived: false,
      extendedTo: '2020-10-28T23:59:59+08:00',
      exemptReason: null,
    },
    {
      unit: 'S03',
      form: null,
      receivedAt: null,
      paperReceived: false,
      extendedTo: null,
      exemptReason: '机构撤并',
    },
  ],
  decisions: [],
};

const AS_OF = '2020-10-26T09:00:00+08:00';
const ON_TIME = '2020-10-17T10:00:00+08:00';
const TOO_LATE = '2020-10-20T10:00:00+08:00';

function entry(
  unitCode: string,
  form: string,
  status: Status,
  more: Partial<CompletenessEntry> = {},
): CompletenessEntry {
  return {
    unit: unitCode,
    form,
    status,
    late: false,
    overdue: false,
    receivedAt: null,
    receivedBy: null,
    path: null,
    entry: null,
    reason: null,
    ...more,
  };
}

const came = (path: string, receivedAt: string, inner: string | null = null) =>
  ({ receivedAt, receivedBy: '文件创建时间', path, entry: inner, late: receivedAt === TOO_LATE }) as const;

export const RETURNED_PATH = '收件/乌苏市/甲乡 #1 100%.xlsx';
export const PENDING_PATH = '收件/沙湾县/打包.zip';

const COMPLETENESS: readonly CompletenessEntry[] = [
  entry('D01', 'gifts', 'missing', { overdue: true }),
  entry('D01', 'visits', 'missing'),
  entry('W01', 'gifts', 'returned', came(RETURNED_PATH, TOO_LATE)),
  entry('W01', 'visits', 'accepted', came(RETURNED_PATH, ON_TIME)),
  entry('W02', 'gifts', 'missing'),
  entry('W02', 'visits', 'nil', came('收件/一中.xlsx', ON_TIME)),
  entry('W03', 'gifts', 'missing', { overdue: true }),
  entry('W03', 'visits', 'accepted', came('收件/乙镇.xlsx', ON_TIME)),
  entry('乌苏市/丙镇', 'gifts', 'queried', came('收件/丙镇.xlsx', ON_TIME)),
  entry('乌苏市/丙镇', 'visits', 'accepted', came('收件/丙镇.xlsx', ON_TIME)),
  entry('S01', 'gifts', 'empty', came('收件/丁乡.xlsx', ON_TIME)),
  entry('S01', 'visits', 'accepted', came('收件/丁乡.xlsx', ON_TIME)),
  entry('沙湾县/戊乡', 'gifts', 'pending', came(PENDING_PATH, ON_TIME, '戊乡.xlsx')),
  entry('沙湾县/戊乡', 'visits', 'accepted', came('收件/戊乡.xlsx', ON_TIME)),
  entry('S03', 'gifts', 'exempt', { reason: '机构撤并' }),
  entry('S03', 'visits', 'exempt', { reason: '机构撤并' }),
];

function file(
  path: string,
  disposition: FileRecord['disposition'],
  more: Partial<FileRecord> = {},
): FileRecord {
  return {
    path,
    entry: null,
    sha256: 'ab'.repeat(32),
    size: 10_240,
    receivedAt: ON_TIME,
    receivedBy: '文件创建时间',
    disposition,
    reason: null,
    sheets: [],
    ...more,
  };
}

const sheet = (
  name: string,
  disposition: SheetRecord['disposition'],
  more: Partial<SheetRecord> = {},
): SheetRecord => ({
  sheet: name,
  form: 'gifts',
  units: [],
  rows: 3,
  disposition,
  reason: null,
  candidates: [],
  ...more,
});

const FILES: readonly FileRecord[] = [
  file('收件/丁乡.xlsx', 'accepted', {
    sheets: [sheet('走访表', 'accepted', { form: 'visits', units: ['S01'] })],
  }),
  file('收件/不知名.xlsx', 'unrecognized', {
    reason: '认不出填报单位',
    sheets: [
      sheet('捐款表', 'unrecognized', {
        reason: '填报单位“乙乡”与名册中的单位都不完全相同',
        candidates: ['W03', '沙湾县/戊乡'],
      }),
    ],
  }),
  file('收件/丙镇.xlsx', 'queried', { sheets: [sheet('捐款表', 'queried', { units: ['乌苏市/丙镇'] })] }),
  file(RETURNED_PATH, 'returned', {
    receivedAt: TOO_LATE,
    sheets: [
      sheet('捐款表', 'returned', { units: ['W01', 'W03'] }),
      sheet('走访表', 'accepted', { form: 'visits', units: ['W01'] }),
    ],
  }),
  file(PENDING_PATH, 'unreadable', { entry: '戊乡.xlsx', reason: '有打开密码，设置里的密码都不对' }),
];

function finding(rule: string, level: Finding['level'], more: Partial<Finding> = {}): Finding {
  return {
    rule,
    level,
    path: RETURNED_PATH,
    entry: null,
    sheet: '捐款表',
    cell: 'C7',
    unit: 'W01',
    form: 'gifts',
    field: 'money',
    value: null,
    parameters: {},
    open: true,
    closedBy: null,
    ...more,
  };
}

const FINDINGS: readonly Finding[] = [
  finding('missing-value', 'query', {
    path: '收件/丙镇.xlsx',
    unit: '乌苏市/丙镇',
    cell: 'B6',
    field: 'donor',
  }),
  finding('scaled', 'query', {
    path: '收件/丙镇.xlsx',
    unit: '乌苏市/丙镇',
    cell: 'C6',
    value: '3万',
    open: false,
    closedBy: 'decision',
  }),
  finding('converted', 'hint', { cell: 'C6', value: '1,000元' }),
  finding('not-a-number', 'error', { value: '约30元' }),
  finding('negative', 'error', { cell: 'C8', value: -5, open: false, closedBy: 'superseded' }),
  finding('not-an-integer', 'error', { cell: 'B9', field: 'people', value: 2.5 }),
  finding('column-unknown', 'hint', {
    path: PENDING_PATH,
    entry: '戊乡.xlsx',
    unit: null,
    form: null,
    field: null,
    cell: 'Z5',
    value: '血型',
  }),
];

const rates = (owed: number, received: number, accepted: number, onTime: number): ReportingRates => ({
  owed,
  received,
  accepted,
  onTime,
  rate: owed === 0 ? null : received / owed,
  acceptedRate: owed === 0 ? null : accepted / owed,
  onTimeRate: owed === 0 ? null : onTime / owed,
});

/** The whole campaign as of 26 October, eight days after the first form's deadline. */
export const SUMMARY: Summary = {
  campaign: CAMPAIGN,
  forms: [GIFTS, VISITS],
  asOf: AS_OF,
  files: FILES,
  findings: FINDINGS,
  completeness: COMPLETENESS,
  materials: { entries: [], rates: { prefecture: new Map(), counties: new Map() }, papers: [] },
  rates: {
    prefecture: new Map([
      ['gifts', rates(7, 2, 1, 1)],
      ['visits', rates(7, 6, 6, 6)],
    ]),
    counties: new Map([
      [
        '乌苏市',
        new Map([
          ['gifts', rates(4, 2, 1, 1)],
          ['visits', rates(4, 4, 4, 4)],
        ]),
      ],
      [
        '沙湾县',
        new Map([
          ['gifts', rates(2, 0, 0, 0)],
          ['visits', rates(2, 2, 2, 2)],
        ]),
      ],
      [
        '地直单位',
        new Map([
          ['gifts', rates(1, 0, 0, 0)],
          ['visits', rates(1, 0, 0, 0)],
        ]),
      ],
    ]),
  },
  totals: new Map([
    [
      'gifts',
      {
        prefecture: { rows: 3, people: 12, money: 123_457, large: 1, largeMoney: 100_010 },
        counties: new Map([
          ['乌苏市', { rows: 3, people: 12, money: 123_457, large: 1, largeMoney: 100_010 }],
        ]),
        units: new Map([
          ['乌苏市/丙镇', { rows: 3, people: 12, money: 123_457, large: 1, largeMoney: 100_010 }],
        ]),
      },
    ],
    [
      'visits',
      {
        prefecture: { rows: 5, visits: 50 },
        counties: new Map([
          ['乌苏市', { rows: 3, visits: 30 }],
          ['沙湾县', { rows: 2, visits: 20 }],
        ]),
        units: new Map([['W01', { rows: 3, visits: 30 }]]),
      },
    ],
  ]),
  counted: [],
  notCounted: [{ form: 'gifts', county: '乌苏市', units: 1, amount: 500_000 }],
};

/** The same campaign with every unit's status replaced. */
export function withStatus(status: Status): Summary {
  const completeness = COMPLETENESS.map((item) => ({ ...item, status }));
  return { ...SUMMARY, completeness };
}

/** The sheet of this name; throws when the plan has none. */
export function sheetOf(plan: WorkbookPlan, name: string): SheetPlan {
  const found = plan.sheets.find((item) => item.name === name);
  if (found === undefined)
    throw new Error(`no sheet ${name} in ${plan.sheets.map((item) => item.name).join()}`);
  return found;
}

/** A sheet's text from this row on, a row a list; links show their text. */
export function textRows(plan: SheetPlan, fromRow: number): (string | number | null)[][] {
  return plan.rows
    .filter((row) => row.rowNumber >= fromRow)
    .map((row) => row.cells.map((cell) => shown(cell.value)));
}

function shown(value: PlannedValue): string | number | null {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  return value.kind === 'link' ? value.text : value.kind === 'date' ? value.date : value.result;
}
