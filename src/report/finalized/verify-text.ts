import { formatMoment } from '../../campaign/beijing-time.js';
import type { Moment } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { formatAmount, formatCount } from '../format-figures.js';
import type { ResultTotals } from '../result/result-json.js';
import { measureFigures } from '../summary/figures.js';

/** A version of the summaries that a check code belongs to. */
export interface CodeMatch {
  /** `汇总`, or the path of a 定稿. */
  readonly place: string;
  /** Null for 汇总/. */
  readonly finalizedAt: Moment | null;
  readonly by: string | null;
  readonly note: string | null;
  readonly asOf: Moment;
  /** The area of the workbook: the prefecture, a county or 地直单位. */
  readonly area: string;
  /** The area's totals, by form. */
  readonly totals: readonly { readonly form: string; readonly totals: ResultTotals }[];
}

/** The answer to `bangfu verify <dir> <code>`. */
export interface FoundCode {
  readonly code: string;
  readonly matches: readonly CodeMatch[];
  /** How many versions were looked at. */
  readonly versions: number;
}

/** One 定稿, held against its manifest. */
export interface VersionReport {
  readonly name: string;
  readonly manifest: {
    readonly finalizedAt: Moment;
    readonly note: string | null;
    readonly files: readonly unknown[];
  } | null;
  readonly problems: readonly { readonly path: string; readonly problem: string }[];
}

/** Says which version a code belongs to, with the totals that its pages must show. */
export function formatFoundCode(
  { code, matches, versions }: FoundCode,
  forms: readonly FormDefinition[],
): string {
  if (matches.length === 0)
    return [
      `没有找到校验码 ${code}`,
      versions === 0
        ? '这个文件夹还没有汇总和定稿'
        : `已核对现在的汇总和各次定稿共 ${versions} 版。可能是抄错了、是别的活动的、是没有定稿的旧汇总，或数字被改过`,
    ].join('\n');
  return matches.map((match) => formatMatch(code, match, forms)).join('\n\n');
}

function formatMatch(code: string, match: CodeMatch, forms: readonly FormDefinition[]): string {
  const about = [match.note, match.by === null ? null : `经办人 ${match.by}`].filter((text) => text !== null);
  const version =
    match.finalizedAt === null
      ? '现在的汇总（没有定稿的不保留旧版）'
      : `${formatMoment(match.finalizedAt)} 的定稿${about.length === 0 ? '' : `（${about.join('，')}）`}`;
  return [
    `校验码 ${code} 是 ${version}`,
    `  位置：${match.place}`,
    `  汇总表：${match.area}，截至${formatMoment(match.asOf)}`,
    ...match.totals.flatMap(({ form, totals }) => {
      const definition = forms.find(({ key }) => key === form);
      return definition === undefined ? [] : [`  ${definition.title}：${formatTotals(definition, totals)}`];
    }),
  ].join('\n');
}

function formatTotals(form: FormDefinition, totals: ResultTotals): string {
  const shown = measureFigures(form).filter(({ key }) => form.keyMeasures.includes(key));
  return shown
    .map(({ key, title, unit, format }) => {
      const value = totals[key] ?? 0;
      return format === 'amount'
        ? `${title} ${formatAmount(Math.round(value * 100))}`
        : `${title} ${formatCount(value)} ${unit}`.trimEnd();
    })
    .join('，');
}

/** Says of every 定稿 whether it is as it was. */
export function formatCheckedVersions(versions: readonly VersionReport[]): string {
  if (versions.length === 0) return '还没有定稿';
  return versions.flatMap(formatVersionReport).join('\n');
}

function formatVersionReport({ name, manifest, problems }: VersionReport): readonly string[] {
  const note = manifest === null || manifest.note === null ? '' : `（${manifest.note}）`;
  if (problems.length === 0) return [`定稿 ${name}${note}：${manifest?.files.length ?? 0} 个文件都没有变`];
  return [
    `定稿 ${name}${note}：有 ${problems.length} 处问题`,
    ...problems.map(({ path, problem }) => `  ${path}：${problem}`),
  ];
}
