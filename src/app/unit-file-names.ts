import { type Campaign, countiesOf, countyOf, type Unit } from '../campaign/campaign.js';
import { fileNamesFor } from '../workbook/file-name.js';

/** Where the files of a unit lie in every folder that is laid out by county and unit. */
export interface UnitPlace {
  readonly unit: Unit;
  /** The county's folder. */
  readonly folder: string;
  /** The unit's file, without ending, or its folder. */
  readonly name: string;
}

/** Every unit's place: counties in roster order, 地直单位 last, units in roster order. */
export function unitPlaces(campaign: Campaign): readonly UnitPlace[] {
  const counties = countiesOf(campaign);
  const folders = fileNamesFor(counties);
  return counties.flatMap((county, index) => {
    const units = campaign.units.filter((unit) => countyOf(unit) === county);
    const names = fileNamesFor(units.map((unit) => unit.name));
    return units.map((unit, at) => ({ unit, folder: folders[index]!, name: names[at]! }));
  });
}
