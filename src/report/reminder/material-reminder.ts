import { formatMoment } from '../../campaign/beijing-time.js';
import { countyOf, type Material } from '../../campaign/campaign.js';
import type { MaterialEntry, Summary } from '../../merge/summary.js';
import { formatDeadline } from '../deadline-text.js';
import { formatCount, formatPercent } from '../format-figures.js';
import { isShort, listMaterials, shortcomings, type UnitMaterial } from '../lists/material-entries.js';
import { formatNames, formatNamesByCounty, type NamedUnit, nameUnit } from './names-by-county.js';
import { formatRequest } from './reminder-request.js';

/** Where the units that owe a material stand; `owed` = `received` + `pending` + `missing`. */
interface MaterialCounts {
  readonly owed: number;
  readonly received: number;
  /** Of those received: too few, too small or locked. */
  readonly queried: number;
  readonly pending: number;
  readonly missing: number;
  readonly late: number;
  readonly exempt: number;
}

function countMaterials(items: readonly MaterialEntry[]): MaterialCounts {
  const owed = items.filter(({ isOwed, status }) => isOwed && status !== 'exempt');
  const count = (test: (entry: MaterialEntry) => boolean) => owed.filter(test).length;
  return {
    owed: owed.length,
    received: count(({ status }) => status === 'accepted' || status === 'queried'),
    queried: count(({ status }) => status === 'queried'),
    pending: count(({ status }) => status === 'pending'),
    missing: count(({ status }) => status === 'missing'),
    late: count(({ late }) => late),
    exempt: items.filter(({ isOwed, status }) => isOwed && status === 'exempt').length,
  };
}

/**
 * The 催报 text of one material: how many have sent it, who has not, who not enough, by when and to whom. `county`
 * null: every county.
 */
export function formatMaterialReminder(summary: Summary, material: Material, county: string | null): string {
  const items = listMaterials(summary).filter(
    (item) =>
      item.material === material && item.entry.isOwed && (county === null || countyOf(item.unit) === county),
  );
  const counts = countMaterials(items.map(({ entry }) => entry));
  const heading = `${county ?? ''}${material.name}报送情况（截至${formatMoment(summary.asOf)}）：`;
  if (counts.owed === 0) return `${heading}没有应报单位。`;
  const figures = [
    `应报 ${formatCount(counts.owed)} 个单位${counts.exempt === 0 ? '' : `（另有免报 ${formatCount(counts.exempt)} 个）`}`,
    `已报 ${formatCount(counts.received)} 个`,
    ...(counts.pending === 0 ? [] : [`已来件待处理 ${formatCount(counts.pending)} 个`]),
    `未报 ${formatCount(counts.missing)} 个`,
    `报送率 ${formatPercent(counts.received / counts.owed)}`,
  ].join('，');
  const missing = items
    .filter(({ entry }) => entry.status === 'missing')
    .map((item) => nameUnit(item.unit, remarksOfMissing(summary, item)));
  const short = items.filter(isShort).map((item) => nameUnit(item.unit, shortcomings(item)));
  const list = (names: readonly NamedUnit[]) =>
    county === null ? formatNamesByCounty(summary.campaign, names) : formatNames(names);
  const names = [
    ...(missing.length === 0 ? [] : [`未报单位：${list(missing)}。`]),
    ...(short.length === 0 ? [] : [`请补报：${list(short)}。`]),
  ];
  if (names.length === 0) return `${heading}${figures}。`;
  return `${heading}${figures}。${names.join('')}${formatRequest(summary, material.deadline)}`;
}

function remarksOfMissing({ asOf }: Summary, { due }: UnitMaterial): readonly string[] {
  return due.isExtended && due.moment > asOf ? [`延期至${formatDeadline(due.moment)}`] : [];
}

/** The table 材料 of `bangfu status`: a line a material, under these headers. */
export const MATERIAL_STATUS_COLUMNS = [
  '应报',
  '已报',
  '其中待说明',
  '待处理',
  '未报',
  '迟报',
  '报送率',
] as const;

export function materialStatusRows(summary: Summary): readonly (readonly string[])[] {
  const { campaign, materials } = summary;
  return campaign.materials.map(({ name }) => {
    const counts = countMaterials(materials.entries.filter((entry) => entry.material === name));
    const { owed, received, queried, pending, missing, late } = counts;
    return [
      name,
      ...[owed, received, queried, pending, missing, late].map(formatCount),
      formatPercent(materials.rates.prefecture.get(name)?.rate ?? null),
    ];
  });
}
