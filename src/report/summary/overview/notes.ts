import { formatPeriod } from '../formats.js';
import { planDefinedNames } from '../names.js';
import { type Scope, taskOf } from '../scope.js';

/** 说明 of a workbook, numbered: how totals and rates are made, and what its check code is for. */
export function overviewNotes(scope: Scope): readonly string[] {
  const notes = [
    ...figureNotes(scope),
    ...namesNote(scope),
    '页脚的校验码由本册的数字算出，数字不同校验码就不同；用 bangfu verify 可以查出是哪一次的汇总。',
  ];
  return notes.map((note, index) => `${index + 1}. ${note}`);
}

/** How totals and rates are made. */
export function figureNotes(scope: Scope): readonly string[] {
  const { summary, county } = scope;
  const way = county === null ? '各单位相加为县（市），各县（市）相加为全地区' : '各单位相加';
  const periods = summary.forms.map((form) => {
    const { periodStart, periodEnd } = taskOf(summary.campaign, form);
    return { title: form.title, period: formatPeriod(periodStart, periodEnd) };
  });
  const isOnePeriod = new Set(periods.map((item) => item.period)).size <= 1;
  const listed = periods.map(({ title, period }) => `${title} ${period}`).join('；');
  return [
    `数字由各单位报送、检查通过的报表逐级相加：${way}，精确到分。待改的报表未计入，另行列出。`,
    '比率都由合计数重新计算，不作平均；分母为 0 的不计算。零报告的单位按 0 计入。',
    '报送率 =（已报 + 已报待说明 + 零报告 + 已报待改）÷ 应报（不含免报）；合格率不含已报待改；按时率 = 已报中未迟报的 ÷ 应报。',
    ...(county === null
      ? ['只对报送率排名，率相同的名次并列。捐赠坚持自愿，捐赠款物和其他数据按名册顺序列出，不排名。']
      : []),
    ...(isOnePeriod ? [] : [`各表统计时段：${listed}。`]),
  ];
}

/** Two of the names that formulas can use, so that somebody looks for the others. */
function namesNote(scope: Scope): readonly string[] {
  const [total, rows] = planDefinedNames(scope);
  if (total === undefined || rows === undefined) return [];
  return [`写公式可直接用名称，如 =${total.name}、${rows.name}；全部名称见“公式”里的“名称管理器”。`];
}
