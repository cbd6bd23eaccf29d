import { formatMoment } from '../campaign/beijing-time.js';
import { countyOf, type Unit } from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { STATUS_TITLES, STATUSES } from '../issue/finding.js';
import { STYLES } from '../workbook/theme.js';
import type { PlannedRow, SheetPlan } from '../workbook/workbook-plan.js';
import { cell, LOOKS, NO_NUMBER, rowHeight } from './summary-formats.js';
import { entryOf, printSetup, type Scope } from './summary-scope.js';
import { statusLook, statusText } from './summary-status.js';
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
const FIRST_FORM_COLUMN = 5;

/** 报送情况: every unit by every form, status in words and colour. */
export function planMatrixSheet(scope: Scope): SheetPlan {
  const { forms, asOf } = scope.summary;
  const units = scope.units.filter((unit) => scope.completeness.has(unit.code));
  const columns: readonly TableColumn[] = [
    { header: '序号', group: null, width: 6 },
    textColumn('县（市）', scope.counties, 10, 16),
    textColumn(
      '单位名称',
      units.map((unit) => unit.name),
      18,
      36,
    ),
    textColumn(
      '单位类别',
      units.map((unit) => unit.category),
      10,
      16,
    ),
    ...forms.map((form) => ({ header: form.title, group: null, width: 20 })),
    textColumn(
      '备注',
      units.map((unit) => remarkOf(scope, unit)),
      12,
      36,
    ),
  ];
  const widths = columns.map((column) => column.width);
  const lastRow = HEADER_ROW + Math.max(1, units.length);
  const block = joinBlocks(
    planTitle(`${scope.area}报送情况`, `截至：${formatMoment(asOf)}`, widths),
    { rows: [planPlainHeader(HEADER_ROW, columns)], merges: [] },
    units.length === 0
      ? planNothing(HEADER_ROW + 1, '没有需要报送的单位。', columns.length)
      : { rows: units.map((unit, index) => unitRow(scope, forms, unit, index, widths)), merges: [] },
    planNotes(lastRow + 2, NOTES, widths),
  );
  return {
    name: scope.names.matrix,
    columnWidths: widths,
    rows: block.rows,
    merges: block.merges,
    freeze: { rows: HEADER_ROW, columns: 3 },
    ...(units.length === 0
      ? {}
      : { autoFilter: { top: HEADER_ROW, left: 1, bottom: lastRow, right: columns.length } }),
    print: printSetup(scope, { first: HEADER_ROW, last: HEADER_ROW }),
    showGridLines: false,
  };
}

const NOTES: readonly string[] = [
  `说明：${STATUSES.map((status) => STATUS_TITLES[status]).join('、')}为各表的报送状态；“${NO_NUMBER}”表示不要求该单位报送。`,
  '绿色为已计入，黄色为已计入待说明或待处理，红色为待改、空表或未报送，灰色为免报或不要求报送。“迟报”指首次报送（空表不算）晚于截止时间或延期时间。',
];

function unitRow(
  scope: Scope,
  forms: readonly FormDefinition[],
  unit: Unit,
  index: number,
  widths: readonly number[],
): PlannedRow {
  const remark = remarkOf(scope, unit);
  const texts = [countyOf(unit), unit.name, unit.category];
  return {
    rowNumber: HEADER_ROW + 1 + index,
    height: rowHeight([
      ...texts.map((text, position) => ({ text, width: widths[position + 1]! })),
      { text: remark, width: widths.at(-1)! },
    ]),
    cells: [
      cell(1, index + 1, STYLES.centered),
      ...texts.map((text, position) => cell(position + 2, text, STYLES.cell)),
      ...forms.map((form, position) => {
        const entry = entryOf(scope, form, unit);
        const text = entry === undefined ? NO_NUMBER : statusText(entry);
        // A late report that counts is no longer all well.
        const look =
          entry?.late && statusLook(entry.status) === LOOKS.good
            ? LOOKS.query
            : statusLook(entry?.status ?? null);
        return cell(FIRST_FORM_COLUMN + position, text, look);
      }),
      cell(widths.length, remark, STYLES.cell),
    ],
  };
}

/** Why a unit is exempt, as 收件登记 says. */
function remarkOf(scope: Scope, unit: Unit): string {
  return scope.summary.forms
    .flatMap((form) => {
      const entry = entryOf(scope, form, unit);
      return entry?.status === 'exempt' && entry.reason !== null
        ? [`${form.title}免报：${entry.reason}`]
        : [];
    })
    .join('；');
}
