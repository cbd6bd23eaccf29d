import { addDays } from '../workbook/date-serial.js';
import {
  type Defect,
  defect,
  findingAt,
  freshRow,
  pickValues,
  repeatDefect,
  rowDefect,
  withNewRow,
} from './defect.js';
import { type SampleRow, withValues } from './sample-row.js';

const FORM = 'wishes';
const SAME_WISH = ['name', 'place', 'wish'];

const isWaiting = (row: SampleRow) => row.values.status === '待对接';
const isDone = (row: SampleRow) => row.values.status === '已实现';
const isDocked = (row: SampleRow) => row.values.status === '已对接' || isDone(row);
const has = (row: SampleRow, ...fields: string[]) => fields.every((field) => row.values[field] != null);

const wishDefect = (options: Omit<Parameters<typeof rowDefect>[0], 'form'>): Defect =>
  rowDefect({ ...options, form: FORM });

/** Broken rules of 微心愿对接表. */
export const DEFECTS_OF_WISHES: readonly Defect[] = [
  wishDefect({
    name: 'WX-01',
    rule: 'WX-01',
    level: 'query',
    at: 'claimer',
    suits: isDocked,
    change: (row) => withValues(row, { claimUnit: null, claimer: null }),
  }),
  wishDefect({
    name: 'WX-02 not claimed',
    rule: 'WX-02',
    level: 'query',
    at: 'claimedOn',
    suits: isDocked,
    change: (row) => withValues(row, { claimedOn: null }),
  }),
  wishDefect({
    name: 'WX-02 not fulfilled',
    rule: 'WX-02',
    level: 'query',
    at: 'fulfilledOn',
    suits: isDone,
    change: (row) => withValues(row, { fulfilledOn: null }),
  }),
  wishDefect({
    name: 'WX-03',
    rule: 'WX-03',
    level: 'query',
    at: 'spent',
    suits: isDone,
    change: (row) => withValues(row, { spent: null }),
  }),
  wishDefect({
    name: 'WX-04 claimed',
    rule: 'WX-04',
    level: 'query',
    at: 'claimedOn',
    suits: isWaiting,
    change: (row, { random, task }) =>
      withValues(row, { claimedOn: addDays(task.periodStart, random.whole(0, 8)) }),
  }),
  wishDefect({
    name: 'WX-04 fulfilled',
    rule: 'WX-04',
    level: 'query',
    at: 'fulfilledOn',
    suits: isWaiting,
    change: (row, { random, task }) =>
      withValues(row, { fulfilledOn: addDays(task.periodStart, random.whole(0, 8)) }),
  }),
  wishDefect({
    name: 'WX-05 claimed too early',
    rule: 'WX-05',
    level: 'query',
    at: 'claimedOn',
    suits: (row) => isDocked(row) && has(row, 'claimedOn'),
    change: (row, { random }) =>
      withValues(row, { collectedOn: addDays(String(row.values.claimedOn), random.whole(1, 5)) }),
  }),
  wishDefect({
    name: 'WX-05 fulfilled too early',
    rule: 'WX-05',
    level: 'query',
    at: 'fulfilledOn',
    suits: (row) => isDone(row) && has(row, 'claimedOn'),
    change: (row, { random }) =>
      withValues(row, { fulfilledOn: addDays(String(row.values.claimedOn), -random.whole(1, 5)) }),
  }),
  repeatDefect({
    name: 'WX-06',
    rule: 'WX-06',
    level: 'query',
    form: FORM,
    fields: ['wishNo'],
    at: 'wishNo',
  }),
  repeatDefect({
    name: 'WX-07 in one unit',
    rule: 'WX-07',
    level: 'query',
    form: FORM,
    fields: SAME_WISH,
    at: 'name',
  }),
  defect({
    name: 'WX-07 in two units',
    rule: 'WX-07',
    form: FORM,
    isAcross: true,
    apply: (sheet, context) => {
      if (sheet.content !== 'rows') return null;
      const known = context.earlier.flatMap((source) => source.rows);
      const fresh = freshRow(sheet.form, context, () => true);
      if (known.length === 0 || fresh === null) return null;
      const added = withNewRow(sheet, withValues(fresh, pickValues(context.random.pick(known), SAME_WISH)));
      return { sheet: added.sheet, findings: [findingAt('WX-07', 'query', added.rowIndex, 'name')] };
    },
  }),
  wishDefect({
    name: 'WX-08 budget',
    rule: 'WX-08',
    level: 'query',
    at: 'budget',
    isExplainable: false,
    suits: () => true,
    change: (row, { random, parameters }) =>
      withValues(row, { budget: Number(parameters.wishAmountLimit) * 100 + random.whole(1, 90_000) }),
  }),
  wishDefect({
    name: 'WX-08 spent',
    rule: 'WX-08',
    level: 'query',
    at: 'spent',
    isExplainable: false,
    suits: isDone,
    change: (row, { random, parameters }) =>
      withValues(row, { spent: Number(parameters.wishAmountLimit) * 100 + random.whole(1, 90_000) }),
  }),
  wishDefect({
    name: 'WX-09 phone',
    rule: 'WX-09',
    level: 'hint',
    at: 'phone',
    suits: () => true,
    change: (row, { random }) => withValues(row, { phone: random.pick(['12345', '138000', '无电话']) }),
  }),
  wishDefect({
    name: 'WX-09 claimer',
    rule: 'WX-09',
    level: 'hint',
    at: 'claimerPhone',
    suits: isDocked,
    change: (row) => withValues(row, { claimerPhone: '1380000123' }),
  }),
  wishDefect({
    name: 'WX-10',
    rule: 'WX-10',
    level: 'query',
    at: 'explanation',
    isExplainable: false,
    suits: () => true,
    change: (row) => withValues(row, { status: '已取消', explanation: null }),
  }),
];
