import { promptCheck, rangeCheck, wordsCheck } from '../../hand-kept/cell-checks.js';
import { CENTERED_TEXT_STYLE, PLAIN_NUMBER_STYLE } from '../../hand-kept/hand-kept-styles.js';
import {
  type HandKeptColumn,
  plainColumn,
  planHandKeptTable,
  yesNoColumn,
} from '../../hand-kept/hand-kept-table.js';
import type { SheetPlan } from '../../workbook/workbook-plan.js';
import { UNIT_CATEGORIES } from '../campaign.js';
import type { ContentMaterial, SettingsContent } from '../settings-content.js';
import { MATERIAL_COLUMNS, SETTINGS_SHEETS } from '../settings-layout.js';
import { ANY_FORMAT, FORMAT_WORDS, formatFormats } from '../usual-materials.js';
import { momentColumn } from './date-columns.js';

const FORMAT_CHOICES = [...Object.values(FORMAT_WORDS), 'Word、PDF', ANY_FORMAT];

/** 材料: what is asked for beside tables, and how it is known among what comes. */
export function planMaterials(
  content: Pick<SettingsContent, 'deadline'>,
  materials: readonly ContentMaterial[],
): SheetPlan {
  const { name, enabled, owedBy, deadline, formats, leastFiles, leastPixels, words, note } = MATERIAL_COLUMNS;
  const columns: readonly HandKeptColumn<ContentMaterial>[] = [
    plainColumn(
      name.title,
      20,
      (row) => row.name,
      promptCheck('如 活动方案、活动总结、活动照片；可自己增加'),
    ),
    yesNoColumn(enabled.title, '本次要报这种材料填“是”', (row) => row.enabled),
    plainColumn(
      owedBy.title,
      24,
      (row) => row.owedBy ?? '全部',
      wordsCheck(
        ['全部', ...UNIT_CATEGORIES],
        '空着即全部；也可写单位类别、县（市）、单位名称，几个之间用“、”隔开',
        'none',
      ),
    ),
    momentColumn(deadline.title, '空着即用《设置》里的；不写钟点即当天24时', (row) =>
      row.deadline === content.deadline ? null : row.deadline,
    ),
    plainColumn(
      formats.title,
      14,
      (row) => formatFormats(row.formats),
      wordsCheck(FORMAT_CHOICES, '几种之间用“、”隔开；空着即不限', 'none'),
      CENTERED_TEXT_STYLE,
    ),
    plainColumn(
      leastFiles.title,
      10,
      (row) => row.leastFiles,
      rangeCheck(1000, '每个单位至少几份；不够的列为请核对。照片空着即 4，其他空着即 1'),
      PLAIN_NUMBER_STYLE,
    ),
    plainColumn(
      leastPixels.title,
      20,
      (row) => row.leastPixels / 10_000,
      rangeCheck(100_000, '每张图片至少多少万像素；照片空着即 300，填 0 即不要求'),
      PLAIN_NUMBER_STYLE,
    ),
    plainColumn(
      words.title,
      56,
      (row) => row.words.join('、'),
      promptCheck(
        '文件名、文件夹名、邮件主题里有这些词的，就是这种材料；几个之间用“、”隔开；空着即名称和常用的说法',
      ),
    ),
    plainColumn(note.title, 30, (row) => row.note, null),
  ];
  return planHandKeptTable({
    sheet: SETTINGS_SHEETS.materials,
    columns,
    rows: materials,
    frozenColumns: 1,
    spareRows: 20,
  });
}
