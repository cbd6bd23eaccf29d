import { formatMoment } from '../../campaign/beijing-time.js';
import { dueDateOf, type Moment, type Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { STATUS_TITLES } from '../../issue/finding.js';
import type { CompletenessEntry } from '../../merge/summary.js';
import { STYLES } from '../../workbook/theme.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { formatDeadline, overdueDays } from '../deadline-text.js';
import { isUnreported } from '../status-counts.js';
import { leadingColumns, planSummaryList } from './list.js';
import { entryOf, type Scope } from './scope.js';

/** One unit that has not sent one form. */
export interface MissingReport {
  readonly unit: Unit;
  readonly form: FormDefinition;
  readonly entry: CompletenessEntry;
  readonly due: Moment;
}

/** Who has not reported what: statuses 未报送 and 空表, county by county in roster order. */
export function findMissingReports(scope: Scope): readonly MissingReport[] {
  const { campaign, forms } = scope.summary;
  return scope.units.flatMap((unit) =>
    forms.flatMap((form) => {
      const entry = entryOf(scope, form, unit);
      if (entry === undefined || !isUnreported(entry.status)) return [];
      return [{ unit, form, entry, due: dueDateOf(campaign, unit.code, form.key).moment }];
    }),
  );
}

/** 未报送名单. Whom to call stands in 未报送单位名单.xlsx alone: leaders pass the summary on. */
export function planMissingSheet(scope: Scope): SheetPlan {
  const reports = findMissingReports(scope);
  const { asOf } = scope.summary;
  const units = new Set(reports.map((report) => report.unit.code)).size;
  const count = reports.length === 0 ? '' : `　　共 ${units} 家单位，${reports.length} 份表`;
  return planSummaryList(scope, {
    name: scope.names.missing,
    title: `${scope.area}未报送单位名单`,
    subtitle: `截至：${formatMoment(asOf)}${count}`,
    columns: [
      ...leadingColumns<MissingReport>(scope, ({ unit }) => unit, [18, 32]),
      { header: '归口单位', width: [10, 24], value: ({ unit }) => unit.through ?? '' },
      { header: '未报送的表', width: [18, 26], value: ({ form }) => form.title },
      { header: '情况', width: [8, 12], value: ({ entry }) => STATUS_TITLES[entry.status] },
      { header: '应报时间', width: [12, 22], value: ({ due }) => formatDeadline(due) },
      {
        header: '逾期天数',
        width: 11,
        value: ({ due }) => overdueDays(due, asOf) ?? '未到期',
        style: STYLES.centered,
      },
    ],
    rows: reports,
    whenEmpty: '没有未报送的单位。',
    notes: [
      '说明：只列未报送和交来空表的单位；已来件待处理、已报待改和免报的单位不在此列。逾期天数按截止日期（有延期的按延期日期）起算。联系人、联系电话见《未报送单位名单》工作簿。',
    ],
  });
}
