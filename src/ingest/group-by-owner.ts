import type { RosterIndex, UnitMatch } from '../campaign/roster-index.js';
import { isNamed, type NilRow, type ReadRow, type RowOwner } from './row-reader.js';
import type { UnitIdentity } from './submission.js';

/** The rows of one unit in a sheet. */
export interface UnitRows {
  readonly identity: UnitIdentity;
  readonly rows: readonly ReadRow[];
  readonly nilRows: readonly NilRow[];
}

/**
 * The rows of each unit of a sheet that has a column for it; null when no row names a unit. `county`: the one that the
 * sheet's head or its path names, which tells units of one name apart.
 */
export function groupByOwner(
  rows: readonly ReadRow[],
  nilRows: readonly NilRow[],
  roster: RosterIndex,
  county: string | null,
): readonly UnitRows[] | null {
  const statements = nilRows.filter((row) => isNamed(row.owner));
  if (statements.length === 0 && !rows.some((row) => isNamed(row.owner))) return null;
  const groups = new Map<string, { identity: UnitIdentity; rows: ReadRow[]; nilRows: NilRow[] }>();
  const groupOf = (owner: RowOwner) => {
    const identity = identifyOwner(owner, roster, county);
    const key = identityKey(identity);
    const group = groups.get(key) ?? { identity, rows: [], nilRows: [] };
    groups.set(key, group);
    return group;
  };
  for (const row of rows) {
    // Zeros without a unit say nothing of anybody.
    if (!row.saysNil || isNamed(row.owner)) groupOf(row.owner).rows.push(row);
  }
  for (const row of statements) groupOf(row.owner).nilRows.push(row);
  return [...groups.values()];
}

/** Equal for submissions of one unit, and for those of an unknown unit that is written the same way. */
export function identityKey(identity: UnitIdentity): string {
  return identity.kind === 'known' ? `known ${identity.unit}` : `unknown ${identity.writtenName ?? ''}`;
}

function identifyOwner(owner: RowOwner, roster: RosterIndex, sheetCounty: string | null): UnitIdentity {
  const writtenName = owner.name ?? owner.code;
  const coded = owner.code === null ? null : roster.unitByCode(owner.code);
  if (coded !== null) return { kind: 'known', unit: coded.code, by: 'rows', writtenName };
  if (owner.name === null) {
    return { kind: 'unknown', reason: '这些行没有写单位名称', candidates: [], writtenName };
  }
  const alone = roster.findUnits(owner.name, owner.county);
  const match =
    alone.kind === 'several' && owner.county === null && sheetCounty !== null
      ? narrowed(alone, roster.findUnits(owner.name, sheetCounty))
      : alone;
  if (match.kind === 'one') return { kind: 'known', unit: match.unit.code, by: 'rows', writtenName };
  const listed = match.kind === 'none' ? roster.findListedUnits(owner.name) : [];
  const units = match.kind === 'several' ? match.units : listed.length > 0 ? listed : match.candidates;
  const reason =
    match.kind === 'several'
      ? `单位名称“${owner.name}”与单位名册中的 ${units.length} 个单位都相符`
      : listed.length > 0
        ? `单位名称“${owner.name}”写了几个单位，分不清数据是谁的`
        : `单位名称“${owner.name}”在单位名册中找不到`;
  return { kind: 'unknown', reason, candidates: units.slice(0, 3).map((unit) => unit.code), writtenName };
}

/** The one unit of the name in the sheet's county, else all of them. */
function narrowed(all: UnitMatch & { kind: 'several' }, inCounty: UnitMatch): UnitMatch {
  return inCounty.kind === 'one' && all.units.includes(inCounty.unit) ? inCounty : all;
}
