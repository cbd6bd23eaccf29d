import { countyOf, type Unit } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import type { CountedSubmission, Summary } from '../../merge/summary.js';
import { sheetNameFor } from '../../workbook/excel-limits.js';

// Where everything stands in a 底稿: its sheets are planned by this, and links from other workbooks too.

/** The first row of records on a record sheet. */
export const FIRST_RECORD_ROW = 5;
/** The column 单位名称 of a record sheet. */
export const UNIT_NAME_COLUMN = 4;

/** The rows of one unit on a record sheet. */
export interface UnitRecords {
  readonly unit: Unit;
  readonly counted: CountedSubmission;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** The units of a 底稿: of the prefecture (county null) or of one county, in roster order. */
export function workpaperUnits({ campaign }: Pick<Summary, 'campaign'>, county: string | null): Unit[] {
  return campaign.units.filter((unit) => county === null || countyOf(unit) === county);
}

/** Names of the record sheets, by form key. */
export function recordSheetNames(forms: readonly FormDefinition[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const form of forms) {
    const name = sheetNameFor(form.title, taken);
    taken.add(name);
    names.set(form.key, name);
  }
  return names;
}

/** The rows of every unit that has counted records of a form, one unit below the other. */
export function layoutRecords(
  summary: Pick<Summary, 'campaign' | 'counted'>,
  form: FormDefinition,
  county: string | null,
): readonly UnitRecords[] {
  const counted = new Map(
    summary.counted.filter((item) => item.form === form.key).map((item) => [item.unit, item]),
  );
  let rowNumber = FIRST_RECORD_ROW;
  return workpaperUnits(summary, county).flatMap((unit): UnitRecords[] => {
    const item = counted.get(unit.code);
    if (item === undefined || item.records.length === 0) return [];
    const firstRow = rowNumber;
    rowNumber += item.records.length;
    return [{ unit, counted: item, firstRow, lastRow: rowNumber - 1 }];
  });
}
