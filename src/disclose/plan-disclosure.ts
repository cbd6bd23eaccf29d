import { formatMoment } from '../campaign/beijing-time.js';
import type { Campaign } from '../campaign/campaign.js';
import { type FieldDefinition, type FormDefinition, fieldOf } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { Summary } from '../merge/summary.js';
import { groupBy } from '../report/group-by.js';
import { type Figure, figureText, measureFigures, shownValue } from '../report/summary/figures.js';
import {
  cell,
  formatPeriod,
  LOOKS,
  NUMBER_LOOKS,
  type NumberFormatName,
  rowHeight,
  TOTAL_LOOKS,
} from '../report/summary/formats.js';
import { areaTotals, countyTotals, type Scope, scopeOf, taskOf } from '../report/summary/scope.js';
import {
  FIRST_DATA_ROW,
  joinBlocks,
  type PlannedBlock,
  planNothing,
  type TableColumn,
} from '../report/summary/table.js';
import { planTableSheet } from '../report/summary/table-sheet.js';
import { addDays } from '../workbook/date-serial.js';
import { sheetNameFor } from '../workbook/excel-limits.js';
import { NUMBER_FORMATS, STYLES, textWidth } from '../workbook/theme.js';
import type { CellStyle, PlannedValue, WorkbookPlan } from '../workbook/workbook-plan.js';
import type { PublishedRow } from './publish-form.js';

/** When the table hangs out for everybody to see. */
export interface DisclosurePeriod {
  /** An ISO date; null: to be filled in by hand. */
  readonly from: string | null;
  readonly days: number;
}

/** What a disclosed form's table is called: 捐赠款物统计表 becomes 捐赠款物公示表. */
export function disclosureTitle({ title }: Pick<FormDefinition, 'title'>): string {
  return `${title.replace(/(?:统计|对接|登记|明细|汇总)?表$/, '')}公示表`;
}

/** A column of a disclosed field, and the total that stands below it. */
interface FieldColumn extends TableColumn {
  readonly style: CellStyle;
  /** Null where nothing is added. */
  readonly figure: Figure | null;
}

/** Columns before those of the form: 序号 and 填报单位. */
const LEADING = 2;
const NUMBER_WIDTH = 6;
const UNIT_WIDTH = [14, 28] as const;
const TEXT_WIDTH = [8, 28] as const;
/** Texts no wider stand in the middle, apart from the numbers beside them. */
const SHORT_TEXT = 4;
const DATE_WIDTH = 12;
const DATE_STYLE: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.date };
const TO_FILL_IN = '＿＿＿＿＿＿';

/** Plans one form's table for publication, out of rows that may be published. */
export function planDisclosure(
  summary: Summary,
  form: FormDefinition,
  rows: readonly PublishedRow[],
  period: DisclosurePeriod,
): WorkbookPlan {
  const scope = scopeOf(summary, null);
  const title = disclosureTitle(form);
  const fields = form.disclosure!.fields.map((key) => fieldOf(form, key));
  const columns = fields.map((field, index) =>
    columnOf(
      scope,
      form,
      field,
      rows.map((row) => row.values[index] ?? null),
    ),
  );
  const unitWidth = fitWidth(
    rows.map((row) => row.unit),
    UNIT_WIDTH,
    '填报单位',
  );
  const tableColumns: readonly TableColumn[] = [
    { header: '序号', group: null, width: NUMBER_WIDTH },
    { header: '填报单位', group: null, width: unitWidth },
    ...columns,
  ];
  const sheet = planTableSheet(scope, {
    name: sheetNameFor(title, new Set()),
    title: `${scope.area}${title}`,
    subtitle: subtitleOf(scope, form, rows.length, period),
    columns: tableColumns,
    header: 'banded',
    body: planBody(scope, form, rows, columns, tableColumns),
    notes: notesOf(form, summary.campaign),
    frozenColumns: LEADING,
    filterTo: null,
  });
  return { title: `${scope.area}${title}`, sheets: [sheet], activeSheetIndex: 0, writtenAt: summary.asOf };
}

function subtitleOf(scope: Scope, form: FormDefinition, rows: number, period: DisclosurePeriod): string {
  const { campaign, asOf } = scope.summary;
  const { periodStart, periodEnd } = taskOf(campaign, form);
  const totals = areaTotals(scope, form);
  const figures = measureFigures(form)
    .filter(({ key }) => form.keyMeasures.includes(key))
    .map((figure) => `${figure.title} ${figureText(figure, totals)}`);
  return [
    `公示单位：${campaign.receiver ?? TO_FILL_IN}　　公示期：${periodText(period)}　　监督电话：${campaign.phone ?? TO_FILL_IN}`,
    `统计时段：${formatPeriod(periodStart, periodEnd)}　　截至：${formatMoment(asOf)}　　金额单位：元`,
    [`共 ${rows} 行`, ...figures].join('，'),
  ].join('\n');
}

function periodText({ from, days }: DisclosurePeriod): string {
  return from === null
    ? `＿＿年＿＿月＿＿日至＿＿月＿＿日（${days} 天）`
    : `${formatPeriod(from, addDays(from, days - 1))}（${days} 天）`;
}

function columnOf(
  scope: Scope,
  form: FormDefinition,
  field: FieldDefinition,
  values: readonly PlannedValue[],
): FieldColumn {
  const header = field.unit === null ? field.title : `${field.title}\n（${field.unit}）`;
  const base = { header, group: field.group, figure: figureBelow(form, field) };
  const { isNumber, isMoney } = kindOf(field);
  if (isNumber || field.kind === 'decimal') {
    const format: NumberFormatName = isMoney ? 'amount' : field.kind === 'decimal' ? 'decimal' : 'integer';
    const largest = base.figure === null ? 0 : shownValue(base.figure, areaTotals(scope, form));
    const texts = [...values, largest].map((value) => numberText(Number(value ?? 0), format));
    return { ...base, width: fitWidth(texts, [8, 24], field.title), style: NUMBER_LOOKS[format] };
  }
  if (field.kind === 'date') return { ...base, width: DATE_WIDTH, style: DATE_STYLE };
  const texts = values.map((value) => (typeof value === 'string' ? value : ''));
  const isShort = texts.every((text) => textWidth(text) <= SHORT_TEXT);
  const style = field.kind === 'text' && !isShort ? STYLES.cell : STYLES.centered;
  return { ...base, width: fitWidth(texts, TEXT_WIDTH, field.title), style };
}

/** The total of a column, as the summary has it: the field's own, or a derived one that adds the field. */
function figureBelow(form: FormDefinition, field: FieldDefinition): Figure | null {
  const derived = form.derivedMeasures.find(
    ({ kind, field: added }) => kind === 'sum' && added === field.key,
  );
  const key = field.measure === null ? derived?.key : field.key;
  return measureFigures(form).find((figure) => figure.key === key) ?? null;
}

function numberText(value: number, format: NumberFormatName): string {
  const [whole = '', fraction = ''] = Math.abs(value)
    .toFixed(format === 'amount' ? 2 : 0)
    .split('.');
  return `${whole}${','.repeat(Math.floor((whole.length - 1) / 3))}.${fraction}`;
}

/** Wide enough for the longest text within bounds, and for the header in two lines. */
function fitWidth(
  texts: readonly string[],
  [least, most]: readonly [number, number],
  header: string,
): number {
  const head = Math.ceil(textWidth(header) / 2) + 2;
  const longest = texts.reduce((width, text) => Math.max(width, textWidth(text)), 0);
  return Math.min(most, Math.max(least, head, longest + 2));
}

function planBody(
  scope: Scope,
  form: FormDefinition,
  rows: readonly PublishedRow[],
  columns: readonly FieldColumn[],
  tableColumns: readonly TableColumn[],
): PlannedBlock {
  if (rows.length === 0) return planNothing(FIRST_DATA_ROW, '没有数据。', tableColumns.length);
  const blocks: PlannedBlock[] = [];
  let rowNumber = FIRST_DATA_ROW;
  let serial = 1;
  const totalRow = (label: string, totals: ReturnType<typeof areaTotals>): PlannedBlock => {
    const at = rowNumber++;
    return {
      rows: [
        {
          rowNumber: at,
          height: rowHeight([{ text: label, width: tableColumns[0]!.width + tableColumns[1]!.width }]),
          cells: [
            cell(1, label, LOOKS.totalLabel),
            cell(2, null, LOOKS.totalLabel),
            ...columns.map(({ figure }, index) =>
              cell(
                LEADING + 1 + index,
                figure === null ? null : shownValue(figure, totals),
                TOTAL_LOOKS[figure?.format ?? 'text'],
              ),
            ),
          ],
        },
      ],
      merges: [{ top: at, left: 1, bottom: at, right: LEADING }],
    };
  };
  for (const [county, ofCounty] of groupBy(rows, (row) => row.county)) {
    blocks.push(totalRow(`${county}小计`, countyTotals(scope, form, county)));
    for (const row of ofCounty) {
      const texts = [
        String(serial),
        row.unit,
        ...row.values.map((value) => (typeof value === 'string' ? value : '')),
      ];
      blocks.push({
        rows: [
          {
            rowNumber,
            height: rowHeight(texts.map((text, index) => ({ text, width: tableColumns[index]!.width }))),
            cells: [
              cell(1, serial++, STYLES.centered),
              cell(2, row.unit, STYLES.cell),
              ...row.values.map((value, index) => cell(LEADING + 1 + index, value, columns[index]!.style)),
            ],
          },
        ],
        merges: [],
      });
      rowNumber++;
    }
  }
  blocks.push(totalRow('合计', areaTotals(scope, form)));
  return joinBlocks(...blocks);
}

function notesOf(form: FormDefinition, { phone }: Campaign): readonly string[] {
  const fields = form.disclosure!.fields.map((key) => fieldOf(form, key));
  const has = (...kinds: readonly FieldDefinition['privacy'][]) =>
    fields.some((field) => field.privacy !== null && kinds.includes(field.privacy));
  const hidden = [
    ...(has('name', 'party') ? ['个人姓名只写姓氏或第一个字，其余用“*”代替'] : []),
    ...(has('phone') ? ['电话号码隐去中间几位'] : []),
    ...(has('place', 'minorsPlace') ? ['住址只写到村（社区）或乡镇'] : []),
    ...(form.disclosure!.isMinor === null ? [] : ['未成年人的住址、学校和电话不公开']),
    ...(form.disclosure!.agrees === null ? [] : ['本人同意公开姓名的照写']),
  ];
  const isPartly = form.derivedMeasures.some(({ kind, when }) => kind === 'sum' && when !== null);
  return [
    `说明：${['数据取自已计入汇总的报表，各县（市）和合计与汇总表一致', ...hidden].join('；')}。`,
    ...(isPartly ? ['按规定不计入的行照列，不加进县（市）和合计的数字。'] : []),
    `对公示内容有异议的，请在公示期内反映${phone === null ? '' : `，监督电话：${phone}`}。`,
  ];
}
