import { momentOf } from '../campaign/beijing-time.js';
import type { Campaign, FormTask, Moment, Receipt, Unit } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import { type FormDefinition, fixedRowsOf } from '../form/form-definition.js';
import { addDays } from '../workbook/date-serial.js';
import type { Random } from './random.js';
import { refusesRows } from './refuses-rows.js';
import { type RowMaker, rowMaker } from './row-maker.js';
import { isZeroRow, type SampleRow } from './sample-row.js';
import { nilSheet, type SampleSheet, sheetOfRows, untouchedSheet } from './sample-sheet.js';

/** How one unit answers. `workbook`: its own file with all forms; `blank`: a blank template for each form. */
export interface UnitReturn {
  readonly unit: Unit;
  readonly kind: 'workbook' | 'blank' | 'missing' | 'exempt' | 'pending';
  /** One for each form that it owes, in the order of 报送任务. */
  readonly items: readonly ReturnItem[];
  /** Forms that it sends without owing them, each in a blank template. */
  readonly unowed: readonly ReturnItem[];
  readonly receipts: readonly Receipt[];
}

/** One form of a unit. */
export interface ReturnItem {
  readonly unit: Unit;
  readonly form: FormDefinition;
  readonly task: FormTask;
  readonly parameters: RuleParameters;
  /** Null: no file of it came. */
  readonly receivedAt: Moment | null;
  readonly extendedTo: Moment | null;
  readonly isExempt: boolean;
  /** The clean return; null when none came. */
  readonly sheet: SampleSheet | null;
  readonly makeRow: RowMaker;
}

const SHARES = { missing: 0.08, exempt: 0.03, pending: 0.02, blank: 0.25 } as const;
const MOST_ROWS = 7;

/** The moment at which the truth holds: some days behind the last deadline. */
export function asOfCampaign(campaign: Campaign): Moment {
  const last = [campaign.deadline, ...campaign.tasks.map((task) => task.deadline)].sort().at(-1)!;
  return momentOf(addDays(last.slice(0, 10), 3), 9 * 3600);
}

/**
 * How every unit of the roster answers, all of it clean; of those that send their workbook, a share adds a form that
 * it does not owe.
 */
export function planReturns(
  campaign: Campaign,
  forms: readonly FormDefinition[],
  unowedShare: number,
  random: Random,
): readonly UnitReturn[] {
  const uniqueKeys = new Set<string>();
  let number = 0;
  const nextNumber = () => ++number;
  const enabled = campaign.tasks.flatMap((task): EnabledForm[] => {
    const form = forms.find((item) => item.key === task.form);
    const { periodStart, periodEnd } = task;
    const parameters = { wishAmountLimit: campaign.wishAmountLimit, periodStart, periodEnd };
    return form === undefined ? [] : [{ form, task, parameters }];
  });
  return campaign.units.map((unit): UnitReturn => {
    const own = random.fork(unit.code);
    const owed = enabled.filter(({ form }) => unit.owes.has(form.key));
    const kind = owed.length === 0 ? 'missing' : kindOfReturn(own);
    const times = planTimes(campaign, own, kind);
    const makerOf = ({ form, task, parameters }: EnabledForm, stream: Random, receivedAt: Moment | null) => {
      const lastDay = addDays((receivedAt ?? campaign.deadline).slice(0, 10), -1);
      return rowMaker(
        form,
        stream,
        { task, parameters, unitName: unit.name, lastDay, nextNumber },
        uniqueKeys,
      );
    };
    const items = owed.map((entry): ReturnItem => {
      const stream = own.fork(entry.form.key);
      const fate = kind === 'blank' ? stream.next() : 1;
      const isExempt = kind === 'exempt' || fate < 0.03;
      const isSent = (kind === 'workbook' || kind === 'blank') && fate >= 0.07;
      const receivedAt = isSent ? (kind === 'blank' ? timeOf(campaign, stream) : times.receivedAt) : null;
      const makeRow = makerOf(entry, stream, receivedAt);
      const sheet = isSent ? cleanSheet(entry.form, unit, stream, makeRow) : null;
      return { ...entry, unit, receivedAt, extendedTo: times.extendedTo, isExempt, sheet, makeRow };
    });
    const unowed = enabled
      .filter(({ form }) => kind === 'workbook' && !unit.owes.has(form.key) && !refusesRows(form, unit))
      .flatMap((entry): ReturnItem[] => {
        const stream = own.fork(`unowed ${entry.form.key}`);
        if (!stream.chance(unowedShare)) return [];
        const { receivedAt, extendedTo } = times;
        const makeRow = makerOf(entry, stream, receivedAt);
        const rows = makeRows(entry.form, stream, makeRow);
        const sheet = rows.length === 0 ? null : sheetOfRows(entry.form, rows);
        return [{ ...entry, unit, receivedAt, extendedTo, isExempt: false, sheet, makeRow }];
      });
    return { unit, kind, items, unowed, receipts: receiptsOf(kind, items, times, own) };
  });
}

type EnabledForm = Pick<ReturnItem, 'form' | 'task' | 'parameters'>;

function kindOfReturn(random: Random): UnitReturn['kind'] {
  let draw = random.next();
  for (const kind of ['missing', 'exempt', 'pending', 'blank'] as const) {
    if (draw < SHARES[kind]) return kind;
    draw -= SHARES[kind];
  }
  return 'workbook';
}

function planTimes(campaign: Campaign, random: Random, kind: UnitReturn['kind']) {
  const mayExtend = kind === 'workbook' || kind === 'missing';
  const extended = mayExtend && random.chance(kind === 'missing' ? 0.25 : 0.08);
  const day = addDays(campaign.deadline.slice(0, 10), kind === 'missing' ? 12 : random.whole(2, 4));
  return {
    receivedAt: timeOf(campaign, random),
    extendedTo: extended ? momentOf(day, 18 * 3600) : null,
  };
}

/** Office hours of a day in the week before the deadline, or of one soon behind it. */
function timeOf(campaign: Campaign, random: Random): Moment {
  const deadlineDay = campaign.deadline.slice(0, 10);
  const day = addDays(deadlineDay, random.chance(0.85) ? -random.whole(0, 7) : random.whole(1, 6));
  return momentOf(day, random.whole(9 * 3600, 17 * 3600 + 3599));
}

function cleanSheet(form: FormDefinition, unit: Unit, random: Random, makeRow: RowMaker): SampleSheet {
  const draw = random.next();
  if (refusesRows(form, unit) || draw < 0.12) return nilSheet(form);
  if (draw < 0.15) return untouchedSheet(form);
  const rows = makeRows(form, random, makeRow);
  return rows.length === 0 ? nilSheet(form) : sheetOfRows(form, rows);
}

function makeRows(form: FormDefinition, random: Random, makeRow: RowMaker): readonly SampleRow[] {
  const fixed = fixedRowsOf(form);
  if (fixed.length > 0) {
    const rows = fixed.map(makeRow).filter((row) => row !== null);
    // Zeros for every theme would be a zero report.
    return rows.every((row) => isZeroRow(form, row)) ? [] : rows;
  }
  const most = Math.max(1, Math.min(MOST_ROWS, form.templateRows - 2));
  return Array.from({ length: random.whole(1, most) }, makeRow).filter((row) => row !== null);
}

/** 收件登记 fixes every time of receipt, so that nothing hangs on the times of files. */
function receiptsOf(
  kind: UnitReturn['kind'],
  items: readonly ReturnItem[],
  times: { readonly receivedAt: Moment; readonly extendedTo: Moment | null },
  random: Random,
): Receipt[] {
  const [first] = items;
  if (first === undefined) return [];
  const unit = first.unit.code;
  const plain = { unit, form: null, extendedTo: times.extendedTo, exemptReason: null };
  switch (kind) {
    case 'missing':
      return times.extendedTo === null ? [] : [{ ...plain, receivedAt: null, paperReceived: false }];
    case 'exempt':
      return [
        {
          ...plain,
          receivedAt: null,
          paperReceived: false,
          extendedTo: null,
          exemptReason: '机构改革，本期免报',
        },
      ];
    case 'pending':
    case 'workbook':
      return [{ ...plain, receivedAt: times.receivedAt, paperReceived: random.chance(0.8) }];
    case 'blank':
      return items.flatMap((item): Receipt[] =>
        item.receivedAt === null && !item.isExempt
          ? []
          : [
              {
                unit,
                form: item.form.key,
                receivedAt: item.receivedAt,
                paperReceived: item.receivedAt !== null && random.chance(0.8),
                extendedTo: null,
                exemptReason: item.isExempt ? '本期无此项任务' : null,
              },
            ],
      );
  }
}
