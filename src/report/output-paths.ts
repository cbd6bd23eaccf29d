import { type Campaign, countiesOf } from '../campaign/campaign.js';
import { fileNameFor, fileNamesFor } from '../workbook/file-name.js';

/** Where the workbooks of one area lie below the folder of the outputs, with `/`. */
export interface AreaPaths {
  /** A county or the 地直单位; null: the whole prefecture. */
  readonly county: string | null;
  readonly summary: string;
  readonly workpaper: string;
}

/** The prefecture's workbooks, then those of every county. */
export function outputPaths(campaign: Pick<Campaign, 'prefecture' | 'units'>): readonly AreaPaths[] {
  const area = fileNameFor(campaign.prefecture);
  const counties = countiesOf(campaign);
  const names = fileNamesFor(counties);
  return [
    { county: null, summary: `${area}汇总表.xlsx`, workpaper: `底稿/${area}底稿.xlsx` },
    ...counties.map((county, index) => ({
      county,
      summary: `县级汇总/${names[index]}汇总表.xlsx`,
      workpaper: `底稿/县级/${names[index]}底稿.xlsx`,
    })),
  ];
}

/** The workbooks of one area (null: the prefecture). */
export function pathsOf(campaign: Pick<Campaign, 'prefecture' | 'units'>, county: string | null): AreaPaths {
  const found = outputPaths(campaign).find((paths) => paths.county === county);
  if (found === undefined) throw new Error(`no county ${county}`);
  return found;
}

/** How one output is reached from another: `县级汇总/a.xlsx` → `../底稿/b.xlsx`. */
export function pathBetween(from: string, to: string): string {
  const [source, target] = [from.split('/').slice(0, -1), to.split('/')];
  let shared = 0;
  while (shared < source.length && source[shared] === target[shared]) shared++;
  return [...source.slice(shared).map(() => '..'), ...target.slice(shared)].join('/');
}
