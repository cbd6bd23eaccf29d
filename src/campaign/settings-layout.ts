// How 活动设置.xlsx is laid out: sheets, items and column titles. Parsing and planning both read it, so no second
// list exists.

/** The sheets of 活动设置.xlsx. */
export const SETTINGS_SHEETS = {
  notes: '填写说明',
  settings: '设置',
  tasks: '报送任务',
  roster: '单位名册',
  receipts: '收件登记',
  decisions: '人工认定',
} as const;

/** A column as it is printed, and other headers that people write for it. */
export interface ColumnTitle {
  readonly title: string;
  readonly aliases: readonly string[];
}

const column = (title: string, ...aliases: string[]): ColumnTitle => ({ title, aliases });

/** 设置: what an item is called, what it is and where it stands. */
export const SETTINGS_COLUMNS = {
  item: column('项目', '设置项', '设置项目'),
  content: column('内容', '值', '填写内容'),
  note: column('说明'),
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
} as const;
export type SettingsItemKey = keyof typeof SETTINGS_ITEMS;

export const DEFAULT_TARGET_PERCENT = 30;
export const DEFAULT_WISH_AMOUNT_LIMIT = 2000;
export const TARGET_BASES = ['全部', '网上'] as const;

/** 报送任务. */
export const TASK_COLUMNS = {
  form: column('表名'),
  title: column('印发标题'),
  attachment: column('附件号', '附件'),
  enabled: column('启用', '是否启用'),
  periodStart: column('统计时段起'),
  periodEnd: column('统计时段止'),
  deadline: column('截止时间', '报送截止时间'),
  paperDeadline: column('纸质截止时间', '纸质件截止时间'),
} as const;

/** 单位名册; one column per form, named by its 表名, stands before 联系人. */
export const ROSTER_COLUMNS = {
  code: column('单位编码', '编码'),
  name: column('单位名称', '单位'),
  aliases: column('别名', '单位别名'),
  county: column('所属县（市）', '所属县市', '所属县', '所属县（市、区）', '县（市）', '县市'),
  category: column('单位类别', '类别'),
  through: column('归口单位', '归口报送单位'),
  contact: column('联系人'),
  phone: column('联系电话', '电话'),
  email: column('邮箱', '电子邮箱'),
} as const;

/** 收件登记. */
export const RECEIPT_COLUMNS = {
  unit: column('单位', '单位名称', '填报单位'),
  form: column('表名'),
  receivedAt: column('收件时间', '收到时间'),
  paperReceived: column('纸质盖章件已收', '纸质件已收'),
  extendedTo: column('延期至'),
  exemptReason: column('免报原因'),
} as const;

/** 人工认定. */
export const DECISION_COLUMNS = {
  file: column('文件'),
  sheet: column('工作表'),
  unit: column('单位'),
  form: column('表名'),
  action: column('处理'),
  reason: column('理由'),
  decidedBy: column('经办人'),
  decidedOn: column('日期'),
} as const;

/** Returned files lie below this folder. */
export const RECEIVED_FOLDER = '收件';
