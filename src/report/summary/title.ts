import type { Scope } from './scope.js';

/** The title of a summary: `塔城地区2020年扶贫日活动汇总表`. */
export function summaryTitle(scope: Scope, suffix = '汇总表'): string {
  const { name, prefecture } = scope.summary.campaign;
  if (scope.county !== null)
    return `${scope.area}${name.startsWith(prefecture) ? name.slice(prefecture.length) : name}${suffix}`;
  return `${name.startsWith(prefecture) ? '' : prefecture}${name}${suffix}`;
}
