import { countyOf } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import { cutText } from '../../workbook/excel-limits.js';
import { formatReference, quoteSheetName } from '../../workbook/reference.js';
import type { PlannedLink } from '../../workbook/workbook-plan.js';
import { outputPaths, pathBetween, pathsOf } from '../output-paths.js';
import { layoutRecords, recordSheetNames, UNIT_NAME_COLUMN } from '../workpaper/workpaper-layout.js';
import type { Scope } from './scope.js';
import { layoutUnits, NAME_COLUMN } from './units-layout.js';

// The way between a unit's row in a 汇总表 and its records in the 底稿, and back.

/** Links of a sheet that Excel takes, with some to spare. */
export const MOST_LINKS = 60_000;

const MAX_TOOLTIP = 255;

/** From a per-unit sheet to the first record of each unit in the 底稿 of its county, by unit code. */
export function linksToRecords(scope: Scope, form: FormDefinition): ReadonlyMap<string, PlannedLink> {
  const { summary } = scope;
  const from = pathsOf(summary.campaign, scope.county).summary;
  const sheet = recordSheetNames(summary.forms).get(form.key)!;
  const links = new Map<string, PlannedLink>();
  for (const { county, workpaper } of outputPaths(summary.campaign)) {
    if (county === null || (scope.county !== null && scope.county !== county)) continue;
    const target = pathBetween(from, workpaper);
    for (const { unit, firstRow, lastRow } of layoutRecords(summary, form, county)) {
      links.set(unit.code, {
        kind: 'link',
        text: rowsText(firstRow, lastRow),
        target,
        location: `${quoteSheetName(sheet)}!${formatReference(firstRow, UNIT_NAME_COLUMN)}`,
        tooltip: cutText(`打开${county}底稿《${sheet}》，${unit.name}的记录`, MAX_TOOLTIP),
      });
    }
  }
  return links;
}

/** From a record sheet of the 底稿 of an area to the row of each unit in the 汇总表 of the same area, by unit code. */
export function linksToUnits(scope: Scope, form: FormDefinition): ReadonlyMap<string, PlannedLink> {
  const paths = pathsOf(scope.summary.campaign, scope.county);
  const target = pathBetween(paths.workpaper, paths.summary);
  const sheet = scope.names.units.get(form.key)!;
  return new Map(
    layoutUnits(scope, form).counties.flatMap(({ units }) =>
      units.map(({ unit, rowNumber }): [string, PlannedLink] => [
        unit.code,
        {
          kind: 'link',
          text: rowsText(rowNumber, rowNumber),
          target,
          location: `${quoteSheetName(sheet)}!${formatReference(rowNumber, NAME_COLUMN)}`,
          tooltip: cutText(`打开汇总表《${sheet}》，${countyOf(unit)}${unit.name}`, MAX_TOOLTIP),
        },
      ]),
    ),
  );
}

/** `第 12–18 行`. */
function rowsText(first: number, last: number): string {
  return first === last ? `第 ${first} 行` : `第 ${first}–${last} 行`;
}
