import type { Campaign, Unit } from '../../../../src/campaign/campaign.js';
import { form as donations } from '../../../../src/form/built-in/donations.js';
import { form as pairedAssistance } from '../../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../../src/form/built-in/wishes.js';
import { type FormDefinition, measuresOf } from '../../../../src/form/form-definition.js';
import type { Finding, Status } from '../../../../src/issue/finding.js';
import { ALL_SUSPICIONS } from '../../../../src/issue/suspicions.js';
import type {
  CompletenessEntry,
  FormTotals,
  ReportingRates,
  Summary,
  Totals,
} from '../../../../src/merge/summary.js';
import { parseReference } from '../../../../src/workbook/reference.js';
import type { PlannedValue, SheetPlan, WorkbookPlan } from '../../../../src/workbook/workbook-plan.js';

// A campaign small enough to add up by hand: two counties, one 地直单位, six units, three forms.

export { donations, pairedAssistance, wishes };

/** Totals with every measure of the form, 0 where nothing is said. Amounts in cents. */
export function totalsOf(form: FormDefinition, given: Readonly<Record<string, number>>): Totals {
  return {
    ...Object.fromEntries(['rows', ...measuresOf(form).map((item) => item.key)].map((key) => [key, 0])),
    ...given,
  };
}

export function unitOf(code: string, name: string, county: string | null, more: Partial<Unit> = {}): Unit {
  return {
    code,
    name,
    aliases: [],
    county,
    category: '乡镇',
    through: null,
    owes: new Set(),
    contact: null,
    phone: null,
    email: null,
    ...more,
  };
}

const UNITS: readonly Unit[] = [
  unitOf('A1', '城关镇', '甲县'),
  unitOf('A2', '县教育局', '甲县', {
    category: '县直部门',
    through: '县委办公室',
    contact: '张老师',
    phone: '0901-6222222',
  }),
  unitOf('B1', '河东乡', '乙县'),
  unitOf('B2', '河西乡', '乙县', { contact: '李主任', phone: '13800000000' }),
  unitOf('P1', '地区财政局', null, { category: '地直部门' }),
  unitOf('A3', '第一小学', '甲县', { category: '中小学' }),
];

const DEADLINE = '2020-10-18T18:00:00+08:00';
const WISH_DEADLINE = '2020-10-23T23:59:59+08:00';

function task(form: FormDefinition, deadline: string): Campaign['tasks'][number] {
  return {
    form: form.key,
    title: form.title,
    attachment: String(form.attachment),
    periodStart: '2020-10-01',
    periodEnd: '2020-10-31',
    deadline,
    paperDeadline: null,
  };
}

export const CAMPAIGN: Campaign = {
  name: '2020年扶贫日活动',
  prefecture: '丙地区',
  periodStart: '2020-10-01',
  periodEnd: '2020-10-31',
  deadline: DEADLINE,
  receiver: null,
  contact: null,
  phone: null,
  email: null,
  targetPercent: 30,
  targetBasis: '全部',
  wishAmountLimit: 2000,
  passwords: [],
  suspicions: ALL_SUSPICIONS,
  tasks: [task(pairedAssistance, DEADLINE), task(donations, DEADLINE), task(wishes, WISH_DEADLINE)],
  units: UNITS,
  materials: [],
  receipts: [
    {
      unit: 'B2',
      form: 'wishes',
      receivedAt: null,
      paperReceived: false,
      extendedTo: '2020-10-30T23:59:59+08:00',
      exemptReason: null,
    },
  ],
  decisions: [],
};

export function entry(
  unit: string,
  form: FormDefinition,
  status: Status,
  more: Partial<CompletenessEntry> = {},
): CompletenessEntry {
  return {
    unit,
    form: form.key,
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

export function finding(more: Partial<Finding>): Finding {
  return {
    path: '收件/甲.xlsx',
    entry: null,
    rule: 'JD-02',
    level: 'query',
    sheet: null,
    cell: null,
    unit: null,
    form: null,
    field: null,
    value: null,
    parameters: {},
    open: true,
    closedBy: null,
    ...more,
  };
}

export function ratesOf(owed: number, received: number, accepted: number, onTime: number): ReportingRates {
  const share = (count: number) => (owed === 0 ? null : count / owed);
  return {
    owed,
    received,
    accepted,
    onTime,
    rate: share(received),
    acceptedRate: share(accepted),
    onTimeRate: share(onTime),
  };
}

function formTotals(
  form: FormDefinition,
  units: Readonly<Record<string, Readonly<Record<string, number>>>>,
  counties: Readonly<Record<string, Readonly<Record<string, number>>>>,
  prefecture: Readonly<Record<string, number>>,
): FormTotals {
  const mapped = (given: Readonly<Record<string, Readonly<Record<string, number>>>>) =>
    new Map(Object.entries(given).map(([name, values]) => [name, totalsOf(form, values)]));
  return { units: mapped(units), counties: mapped(counties), prefecture: totalsOf(form, prefecture) };
}

const PAIRED_TOTALS = formTotals(
  pairedAssistance,
  {
    A1: {
      rows: 2,
      householdsPaired: 50,
      householdsVisited: 40,
      consolationMoney: 100_010,
      consolationGoods: 50_020,
      consolationTotal: 150_030,
      problemsCollected: 4,
      problemsSolved: 3,
    },
    B1: {
      rows: 1,
      householdsPaired: 30,
      householdsVisited: 15,
      consolationMoney: 10,
      consolationGoods: 20,
      consolationTotal: 30,
    },
    P1: {},
  },
  {
    甲县: {
      rows: 2,
      householdsPaired: 50,
      householdsVisited: 40,
      consolationMoney: 100_010,
      consolationGoods: 50_020,
      consolationTotal: 150_030,
      problemsCollected: 4,
      problemsSolved: 3,
    },
    乙县: {
      rows: 1,
      householdsPaired: 30,
      householdsVisited: 15,
      consolationMoney: 10,
      consolationGoods: 20,
      consolationTotal: 30,
    },
    地直单位: {},
  },
  {
    rows: 3,
    householdsPaired: 80,
    householdsVisited: 55,
    consolationMoney: 100_020,
    consolationGoods: 50_040,
    consolationTotal: 150_060,
    problemsCollected: 4,
    problemsSolved: 3,
  },
);

const DONATION_TOTALS = formTotals(
  donations,
  {
    A1: { rows: 3, donorCount: 5, money: 1_234_567, goodsValue: 10_000, total: 1_244_567 },
    P1: { rows: 1, donorCount: 1, money: 8_888_888, goodsValue: 0, total: 8_888_888 },
  },
  {
    甲县: { rows: 3, donorCount: 5, money: 1_234_567, goodsValue: 10_000, total: 1_244_567 },
    乙县: {},
    地直单位: { rows: 1, donorCount: 1, money: 8_888_888, goodsValue: 0, total: 8_888_888 },
  },
  { rows: 4, donorCount: 6, money: 10_123_455, goodsValue: 10_000, total: 10_133_455 },
);

const WISH_TOTALS = formTotals(
  wishes,
  {
    A1: { rows: 12, wishes: 10, docked: 3, dockedOnline: 1, fulfilled: 1, budget: 100_000, spent: 10_050 },
    A2: { rows: 8, wishes: 8, docked: 1, dockedOnline: 1, fulfilled: 0, budget: 80_000, spent: 0 },
    B1: {},
    // Sent without being asked: counted, though the unit does not owe the form.
    A3: { rows: 2, wishes: 2, docked: 2, dockedOnline: 0, fulfilled: 2, budget: 5_005, spent: 4_995 },
  },
  {
    甲县: { rows: 22, wishes: 20, docked: 6, dockedOnline: 2, fulfilled: 3, budget: 185_005, spent: 15_045 },
    乙县: {},
  },
  { rows: 22, wishes: 20, docked: 6, dockedOnline: 2, fulfilled: 3, budget: 185_005, spent: 15_045 },
);

/** The campaign as of 2020-10-26 09:00. */
export function buildSummary(): Summary {
  const rates = (values: readonly [string, ReportingRates][]) => new Map(values);
  const { key: paired } = pairedAssistance;
  const { key: donated } = donations;
  const { key: wished } = wishes;
  return {
    campaign: CAMPAIGN,
    forms: [pairedAssistance, donations, wishes],
    asOf: '2020-10-26T09:00:00+08:00',
    files: [],
    materials: { entries: [], rates: { prefecture: new Map(), counties: new Map() }, papers: [] },
    findings: [
      finding({ unit: 'B1', form: paired }),
      finding({ unit: 'B1', form: paired, open: false, closedBy: 'explanation' }),
      finding({ unit: 'A1', form: wished }),
      finding({ unit: 'A2', form: paired, level: 'error' }),
      finding({ level: 'query' }),
    ],
    completeness: [
      entry('A1', pairedAssistance, 'accepted'),
      entry('A2', pairedAssistance, 'returned', { late: true }),
      entry('B1', pairedAssistance, 'queried', { late: true }),
      entry('B2', pairedAssistance, 'missing', { overdue: true }),
      entry('P1', pairedAssistance, 'nil'),
      entry('A1', donations, 'accepted'),
      entry('A2', donations, 'missing', { overdue: true }),
      entry('B1', donations, 'pending'),
      entry('B2', donations, 'empty'),
      entry('P1', donations, 'accepted'),
      entry('A3', donations, 'exempt', { reason: '学校不组织捐赠' }),
      entry('A1', wishes, 'accepted'),
      entry('A2', wishes, 'accepted'),
      entry('B1', wishes, 'nil'),
      entry('B2', wishes, 'missing'),
    ],
    rates: {
      prefecture: rates([
        [paired, ratesOf(5, 4, 3, 2)],
        [donated, ratesOf(5, 2, 2, 2)],
        [wished, ratesOf(4, 3, 3, 3)],
      ]),
      counties: new Map([
        [
          '甲县',
          rates([
            [paired, ratesOf(2, 2, 1, 1)],
            [donated, ratesOf(2, 1, 1, 1)],
            [wished, ratesOf(2, 2, 2, 2)],
          ]),
        ],
        [
          '乙县',
          rates([
            [paired, ratesOf(2, 1, 1, 0)],
            [donated, ratesOf(2, 0, 0, 0)],
            [wished, ratesOf(2, 1, 1, 1)],
          ]),
        ],
        [
          '地直单位',
          rates([
            [paired, ratesOf(1, 1, 1, 1)],
            [donated, ratesOf(1, 1, 1, 1)],
          ]),
        ],
      ]),
    },
    totals: new Map([
      [paired, PAIRED_TOTALS],
      [donated, DONATION_TOTALS],
      [wished, WISH_TOTALS],
    ]),
    counted: [],
    notCounted: [{ form: paired, county: '甲县', units: 1, amount: 3_520_000 }],
  };
}

export function sheetOf(plan: WorkbookPlan, name: string): SheetPlan {
  const sheet = plan.sheets.find((item) => item.name === name);
  if (sheet === undefined) throw new Error(`no sheet ${name} among ${plan.sheets.map((item) => item.name)}`);
  return sheet;
}

/** What a cell of a plan holds; formulas and links as they are. */
export function plannedAt(sheet: SheetPlan, reference: string): PlannedValue {
  const at = parseReference(reference);
  const row = sheet.rows.find((item) => item.rowNumber === at?.rowNumber);
  return row?.cells.find((item) => item.columnNumber === at?.columnNumber)?.value ?? null;
}

/** What a cell shows: the result of a formula, the text of a link. */
export function shownAt(sheet: SheetPlan, reference: string): string | number | boolean | null {
  return shown(plannedAt(sheet, reference));
}

/** What a row shows, from its first planned cell on; blanks are null. */
export function shownRow(sheet: SheetPlan, rowNumber: number): (string | number | boolean | null)[] {
  const row = sheet.rows.find((item) => item.rowNumber === rowNumber);
  return (row?.cells ?? []).map((item) => shown(item.value));
}

/** The first row with this text in its first cell, as it is shown. */
export function rowStarting(sheet: SheetPlan, text: string): (string | number | boolean | null)[] {
  const row = sheet.rows.find((item) => item.cells.length > 0 && shown(item.cells[0]!.value) === text);
  return row === undefined ? [] : shownRow(sheet, row.rowNumber);
}

function shown(value: PlannedValue): string | number | boolean | null {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'formula':
      return value.result;
    case 'link':
      return value.text;
    case 'date':
      return value.date;
  }
}
