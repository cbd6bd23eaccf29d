import { HAND_KEPT_PRINT, LABEL_STYLE } from '../hand-kept/hand-kept-styles.js';
import { STYLES, wrappedLines } from '../workbook/theme.js';
import type { CellStyle, PlannedRow, SheetPlan } from '../workbook/workbook-plan.js';
import { DEFINITION_SHEETS } from './definition-layout.js';

type Line = readonly [string, string];

const HOW: readonly Line[] = [
  ['一、表', '只有表名必须填。其余空着，就按“说明”列写的办。'],
  [
    '二、字段',
    '一行一栏，写标题、类型、单位；选项写在一格里，用“、”隔开。序号、填报单位、合计行不用写，模板会自动加上。',
  ],
  ['三、审核关系', '可以空着。写应当成立的关系，不成立的就是问题。写法见下面。'],
  ['四、其余各表', '都可以空着。空着时按字段的计量汇总，图表自动画。'],
  [
    '五、改完以后',
    '把本文件放进活动文件夹的“表格定义”文件夹，文件名随意。先用 bangfu form check 检查一遍：写错的地方会指出在哪张工作表的哪一格、怎么改。' +
      '列可以增加和调换位置，列名不要改。',
  ],
];

const RELATIONS: readonly Line[] = [
  [
    '比较',
    '走访户数 <= 结对帮扶户数　　< <= > >= = <>，也可以写 ≤ ≥ ≠，或 大于、小于、不大于、不小于、等于、不等于',
  ],
  ['加减乘除', '实际金额 <= 预计金额 * 1.2　　收入 - 支出 = 结余　　合计(甲栏，乙栏，丙栏) <= 100'],
  ['允许尾差', '填报的(合计金额) = 捐款金额 + 折价金额 ± 0.01'],
  ['填报的(…)', '自动计算的栏里，填报单位自己填的数。拿它和算出来的数比较'],
  ['选项和文字', '对接状态 = "已实现"　　对接状态 属于 ["已对接"，"已实现"]　　文字要加引号'],
  ['如果……就……', '对接状态 = "已实现" → 完成日期 不为空　　箭头写 → 或 ->，左边成立时才看右边'],
  ['且、或、非', '(甲栏 > 0 或 乙栏 > 0) 且 非 (丙栏 为空)　　拿不准先后的加括号'],
  ['日期', '捐赠日期 >= 统计时段起 且 捐赠日期 <= 统计时段止　　完成日期 >= "2020-10-01"'],
  ['电话', '是电话号码(联系电话)'],
  ['不许重复', '本单位内不重复(票据号)　　全部单位不重复(捐赠单位，捐赠日期) 除非 捐赠方类型 = "职工集体"'],
  ['至少几次', '每季度至少(走访日期，1)　　每月至少(…)　　每年至少(走访日期，4)'],
  ['哪类单位不填', '单位类别不填报("中小学")'],
  [
    '栏目的名称',
    '写字段标题；几栏标题相同的写 分组/标题；标题里有加减号、“且”“或”等字，容易看错的，外面加【】，如 【其中：单位领导】 <= 参加走访干部',
  ],
];

const WIDTHS = [26, 104] as const;
const HEADING: CellStyle = { ...STYLES.title, font: { ...STYLES.title.font, size: 12 }, horizontal: 'left' };

/** 填写说明: how the workbook is filled in, and how relations are written. */
export function planDefinitionNotes(): SheetPlan {
  const lines: readonly (Line | string)[] = [...HOW, '关系怎样写', ...RELATIONS];
  return {
    name: DEFINITION_SHEETS.notes,
    columnWidths: WIDTHS,
    rows: [
      {
        rowNumber: 1,
        height: 30,
        cells: [{ columnNumber: 1, value: '表格定义怎样填', style: STYLES.title }],
      },
      ...lines.map((line, index): PlannedRow => {
        const rowNumber = index + 2;
        if (typeof line === 'string')
          return { rowNumber, height: 30, cells: [{ columnNumber: 1, value: line, style: HEADING }] };
        return {
          rowNumber,
          height: 16 * wrappedLines(line[1], WIDTHS[1]) + 8,
          cells: [
            { columnNumber: 1, value: line[0], style: LABEL_STYLE },
            { columnNumber: 2, value: line[1], style: STYLES.cell },
          ],
        };
      }),
    ],
    merges: [{ top: 1, left: 1, bottom: 1, right: 2 }],
    print: HAND_KEPT_PRINT,
    showGridLines: false,
  };
}
