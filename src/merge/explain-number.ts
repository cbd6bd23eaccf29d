import { type FormDefinition, fieldOf, measuresOf } from '../form/form-definition.js';
import { NOT_SAID } from '../form/said.js';
import type { CellOrigin, PartOrigin, ReportCount } from '../workbook/workbook-plan.js';
import { type Contribution, findContributions } from './contributions.js';
import type { Summary } from './summary.js';

/** One of the totals that a number is made of, with all that it is made of itself. */
export interface ExplainedPart {
  /** What it does in the number: it is added, taken away, or divides. */
  readonly role: 'plus' | 'minus' | 'over';
  /** The form's key; null for materials. */
  readonly form: string | null;
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  readonly isMoney: boolean;
  /** As totals hold it: cents for amounts. */
  readonly total: number;
  /** The same as cells show it: amounts in 元. */
  readonly shown: number;
  readonly contributions: readonly Contribution[];
}

/** A number of a summary, taken apart. */
export interface ExplainedNumber {
  readonly origin: CellOrigin;
  readonly parts: readonly ExplainedPart[];
  /** The number as its cell holds it, amounts in 元; null where it is divided by nothing. */
  readonly value: number | null;
}

/** Takes a number apart, down to the cells of the returned files. */
export function explainNumber(summary: Summary, origin: CellOrigin): ExplainedNumber {
  const explain = (role: ExplainedPart['role'], parts: readonly PartOrigin[] = []) =>
    parts.map((part) => explainPart(summary, role, part));
  const parts = [
    ...explain('plus', origin.plus),
    ...explain('minus', origin.minus),
    ...explain('over', origin.over),
  ];
  return { origin, parts, value: numberOf(origin, parts) };
}

const WAN = 10_000;
/** As the formulas of summaries round what they divide. */
const QUOTIENT_DECIMALS = 12;
const SUM_DECIMALS = 6;

function numberOf({ over = [], shown }: CellOrigin, parts: readonly ExplainedPart[]): number | null {
  const sum = (role: ExplainedPart['role']) =>
    rounded(
      parts.filter((part) => part.role === role).reduce((total, part) => total + part.shown, 0),
      SUM_DECIMALS,
    );
  const number = rounded(sum('plus') - sum('minus'), SUM_DECIMALS);
  const whole = sum('over');
  switch (shown?.kind) {
    case 'tenThousands':
      return rounded(number / WAN, SUM_DECIMALS);
    case 'gap':
      return whole === 0 ? null : rounded(shown.percent - (number * 100) / whole, 2);
    case 'lacking':
      return Math.ceil(rounded((shown.percent * whole) / 100 - number, SUM_DECIMALS));
    default:
      if (over.length === 0) return number;
      return whole === 0 ? null : rounded(number / whole, QUOTIENT_DECIMALS);
  }
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

function explainPart(summary: Summary, role: ExplainedPart['role'], origin: PartOrigin): ExplainedPart {
  const contributions = findContributions(summary, origin);
  const described = describePart(summary, origin);
  const total = rounded(
    contributions.reduce((sum, item) => sum + item.value, 0),
    SUM_DECIMALS,
  );
  return { role, ...described, total, shown: described.isMoney ? total / 100 : total, contributions };
}

const COUNT_TITLES: Readonly<Record<ReportCount, string>> = {
  owed: '应报',
  received: '已报',
  accepted: '合格',
  onTime: '按时',
  missing: '未报送（含空表）',
  returned: '待改',
  late: '迟报',
};

function describePart(
  { forms }: Summary,
  origin: PartOrigin,
): Pick<ExplainedPart, 'form' | 'key' | 'title' | 'unit' | 'isMoney'> {
  const formOf = (key: string) => forms.find((item) => item.key === key)!;
  switch (origin.kind) {
    case 'reports': {
      const { key, kind } = origin.of;
      const form = kind === 'form' ? formOf(key) : null;
      const title = `《${form?.title ?? key}》${COUNT_TITLES[origin.count]}`;
      return { form: form?.key ?? null, key: origin.count, title, unit: '家', isMoney: false };
    }
    case 'units': {
      const title = `填报单位${groupText(formOf(origin.form), origin)}`;
      return { form: origin.form, key: 'units', title, unit: '个', isMoney: false };
    }
    case 'total': {
      const form = formOf(origin.form);
      const measure = measuresOf(form).find((item) => item.key === origin.key);
      const isMoney = form.fields.some((field) => field.key === measure?.field && field.kind === 'amount');
      return {
        form: form.key,
        key: origin.key,
        title: `${measure?.title ?? '填报行数'}${groupText(form, origin)}`,
        unit: measure?.unit ?? '行',
        isMoney,
      };
    }
  }
}

/** `（捐赠方类型：企业、个人）`. */
function groupText(form: FormDefinition, { group }: Exclude<PartOrigin, { kind: 'reports' }>): string {
  if (group === null) return '';
  return `（${fieldOf(form, group.field).title}：${group.values.map((value) => value ?? NOT_SAID).join('、')}）`;
}
