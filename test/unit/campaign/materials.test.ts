import { expect, it } from 'vitest';
import {
  type Campaign,
  dueDateOfMaterial,
  type Material,
  materialKey,
  type Receipt,
} from '../../../src/campaign/campaign.js';
import { owesMaterial } from '../../../src/campaign/owes-material.js';
import { parseSettings } from '../../../src/campaign/parse-settings.js';
import { sheetOf, textSheet, workbookOf } from './grid-of-plan.js';
import { FORMS } from './sample-forms.js';

// The sheet 材料: what is asked for beside tables.

const ITEMS = sheetOf('设置', [
  ['项目', '内容'],
  ['活动名称', '活动月'],
  ['地区名称', '塔城地区'],
  ['统计时段起', '2020-10-01'],
  ['统计时段止', '2020-10-31'],
  ['报送截止时间', '2020-10-18 18:00'],
]);
const TASKS = textSheet('报送任务', '表名|启用\n捐赠款物统计表|是');
const ROSTER = textSheet(
  '单位名册',
  '单位编码|单位名称|所属县（市）|单位类别|捐赠款物统计表\n1|甲局|塔城市|县直部门|是\n2|乙乡|塔城市|乡镇|是\n3|丙社|塔城市|联社|是',
);

function read(materials: string | null) {
  const header = '材料名称|启用|应报单位|截止时间|格式|最少份数|最小像素（万像素）|识别词|说明\n';
  const others = materials === null ? [] : [textSheet('材料', header + materials)];
  const result = parseSettings(workbookOf(ITEMS, TASKS, ROSTER, ...others), FORMS);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  return result;
}

it('without the sheet, or with every row switched off, nothing is asked for', () => {
  expect(read(null).campaign.materials).toEqual([]);
  const off = read('活动照片|否|全部||图片|||照片|\n活动总结||||||||');
  expect(off.campaign.materials).toEqual([]);
  expect(off.content.materials.map(({ name, enabled }) => [name, enabled])).toEqual([
    ['活动照片', false],
    ['活动总结', false],
  ]);
});

it('blanks are what an office means by them', () => {
  const { materials, units } = read(
    '活动照片|是|||图片||||\n工作总结|是|全部|2020-10-25|Word或PDF||||\n宣传信息|是|乡镇、联社||||500||报纸',
  ).campaign;
  expect(materials).toEqual([
    {
      name: '活动照片',
      owedBy: null,
      deadline: '2020-10-18T18:00:00+08:00',
      formats: ['picture'],
      leastFiles: 4,
      leastPixels: 3_000_000,
      words: ['活动照片', '照片', '图片', '相片', '影像', '剪影'],
      note: null,
    },
    {
      name: '工作总结',
      owedBy: null,
      deadline: '2020-10-25T23:59:59+08:00',
      formats: ['word', 'pdf'],
      leastFiles: 1,
      leastPixels: 0,
      words: ['工作总结', '总结', '小结', '情况汇报', '工作汇报', '情况报告', '开展情况'],
      note: null,
    },
    {
      name: '宣传信息',
      owedBy: '乡镇、联社',
      deadline: '2020-10-18T18:00:00+08:00',
      formats: ['word', 'pdf', 'picture', 'video', 'other'],
      leastFiles: 1,
      leastPixels: 5_000_000,
      words: ['宣传信息'],
      note: '报纸',
    },
  ]);
  expect([materials[0]!, materials[2]!].map((item) => owesMaterial(units[0]!, item))).toEqual([true, false]);
});

it('numbers and words as people write them', () => {
  const { materials } = read('活动照片|是|||图片|4张|200万像素|照片，图 片；相片|').campaign;
  expect(materials[0]).toMatchObject({
    leastFiles: 4,
    leastPixels: 2_000_000,
    words: ['照片', '图 片', '相片'],
  });
});

it('a word of two materials is warned of where both may have the same file', () => {
  const codes = (rows: string) => read(rows).warnings.map(({ code, cell }) => [code, cell]);
  expect(codes('活动方案|是|||Word|||方案|\n应急方案|是|||PDF、Word|||应急方案、方案|')).toEqual([
    ['word-shared', 'H3'],
  ]);
  expect(codes('活动照片|是|||图片|||影像|\n活动视频|是|||视频|||影像|')).toEqual([]);
  expect(codes('活动方案|是|||Word|||方案|\n应急方案|否|||Word|||方案|')).toEqual([]);
});

it('收件登记 and 人工认定 may name a material, switched off too', () => {
  const header = '材料名称|启用\n活动照片|是\n活动总结|否';
  const workbook = workbookOf(
    ITEMS,
    TASKS,
    ROSTER,
    textSheet('材料', header),
    textSheet('收件登记', '单位|表名|延期至\n甲局|活动照片|2020-10-30\n甲局|捐赠款物统计表|'),
    textSheet('人工认定', '文件|单位|表名|处理\na.jpg|甲局|活动照片|认定\nb.doc|乙乡|活动总结|认定'),
  );
  const result = parseSettings(workbook, FORMS);
  if (result.kind === 'problems') throw new Error(JSON.stringify(result.problems));
  expect(result.campaign.receipts.map(({ form }) => form)).toEqual([materialKey('活动照片'), 'donations']);
  expect(result.campaign.decisions.map(({ form }) => form)).toEqual([
    materialKey('活动照片'),
    materialKey('活动总结'),
  ]);
});

it('an extension moves the deadline of a material, never forward; a row without form is for everything', () => {
  const [photos] = read('活动照片|是|||图片||||').campaign.materials as [Material];
  const row = (form: string | null, extendedTo: string): Receipt => ({
    unit: '1',
    form,
    receivedAt: null,
    paperReceived: false,
    extendedTo,
    exemptReason: null,
  });
  const due = (...receipts: Receipt[]) =>
    dueDateOfMaterial({ receipts } satisfies Pick<Campaign, 'receipts'>, '1', photos);
  const later = '2020-10-20T23:59:59+08:00';
  expect(due()).toEqual({ moment: photos.deadline, isExtended: false });
  expect(due(row(null, later))).toEqual({ moment: later, isExtended: true });
  expect(due(row(materialKey('活动照片'), later))).toEqual({ moment: later, isExtended: true });
  expect(due(row('donations', later))).toEqual({ moment: photos.deadline, isExtended: false });
  expect(due(row(null, '2020-10-01T23:59:59+08:00'))).toEqual({ moment: photos.deadline, isExtended: false });
});
