import { countyOf, type Unit } from '../campaign/campaign.js';
import { formatUnit, type RosterIndex, type UnitMatch } from '../campaign/roster-index.js';
import { foldText, isBlankMark } from '../workbook/cell-text.js';
import type { LabelledText } from './read-labels.js';
import type { UnitIdentity } from './submission.js';

/** What there is to tell whose a sheet is. */
export interface UnitEvidence {
  /** 人工认定 of this sheet. */
  readonly decided: string | null;
  /** The hidden mark's unit code. */
  readonly marked: string | null;
  /** The unit that 《退回修改清单》 names: to which the file was sent back. */
  readonly listed: string | null;
  /** 填报单位 as written, and 县（市） beside it. */
  readonly written: LabelledText | null;
  readonly writtenCounty: string | null;
  /** The file's path, with the inner path of a container. */
  readonly path: string;
}

/** The unit, or why nobody can say. */
type Verdict =
  | { readonly kind: 'known'; readonly unit: Unit; readonly by: 'mark' | 'cell' | 'path' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly candidates: readonly Unit[] };

/**
 * The unit of a sheet by the ladder of product.md: 人工认定, hidden mark, 填报单位 cell, file or folder name. What
 * contradicts itself is not decided: a mark and a visible name, or either and the file's own name; nor is a name that
 * nobody has or that two have, unless the file or its folder says for certain which of them it is.
 */
export function identifyUnit(roster: RosterIndex, evidence: UnitEvidence): UnitIdentity {
  const isWritten = evidence.written !== null && !isBlankMark(evidence.written.text);
  const writtenName = isWritten ? evidence.written!.text : null;
  if (evidence.decided !== null)
    return { kind: 'known', unit: evidence.decided, by: 'decision', writtenName };
  const marked = evidence.marked === null ? null : roster.unitByCode(evidence.marked);
  const name = writtenName === null ? null : { text: writtenName, county: evidence.writtenCounty };
  const verdict =
    marked !== null
      ? byMark(roster, marked, name, evidence.path)
      : name !== null
        ? byName(roster, name, evidence.path)
        : byPath(roster, evidence.writtenCounty, evidence.path);
  const finding = verdict.kind === 'known' ? verdict : (byList(roster, evidence.listed, name) ?? verdict);
  return finding.kind === 'known'
    ? { kind: 'known', unit: finding.unit.code, by: finding.by, writtenName }
    : {
        kind: 'unknown',
        reason: finding.reason,
        candidates: [...new Set(finding.candidates)].slice(0, 3).map((unit) => unit.code),
        writtenName,
      };
}

/**
 * A file that was sent back, and comes under another name or into another folder than the ones that told whose it was.
 * Null when the list names no unit, or when the file says that it is another's.
 */
function byList(roster: RosterIndex, code: string | null, name: WrittenName | null): Verdict | null {
  const listed = code === null ? null : roster.unitByCode(code);
  if (listed === null) return null;
  const match = name === null ? null : roster.findUnits(name.text, name.county);
  const isOther = match?.kind === 'one' && match.unit !== listed;
  return isOther ? null : { kind: 'known', unit: listed, by: 'mark' };
}

interface WrittenName {
  readonly text: string;
  readonly county: string | null;
}

function byMark(roster: RosterIndex, marked: Unit, name: WrittenName | null, path: string): Verdict {
  if (name !== null) {
    const match = roster.findUnits(name.text, name.county);
    if (!fitsMark(roster, marked, name, match)) {
      const others = match.kind === 'none' ? listedOrNear(roster, name, match.candidates) : unitsOf(match);
      return {
        kind: 'unknown',
        reason: `模板是发给“${marked.name}”的，填报单位却写着“${name.text}”，两者不一致`,
        candidates: [...others.filter((unit) => unit !== marked).slice(0, 2), marked],
      };
    }
  }
  return (
    contradiction(roster, marked, path, `模板是发给“${marked.name}”的`) ?? {
      kind: 'known',
      unit: marked,
      by: 'mark',
    }
  );
}

function fitsMark(roster: RosterIndex, marked: Unit, name: WrittenName, match: UnitMatch): boolean {
  if (match.kind === 'none') return roster.mayMean(name.text, name.county, marked);
  if (includes(match, marked)) return true;
  // 教育局 is the name of several counties' units as it stands; it may be short for that of 塔城地区教育局 as well.
  return match.kind === 'several' && includes(roster.findUnits(name.text, countyOf(marked)), marked);
}

function byName(roster: RosterIndex, name: WrittenName, path: string): Verdict {
  const match = roster.findUnits(name.text, name.county);
  switch (match.kind) {
    case 'one':
      return (
        otherCounty(roster, name, match, path) ??
        contradiction(roster, match.unit, path, `填报单位写的是“${match.unit.name}”`) ?? {
          kind: 'known',
          unit: match.unit,
          by: 'cell',
        }
      );
    case 'several':
      return byNameOfSeveral(roster, name, match.units, path);
    case 'none':
      return byUnknownName(roster, name, match.candidates, path);
  }
}

/** A name that several units have: the file's name or folder may say which of them, or at least of which county. */
function byNameOfSeveral(
  roster: RosterIndex,
  name: WrittenName,
  units: readonly Unit[],
  path: string,
): Verdict {
  const { named } = roster.findUnitsInFileName(path);
  const county = roster.findCountyInPath(path);
  const folder = roster.findUnitsInPath(folderOf(path));
  // In a county that the path names a name may be short for another's, where elsewhere it is whole.
  const counties = [...named.map(({ unit }) => countyOf(unit)), ...(county === null ? [] : [county])];
  const there = name.county === null ? counties.map((item) => roster.findUnits(name.text, item)) : [];
  const fitting = [...new Set([units, ...there.map(unitsOf)].flat())];
  const narrowed = narrow(fitting, [
    ...(named.length > 0 ? [(unit: Unit) => named.some((item) => item.unit === unit)] : []),
    (unit) => countyOf(unit) === county,
    (unit) => includes(folder, unit),
  ]);
  const [only] = narrowed;
  if (narrowed.length === 1 && only !== undefined) {
    return (
      contradiction(roster, only, path, `填报单位写的是“${name.text}”`) ?? {
        kind: 'known',
        unit: only,
        by: 'path',
      }
    );
  }
  const other = named[0];
  if (other !== undefined && !named.some((item) => fitting.includes(item.unit))) {
    return {
      kind: 'unknown',
      reason: `填报单位写的是“${name.text}”，文件名却是“${other.unit.name}”的，两者不一致`,
      candidates: [other.unit, ...units],
    };
  }
  return {
    kind: 'unknown',
    reason: `填报单位“${name.text}”与单位名册中的 ${units.length} 个单位都相符（${listUnits(units)}），文件名和文件夹也没有说明是哪一个`,
    candidates: units,
  };
}

/** Applies each condition that leaves any of the units. */
function narrow(units: readonly Unit[], conditions: readonly ((unit: Unit) => boolean)[]): readonly Unit[] {
  return conditions.reduce((left, condition) => {
    const fewer = left.length > 1 ? left.filter(condition) : left;
    return fewer.length > 0 ? fewer : left;
  }, units);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Nobody's name. A misspelt one is taken only where the file's name or folder says for certain whose it is. */
function byUnknownName(roster: RosterIndex, name: WrittenName, near: readonly Unit[], path: string): Verdict {
  const listed = roster.findListedUnits(name.text);
  if (listed.length > 0) {
    return {
      kind: 'unknown',
      reason: `填报单位“${name.text}”写了几个单位（${listUnits(listed)}），分不清数据是谁的，请各单位分开填报`,
      candidates: listed,
    };
  }
  const inPath = unitsOfOneName(roster, name, path);
  const meant = inPath.filter((unit) => roster.mayMean(name.text, name.county, unit));
  const [only] = meant;
  if (meant.length === 1 && only !== undefined) return { kind: 'known', unit: only, by: 'path' };
  const nobody = `填报单位“${name.text}”在单位名册中找不到`;
  if (inPath.length > 0) {
    return {
      kind: 'unknown',
      reason: `${nobody}，文件名或文件夹是“${inPath[0]!.name}”的，但两者差别较大，不能据此认定`,
      candidates: [...inPath.slice(0, 1), ...near],
    };
  }
  const why = near.length === 0 ? '' : `；与“${near[0]!.name}”等只是写法相近，不能据此认定`;
  return { kind: 'unknown', reason: `${nobody}${why}`, candidates: near };
}

/** The unit that the path names; or those that share the one name in the file's own, where their place is written. */
function unitsOfOneName(roster: RosterIndex, name: WrittenName, path: string): readonly Unit[] {
  const match = roster.findUnitsInPath(path, name.county);
  if (match.kind === 'one') return [match.unit];
  const { named } = roster.findUnitsInFileName(path);
  if (new Set(named.map(({ text }) => text)).size !== 1) return [];
  return named
    .map(({ unit }) => unit)
    .filter((unit) => name.county !== null || roster.hasPlaceOf(name.text, unit));
}

function byPath(roster: RosterIndex, county: string | null, path: string): Verdict {
  const match = roster.findUnitsInPath(path, county);
  switch (match.kind) {
    case 'one':
      return { kind: 'known', unit: match.unit, by: 'path' };
    case 'several':
      return {
        kind: 'unknown',
        reason: `填报单位没有填写，文件名与几个单位都相符（${listUnits(match.units)}）`,
        candidates: match.units,
      };
    case 'none': {
      const why =
        match.candidates.length === 0 ? '' : `；与“${match.candidates[0]!.name}”等只是写法相近，不能据此认定`;
      return {
        kind: 'unknown',
        reason: `填报单位没有填写，文件名里也看不出是哪个单位${why}`,
        candidates: match.candidates,
      };
    }
  }
}

/**
 * Why a file is not taken for a unit's although its mark or 填报单位 says so: its own name is another unit's. A file
 * that was filled in for one unit in another's workbook would take the place of that unit's own numbers. Folders do
 * not count, offices collect in them; nor does a name that holds the unit's own as well, that of its 归口单位, or one
 * that its own goes on from (额敏镇 for 额敏镇中心小学). Null when nothing speaks against it.
 */
function contradiction(roster: RosterIndex, unit: Unit, path: string, says: string): Verdict | null {
  const { named, partly } = roster.findUnitsInFileName(path);
  const unlike = (other: Unit): Verdict => ({
    kind: 'unknown',
    reason: `${says}，文件名却是“${other.name}”的，两者不一致`,
    candidates: [unit, other],
  });
  if (named.length === 0) {
    return partly.includes(unit)
      ? {
          kind: 'unknown',
          reason: `${says}（${formatUnit(unit)}），文件名却像是另一个单位的，两者不一致`,
          candidates: [unit],
        }
      : null;
  }
  const own = [unit.name, ...unit.aliases].map(foldText);
  const fits = named.some(
    (item) =>
      item.unit === unit ||
      own.some((text) => text.includes(item.text) && !text.endsWith(item.text)) ||
      isThrough(roster, unit, item.unit),
  );
  return fits ? null : unlike(named[0]!.unit);
}

/** True when the unit reports through the other. */
function isThrough(roster: RosterIndex, unit: Unit, other: Unit): boolean {
  if (unit.through === null) return false;
  const inCounty = roster.findUnits(unit.through, countyOf(unit));
  return includes(inCounty.kind === 'none' ? roster.findUnits(unit.through, null) : inCounty, other);
}

/**
 * Why a name without its place is not taken for the only unit that has it: the file lies with another county's. Null
 * when the place is written, or no county is named.
 */
function otherCounty(
  roster: RosterIndex,
  name: WrittenName,
  match: Extract<UnitMatch, { kind: 'one' }>,
  path: string,
): Verdict | null {
  const county = name.county === null ? roster.findCountyInPath(path) : null;
  if (county === null || county === countyOf(match.unit)) return null;
  const there = roster.findUnits(name.text, county);
  if (there.kind === 'none' && !match.lacksPlace) return null;
  return {
    kind: 'unknown',
    reason: `填报单位“${name.text}”没有写明县（市），名册中是“${formatUnit(match.unit)}”，文件名或文件夹却是${county}的，两者不一致`,
    candidates: [...unitsOf(there), match.unit],
  };
}

function includes(match: UnitMatch, unit: Unit): boolean {
  return unitsOf(match).includes(unit);
}

/** The units that a name means; none for a name that is nobody's. */
function unitsOf(match: UnitMatch): readonly Unit[] {
  return match.kind === 'one' ? [match.unit] : match.kind === 'several' ? match.units : [];
}

function listedOrNear(roster: RosterIndex, name: WrittenName, near: readonly Unit[]): readonly Unit[] {
  const listed = roster.findListedUnits(name.text);
  return listed.length > 0 ? listed : near;
}

/** At most three, by county and name. */
function listUnits(units: readonly Unit[]): string {
  const names = units.slice(0, 3).map(formatUnit).join('、');
  return units.length > 3 ? `${names}等` : names;
}
