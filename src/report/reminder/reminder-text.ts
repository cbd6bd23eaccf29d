import { formatMoment } from '../../campaign/beijing-time.js';
import { countiesOf, countyOf, extensionOf, type Unit, unitsByCode } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import type { CompletenessEntry, ReportingRates, Summary } from '../../merge/summary.js';
import { textWidth } from '../../workbook/theme.js';
import { formatDeadline } from '../deadline-text.js';
import { formatCount, formatPercent } from '../format-figures.js';
import { countStatuses, isUnreported, type StatusCounts } from '../status-counts.js';
import { MATERIAL_STATUS_COLUMNS, materialStatusRows } from './material-reminder.js';
import { formatNames, formatNamesByCounty, type NamedUnit, nameUnit } from './names-by-county.js';
import { formatRequest } from './reminder-request.js';

/**
 * The 催报 text to paste into a chat group or a mail: how many have reported, who has not, by when and to whom.
 * `form` null: a paragraph per form; `county` null: every county.
 */
export function formatReminder(summary: Summary, form: FormDefinition | null, county: string | null): string {
  const forms = form === null ? summary.forms : [form];
  return forms.map((item) => formatFormReminder(summary, item, county)).join('\n\n');
}

function formatFormReminder(summary: Summary, form: FormDefinition, county: string | null): string {
  const task = summary.campaign.tasks.find((item) => item.form === form.key);
  const units = unitsByCode(summary.campaign);
  const entries = entriesOf(summary, form.key, county, units);
  const counts = countStatuses(entries);
  const place = county ?? '';
  const heading = `${place}《${task?.title ?? form.title}》报送情况（截至${formatMoment(summary.asOf)}）：`;
  if (counts.owed === 0) return `${heading}没有应报单位${formatExempt(counts)}。`;
  const figures = formatCounts(counts, ratesOf(summary, form.key, county));
  const missing = entries.filter((entry) => isUnreported(entry.status));
  if (missing.length === 0) return `${heading}${figures}${formatNobodyMissing(counts)}`;
  const names = formatMissingUnits(summary, missing, units, county);
  return `${heading}${figures}未报送单位：${names}。${formatRequest(summary, task?.deadline ?? null)}`;
}

function formatCounts(counts: StatusCounts, rates: ReportingRates | null): string {
  const { owed, received, accepted, returned, pending, missing } = counts;
  const parts = [
    `应报 ${formatCount(owed)} 个单位${formatExempt(counts)}`,
    `已报 ${formatCount(received)} 个${received === 0 ? '' : `（合格 ${formatCount(accepted)} 个、待改 ${formatCount(returned)} 个）`}`,
    ...(pending === 0 ? [] : [`已来件待处理 ${formatCount(pending)} 个`]),
    `未报送 ${formatCount(missing)} 个`,
    `报送率 ${formatPercent(rates?.rate ?? null)}`,
  ];
  return `${parts.join('，')}。`;
}

function formatExempt(counts: StatusCounts): string {
  return counts.exempt === 0 ? '' : `（另有免报 ${formatCount(counts.exempt)} 个）`;
}

function formatNobodyMissing(counts: StatusCounts): string {
  if (counts.pending > 0) return '没有未报送的单位，已来件待处理的正在核实。';
  return counts.returned > 0
    ? '应报单位已全部报送，待改的请尽快改正后重报。'
    : '应报单位已全部报送，感谢支持。';
}

/** Names in roster order; over several counties each county's stand behind its name. */
function formatMissingUnits(
  summary: Summary,
  missing: readonly CompletenessEntry[],
  units: ReadonlyMap<string, Unit>,
  county: string | null,
): string {
  const names = missing.flatMap((entry): NamedUnit[] => {
    const unit = units.get(entry.unit);
    if (unit === undefined) return [];
    const extendedTo = extensionOf(summary.campaign, entry.unit, entry.form);
    return [
      nameUnit(unit, [
        ...(entry.status === 'empty' ? ['交来的是空表'] : []),
        ...(extendedTo !== null && extendedTo > summary.asOf ? [`延期至${formatDeadline(extendedTo)}`] : []),
      ]),
    ];
  });
  return county === null ? formatNamesByCounty(summary.campaign, names) : formatNames(names);
}

const STATUS_COLUMNS = ['应报', '已报', '其中待改', '待处理', '未报送', '迟报', '报送率'] as const;

/** Per form and county who has reported, aligned for a terminal; what `bangfu status` prints. */
export function formatStatusTable(summary: Summary): string {
  const units = unitsByCode(summary.campaign);
  const counties = countiesOf(summary.campaign);
  const blocks = summary.forms.map((form) => {
    const deadline = summary.campaign.tasks.find((task) => task.form === form.key)?.deadline;
    const row = (label: string, county: string | null) =>
      statusCells(
        label,
        entriesOf(summary, form.key, county, units),
        ratesOf(summary, form.key, county)?.rate ?? null,
      );
    const table = [
      ['县（市）', ...STATUS_COLUMNS],
      ...counties.map((county) => row(county, county)),
      row('合计', null),
    ];
    return { heading: `${form.title}${deadline ? `（截止 ${formatDeadline(deadline)}）` : ''}`, table };
  });
  const materials = materialStatusRows(summary);
  const all = [
    ...blocks,
    ...(materials.length === 0
      ? []
      : [{ heading: '材料', table: [['材料名称', ...MATERIAL_STATUS_COLUMNS], ...materials] }]),
  ];
  // One set of widths for all tables: the same figure stands in the same place in each.
  const widths = columnWidths(all.flatMap((block) => block.table));
  const texts = all.map(
    (block) => `${block.heading}\n${block.table.map((cells) => alignCells(cells, widths)).join('\n')}`,
  );
  const title = `${summary.campaign.name}报送情况　截至 ${formatMoment(summary.asOf)}`;
  return [title, ...texts].join('\n\n');
}

function statusCells(label: string, entries: readonly CompletenessEntry[], rate: number | null): string[] {
  const { owed, received, returned, pending, missing, late } = countStatuses(entries);
  const counts = [owed, received, returned, pending, missing, late].map(formatCount);
  return [label, ...counts, formatPercent(rate)];
}

function columnWidths(table: readonly (readonly string[])[]): number[] {
  const [first = []] = table;
  return first.map((_, index) => Math.max(...table.map((cells) => textWidth(cells[index] ?? ''))));
}

/** The first cell to the left, figures to the right. */
function alignCells(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((text, index) => {
      const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - textWidth(text)));
      return index === 0 ? text + blanks : blanks + text;
    })
    .join('  ');
}

function entriesOf(
  summary: Summary,
  form: string,
  county: string | null,
  units: ReadonlyMap<string, Unit>,
): CompletenessEntry[] {
  return summary.completeness.filter(
    (entry) => entry.form === form && (county === null || countyOfEntry(entry, units) === county),
  );
}

function countyOfEntry(entry: CompletenessEntry, units: ReadonlyMap<string, Unit>): string | null {
  const unit = units.get(entry.unit);
  return unit === undefined ? null : countyOf(unit);
}

function ratesOf(summary: Summary, form: string, county: string | null): ReportingRates | null {
  const rates = county === null ? summary.rates.prefecture : summary.rates.counties.get(county);
  return rates?.get(form) ?? null;
}
