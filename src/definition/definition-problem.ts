import type { LocatedProblem } from '../hand-kept/problem-report.js';

type Say = (said: (key: string) => string) => string;

// What can be wrong in 表格定义.xlsx: what was found, then what to do.
const TEXTS = {
  'sheet-missing': () => '没有找到这张工作表，请恢复这张工作表，工作表的名称不要改',
  'header-missing': (p) => `没有找到表头，请写上列名：${p('titles')}`,
  'column-missing': (p) => `没有找到“${p('title')}”这一列，请补上列名`,
  'column-twice': (p) => `列名“${p('title')}”重复出现，请只保留一列`,
  'cell-error': (p) => `“${p('title')}”是公式错误 ${p('value')}，请改成文字，开头不要写等号`,
  'too-many-rows': (p) => `写了 ${p('count')} 行，最多 ${p('most')} 行，请删去用不着的`,

  // 表
  'item-missing': (p) => `“${p('title')}”没有填，请填写`,
  'item-twice': (p) => `项目“${p('title')}”在 ${p('first')} 已经写过，请删去一行`,
  'item-unknown': (p) => `没有“${p('value')}”这个项目，请改成其中一种，或删去这一行：${p('known')}`,
  'title-too-long': (p) => `“${p('value')}”有 ${p('length')} 个字，要用作工作表的名称，最多 31 个字，请改短`,
  'title-characters': (p) =>
    `“${p('value')}”里有“${p('found')}”，要用作工作表的名称，不能有 \\ / ? * [ ] :，开头和结尾不能是单引号，请去掉`,
  'title-reserved': (p) => `“${p('value')}”是 Excel 自己要用的名称，请另起一个`,
  'bad-form-key': (p) => `编码“${p('value')}”不对，请用小写字母开头，只用小写字母、数字和“-”，或空着自动编`,
  'not-whole': (p) => `“${p('title')}”填了“${p('value')}”，请填 ${p('least')} 至 ${p('most')} 的整数，或空着`,
  'fixed-rows-not-option': (p) =>
    `“${p('value')}”不是选项字段，固定行要从选项来，请把它的类型改成选项，或空着`,
  'fixed-rows-beyond': (p) =>
    `“${p('field')}”有 ${p('count')} 个选项，模板只留 ${p('rows')} 行，请把行数改大或空着`,
  'target-without-rate': () =>
    '写了目标名称，但《比率》里没有哪一行写目标口径，请在《比率》的“目标口径”写 全部 或 网上，或删去目标名称',
  'explanation-not-text': (p) => `“${p('value')}”不是文字，说明栏要能写原因，请改成文字字段`,

  // Names
  'unknown-field': (p) =>
    `没有叫“${p('value')}”的字段，请照《字段》里的标题写${p('nearest') === '' ? '' : `，是不是“${p('nearest')}”`}`,
  'unknown-total': (p) =>
    `没有叫“${p('value')}”的指标，请从这些里写：${p('known')}；字段要汇总的，请在《字段》里填“计量”`,
  'unknown-rate': (p) => `没有叫“${p('value')}”的比率，请从《比率》里写：${p('known')}`,
  'unknown-word': (p) => `“${p('title')}”填了“${p('value')}”，请从这些里选：${p('known')}`,
  'bad-yes-no': (p) => `“${p('title')}”填了“${p('value')}”，请填“是”或“否”`,
  'bad-number': (p) => `“${p('title')}”填了“${p('value')}”，不是数字，请改成数字，或空着`,
  'bad-key': (p) => `编码“${p('value')}”不对，请用小写字母开头，只用字母和数字，或空着自动编`,
  'key-twice': (p) => `编码“${p('value')}”与 ${p('first')} 的重复，请改成不同的，或空着自动编`,
  'key-reserved': (p) => `编码“${p('value')}”程序自己要用，请改成别的，或空着自动编`,
  'cell-missing': (p) => `“${p('title')}”没有填，请填写，或删去这一行`,

  // 字段
  'no-fields': () => '一个字段也没有，请在“标题”和“类型”列写上要填的栏目，一行一栏',
  'too-many-fields': (p) => `有 ${p('count')} 个字段，最多 ${p('most')} 个，请分成几张表`,
  'title-twice': (p) => `标题“${p('value')}”与 ${p('first')} 的重复，请改名，或写上不同的分组`,
  'header-too-long': (p) =>
    `分组、标题和单位连起来有 ${p('length')} 个字，收回的表里认不出这么长的表头，最多 ${p('most')} 个字，请改短`,
  'alias-taken': (p) =>
    `别名“${p('value')}”也是 ${p('other')} 那一栏的名称或别名，收回的表里分不清是哪一栏，请从其中一处删去`,
  'title-taken-by-table': (p) => `“${p('value')}”模板会自动加上，请删去这一行`,
  'options-missing': () => '类型是选项，但没有写有哪些选项，请填写，如 是、否',
  'options-needless': (p) => `类型是${p('kind')}，不用写选项；要从几个里选的，请把类型改成选项`,
  'option-twice': (p) => `选项“${p('value')}”写了不止一次，请只留一个`,
  'bad-unknown-option': (p) => `“选项以外”填了“${p('value')}”，请写 错误、留空并请核对，或 读作“某个选项”`,
  'unknown-option-needless': (p) => `类型是${p('kind')}，没有选项，“选项以外”请空着`,
  'read-as-unknown': (p) => `“${p('value')}”不是这一栏的选项，请从选项里写一个：${p('known')}`,
  'limits-needless': (p) => `类型是${p('kind')}，没有大小，“${p('title')}”请空着`,
  'limits-reversed': (p) => `最小 ${p('minimum')} 大于最大 ${p('maximum')}，请核对这两个数`,
  'limit-negative': (p) => `“${p('title')}”是 ${p('value')}，填报的数都不小于 0，请改正或空着`,
  'measure-needless': (p) => `类型是${p('kind')}，不能相加，“计量”请空着`,
  'amount-unit': (p) =>
    `金额一律以元为单位，这里写的是“${p('value')}”，请改成元；填报单位按万元报来的，程序会换算`,
  'privacy-kind': (p) => `“${p('value')}”只用于文字和电话，这一栏是${p('kind')}，请空着`,
  'since-after-version': (p) =>
    `起始版本 ${p('since')} 大于这张表的版本 ${p('version')}，请改小，或把《表》里的版本改大`,
  'bad-expression': (p) => `算式看不懂：${p('problem')}，请改正`,
  'computed-kind': (p) => `类型是${p('kind')}，不能计算，请改成整数、金额或小数，或删去算式`,
  'computed-not-a-number': (p) => `“${p('value')}”不是数字，不能用来计算，请改正算式`,
  'computed-parameter': (p) => `算式里只能写本行的字段和数字，请去掉“${p('value')}”`,
  'computed-without-field': () => '算式里没有字段，请写上由哪些栏算出来，或删去算式',
  'computed-cycle': (p) => `绕了一圈又要用到自己：${p('names')}，请改正其中一个算式`,
  'computed-later': (p) =>
    `用到了“${p('value')}”，它也是算出来的，却排在后面，请把它移到这一栏前面，或改用它的各个部分`,

  // 审核关系
  'bad-relation': (p) => `关系看不懂：${p('problem')}，请改正`,
  'bad-condition': (p) => `条件看不懂：${p('problem')}，请改正`,
  'disclosed-explanation': (p) => `“${p('value')}”是写给办公室看的，不能公示，请去掉`,
  'disclosure-needless': () => '没有写“公示的栏目”，这里用不着，请空着，或写上要公示的栏目',
  'rule-apart': (p) =>
    `编号“${p('value')}”在 ${p('first')} 已经用过，同一条规则的几个关系请接着写，不是同一条的请改编号`,
  'rule-differs': (p) =>
    `编号“${p('value')}”从 ${p('first')} 起，这一行的“${p('title')}”和那里的不一样，请空着，或改成另一个编号`,
  'unknown-placeholder': (p) => `大括号里的“${p('value')}”不是字段，请照字段标题写；也可以写：${p('known')}`,
  'typed-not-computed': (p) =>
    `“填报的(${p('value')})”只用于自动计算的栏，这一栏没有算式，请直接写“${p('value')}”`,
  'divides-by-zero': () => '除以 0，永远不能判断，请改正',
  'never-holds': () => '永远不能成立，每一行都会报错，请改正',
  'against-limits': (p) => `与《字段》${p('cells')} 的最小、最大矛盾，永远不能成立，请改正其中一处`,
  'always-holds': () => '永远成立，查不出任何问题，请改正或删去这一行',
  contradicts: (p) => `与 ${p('others')} 不能同时成立，每一行总要违反一个，请改正其中一个`,

  // 跨表核对
  'id-twice': (p) => `编号“${p('value')}”与 ${p('first')} 的重复，请改成不同的，或空着自动编`,
  'not-an-amount': (p) => `“${p('value')}”是${p('kind')}，跨表核对的是金额，请写金额字段`,
  'unknown-form': (p) => `没有叫“${p('value')}”的表，请写表名或编码，如 ${p('known')}`,

  // 统计项、比率
  'total-title-twice': (p) => `名称“${p('value')}”与 ${p('first')} 的重复，请改名`,
  'total-field-missing': () => '方式是求和，但没有写加哪个字段，请在“字段”列填写',
  'total-field-needless': () => '方式是计数，数的是行数，“字段”请空着；要加起来的请把方式改成求和',
  'total-not-a-number': (p) => `“${p('value')}”不是数字，不能相加，请换一个字段，或把方式改成计数`,
  'basis-twice': (p) => `目标口径“${p('value')}”在 ${p('first')} 已经写过，请只留一处`,

  // 分项、图表
  'by-not-a-word': (p) => `“${p('value')}”不是选项也不是文字，不能按它分，请换一个字段`,
  'not-a-text': (p) => `“${p('value')}”是${p('kind')}，不能并排列出，请写文字字段`,
  'shows-private': (p) =>
    `“${p('value')}”是要隐去的（《字段》里写了隐私），不能列在呈报的表和图里，请换一个字段`,
  'shows-unmarked': (p) =>
    `“${p('value')}”像是个人信息，《字段》里没有写隐私。个人信息不能列在呈报的表和图里，请在《字段》里写上隐私，这里换一个字段`,
  'breakdown-empty': () => '没有写指标也没有写并列文字，请至少写一样',
  'named-twice': (p) => `“${p('value')}”写了不止一次，请只留一个`,
  'doughnut-one': () => '环形只能画一个指标，请只留一个，或把类型改成柱形',
  'doughnut-rate': () => '环形不能再画折线，“折线比率”请空着',
  'no-charts-among-charts': () => '别的行写了图表，这里又写“不画”，请只留一种',
} as const satisfies Readonly<Record<string, Say>>;

export type DefinitionProblemCode = keyof typeof TEXTS;

/** One mistake in 表格定义.xlsx, located; text is made by describeDefinitionProblem. */
export type DefinitionProblem = LocatedProblem<DefinitionProblemCode>;

/** Where, what was found and what to do: `工作表《字段》D7：…，请…。` */
export function describeDefinitionProblem(problem: DefinitionProblem): string {
  return `工作表《${problem.sheet}》${problem.cell ?? ''}：${explainDefinitionProblem(problem)}。`;
}

/** What was found and what to do, without where. */
export function explainDefinitionProblem({
  code,
  parameters,
}: Pick<DefinitionProblem, 'code' | 'parameters'>): string {
  const text: Say = TEXTS[code];
  return text((key) => String(parameters[key] ?? ''));
}
