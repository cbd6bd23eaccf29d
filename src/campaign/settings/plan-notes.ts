import { HAND_KEPT_PRINT, LABEL_STYLE } from '../../hand-kept/hand-kept-styles.js';
import { STYLES, wrappedLines } from '../../workbook/theme.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { SETTINGS_SHEETS } from '../settings-layout.js';

const NOTES: readonly (readonly [string, string])[] = [
  ['一、设置', '写明活动名称、地区名称、统计时段、截止时间。“说明”列写着“必填”的都要填。'],
  [
    '二、报送任务',
    '本次要报哪几张表，“启用”填“是”。统计时段和截止时间空着，就用《设置》里的。' +
      '“应报单位”写哪些单位要报：全部，或单位类别、县（市）、单位名称；《单位名册》里有这张表的列时，以名册为准，这里空着。',
  ],
  [
    '三、材料',
    '可以不填。除表以外还要收活动方案、活动总结、活动照片等的，“启用”填“是”；也可以自己加行。' +
      '来件按文件名、文件夹名、邮件主题里的“识别词”归到各种材料。一种也不启用，就只收表。',
  ],
  [
    '四、单位名册',
    '一行一个单位。地区直属单位的“所属县（市）”空着。以表名为列名的几列填“是”，就是要报这张表。' +
      '别名写单位常用的简称，几个别名之间用“、”隔开；同一个县里名称和别名不能重复。单位编码可以空着。',
  ],
  [
    '五、收件登记',
    '可以不填。邮件、纸质件等收到时间另有依据的，准予延期的，免报的，在这里登记。表名空着即该单位的全部表和材料。',
  ],
  [
    '六、人工认定',
    '可以不填。汇总后对拿不准的文件，从《校验问题清单》里把现成的一行粘贴到这里，只需办一次，以后每次汇总都照此办理。',
  ],
  [
    '七、改完以后',
    '保存并关闭本文件，再运行汇总。填错的地方会指出在哪张工作表的哪一格。列可以增加和调换位置，列名不要改。',
  ],
];

/** 填写说明: how the workbook is filled in. */
export function planNotes(): SheetPlan {
  const widths = [18, 92];
  return {
    name: SETTINGS_SHEETS.notes,
    columnWidths: widths,
    rows: [
      {
        rowNumber: 1,
        height: 30,
        cells: [{ columnNumber: 1, value: '活动设置怎样填', style: STYLES.title }],
      },
      ...NOTES.map(([title, text], index) => ({
        rowNumber: index + 2,
        height: 18 * wrappedLines(text, widths[1]!) + 8,
        cells: [
          { columnNumber: 1, value: title, style: LABEL_STYLE },
          { columnNumber: 2, value: text, style: STYLES.cell },
        ],
      })),
    ],
    merges: [{ top: 1, left: 1, bottom: 1, right: 2 }],
    print: HAND_KEPT_PRINT,
    showGridLines: false,
  };
}
