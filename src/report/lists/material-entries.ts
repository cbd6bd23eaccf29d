import {
  countiesOf,
  countyOf,
  type DueDate,
  dueDateOfMaterial,
  type Material,
  type Unit,
} from '../../campaign/campaign.js';
import { STATUS_TITLES } from '../../issue/finding.js';
import type { MaterialEntry, Summary } from '../../merge/summary.js';
import type { CellStyle } from '../../workbook/workbook-plan.js';
import { groupBy } from '../group-by.js';
import { LOOKS } from '../summary/formats.js';
import { statusLook } from '../summary/status.js';

/** One unit and one material that it owes or has sent. */
export interface UnitMaterial {
  readonly unit: Unit;
  readonly material: Material;
  readonly entry: MaterialEntry;
  readonly due: DueDate;
}

/** What was asked for and what came beside tables: counties in roster order, 地直单位 last, then unit and material. */
export function listMaterials(summary: Summary): readonly UnitMaterial[] {
  const { campaign } = summary;
  const byUnit = groupBy(summary.materials.entries, (entry) => entry.unit);
  return countiesOf(campaign).flatMap((county) =>
    campaign.units
      .filter((unit) => countyOf(unit) === county)
      .flatMap((unit) =>
        campaign.materials.flatMap((material) =>
          (byUnit.get(unit.code) ?? [])
            .filter((entry) => entry.material === material.name)
            .map((entry) => ({
              unit,
              material,
              entry,
              due: dueDateOfMaterial(campaign, unit.code, material),
            })),
        ),
      ),
  );
}

/** `已报（5份，迟报）`, when the first came, and what is not enough; 缺 where nothing came. */
export function materialText({ entry, material }: UnitMaterial): string {
  if (entry.status === 'missing') return entry.overdue ? '缺（已逾期）' : '缺';
  if (entry.status === 'exempt' || entry.status === 'pending') return STATUS_TITLES[entry.status];
  const head = `已报（${entry.files.length}份${entry.late ? '，迟报' : ''}）`;
  const time = entry.receivedAt === null ? [] : [shortMoment(entry.receivedAt)];
  return [head, ...time, ...shortcomings({ entry, material })].join('\n');
}

/** What is not as it was asked for. */
export function shortcomings({
  entry,
  material,
}: Pick<UnitMaterial, 'entry' | 'material'>): readonly string[] {
  const count = entry.files.length;
  const small = entry.files.filter((file) => file.isSmall).length;
  return [
    ...(count > 0 && count < material.leastFiles ? [`不足 ${material.leastFiles} 份`] : []),
    ...(small > 0 ? [`像素不足 ${small} 份`] : []),
  ];
}

/** True for what was received and is to be added to. */
export function isShort(item: Pick<UnitMaterial, 'entry' | 'material'>): boolean {
  return item.entry.status === 'queried' && shortcomings(item).length > 0;
}

/** A late one that counts is no longer all well. */
export function materialLook(entry: MaterialEntry | undefined): CellStyle {
  const look = statusLook(entry?.status ?? null);
  return entry?.late && look === LOOKS.good ? LOOKS.query : look;
}

/** `10月17日 09:12`. */
function shortMoment(moment: string): string {
  return `${Number(moment.slice(5, 7))}月${Number(moment.slice(8, 10))}日 ${moment.slice(11, 16)}`;
}
