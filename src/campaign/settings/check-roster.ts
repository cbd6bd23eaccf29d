import { foldText } from '../../workbook/cell-text.js';
import { countyOf, type Unit } from '../campaign.js';
import { areSimilarCounties } from '../place-names.js';
import type { SheetReport } from './settings-report.js';

/** A row of 单位名册 as read, and the cells that are blamed for what is wrong with it. */
export interface RosterRow {
  readonly unit: Unit;
  readonly hasOwnCode: boolean;
  readonly codeCell: string;
  readonly nameCell: string;
  readonly aliasCell: string;
  readonly countyCell: string;
}

/** Reports what tells units apart and does not: names, aliases, codes, spellings of counties. */
export function checkRoster(rows: readonly RosterRow[], report: SheetReport): void {
  checkNames(rows, report);
  checkCodes(rows, report);
  checkCounties(rows, report);
}

/** Names and aliases are unique within a county. Names come first, so that an alias is blamed, never a name. */
function checkNames(rows: readonly RosterRow[], report: SheetReport): void {
  const taken = new Map<string, { row: RosterRow; cell: string }>();
  const keyOf = (row: RosterRow, text: string) => JSON.stringify([row.unit.county, foldText(text)]);
  for (const row of rows) {
    const { name } = row.unit;
    const first = taken.get(keyOf(row, name));
    if (first === undefined) taken.set(keyOf(row, name), { row, cell: row.nameCell });
    else report.add(row.nameCell, 'name-twice', { name, county: countyOf(row.unit), first: first.cell });
  }
  for (const row of rows) {
    for (const alias of row.unit.aliases) {
      const first = taken.get(keyOf(row, alias));
      if (first === undefined) taken.set(keyOf(row, alias), { row, cell: row.aliasCell });
      else if (first.row !== row) {
        const parameters = {
          alias,
          county: countyOf(row.unit),
          other: first.row.unit.name,
          first: first.cell,
        };
        report.add(row.aliasCell, 'alias-taken', parameters);
      }
    }
  }
}

function checkCodes(rows: readonly RosterRow[], report: SheetReport): void {
  const taken = new Map<string, RosterRow>();
  for (const row of rows) {
    const { code } = row.unit;
    const first = taken.get(foldText(code));
    if (first === undefined) taken.set(foldText(code), row);
    // Two units without code share one only when they share name and county, which is said already.
    else if (row.hasOwnCode || first.hasOwnCode) {
      report.add(row.codeCell, 'code-twice', { code, first: first.codeCell });
    }
  }
}

/** 塔城 in one row and 塔城市 in another would be summed as two counties. */
function checkCounties(rows: readonly RosterRow[], report: SheetReport): void {
  const seen: string[] = [];
  for (const { unit, countyCell } of rows) {
    const { county } = unit;
    if (county === null || seen.includes(county)) continue;
    const other = seen.find((name) => areSimilarCounties(name, county));
    if (other !== undefined) report.warn(countyCell, 'county-similar', { value: county, other });
    seen.push(county);
  }
}
