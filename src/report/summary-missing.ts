import { formatMoment } from '../campaign/beijing-time.js';
import { countyOf, extensionOf, type Unit } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { STATUS_TITLES } from '../issue/finding.js';
import type { CompletenessEntry } from '../merge/summary.js';
import { serialOfDate } from '../workbook/date-serial.js';
import { STYLES } from '../workbook/theme.js';
import type { PlannedRow, SheetPlan } from '../workbook/workbook-plan.js';
import { formatDeadline, isUnreported } from './reminder-text.js';
import { cell, rowHeight } from './summary-formats.js';
import { entryOf, printSetup, type Scope, taskOf } from './summary-scope.js';
import {
  joinBlocks,
  planNotes,
  planNothing,
  planPlainHeader,
  planTitle,
  type TableColumn,
  textColumn,
} from './summary-table.js';

const HEADER_ROW = 3;

/** One unit that has not sent one form. */
export interface MissingReport {
  readonly unit: Unit;
  readonly form: FormDefinition;
  readonly entry: CompletenessEntry;
  readonly due: string;
  /** Whole days since the day it was due, at least 1; null while there is still time. */
  readonly daysOverdue: number | null;
}

/** Who has not reported what: statuses 未报送 and 空表, county by county in roster order. */
export function findMissingReports(scope: Scope): readonly MissingReport[] {
  const { campaign, forms, asOf } = scope.summary;
  return scope.units.flatMap((unit) =>
    forms.flatMap((form) => {
      const entry = entryOf(scope, form, unit);
      if (entry === undefined || !isUnreported(entry.status)) return [];
      const due = extensionOf(campaign, unit.code, form.key) ?? taskOf(campaign, form).deadline;
      const days = serialOfDate(asOf.slice(0, 10)) - serialOfDate(due.slice(0, 10));
      return [{ unit, form, entry, due, daysOverdue: asOf > due ? Math.max(1, days) : null }];
    }),
  );
}

/** 未报送名单, with whom to call. */
export function planMissingSheet(scope: Scope): SheetPlan {
  const reports = findMissingReports(scope);
  const columns = missingColumns(scope, reports);
  const widths = columns.map((column) => column.width);
  const lastRow = HEADER_ROW + Math.max(1, reports.length);
  const units = new Set(reports.map((report) => report.unit.code)).size;
  const subtitle =
    reports.length === 0
      ? `截至：${formatMoment(scope.summary.asOf)}`
      : `截至：${formatMoment(scope.summary.asOf)}　　共 ${units} 家单位，${reports.length} 份表`;
  const block = joinBlocks(
    planTitle(`${scope.area}未报送单位名单`, subtitle, widths),
    { rows: [planPlainHeader(HEADER_ROW, columns)], merges: [] },
    reports.length === 0
      ? planNothing(HEADER_ROW + 1, '没有未报送的单位。', columns.length)
      : { rows: reports.map((report, index) => reportRow(report, index, widths)), merges: [] },
    planNotes(
      lastRow + 2,
      [
        '说明：只列未报送和交来空表的单位；已来件待处理、已报待改和免报的单位不在此列。逾期天数按截止日期（有延期的按延期日期）起算。',
      ],
      widths,
    ),
  );
  return {
    name: scope.names.missing,
    columnWidths: widths,
    rows: block.rows,
    merges: block.merges,
    freeze: { rows: HEADER_ROW, columns: 3 },
    ...(reports.length === 0
      ? {}
      : { autoFilter: { top: HEADER_ROW, left: 1, bottom: lastRow, right: columns.length } }),
    print: printSetup(scope, { first: HEADER_ROW, last: HEADER_ROW }),
    showGridLines: false,
  };
}

function missingColumns(scope: Scope, reports: readonly MissingReport[]): readonly TableColumn[] {
  const texts = (text: (report: MissingReport) => string | null) =>
    reports.map((report) => text(report) ?? '');
  return [
    { header: '序号', group: null, width: 6 },
    textColumn('县（市）', scope.counties, 10, 16),
    textColumn(
      '单位名称',
      texts(({ unit }) => unit.name),
      18,
      32,
    ),
    textColumn(
      '归口单位',
      texts(({ unit }) => unit.through),
      10,
      24,
    ),
    textColumn(
      '未报送的表',
      texts(({ form }) => form.title),
      18,
      26,
    ),
    textColumn(
      '情况',
      texts(({ entry }) => STATUS_TITLES[entry.status]),
      8,
      12,
    ),
    textColumn(
      '应报时间',
      texts(({ due }) => formatDeadline(due)),
      12,
      22,
    ),
    { header: '逾期天数', group: null, width: 11 },
    textColumn(
      '联系人',
      texts(({ unit }) => unit.contact),
      9,
      14,
    ),
    textColumn(
      '联系电话',
      texts(({ unit }) => unit.phone),
      14,
      20,
    ),
  ];
}

function reportRow(report: MissingReport, index: number, widths: readonly number[]): PlannedRow {
  const { unit, form, entry, due, daysOverdue } = report;
  const before = [
    countyOf(unit),
    unit.name,
    unit.through ?? '',
    form.title,
    STATUS_TITLES[entry.status],
    formatDeadline(due),
  ];
  const behind = [unit.contact ?? '', unit.phone ?? ''];
  const texts = [String(index + 1), ...before, '', ...behind];
  return {
    rowNumber: HEADER_ROW + 1 + index,
    height: rowHeight(texts.map((text, position) => ({ text, width: widths[position]! }))),
    cells: [
      cell(1, index + 1, STYLES.centered),
      ...before.map((text, position) => cell(position + 2, text, STYLES.cell)),
      daysOverdue === null ? cell(8, '未到期', STYLES.centered) : cell(8, daysOverdue, STYLES.centered),
      ...behind.map((text, position) => cell(position + 9, text, STYLES.cell)),
    ],
  };
}
