import { formatMoment } from '../../campaign/beijing-time.js';
import { countyOf, type Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { STATUS_TITLES, STATUSES } from '../../issue/finding.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { LOOKS, NO_NUMBER } from './formats.js';
import { categoryColumn, FIRST_ROW, leadingColumns, planSummaryList, type SummaryColumn } from './list.js';
import { entryOf, type Scope } from './scope.js';
import { statusLook, statusText } from './status.js';

const NOTES: readonly string[] = [
  `说明：${STATUSES.map((status) => STATUS_TITLES[status]).join('、')}为各表的报送状态；“${NO_NUMBER}”表示不要求该单位报送。`,
  '绿色为已计入，黄色为已计入待说明或待处理，红色为待改、空表或未报送，灰色为免报或不要求报送。“迟报”指首次报送（空表不算）晚于截止时间或延期时间。',
];

/** 报送情况: every unit by every form, status in words and colour. */
export function planMatrixSheet(scope: Scope): SheetPlan {
  const { forms, asOf } = scope.summary;
  const unitOf = (unit: Unit) => unit;
  return planSummaryList(scope, {
    name: scope.names.matrix,
    title: `${scope.area}报送情况`,
    subtitle: `截至：${formatMoment(asOf)}`,
    columns: [
      ...leadingColumns(scope, unitOf, [18, 36]),
      categoryColumn(unitOf),
      ...forms.map((form) => statusColumn(scope, form)),
      { header: '备注', width: [12, 36], value: (unit) => remarkOf(scope, unit) },
    ],
    rows: owingUnits(scope),
    whenEmpty: '没有需要报送的单位。',
    notes: NOTES,
  });
}

/** The row of a county's first unit on 报送情况; null when it has none there. */
export function matrixRow(scope: Scope, county: string): number | null {
  const index = owingUnits(scope).findIndex((unit) => countyOf(unit) === county);
  return index < 0 ? null : FIRST_ROW + index;
}

function owingUnits(scope: Scope): readonly Unit[] {
  return scope.units.filter((unit) => scope.completeness.has(unit.code));
}

function statusColumn(scope: Scope, form: FormDefinition): SummaryColumn<Unit> {
  return {
    header: form.title,
    width: 20,
    value: (unit) => {
      const entry = entryOf(scope, form, unit);
      return entry === undefined ? NO_NUMBER : statusText(entry);
    },
    style: (unit) => {
      const entry = entryOf(scope, form, unit);
      const look = statusLook(entry?.status ?? null);
      // A late report that counts is no longer all well.
      return entry?.late && look === LOOKS.good ? LOOKS.query : look;
    },
  };
}

/** Why a unit is exempt, as 收件登记 says. */
function remarkOf(scope: Scope, unit: Unit): string {
  return scope.summary.forms
    .flatMap((form) => {
      const entry = entryOf(scope, form, unit);
      return entry?.status === 'exempt' && entry.reason !== null
        ? [`${form.title}免报：${scope.maskText(unit, entry.reason)}`]
        : [];
    })
    .join('；');
}
