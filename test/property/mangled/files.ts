import { type Evidence, NOTHING, plain, type Random } from './evidence.js';
import { atHome, byAnAlias, byName, byOfficialEnding, countyOf, withPlace } from './names.js';
import type { KnownUnit } from './roster.js';

// What files and folders are called.

export const FILES_OF_NOBODY = [
  '新建 Microsoft Excel 工作表',
  '汇总(1)',
  '报表-最终版2',
  '附件1',
  '结对帮扶活动月统计表',
  '工作簿1',
  'Book1',
  '2020年10月报表',
  '10.18',
  '20201018上报',
  '微信图片_20201018101112',
  '帮扶情况统计表（最新）',
  '表格(10)',
  '1',
  '2-1',
  '副本 附件2：捐赠款物统计表',
  '关于报送活动月统计表的回复',
  '打印版A4',
  '张三报',
  '扶贫日活动月统计表 - 副本',
  '帮扶红旗村统计表',
  '沙湾村走访台账',
  '结对帮扶额敏镇红旗村统计表',
  '捐赠给二工镇的物资表',
  '托里镇红旗村走访台账',
];

/** A file's name with the unit in it. */
export function fileNamed(evidence: Evidence, known: KnownUnit, random: Random): Evidence {
  const { text } = evidence;
  const county = countyOf(known);
  const place = county ?? '地直单位';
  return random.pick<() => Evidence>([
    () => evidence,
    () => evidence,
    () => ({ ...evidence, text: `${text}捐赠款物统计表` }),
    () => ({ ...evidence, text: `附件1-3 ${text} 结对帮扶活动月` }),
    () => ({ ...evidence, text: `结对帮扶活动月统计表（${text}）` }),
    () => ({ ...evidence, text: `${text}（盖章版）` }),
    () => ({ ...evidence, text: `2020年10月${text}上报` }),
    () => ({ ...evidence, text: `${text}-最终版(2)` }),
    () => ({ ...evidence, text: `${place}-${text}-报表`, county: place }),
    () => ({ ...evidence, text: `${text}_${place}`, county: place }),
  ])();
}

export function nameForFile(known: KnownUnit, random: Random): Evidence {
  const name = plain(known.unit.name, ...byName.get(known.unit.name)!);
  return (
    random.pick<() => Evidence | null>([
      () => name,
      () => name,
      () => withPlace(known, random),
      () => atHome(known),
      () => byOfficialEnding(known, random),
      () => byAnAlias(known, random),
    ])() ?? name
  );
}

export function countyFolder(known: KnownUnit, random: Random): Evidence {
  const county = countyOf(known) ?? '地直单位';
  return { ...NOTHING, text: random.pick([county, county, `${county}报送`, `1018${county}`]), county };
}
