import { formatMoment } from '../../../campaign/beijing-time.js';
import { countyOf } from '../../../campaign/campaign.js';
import { type BreakdownDefinition, type FormDefinition, fieldOf } from '../../../form/form-definition.js';
import { kindOf } from '../../../form/kinds/field-kinds.js';
import { compileTotals } from '../../../form/record-totals.js';
import { NOT_SAID } from '../../../form/said.js';
import { TOTAL_TITLE } from '../../../form/shell.js';
import type { Totals } from '../../../merge/summary.js';
import { STYLES } from '../../../workbook/theme.js';
import type { CellOrigin, CellStyle, RowGroup, SheetPlan } from '../../../workbook/workbook-plan.js';
import { figureOrigin } from '../../cell-origins.js';
import { type Figure, measureFigures, shownValue } from '../figures.js';
import { formatPeriod, LOOKS, NUMBER_LOOKS, TOTAL_LOOKS } from '../formats.js';
import { planSummaryList, type SummaryColumn } from '../list.js';
import { areaOf, areaTotals, type Scope, taskOf } from '../scope.js';
import { groupRecords, type OwnedRecord, type RecordGroup } from './group-records.js';

/** One line of the totals: a value with its records, or the whole. */
interface TotalLine {
  readonly title: string;
  readonly units: number;
  readonly totals: Totals;
  /** The rows that it adds up; null: all. */
  readonly group: RowGroup | null;
}

/** The sheets of a form's breakdowns: totals by value, and the texts of all units side by side under each value. */
export function planBreakdownSheets(scope: Scope, form: FormDefinition): readonly SheetPlan[] {
  return form.breakdowns.flatMap((breakdown, index) => {
    const names = scope.names.breakdowns.get(form.key)?.[index];
    if (names === undefined) return [];
    const groups = groupRecords(scope, form, breakdown.by);
    return [
      ...(names.totals === null ? [] : [planTotals(scope, form, breakdown, groups, names.totals)]),
      ...(names.texts === null ? [] : [planTexts(scope, form, breakdown, groups, names.texts)]),
    ];
  });
}

function subtitleOf(scope: Scope, form: FormDefinition): string {
  const { periodStart, periodEnd } = taskOf(scope.summary.campaign, form);
  return `${formatPeriod(periodStart, periodEnd)}　截至：${formatMoment(scope.summary.asOf)}`;
}

function planTotals(
  scope: Scope,
  form: FormDefinition,
  breakdown: BreakdownDefinition,
  groups: readonly RecordGroup[],
  name: string,
): SheetPlan {
  const add = compileTotals(form);
  const lines = groups.map(
    ({ value, said, records }): TotalLine => ({
      title: value ?? NOT_SAID,
      units: new Set(records.map(({ unit }) => unit.code)).size,
      totals: add(records.map(({ record }) => record)),
      group: { field: breakdown.by, values: said },
    }),
  );
  const whole: TotalLine = {
    title: TOTAL_TITLE,
    units: new Set(groups.flatMap(({ records }) => records.map(({ unit }) => unit.code))).size,
    totals: areaTotals(scope, form) ?? add([]),
    group: null,
  };
  const figures = measureFigures(form).filter(({ key }) => breakdown.measures.includes(key));
  return planSummaryList<TotalLine>(scope, {
    name,
    title: `${scope.area}${breakdown.title}`,
    subtitle: subtitleOf(scope, form),
    columns: [
      {
        header: '序号',
        width: 6,
        value: (line, { index }) => (line.group === null ? null : index + 1),
        style: (line) => (line.group === null ? LOOKS.totalLabel : STYLES.centered),
      },
      {
        header: fieldOf(form, breakdown.by).title,
        width: [16, 40],
        value: (line) => line.title,
        style: (line) => (line.group === null ? LOOKS.totalLabel : STYLES.cell),
      },
      numberColumn(
        '填报单位\n（个）',
        'integer',
        (line) => line.units,
        ({ group }) => ({ plus: [{ kind: 'units', form: form.key, area: areaOf(scope), group }] }),
      ),
      ...figures.map((figure) => figureColumnOf(scope, form, figure)),
    ],
    rows: [...lines, whole],
    whenEmpty: '没有数据。',
    notes: [`说明：数据来自“${form.title}”已计入的各行；“${NOT_SAID}”是这一栏没有填或认不出的行。`],
  });
}

function figureColumnOf(scope: Scope, form: FormDefinition, figure: Figure): SummaryColumn<TotalLine> {
  return numberColumn(
    figure.header,
    figure.format,
    (line) => shownValue(figure, line.totals),
    (line) => figureOrigin(form, figure.key, areaOf(scope), line.group),
  );
}

function numberColumn(
  header: string,
  format: Figure['format'],
  value: (line: TotalLine) => number,
  origin: (line: TotalLine) => CellOrigin,
): SummaryColumn<TotalLine> {
  return {
    header,
    width: 15,
    value,
    origin,
    style: (line): CellStyle => (line.group === null ? TOTAL_LOOKS : NUMBER_LOOKS)[format],
  };
}

function planTexts(
  scope: Scope,
  form: FormDefinition,
  breakdown: BreakdownDefinition,
  groups: readonly RecordGroup[],
  name: string,
): SheetPlan {
  const texts = breakdown.texts.map((key) => ({ field: fieldOf(form, key), index: indexOf(form, key) }));
  const textOf = ({ unit, record }: OwnedRecord, { field, index }: (typeof texts)[number]): string => {
    const value = record.values[index] ?? null;
    return value === null ? '' : scope.maskText(unit, kindOf(field).format(value));
  };
  const rows = groups.flatMap(({ value, records }) =>
    records
      .filter((owned) => texts.some((text) => textOf(owned, text) !== ''))
      .map((owned) => ({ value: value ?? NOT_SAID, ...owned })),
  );
  return planSummaryList<(typeof rows)[number]>(scope, {
    name,
    title: `${scope.area}${breakdown.title}`,
    subtitle: subtitleOf(scope, form),
    columns: [
      { header: '序号', width: 6, value: (_, { index }) => index + 1, style: STYLES.centered },
      { header: fieldOf(form, breakdown.by).title, width: [16, 36], value: (row) => row.value },
      { header: '县（市）', width: [10, 16], value: (row) => countyOf(row.unit) },
      { header: '单位名称', width: [18, 32], value: (row) => row.unit.name },
      ...texts.map((text) => ({
        header: text.field.title,
        width: [20, 60] as const,
        value: (row: OwnedRecord) => textOf(row, text),
      })),
    ],
    rows,
    whenEmpty: '没有填写文字。',
    notes: ['说明：文字按单位并列，照原样抄录，不合并、不删改；电话、证件号码和个人姓名隐去，原文见底稿。'],
  });
}

function indexOf(form: FormDefinition, key: string): number {
  return form.fields.findIndex((field) => field.key === key);
}
