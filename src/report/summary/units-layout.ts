import { countyOf, type Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { groupBy } from '../group-by.js';
import { listedUnits, type Scope } from './scope.js';
import { FIRST_DATA_ROW } from './table.js';

/** The column 单位名称 of a per-unit sheet. */
export const NAME_COLUMN = 3;

/** Where everything stands on a form's per-unit sheet. */
export interface UnitsLayout {
  readonly counties: readonly CountyRows[];
  /** Null when there is nothing to add up. */
  readonly totalRow: number | null;
  readonly lastRow: number;
}

/** The rows of one county's units. */
export interface CountyRows {
  readonly county: string;
  readonly units: readonly { readonly unit: Unit; readonly rowNumber: number }[];
  /** Null in a county's own workbook: the grand total says it. */
  readonly subtotalRow: number | null;
}

/** Places units county by county, subtotals below each county, the grand total at the end. */
export function layoutUnits(scope: Scope, form: FormDefinition): UnitsLayout {
  let rowNumber = FIRST_DATA_ROW;
  const counties: CountyRows[] = [];
  for (const [county, members] of groupBy(listedUnits(scope, form), countyOf)) {
    const units = members.map((unit) => ({ unit, rowNumber: rowNumber++ }));
    counties.push({ county, units, subtotalRow: scope.county === null ? rowNumber++ : null });
  }
  return { counties, totalRow: counties.length > 0 ? rowNumber : null, lastRow: rowNumber };
}
