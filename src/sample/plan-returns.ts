import { momentOf } from '../campaign/beijing-time.js';
import type { Campaign, FormTask, Moment, Receipt, Unit } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import type { FormDefinition } from '../form/form-definition.js';
import { addDays } from '../workbook/date-serial.js';
import type { Random } from './random.js';
import { type RowMaker, rowMaker } from './row-maker.js';
import { nilSheet, type SampleSheet, sheetOfRows, untouchedSheet } from './sample-sheet.js';

/** How one unit answers. `workbook`: its own file with all forms; `blank`: a blank template for each form. */
export interface UnitReturn {
  readonly unit: Unit;
  readonly kind: 'workbook' | 'blank' | 'missing' | 'exempt' | 'pending';
  /** One for each form that it owes, in the order of 报送任务. */
  readonly items: readonly ReturnItem[];
  readonly receipts: readonly Receipt[];
}

/** One form that a unit owes. */
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
  const last = [campaign.deadline, ...campaign.tasks.map((task) => task.deadline)].reduce((a, b) =>
    a > b ? a : b,
  );
  return momentOf(addDays(last.slice(0, 10), 3), 9 * 3600);
}

/** How every unit of the roster answers, all of it clean. */
export function planReturns(
  campaign: Campaign,
  forms: readonly FormDefinition[],
  random: Random,
): readonly UnitReturn[] {
  const uniqueKeys = new Set<string>();
  let number = 0;
  const nextNumber = () => ++number;
  return campaign.units.map((unit): UnitReturn => {
    const own = random.fork(unit.code);
    const owed = campaign.tasks.flatMap((task) => {
      const form = forms.find((item) => item.key === task.form);
      return form !== undefined && unit.owes.has(form.key) ? [{ form, task }] : [];
    });
    const kind = owed.length === 0 ? 'missing' : kindOfReturn(own);
    const times = planTimes(campaign, own, kind);
    const items = owed.map(({ form, task }): ReturnItem => {
      const stream = own.fork(form.key);
      const fate = kind === 'blank' ? stream.next() : 1;
      const isExempt = kind === 'exempt' || fate < 0.03;
      const isSent = (kind === 'workbook' || kind === 'blank') && fate >= 0.07;
      const receivedAt = isSent ? (kind === 'blank' ? timeOf(campaign, stream) : times.receivedAt) : null;
      const parameters = {
        wishAmountLimit: campaign.wishAmountLimit,
        periodStart: task.periodStart,
        periodEnd: task.periodEnd,
      };
      const makeRow = rowMaker(
        form,
        stream,
        {
          task,
          parameters,
          unitName: unit.name,
          lastDay: addDays((receivedAt ?? campaign.deadline).slice(0, 10), -1),
          nextNumber,
        },
        uniqueKeys,
      );
      const sheet = isSent ? cleanSheet(form, unit, stream, makeRow) : null;
      return { unit, form, task, parameters, receivedAt, extendedTo: times.extendedTo, isExempt, sheet, makeRow };
    });
    return { unit, kind, items, receipts: receiptsOf(kind, items, times, own) };
  });
}

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

function cleanSheet(
  form: FormDefinition,
  unit: Unit,
  random: Random,
  makeRow: RowMaker,
): SampleSheet {
  const isRefused = form.rules.some((rule) =>
    rule.checks.some((check) => check.kind === 'noRowsFrom' && check.category === unit.category),
  );
  const draw = random.next();
  if (isRefused || draw < 0.12) return nilSheet(form);
  if (draw < 0.15) return untouchedSheet(form);
  const most = Math.max(1, Math.min(MOST_ROWS, form.templateRows - 2));
  const rows = Array.from({ length: random.whole(1, most) }, makeRow).filter((row) => row !== null);
  return rows.length === 0 ? nilSheet(form) : sheetOfRows(form, rows);
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
        { ...plain, receivedAt: null, paperReceived: false, extendedTo: null, exemptReason: '机构改革，本期免报' },
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
