import type { LocatedProblem } from '../hand-kept/problem-report.js';

/** What can be wrong in 活动设置.xlsx. */
export const SETTINGS_PROBLEM_CODES = [
  'sheet-missing',
  'header-missing',
  'column-missing',
  'column-twice',
  'form-column-missing',
  'cell-error',
  'item-missing',
  'item-twice',
  'item-misspelled',
  'bad-date',
  'period-reversed',
  'deadline-before-period',
  'percent-not-a-number',
  'percent-out-of-range',
  'percent-below-one',
  'bad-basis',
  'bad-amount',
  'form-missing',
  'unknown-form',
  'form-twice',
  'no-form-enabled',
  'bad-yes-no',
  'owed-by-unknown',
  'owed-by-unused',
  'owed-by-nobody',
  'roster-empty',
  'name-missing',
  'name-twice',
  'alias-taken',
  'code-twice',
  'county-similar',
  'unit-missing',
  'unit-unknown',
  'unit-ambiguous',
  'receipt-twice',
  'receipt-without-hour',
  'file-missing',
  'action-missing',
  'unknown-action',
  'decision-unit-missing',
  'decision-form-missing',
  'material-missing',
  'material-twice',
  'material-is-form',
  'bad-format',
  'bad-count',
  'bad-pixels',
  'word-shared',
] as const;
export type SettingsProblemCode = (typeof SETTINGS_PROBLEM_CODES)[number];

/** One mistake in 活动设置.xlsx, located; text is made by describeSettingsProblem. */
export type SettingsProblem = LocatedProblem<SettingsProblemCode>;

type Describe = (said: (key: string) => string) => string;

// Each text says what was found, then what to do.
const TEXTS: Readonly<Record<SettingsProblemCode, Describe>> = {
  'sheet-missing': () => '没有找到这张工作表，请恢复这张工作表，工作表的名称不要改',
  'header-missing': (p) => `没有找到表头，请在最上面一行写上列名：${p('titles')}`,
  'column-missing': (p) => `没有找到“${p('title')}”这一列，请补上列名`,
  'column-twice': (p) => `列名“${p('title')}”重复出现，请只保留一列`,
  'form-column-missing': (p) =>
    `没有“${p('title')}”这一列，看不出哪些单位要报这张表，请在《单位名册》加上以表名为列名的一列并填是或否，或者在《报送任务》的“应报单位”列写 全部 或单位类别、县（市）、单位名称`,
  'cell-error': (p) => `“${p('title')}”是公式错误 ${p('value')}，请改成具体内容`,
  'item-missing': (p) => `必填项目“${p('title')}”没有填，请在“项目”列写“${p('title')}”，在“内容”列填写`,
  'item-twice': (p) => `项目“${p('title')}”在 ${p('first')} 已经写过，请删去一行`,
  'item-misspelled': (p) => `项目“${p('found')}”没有用上，是不是“${p('title')}”？如果是，请照此改名`,
  'bad-date': (p) =>
    `“${p('title')}”填了“${p('value')}”，看不出是哪一天，请写成 2020-10-18 或 2020-10-18 18:00 的样子`,
  'period-reversed': (p) => `统计时段从 ${p('start')} 到 ${p('end')}，起晚于止，请核对这两个日期`,
  'deadline-before-period': (p) =>
    `“${p('title')}”是 ${p('deadline')}，早于统计时段的开始（${p('start')}），请核对年份和月份`,
  'percent-not-a-number': (p) => `“${p('title')}”填了“${p('value')}”，不是数字，请写成数字，如 30`,
  'percent-out-of-range': (p) => `“${p('title')}”填了“${p('value')}”，应在 0 到 100 之间，请修改`,
  'percent-below-one': (p) =>
    `“${p('title')}”填了 ${p('value')}，分不清是 ${p('value')}% 还是 ${p('suggestion')}%，如指后者请写成 ${p('suggestion')}，单元格不要设成百分比格式`,
  'bad-basis': (p) => `“${p('title')}”填了“${p('value')}”，请改成“全部”或“网上”`,
  'bad-amount': (p) => `“${p('title')}”填了“${p('value')}”，不是金额，请写成以元为单位的数字，如 2000`,
  'form-missing': () => '这一行没有写表名，请写上表名，或删去这一行',
  'unknown-form': (p) => `没有名为“${p('value')}”的表，请从这些表名中选：${p('known')}`,
  'form-twice': (p) => `“${p('title')}”在 ${p('first')} 已经写过，请删去一行`,
  'no-form-enabled': () => '没有启用任何一张表，请在“启用”列至少把一张表填成“是”',
  'bad-yes-no': (p) => `“${p('title')}”填了“${p('value')}”，请填“是”或“否”`,
  'owed-by-unknown': (p) =>
    `“应报单位”里的“${p('value')}”不是名册里的单位类别、县（市）或单位名称，请改成 全部，或从名册里的写法中选，几个之间用“、”隔开；名册里的单位类别有：${p('known')}`,
  'owed-by-unused': (p) =>
    `“应报单位”没有用上：《单位名册》里有“${p('title')}”这一列，以那一列的是或否为准；要用“应报单位”，请删去那一列`,
  'owed-by-nobody': (p) =>
    `“应报单位”写的是“${p('value')}”，名册里没有这样的单位，“${p('title')}”没有单位要报，请核对`,
  'roster-empty': () => '名册里一个单位也没有，请填写单位名称',
  'name-missing': () => '这一行没有单位名称，请填写，或删去这一行',
  'name-twice': (p) => `“${p('name')}”在${p('county')}已有同名单位（${p('first')}），请改名或删去一行`,
  'alias-taken': (p) =>
    `别名“${p('alias')}”在${p('county')}已是“${p('other')}”的名称或别名（${p('first')}），请从其中一处删去，否则分不清是哪个单位`,
  'code-twice': (p) => `单位编码“${p('code')}”与 ${p('first')} 的重复，请改成不同的编码`,
  'county-similar': (p) =>
    `所属县（市）写的是“${p('value')}”，别处写的是“${p('other')}”，会分成两个县来汇总；如是同一个县请统一写法`,
  'unit-missing': () => '这一行没有写单位，请填写单位编码或单位名称',
  'unit-unknown': (p) =>
    `单位名册里没有“${p('value')}”，请按名册填写单位名称或编码${p('candidates') === '' ? '' : `，是不是：${p('candidates')}`}`,
  'unit-ambiguous': (p) => `“${p('value')}”不止一个单位（${p('units')}），请改填单位编码，或写成 县/单位名称`,
  'receipt-twice': (p) => `“${p('unit')}”的“${p('form')}”在 ${p('first')} 已登记，请合并成一行`,
  'receipt-without-hour': (p) =>
    `收件时间只写了 ${p('day')}，按当天24时计，晚于截止时间 ${p('deadline')}，会算迟报；如在截止前收到，请补上钟点`,
  'file-missing': () => '这一行没有写文件，请从《校验问题清单》里复制文件一栏',
  'action-missing': (p) => `这一行没有写处理，请填其中一种：${p('known')}`,
  'unknown-action': (p) => `处理“${p('value')}”不认识，请改成其中一种：${p('known')}`,
  'decision-unit-missing': () => '处理是“认定”，但没有写单位，请写上这张表是哪个单位的',
  'decision-form-missing': () => '处理是“认定”，但没有写表名，请写上这是哪张表',
  'material-missing': () => '这一行没有写材料名称，请写上，或删去这一行',
  'material-twice': (p) => `材料“${p('name')}”在 ${p('first')} 已经写过，请改名或删去一行`,
  'material-is-form': (p) =>
    `“${p('name')}”是一张表的名称，表在《报送任务》里启用，请删去这一行，或给材料另起名称`,
  'bad-format': (p) =>
    `“${p('title')}”填了“${p('value')}”，请从 Word、PDF、图片、视频、不限 中选，几个之间用“、”隔开`,
  'bad-count': (p) => `“${p('title')}”填了“${p('value')}”，请写成 1 到 1000 的整数，如 4`,
  'bad-pixels': (p) => `“${p('title')}”填了“${p('value')}”，请写成以万像素为单位的数字，如 300；不要求的填 0`,
  'word-shared': (p) =>
    `识别词“${p('word')}”也是“${p('other')}”的，只写了它的来件分不清是哪种材料，会列入需要人工认定；请从其中一处删去`,
};

/** Where, what was found and what to do: `工作表《单位名册》B14：…，请…。` */
export function describeSettingsProblem(problem: SettingsProblem): string {
  const said = (key: string) => String(problem.parameters[key] ?? '');
  return `工作表《${problem.sheet}》${problem.cell ?? ''}：${TEXTS[problem.code](said)}。`;
}
