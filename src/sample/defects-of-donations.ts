import { addDays } from '../workbook/date-serial.js';
import {
  type Defect,
  defect,
  findingAt,
  freshRow,
  isUnexplained,
  repeatDefect,
  rowDefect,
  withFormulas,
  withNewRow,
} from './defect.js';
import { refusesRows } from './refuses-rows.js';
import { type SampleRow, withValues } from './sample-row.js';
import { sheetOfRows } from './sample-sheet.js';

const FORM = 'donations';
const COLLECTIVE = '职工集体';
const NO_GOODS = {
  goodsName: null,
  goodsQuantity: null,
  goodsUnit: null,
  goodsBasis: null,
  goodsValue: null,
} as const;

const anyRow = () => true;
const number = (row: SampleRow, field: string) => Number(row.values[field] ?? 0);

/** Broken rules of 捐赠款物统计表. */
export const DEFECTS_OF_DONATIONS: readonly Defect[] = [
  rowDefect({
    name: 'JZ-01',
    rule: 'JZ-01',
    level: 'query',
    form: FORM,
    at: 'money',
    suits: anyRow,
    change: (row, { random }) => withValues(row, { ...NO_GOODS, money: random.chance(0.5) ? 0 : null }),
  }),
  rowDefect({
    name: 'JZ-02 goods without value',
    rule: 'JZ-02',
    level: 'error',
    form: FORM,
    at: 'goodsValue',
    suits: anyRow,
    change: (row, { random }) =>
      withValues(row, {
        ...NO_GOODS,
        money: random.whole(1, 90) * 10_000,
        goodsName: '面粉',
        goodsQuantity: random.whole(2, 90),
        goodsUnit: '袋',
      }),
  }),
  rowDefect({
    name: 'JZ-02 value without goods',
    rule: 'JZ-02',
    level: 'error',
    form: FORM,
    at: 'goodsName',
    suits: anyRow,
    change: (row, { random }) => withValues(row, { ...NO_GOODS, goodsValue: random.whole(1, 90) * 10_000 }),
  }),
  rowDefect({
    name: 'JZ-03',
    rule: 'JZ-03',
    level: 'error',
    form: FORM,
    at: 'total',
    suits: anyRow,
    change: (row, { random }) => {
      const cents = number(row, 'money') + number(row, 'goodsValue') + random.whole(2, 90_000);
      return { ...row, written: { ...row.written, total: cents / 100 } };
    },
  }),
  rowDefect({
    name: 'JZ-04',
    rule: 'JZ-04',
    level: 'query',
    form: FORM,
    at: 'donatedOn',
    suits: anyRow,
    change: (row, { random, task }) =>
      withValues(row, {
        donatedOn: random.chance(0.5)
          ? addDays(task.periodStart, -random.whole(1, 40))
          : addDays(task.periodEnd, random.whole(1, 5)),
      }),
  }),
  rowDefect({
    name: 'JZ-05',
    rule: 'JZ-05',
    level: 'query',
    form: FORM,
    at: 'donorCount',
    suits: (row) => row.values.donorKind === COLLECTIVE,
    change: (row) => withValues(row, { donorCount: 0 }),
  }),
  rowDefect({
    name: 'JZ-06',
    rule: 'JZ-06',
    level: 'query',
    form: FORM,
    at: 'purpose',
    suits: (row) => row.values.intent === '定向',
    change: (row, { random }) => {
      const changed = withValues(row, { purpose: null });
      return random.chance(0.5) ? changed : { ...changed, written: { ...changed.written, purpose: '无' } };
    },
  }),
  repeatDefect({
    name: 'JZ-07',
    rule: 'JZ-07',
    level: 'hint',
    form: FORM,
    fields: ['receiptNo'],
    at: 'receiptNo',
  }),
  defect({
    name: 'JZ-08',
    rule: 'JZ-08',
    form: FORM,
    apply: (sheet, context) => {
      if (!refusesRows(sheet.form, context.unit)) return null;
      const fresh = freshRow(sheet.form, context, anyRow);
      if (fresh === null) return null;
      return {
        sheet: sheetOfRows(sheet.form, [fresh]),
        findings: [findingAt('JZ-08', 'query', 0, 'donor')],
      };
    },
  }),
  defect({
    name: 'JZ-09',
    rule: 'JZ-09',
    form: FORM,
    isAcross: true,
    apply: (sheet, context) => {
      if (sheet.content !== 'rows') return null;
      const known = context.earlier
        .flatMap((source) => source.rows)
        .filter((row) => row.values.donorKind !== COLLECTIVE && isUnexplained(sheet.form, row));
      const fresh = freshRow(sheet.form, context, anyRow);
      if (known.length === 0 || fresh === null) return null;
      const row = withValues(withFormulas(sheet.form, context.random.pick(known)), {
        receiptNo: fresh.values.receiptNo ?? null,
        recipient: fresh.values.recipient ?? null,
      });
      const added = withNewRow(sheet, row);
      return { sheet: added.sheet, findings: [findingAt('JZ-09', 'query', added.rowIndex, 'donor')] };
    },
  }),
];
