import type {
  CrossFormRule,
  FieldKindName,
  Measure,
  MeasureDefinition,
  PrivacyKind,
  RuleDefinition,
} from '../form/form-definition.js';
import { type ColumnTitle, columnTitle } from '../hand-kept/sheet-table.js';

// How 表格定义.xlsx is laid out: sheets, items, columns and the fixed words. Parsing and planning both read it.

/** The sheets of 表格定义.xlsx, in order; 表 and 字段 are needed, the others may be missing or empty. */
export const DEFINITION_SHEETS = {
  notes: '填写说明',
  form: '表',
  fields: '字段',
  rules: '审核关系',
  crossFormRules: '跨表核对',
  totals: '统计项',
  rates: '比率',
  breakdowns: '分项',
  charts: '图表',
} as const;

/** The last column of 表, 字段 and 审核关系 says what somebody has still to look at; it is never read. */
export const TO_CONFIRM = '待确认';
/** With this it begins where nothing is doubtful: told, but not marked. */
export const NO_DOUBT = '有把握';

/** 表: what an item is called, what it is and where it stands. */
export const FORM_COLUMNS = {
  item: columnTitle('项目', '设置项'),
  content: columnTitle('内容', '值', '填写内容'),
  note: columnTitle('说明'),
} as const;

export interface FormItem extends ColumnTitle {
  readonly note: string;
}

const item = (title: string, note: string, ...aliases: string[]): FormItem => ({ title, note, aliases });

/** The rows of 表, in order; only 表名 must be filled in. */
export const FORM_ITEMS = {
  title: item('表名', '必填。最多 31 个字，不能有 \\ / ? * [ ] :', '表格名称', '名称', '标题'),
  key: item('编码', '选填。小写字母、数字和“-”，以后不要改；空着自动编', '表编码'),
  version: item('版本', '空着即 1。表发出去以后又增减栏目的，改成 2、3…', '版本号'),
  attachment: item('附件号', '空着自动编。印在模板左上角', '附件'),
  rowMeaning: item('每行是什么', '如 每个帮扶村填一行。印在填表说明里'),
  subject: item('主要字段', '每行讲的是谁或什么，写字段标题；空着即第一个必填的文字字段'),
  explanation: item(
    '说明栏',
    '在哪一栏写明原因；空着即“说明”，没有“说明”“备注”两栏的自动加在最后',
    '说明字段',
  ),
  templateRows: item('模板空行数', '模板里留几行；空着即 20'),
  fixedRows: item('固定行字段', '行由办公室定好的填：写一个选项字段，模板按它的选项一项一行'),
  keyMeasures: item('总览大字指标', '写指标的标题，几个之间用“、”隔开；空着自动选；都不要写“不显示”'),
  amountAtStake: item('退回时估计的金额', '退回的表大约少算多少，看哪个指标；空着自动选；不要写“不估计”'),
  targetTitle: item('目标名称', '《比率》里写了目标口径的填，如 微心愿对接率'),
  disclosed: item('公示的栏目', '公示表里列哪几栏，写字段标题，几个之间用“、”隔开；空着即不公示'),
  disclosedUnit: item('是单位的行', '公示时主要字段不用隐去的行，如 捐赠方类型 = "单位"；空着即看名称'),
  disclosedConsent: item('同意公开的行', '本人同意公开姓名的行，如 是否同意公开 = "是"；空着即没有'),
  disclosedMinor: item('未成年人的行', '公示时住址、学校、电话都不列的行，如 年龄 < 18；空着即没有'),
  instruction: item('填报说明', '印在填表说明里，一行一条，可以增加几行“填报说明”'),
} as const;
export type FormItemKey = keyof typeof FORM_ITEMS;

/** Written where nothing is wanted, since a blank cell means the plain case. */
export const NO_KEY_MEASURES = '不显示';
export const NO_AMOUNT_AT_STAKE = '不估计';

export const DEFAULT_TEMPLATE_ROWS = 20;
export const MOST_TEMPLATE_ROWS = 1000;
/** Of a form: a table of more columns is none that people fill in. */
export const MOST_FIELDS = 200;
/** Of the rows of a sheet: a definition of more is none. */
export const MOST_ROWS = 500;

/** 字段. */
export const FIELD_COLUMNS = {
  group: columnTitle('分组', '大类', '上级标题'),
  title: columnTitle('标题', '字段', '栏目', '字段标题', '名称'),
  unit: columnTitle('单位', '计量单位'),
  kind: columnTitle('类型', '字段类型'),
  required: columnTitle('必填', '是否必填'),
  options: columnTitle('选项', '可选项'),
  computed: columnTitle('计算', '计算公式'),
  measure: columnTitle('计量', '汇总方式'),
  prompt: columnTitle('提示', '填写提示'),
  aliases: columnTitle('别名'),
  minimum: columnTitle('最小', '最小值'),
  maximum: columnTitle('最大', '最大值'),
  privacy: columnTitle('隐私'),
  unknownOption: columnTitle('选项以外'),
  since: columnTitle('起始版本'),
  key: columnTitle('编码', '字段编码'),
} as const;
export type FieldColumn = keyof typeof FIELD_COLUMNS;

/** 审核关系. */
export const RULE_COLUMNS = {
  id: columnTitle('编号', '关系编号'),
  level: columnTitle('级别'),
  relation: columnTitle('关系', '审核关系'),
  at: columnTitle('报在', '报在字段'),
  text: columnTitle('规则文字', '规则'),
  message: columnTitle('提示'),
  fix: columnTitle('处理办法'),
  blanks: columnTitle('空值处理'),
} as const;
export type RuleColumn = keyof typeof RULE_COLUMNS;

/** 跨表核对. */
export const CROSS_FORM_COLUMNS = {
  id: columnTitle('编号'),
  level: columnTitle('级别'),
  field: columnTitle('本表字段', '字段'),
  otherForm: columnTitle('另一张表', '另一张表的表名'),
  otherField: columnTitle('另一张表的字段'),
  text: columnTitle('规则文字', '规则'),
  message: columnTitle('提示'),
  fix: columnTitle('处理办法'),
} as const;
export type CrossFormColumn = keyof typeof CROSS_FORM_COLUMNS;

/** 统计项. */
export const TOTAL_COLUMNS = {
  title: columnTitle('名称', '标题', '统计项'),
  unit: columnTitle('单位', '计量单位'),
  kind: columnTitle('方式'),
  field: columnTitle('字段'),
  measure: columnTitle('计量', '汇总方式'),
  when: columnTitle('条件'),
  key: columnTitle('编码'),
} as const;
export type TotalColumn = keyof typeof TOTAL_COLUMNS;

/** 比率. */
export const RATE_COLUMNS = {
  title: columnTitle('名称', '标题', '比率'),
  numerator: columnTitle('分子'),
  denominator: columnTitle('分母'),
  basis: columnTitle('目标口径', '目标'),
  key: columnTitle('编码'),
} as const;
export type RateColumn = keyof typeof RATE_COLUMNS;

/** 分项. */
export const BREAKDOWN_COLUMNS = {
  title: columnTitle('标题', '名称'),
  by: columnTitle('分项字段', '按什么分'),
  measures: columnTitle('指标'),
  texts: columnTitle('并列文字', '文字'),
} as const;
export type BreakdownColumn = keyof typeof BREAKDOWN_COLUMNS;

/** 图表. */
export const CHART_COLUMNS = {
  title: columnTitle('标题', '名称'),
  kind: columnTitle('类型', '图表类型'),
  measures: columnTitle('指标'),
  rate: columnTitle('折线比率', '折线'),
  by: columnTitle('分类'),
} as const;
export type ChartColumn = keyof typeof CHART_COLUMNS;

/** What a fixed word is, as it is printed; the first is the printed one, the others are read too. */
export type Words<Value extends string> = Readonly<Record<Value, readonly [string, ...string[]]>>;

export const KIND_WORDS: Words<FieldKindName> = {
  text: ['文字', '文本'],
  integer: ['整数'],
  amount: ['金额'],
  decimal: ['小数'],
  date: ['日期'],
  option: ['选项', '单选', '下拉'],
  phone: ['电话', '电话号码', '手机号码'],
};
export const MEASURE_WORDS: Words<Measure> = { flow: ['累计', '流量'], stock: ['时点', '存量'] };
export const PRIVACY_WORDS: Words<PrivacyKind> = {
  name: ['姓名'],
  party: ['个人或单位', '单位或个人'],
  phone: ['电话', '电话号码'],
  number: ['证件号码', '账号', '身份证号'],
  place: ['住址', '地址'],
  minorsPlace: ['未成年人住址'],
};
export const LEVEL_WORDS: Words<RuleDefinition['level']> = {
  error: ['必须改'],
  query: ['请核对'],
  hint: ['仅提醒'],
};
export const CROSS_FORM_LEVEL_WORDS: Words<CrossFormRule['level']> = {
  query: LEVEL_WORDS.query,
  hint: LEVEL_WORDS.hint,
};
export const BLANKS_WORDS: Words<RuleDefinition['blanks']> = {
  skip: ['跳过', '不审核'],
  zero: ['按0', '按零', '当作0', '作0'],
};
export const COUNT_WORDS: Words<MeasureDefinition['kind']> = {
  count: ['计数', '数行数'],
  sum: ['求和', '合计', '相加'],
};
export const UNKNOWN_OPTION_WORDS: Words<'error' | 'blank'> = {
  error: ['错误', '必须改'],
  blank: ['留空并请核对', '留空', '请核对'],
};
/** 不画: no chart at all, where a form is not to have those that would be drawn by themselves. */
export const CHART_WORDS: Words<'columns' | 'stacked' | 'doughnut' | 'none'> = {
  columns: ['柱形', '柱形图', '柱状'],
  stacked: ['堆积', '堆积柱形', '堆积图'],
  doughnut: ['环形', '环形图', '饼图'],
  none: ['不画'],
};

/** 分类 of a chart by county. */
export const BY_COUNTY = '县（市）';

/** The printed words of a list, for drop-downs. */
export function printedWords(words: Words<string>): readonly string[] {
  return Object.values(words).map(([printed]) => printed);
}

/** 读作“X”: what a text outside the options is taken for. */
export function readAsWord(option: string): string {
  return `读作“${option}”`;
}
