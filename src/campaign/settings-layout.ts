import { type ColumnTitle, columnTitle } from '../hand-kept/sheet-table.js';
import type { Suspicion } from '../issue/suspicions.js';

// How 活动设置.xlsx is laid out: sheets, items and column titles. Parsing and planning both read it, so no second
// list exists.

/** The sheets of 活动设置.xlsx. */
export const SETTINGS_SHEETS = {
  notes: '填写说明',
  settings: '设置',
  tasks: '报送任务',
  materials: '材料',
  roster: '单位名册',
  receipts: '收件登记',
  decisions: '人工认定',
} as const;

/** 设置: what an item is called, what it is and where it stands. */
export const SETTINGS_COLUMNS = {
  item: columnTitle('项目', '设置项', '设置项目'),
  content: columnTitle('内容', '值', '填写内容'),
  note: columnTitle('说明'),
} as const;

export interface SettingsItem extends ColumnTitle {
  readonly required: boolean;
  readonly note: string;
}

const item = (title: string, required: boolean, note: string, ...aliases: string[]): SettingsItem => ({
  title,
  required,
  note,
  aliases,
});

/** The rows of 设置 that switch a check off, by the check. */
const SUSPICION_ITEMS = {
  'magnitude-slip': item('疑点：元、万元填混', false, '是 或 否，不填即是。金额与同类单位相差近千倍、万倍的'),
  'digits-swapped': item('疑点：合计数字颠倒', false, '是 或 否，不填即是。合计与明细之和只差相邻两位的先后'),
  'row-copied': item('疑点：与别的单位同一行', false, '是 或 否，不填即是。一整行与别的单位填的完全相同'),
  'same-amounts': item('疑点：各行金额相同', false, '是 或 否，不填即是。五行以上的几项金额行行相同'),
  'same-as-previous': item(
    '疑点：与上期报表相同',
    false,
    '是 或 否，不填即是。汇总时用 --previous 给出上期才查',
  ),
  jump: item('疑点：比上期突增突减', false, '是 或 否，不填即是。汇总时用 --previous 给出上期才查'),
} as const satisfies Readonly<Record<Suspicion, SettingsItem>>;

/** The rows of 设置, in order. */
export const SETTINGS_ITEMS = {
  name: item('活动名称', true, '必填。出现在模板、汇总表和催报文字里'),
  prefecture: item('地区名称', true, '必填。汇总到哪一级就写哪一级的名称，如 塔城地区'),
  periodStart: item('统计时段起', true, '必填。日期，如 2020-10-01'),
  periodEnd: item('统计时段止', true, '必填。日期，如 2020-10-31'),
  deadline: item('报送截止时间', true, '必填。如 2020-10-18 18:00；不写钟点即当天24时'),
  receiver: item('接收单位', false, '选填。报表报给哪个单位'),
  contact: item('联系人', false, '选填'),
  phone: item('联系电话', false, '选填'),
  email: item('报送邮箱', false, '选填', '邮箱'),
  targetPercent: item('微心愿对接率目标（%）', false, '不填即 30。写 30，不写 0.3', '微心愿对接率目标'),
  targetBasis: item('微心愿对接率口径', false, '全部 或 网上；不填即全部'),
  wishAmountLimit: item('单个微心愿金额上限（元）', false, '不填即 2000', '单个微心愿金额上限'),
  passwords: item('文件打开密码', false, '选填。收回的文件加了密码时填，几个密码之间空一格'),
  ...SUSPICION_ITEMS,
} as const;
export type SettingsItemKey = keyof typeof SETTINGS_ITEMS;

export const DEFAULT_TARGET_PERCENT = 30;
export const DEFAULT_WISH_AMOUNT_LIMIT = 2000;
export const TARGET_BASES = ['全部', '网上'] as const;
export const ANSWERS = ['是', '否'] as const;

/** 报送任务. */
export const TASK_COLUMNS = {
  form: columnTitle('表名'),
  title: columnTitle('印发标题'),
  attachment: columnTitle('附件号', '附件'),
  enabled: columnTitle('启用', '是否启用'),
  periodStart: columnTitle('统计时段起'),
  periodEnd: columnTitle('统计时段止'),
  deadline: columnTitle('截止时间', '报送截止时间'),
  paperDeadline: columnTitle('纸质截止时间', '纸质件截止时间'),
  owedBy: columnTitle('应报单位', '报送单位'),
} as const;

/** 材料. */
export const MATERIAL_COLUMNS = {
  name: columnTitle('材料名称', '材料', '材料名'),
  enabled: columnTitle('启用', '是否启用'),
  owedBy: columnTitle('应报单位', '报送单位'),
  deadline: columnTitle('截止时间', '报送截止时间'),
  formats: columnTitle('格式', '文件格式'),
  leastFiles: columnTitle('最少份数', '最少件数', '最少张数'),
  leastPixels: columnTitle('最小像素（万像素）', '最小像素', '最小像素（万）'),
  words: columnTitle('识别词', '关键词'),
  note: columnTitle('说明', '备注'),
} as const;

/** 单位名册; one column per form, named by its 表名, stands before 联系人. */
export const ROSTER_COLUMNS = {
  code: columnTitle('单位编码', '编码'),
  name: columnTitle('单位名称', '单位'),
  aliases: columnTitle('别名', '单位别名'),
  county: columnTitle('所属县（市）', '所属县市', '所属县', '所属县（市、区）', '县（市）', '县市'),
  category: columnTitle('单位类别', '类别'),
  through: columnTitle('归口单位', '归口报送单位'),
  contact: columnTitle('联系人'),
  phone: columnTitle('联系电话', '电话'),
  email: columnTitle('邮箱', '电子邮箱'),
} as const;

/** 收件登记. */
export const RECEIPT_COLUMNS = {
  unit: columnTitle('单位', '单位名称', '填报单位'),
  form: columnTitle('表名'),
  receivedAt: columnTitle('收件时间', '收到时间'),
  paperReceived: columnTitle('纸质盖章件已收', '纸质件已收'),
  extendedTo: columnTitle('延期至'),
  exemptReason: columnTitle('免报原因'),
} as const;

/** 人工认定. */
export const DECISION_COLUMNS = {
  file: columnTitle('文件'),
  sheet: columnTitle('工作表'),
  unit: columnTitle('单位'),
  form: columnTitle('表名'),
  action: columnTitle('处理'),
  reason: columnTitle('理由'),
  decidedBy: columnTitle('经办人'),
  decidedOn: columnTitle('日期'),
} as const;

/** Returned files lie below this folder. */
export const RECEIVED_FOLDER = '收件';
