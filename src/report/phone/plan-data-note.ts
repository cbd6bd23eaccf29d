import { formatDay } from '../../campaign/beijing-time.js';
import { countyOf, type Moment } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import type { Summary, Totals } from '../../merge/summary.js';
import { formatCount, formatPercent } from '../format-figures.js';
import { overallSentence } from '../overall-sentence.js';
import { formatNamesByCounty } from '../reminder/names-by-county.js';
import { countStatuses, sumRates } from '../status-counts.js';
import { type AttentionKind, attentionLines } from '../summary/attention.js';
import { type Figure, figureText, measureFigures, rateOf } from '../summary/figures.js';
import { formatPeriod } from '../summary/formats.js';
import { notCountedSentence } from '../summary/not-counted.js';
import { headlineKeys } from '../summary/overview/key-figures.js';
import {
  areaMaterialRates,
  areaRates,
  areaTotals,
  type Comparisons,
  countyRates,
  countyTotals,
  NO_COMPARISONS,
  notCountedOf,
  type Scope,
  scopeOf,
  taskOf,
} from '../summary/scope.js';
import { targetOf } from '../summary/targets.js';
import { NOTHING_COUNTED } from './figure-cards.js';
import { countItems, findUnreported, nameUnreported, notYetDueSentence } from './unreported-names.js';

/** Units that a text names; of more only their numbers are told, county by county. */
const MOST_NAMES = 60;
/** Forms of which a county's sentence has room for a figure. */
const MOST_FORMS_OF_COUNTY = 4;
const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'] as const;
/** What 需要关注 says of these stands elsewhere in the text. */
const TOLD: ReadonlySet<AttentionKind> = new Set(['missing', 'returned', 'pending']);

/**
 * 数据说明: the summary in words, ready to paste into a chat or a report. Built from what the forms define; nothing is
 * said of what was not counted but that it was not. `checkCode`: that of the 汇总表.
 */
export function planDataNote(
  summary: Summary,
  checkCode: string,
  comparisons: Comparisons = NO_COMPARISONS,
): string {
  const scope = scopeOf(summary, null, undefined, comparisons);
  const { campaign, forms } = summary;
  return [
    `${campaign.name}数据说明`,
    `截至${momentInProse(summary.asOf)}${commonPeriod(scope)}，${overallSentence(summary)}${materialSentence(scope)}`,
    ...forms.map((form, index) => formParagraph(scope, form, index)),
    ...countyLines(scope),
    ...namingLines(scope),
    ...attentionSentences(scope),
    closingLine(scope, checkCode),
  ].join('\n');
}

/** `2020年10月26日9时`, `2020年10月26日9时5分`, as it is said in a sentence. */
function momentInProse(moment: Moment): string {
  const minutes = Number(moment.slice(14, 16));
  return `${formatDay(moment.slice(0, 10))}${Number(moment.slice(11, 13))}时${minutes === 0 ? '' : `${minutes}分`}`;
}

function materialSentence(scope: Scope): string {
  const parts = scope.summary.campaign.materials.map(({ name }) => {
    const { owed, received, rate } = areaMaterialRates(scope, name);
    return `${name}应报 ${formatCount(owed)} 份，已报 ${formatCount(received)} 份，报送率 ${formatPercent(rate)}`;
  });
  return parts.length === 0 ? '' : `活动材料：${parts.join('；')}。`;
}

/** One form: who has reported, what it adds up to, what is not in it. */
function formParagraph(scope: Scope, form: FormDefinition, index: number): string {
  const sentences = [
    `${numberOf(index)}${form.title}${periodOf(scope, form)}。`,
    reportingSentence(scope, form),
    figureSentence(scope, form),
    notCountedPart(scope, form),
  ];
  return sentences.filter((sentence) => sentence !== '').join('');
}

/** `一、`; beyond ten, `11. `. */
function numberOf(index: number): string {
  const numeral = NUMERALS[index];
  return numeral === undefined ? `${index + 1}. ` : `${numeral}、`;
}

function periodTexts({ summary: { campaign, forms } }: Scope): readonly string[] {
  return forms.map((form) => {
    const { periodStart, periodEnd } = taskOf(campaign, form);
    return formatPeriod(periodStart, periodEnd);
  });
}

/** The period of all forms; where they differ, each form's own paragraph says it. */
function commonPeriod(scope: Scope): string {
  const texts = new Set(periodTexts(scope));
  return texts.size === 1 ? `（统计时段${[...texts][0]}）` : '';
}

function periodOf(scope: Scope, form: FormDefinition): string {
  return commonPeriod(scope) === ''
    ? `（统计时段${periodTexts(scope)[scope.summary.forms.indexOf(form)]}）`
    : '';
}

function reportingSentence(scope: Scope, form: FormDefinition): string {
  const counts = countStatuses(scope.summary.completeness.filter((entry) => entry.form === form.key));
  const exempt = counts.exempt === 0 ? '' : `（另有免报 ${formatCount(counts.exempt)} 个）`;
  if (counts.owed === 0) return `没有应报单位${exempt}。`;
  const { rate, onTimeRate } = areaRates(scope, form);
  const parts = [
    `应报 ${formatCount(counts.owed)} 个单位${exempt}`,
    `已报 ${formatCount(counts.received)} 个${counts.returned === 0 ? '' : `（合格 ${formatCount(counts.accepted)} 个、待改 ${formatCount(counts.returned)} 个）`}`,
    ...(counts.pending === 0 ? [] : [`已来件待处理 ${formatCount(counts.pending)} 个`]),
    `未报送 ${formatCount(counts.missing)} 个`,
    `报送率 ${formatPercent(rate)}`,
    `按时率 ${formatPercent(onTimeRate)}`,
  ];
  return `${parts.join('，')}。`;
}

/** The key totals, those that rates are made of, and the rates; nothing where nothing was counted. */
function figureSentence(scope: Scope, form: FormDefinition): string {
  const units = scope.summary.totals.get(form.key)?.units.size ?? 0;
  if (units === 0) return areaRates(scope, form).owed === 0 ? '' : NOTHING_COUNTED;
  const totals = areaTotals(scope, form);
  const measures = toldFigures(form).map((figure) => namedFigure(figure, totals));
  const target = targetOf(scope, form);
  const rates = form.rates.flatMap(({ key, title }) => {
    const rate = rateOf(form, key, totals);
    if (rate === null) return [];
    const aim = target?.rate.key === key ? `（目标 ${target.percent}%）` : '';
    return [`${title} ${formatPercent(rate)}${aim}`];
  });
  const listed = [measures.join('，'), ...(rates.length === 0 ? [] : [rates.join('，')])].join('；');
  return `${scope.area}已计入 ${formatCount(units)} 个单位的数据：${listed}。`;
}

/** The key totals, and the parts of rates that are not among them, each behind its neighbour in the form. */
function toldFigures(form: FormDefinition): readonly Figure[] {
  const figures = measureFigures(form);
  const placeOf = (key: string) => figures.findIndex((figure) => figure.key === key);
  const told = headlineKeys(form).filter((key) => placeOf(key) >= 0);
  const parts = form.rates.flatMap(({ numerator, denominator }) => [denominator, numerator]);
  for (const key of parts) {
    if (told.includes(key)) continue;
    const before = told.filter((other) => placeOf(other) < placeOf(key));
    const neighbour = before.toSorted((a, b) => placeOf(b) - placeOf(a))[0];
    told.splice(neighbour === undefined ? 0 : told.indexOf(neighbour) + 1, 0, key);
  }
  return told.map((key) => figures[placeOf(key)]!);
}

function namedFigure(figure: Figure, totals: Totals | undefined): string {
  return `${figure.title.replace(/^其中[:：]/, '其中')} ${figureText(figure, totals)}`;
}

function notCountedPart(scope: Scope, form: FormDefinition): string {
  const returned = notCountedOf(scope, form, null);
  const pending = scope.summary.completeness.filter(
    (entry) => entry.form === form.key && entry.status === 'pending',
  ).length;
  const parts = [
    ...(returned.units === 0 ? [] : [notCountedSentence(returned)]),
    ...(pending === 0 ? [] : [`已来件待处理的 ${formatCount(pending)} 家未计入`]),
  ];
  return parts.length === 0 ? '' : `${parts.join('；')}。`;
}

/** A short sentence a county, in roster order; with the first figure of each form, where there are few. */
function countyLines(scope: Scope): readonly string[] {
  if (scope.counties.length < 2) return [];
  const { forms } = scope.summary;
  const shown = forms.length > MOST_FORMS_OF_COUNTY ? [] : forms.map((form) => countyFigureOf(form));
  const sentences = scope.counties.flatMap((county) => {
    const { owed, received } = sumRates(forms.map((form) => countyRates(scope, form, county)));
    const reporting =
      owed === 0
        ? []
        : [
            `应报 ${formatCount(owed)} 份，已报 ${formatCount(received)} 份，报送率 ${formatPercent(received / owed)}`,
          ];
    const figures = shown.flatMap(({ form, figure }) =>
      isCountedIn(scope, form, county) ? [namedFigure(figure, countyTotals(scope, form, county))] : [],
    );
    const parts = [...reporting, ...figures];
    return parts.length === 0 ? [] : [`${county}${parts.join('，')}`];
  });
  const sources = shown.map(({ form, figure }) => `${figure.title}出自${form.title}`);
  const source = sources.length === 0 ? '' : `（${sources.join('，')}）`;
  return sentences.length === 0 ? [] : [`各县（市）情况${source}：\n${sentences.join('；\n')}。`];
}

function countyFigureOf(form: FormDefinition): { readonly form: FormDefinition; readonly figure: Figure } {
  const figures = measureFigures(form);
  return { form, figure: figures.find(({ key }) => key === headlineKeys(form)[0]) ?? figures[0]! };
}

function isCountedIn(scope: Scope, form: FormDefinition, county: string): boolean {
  const counted = scope.summary.totals.get(form.key)?.units;
  return scope.units.some((unit) => countyOf(unit) === county && counted?.has(unit.code) === true);
}

/** Who is asked for something; nobody is named before the deadline. */
function namingLines({ summary }: Scope): readonly string[] {
  const found = findUnreported(summary);
  const { unreported } = found;
  const names = nameUnreported(unreported, 'titles');
  const listed =
    names.length <= MOST_NAMES
      ? formatNamesByCounty(summary.campaign, names)
      : `${formatCountsByCounty(names.map(({ unit }) => countyOf(unit)))}，名单见《未报送单位名单》`;
  const later = notYetDueSentence(found);
  if (unreported.length === 0)
    return summary.completeness.length === 0 ? [] : [`截止时间已过而未报送的单位：没有。${later}`];
  return [
    `截止时间已过仍未报送（含交来空表）的单位有 ${formatCount(names.length)} 个、${formatCount(countItems(unreported))} 份：${listed}。${later}`,
  ];
}

/** `甲县 12 个、乙县 3 个`, in the order of the names. */
function formatCountsByCounty(counties: readonly string[]): string {
  return [...new Set(counties)]
    .map((county) => `${county} ${formatCount(counties.filter((item) => item === county).length)} 个`)
    .join('、');
}

function attentionSentences(scope: Scope): readonly string[] {
  const lines = attentionLines(scope).filter(({ about }) => !TOLD.has(about));
  const sentences = lines.map(({ title, count, detail }) => `${title} ${count}：${detail}`);
  return sentences.length === 0 ? [] : [sentences.join('')];
}

function closingLine({ summary }: Scope, checkCode: string): string {
  const { receiver } = summary.campaign;
  const maker = receiver === null ? '' : `制表单位：${receiver}。`;
  return `以上数字由各单位报送、检查通过的报表逐级相加，待改和待处理的没有计入。${maker}校验码 ${checkCode}，与汇总表页脚相同。`;
}
