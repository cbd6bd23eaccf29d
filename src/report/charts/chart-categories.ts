import { countyOf, type Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { compileTotals } from '../../form/record-totals.js';
import { NOT_SAID } from '../../form/said.js';
import type { Totals } from '../../merge/summary.js';
import type { RowGroup } from '../../workbook/workbook-plan.js';
import { groupBy } from '../group-by.js';
import { groupRecords } from '../summary/breakdown/group-records.js';
import { countyTotals, listedUnits, type Scope, unitTotals } from '../summary/scope.js';

/** More bars than this stand better below one another, and units are grouped. A line needs upright bars. */
export const MOST_UPRIGHT = 14;

/** Whose totals a category shows. `value`: of the rows that say it (null: nobody can tell which), which no cell of the summary adds up. */
export type CategoryArea =
  | { readonly kind: 'county'; readonly county: string }
  | { readonly kind: 'unit'; readonly code: string }
  | { readonly kind: 'unitKind'; readonly category: string }
  /** The whole prefecture in one month of the trend; without totals nothing is known of it. */
  | { readonly kind: 'month'; readonly month: string }
  | { readonly kind: 'value'; readonly group: RowGroup | null }
  /** Of a chart over forms. */
  | { readonly kind: 'form'; readonly form: string };

/** One category of a chart with its totals. */
export interface ChartCategory {
  readonly name: string;
  readonly area: CategoryArea;
  readonly totals: Totals | undefined;
}

/**
 * In the prefecture's workbook the counties, in roster order, that have something to report; in a county's its units
 * that count, by 单位类别 where they are many.
 */
export function areaCategories(scope: Scope, form: FormDefinition): readonly ChartCategory[] {
  const units = listedUnits(scope, form);
  if (scope.county === null) {
    const reporting = new Set(units.map(countyOf));
    return scope.counties
      .filter((county) => reporting.has(county))
      .map((county) => ({
        name: county,
        area: { kind: 'county', county },
        totals: countyTotals(scope, form, county),
      }));
  }
  const counted = units.flatMap((unit) => {
    const totals = unitTotals(scope, form, unit);
    return totals === undefined ? [] : [{ unit, totals }];
  });
  if (counted.length <= MOST_UPRIGHT)
    return counted.map(({ unit, totals }) => ({
      name: unit.name,
      area: { kind: 'unit', code: unit.code },
      totals,
    }));
  return [...groupBy(counted, ({ unit }: { unit: Unit }) => unit.category)].map(([category, members]) => ({
    name: category,
    area: { kind: 'unitKind', category },
    totals: members.map(({ totals }) => totals).reduce(addTotals),
  }));
}

/** What a field says, with the totals of the rows that say it. */
export function valueCategories(
  scope: Scope,
  form: FormDefinition,
  fieldKey: string,
): readonly ChartCategory[] {
  const add = compileTotals(form);
  return groupRecords(scope, form, fieldKey).map(({ value, said, records }) => ({
    name: value ?? NOT_SAID,
    area: { kind: 'value', group: { field: fieldKey, values: said } },
    totals: add(records.map(({ record }) => record)),
  }));
}

function addTotals(a: Totals, b: Totals): Totals {
  return Object.fromEntries(Object.entries(a).map(([key, value]) => [key, value + (b[key] ?? 0)]));
}
