import { formatMoment } from '../../campaign/beijing-time.js';
import type { Material, Unit } from '../../campaign/campaign.js';
import { formatFormats } from '../../campaign/usual-materials.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { formatDeadline } from '../deadline-text.js';
import { listMaterials, materialLook, materialText, type UnitMaterial } from '../lists/material-entries.js';
import { LOOKS, NO_NUMBER } from './formats.js';
import { categoryColumn, leadingColumns, planSummaryList, type SummaryColumn } from './list.js';
import { areaMaterialRates, type Scope } from './scope.js';

/** 材料报送: every unit by every material, how many files came, when, and what is not enough. */
export function planMaterialsSheet(scope: Scope, name: string): SheetPlan {
  const { campaign, asOf } = scope.summary;
  const rows = new Map<string, UnitMaterial>();
  for (const item of listMaterials(scope.summary)) rows.set(materialOf(item.unit, item.material.name), item);
  const find = (unit: Unit, material: string) => rows.get(materialOf(unit, material));
  const unitOf = (unit: Unit) => unit;
  const asked = scope.units.filter((unit) => campaign.materials.some((item) => find(unit, item.name)));
  const counts = campaign.materials.map((material) => {
    const { owed, received } = areaMaterialRates(scope, material.name);
    return `${material.name} 应报 ${owed} 家、已报 ${received} 家`;
  });
  return planSummaryList(scope, {
    name,
    title: `${scope.area}材料报送情况`,
    subtitle: `截至：${formatMoment(asOf)}　　${counts.join('；')}`,
    columns: [
      ...leadingColumns(scope, unitOf, [18, 32]),
      categoryColumn(unitOf),
      ...campaign.materials.map(
        ({ name: title }): SummaryColumn<Unit> => ({
          header: title,
          width: 20,
          value: (unit) => {
            const item = find(unit, title);
            return item === undefined ? NO_NUMBER : materialText(item);
          },
          style: (unit) => materialLook(find(unit, title)?.entry),
        }),
      ),
      ...paperColumn(scope),
      {
        header: '备注',
        width: [12, 30],
        value: (unit) =>
          campaign.materials.flatMap((material) => remarksOf(scope, find(unit, material.name))).join('；'),
      },
    ],
    rows: asked,
    whenEmpty: '没有要报材料的单位。',
    notes: [
      `说明：${campaign.materials.map(describeMaterial).join('；')}。`,
      `“已报”后是份数（内容相同的只算一份）和第一份的收到时间；“缺”是没有收到；“已来件待处理”是收到了但打不开，或分不清是哪种材料；“${NO_NUMBER}”是不要求该单位报送。`,
    ],
  });
}

function materialOf(unit: Unit, material: string): string {
  return JSON.stringify([unit.code, material]);
}

/** `活动照片（图片，至少 4 份，每张 300 万像素以上，10月18日 18:00 前）`. */
function describeMaterial(material: Material): string {
  const parts = [
    formatFormats(material.formats),
    ...(material.leastFiles > 1 ? [`至少 ${material.leastFiles} 份`] : []),
    ...(material.leastPixels > 0 ? [`每张图片不低于 ${material.leastPixels / 10_000} 万像素`] : []),
    `截止 ${formatDeadline(material.deadline)}`,
  ];
  return `${material.name}（${parts.join('，')}）`;
}

function remarksOf(scope: Scope, item: UnitMaterial | undefined): readonly string[] {
  if (item === undefined) return [];
  const { unit, entry, material } = item;
  return [
    ...(entry.status === 'exempt' && entry.reason !== null
      ? [`${material.name}免报：${scope.maskText(unit, entry.reason)}`]
      : []),
    ...(entry.paperReceived ? [`${material.name}纸质件已收`] : []),
    ...(entry.isOwed ? [] : [`${material.name}不要求报送`]),
  ];
}

/** 纸质盖章件 of the tables that are wanted on paper too; no column where none is. */
function paperColumn(scope: Scope): readonly SummaryColumn<Unit>[] {
  const { materials, forms } = scope.summary;
  if (materials.papers.length === 0) return [];
  const titles = new Map(forms.map((form) => [form.key, form.title]));
  const papersOf = (unit: Unit) => materials.papers.filter((paper) => paper.unit === unit.code);
  return [
    {
      header: '报表纸质盖章件',
      width: 22,
      value: (unit) => {
        const papers = papersOf(unit);
        if (papers.length === 0) return NO_NUMBER;
        const missing = papers.filter((paper) => !paper.received);
        const head = `已收 ${papers.length - missing.length}/${papers.length}`;
        return missing.length === 0
          ? head
          : `${head}\n缺：${missing.map((paper) => titles.get(paper.form) ?? paper.form).join('、')}`;
      },
      style: (unit) => {
        const papers = papersOf(unit);
        if (papers.length === 0) return LOOKS.muted;
        return papers.every((paper) => paper.received) ? LOOKS.good : LOOKS.query;
      },
    },
  ];
}
