import { formatMoment } from '../../campaign/beijing-time.js';
import { STATUS_TITLES } from '../../issue/finding.js';
import { formatAmount, formatCount } from '../format-figures.js';
import { formatFileName } from '../lists/list-sheet.js';
import {
  type ChangeReason,
  type Changes,
  type FigureChange,
  type PairChange,
  shownFigure,
} from './changes.js';

/** Reasons that are listed by name; of more files only their number is told. */
const MOST_NAMED = 3;

/** `2020年10月26日 09:00 的定稿（第一次上报）`. */
export function formatVersion({
  finalizedAt,
  note,
}: Pick<Changes['version'], 'finalizedAt' | 'note'>): string {
  return `${formatMoment(finalizedAt)} 的定稿${note === null ? '' : `（${note}）`}`;
}

/** All reasons of a pair in one text. */
export function formatReasons(reasons: readonly ChangeReason[]): string {
  const texts = reasons.map(formatReason);
  const rest = texts.length - MOST_NAMED;
  return [...texts.slice(0, MOST_NAMED), ...(rest > 0 ? [`另有 ${rest} 项原因`] : [])].join('；');
}

function formatReason(reason: ChangeReason): string {
  switch (reason.kind) {
    case 'new-file':
      return `新收到来件：${formatFileName(reason.source)}`;
    case 'corrected-file':
      return `收到更正件：${formatFileName(reason.source)}`;
    case 'file-gone':
      return `原来件已不在收件文件夹：${formatFileName(reason.source)}`;
    case 'decision':
      return `人工认定“${reason.action}”${reason.text === null ? '' : `：${reason.text}`}`;
    case 'decision-withdrawn':
      return `撤销了人工认定“${reason.action}”`;
    case 'receipt-row':
      return '收件登记有改动（收件时间、延期或免报）';
    case 'unit-added':
      return '单位名册新增了该单位';
    case 'unit-removed':
      return '单位名册删去了该单位';
    case 'moved':
      return `单位名册中所属县（市）由${reason.from}改为${reason.to}`;
    case 'owed':
      return '单位名册改为应报此表';
    case 'not-owed':
      return '单位名册改为不报此表';
    case 'form-added':
      return '报送任务新增了此表';
    case 'form-removed':
      return '报送任务停用了此表';
    case 'rules':
      return '此表的定义（栏目或审核关系）改过';
    case 'roster-row':
      return '单位名册中该单位的内容改过';
    case 'settings':
      return '活动设置（设置、报送任务）改过';
    case 'tool':
      return `程序版本由 ${reason.from} 换成 ${reason.to}`;
    case 'other-units':
      return '本单位的来件、认定和设置都没有变，是与其他单位互相核对的结果变了';
  }
}

/** A status as the comparison shows it, also of what came without being asked for. */
export function formatStatus(status: PairChange['before'], isCounted: boolean): string {
  if (status !== null) return STATUS_TITLES[status];
  return isCounted ? '未要求，已计入' : '—';
}

/** `捐款金额 1,000.00 → 1,200.00 元（+200.00）`. */
export function formatFigureChange({ figure, before, after }: FigureChange): string {
  const text = (value: number) => formatValue(figure.format, value);
  return `${figure.title} ${text(before)} → ${text(after)}${figure.unit === '' ? '' : ` ${figure.unit}`}（${formatDifference(figure.format, after - before)}）`;
}

/** `+200.00`, `-3`. */
export function formatDifference(format: FigureChange['figure']['format'], difference: number): string {
  return `${difference > 0 ? '+' : ''}${formatValue(format, difference)}`;
}

function formatValue(format: FigureChange['figure']['format'], value: number): string {
  if (format !== 'amount') return formatCount(shownFigure(format, value));
  const cents = String(Math.abs(value) % 100).padStart(2, '0');
  return `${value < 0 ? '-' : ''}${formatCount(Math.trunc(Math.abs(value) / 100))}.${cents}`;
}

/** What 总览 says of one area: how many units and forms, and what the key totals gained or lost. */
export interface ChangesLine {
  readonly count: string;
  readonly detail: string;
}

/** The line of 总览. `county` null: the whole prefecture; `keys`: by form, the totals by which it is known. */
export function formatChanges(
  { version, pairs, materials }: Changes,
  county: string | null,
  keys: ReadonlyMap<string, readonly string[]>,
): ChangesLine {
  const here = pairs.filter(({ unit }) => county === null || unit.county === county);
  const compared = `与${formatVersion(version)}相比`;
  const ofMaterials = materials.filter(({ unit }) => county === null || unit.county === county).length;
  const alsoMaterials = ofMaterials === 0 ? '' : `；材料 ${ofMaterials} 份有变动`;
  if (here.length === 0) {
    return ofMaterials === 0
      ? { count: '没有', detail: `${compared}，没有变动。` }
      : { count: `材料 ${ofMaterials} 份`, detail: `${compared}，各表没有变动${alsoMaterials}。` };
  }
  const units = new Set(here.map(({ unit }) => unit.code)).size;
  const sums = new Map<string, { figure: FigureChange['figure']; difference: number }>();
  for (const { form, figures } of here) {
    for (const { figure, before, after } of figures) {
      if (!keys.get(form.key)?.includes(figure.key)) continue;
      const key = JSON.stringify([form.key, figure.key]);
      const difference = (sums.get(key)?.difference ?? 0) + after - before;
      sums.set(key, { figure, difference });
    }
  }
  const texts = [...sums.values()].filter(({ difference }) => difference !== 0).map(formatSum);
  const rest = texts.length - MOST_NAMED;
  const listed = [...texts.slice(0, MOST_NAMED), ...(rest > 0 ? [`另有 ${rest} 项`] : [])].join('，');
  return {
    count: `${units} 家 ${here.length} 份`,
    detail: `${compared}${listed === '' ? '，主要数据没有变动' : `：${listed}`}${alsoMaterials}。`,
  };
}

function formatSum({ figure, difference }: { figure: FigureChange['figure']; difference: number }): string {
  const sign = difference > 0 ? '+' : '';
  return figure.format === 'amount'
    ? `${figure.title} ${sign}${formatAmount(difference)}`
    : `${figure.title} ${formatDifference(figure.format, difference)} ${figure.unit}`.trimEnd();
}
