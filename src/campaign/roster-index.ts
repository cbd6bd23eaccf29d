import { foldText } from '../workbook/cell-text.js';
import { countyOf, PREFECTURE_UNITS, type Unit } from './campaign.js';
import { Spellings } from './name-spelling.js';
import { foldSegment, NameFinder, type NameHit, segmentsOf } from './path-names.js';
import { PrefixWords } from './place-names.js';
import {
  exactNames,
  hasOwnPlace,
  type KnownName,
  lacksPlace,
  type MatchedBy,
  normaliseName,
  placesAgree,
  plainReadingsOfUnit,
  readingsOfUnit,
  shortenName,
  withFigures,
} from './unit-names.js';

export type { MatchedBy } from './unit-names.js';

/** Which unit a written name means. A name that fits two units is `several`, never decided. */
export type UnitMatch =
  | {
      readonly kind: 'one';
      readonly unit: Unit;
      readonly by: MatchedBy;
      /** True when the roster's name begins with a place that was not written: 教育局 for 塔城市教育局. */
      readonly lacksPlace: boolean;
    }
  | { readonly kind: 'several'; readonly units: readonly Unit[] }
  | {
      readonly kind: 'none';
      /** The nearest by spelling, best first, at most three: for messages only. */
      readonly candidates: readonly Unit[];
    };

/** Whom a file's own name, without its folders, speaks of. */
export interface FileNameUnits {
  /** Named for certain, with the text that names them; more than one for two names or one that two units have. */
  readonly named: readonly { readonly unit: Unit; readonly text: string }[];
  /** Their names are only part of another's in it: 乌苏市和平街道 is not the 和平街道 of 塔城市. */
  readonly partly: readonly Unit[];
}

/** Finds units by what people write for them. */
export interface RosterIndex {
  readonly units: readonly Unit[];
  unitByCode(code: string): Unit | null;
  /** `county` null: the county is not known; `地直单位`: only units without county count. */
  findUnits(nameAsWritten: string, county: string | null): UnitMatch;
  /** The units that a text names one after the other, 教育局、民政局; empty when it names at most one. */
  findListedUnits(text: string): readonly Unit[];
  /**
   * True when a written name that is nobody's may still be meant for this unit: its name with one character wrong, or
   * with more words around it. No proof alone: something else must say that it is this unit.
   */
  mayMean(nameAsWritten: string, county: string | null, unit: Unit): boolean;
  /** The unit that a file's name, else its folders, names for certain. `county`: as written in the file, if it is. */
  findUnitsInPath(path: string, county?: string | null): UnitMatch;
  findUnitsInFileName(path: string): FileNameUnits;
  /**
   * The county that a file's name, else the nearest folder, names; 地直单位 is one. Null when none or several.
   */
  findCountyInPath(path: string): string | null;
  /** True when a written name begins with the unit's own county or prefecture. */
  hasPlaceOf(nameAsWritten: string, unit: Unit): boolean;
}

const MAX_CANDIDATES = 3;

/** Makes the lookups of a roster; `prefecture` is 地区名称. */
export function indexRoster(units: readonly Unit[], prefecture: string): RosterIndex {
  const words = new PrefixWords(units, prefecture);
  const byCode = new Map<string, Unit>();
  const exact = new Map<string, KnownName[]>();
  const normalised = new Map<string, KnownName[]>();
  const shortened = new Map<string, KnownName[]>();
  const asWritten: KnownName[] = [];
  for (const unit of units) {
    const code = foldText(unit.code);
    if (!byCode.has(code)) byCode.set(code, unit);
    for (const known of exactNames(unit, words)) {
      push(exact, known.text, known);
      asWritten.push(known, ...plainReadingsOfUnit(known, words));
      for (const reading of readingsOfUnit(known, words)) {
        push(normalised, withFigures(reading.text), reading);
        push(shortened, withFigures(shortenName(reading.text)), reading);
      }
    }
  }
  const finder = new NameFinder(units, [...asWritten, ...[...normalised.values()].flat()], words);
  const spellings = new Spellings(words);

  // A sheet may repeat one unknown name in a thousand rows; the nearest units are looked for once.
  const remembered = new Map<string, UnitMatch>();
  const findUnits = (nameAsWritten: string, county: string | null): UnitMatch => {
    const key = JSON.stringify([nameAsWritten, county]);
    // 塔城地区 in a county's place says nothing of the county.
    const place = county !== null && words.isPrefecture(county) ? null : county;
    const match = remembered.get(key) ?? matchName(foldText(nameAsWritten), place);
    remembered.set(key, match);
    return match;
  };

  const isMeantBy = (county: string | null) => (unit: Unit) =>
    county === null || words.isCounty(county, unit);

  const matchName = (written: string, county: string | null): UnitMatch => {
    if (written === '') return { kind: 'none', candidates: [] };
    const split = splitCounty(written, words);
    if (county === null && split !== null && !byCode.has(written) && !exact.has(written)) {
      return matchName(split.name, split.county);
    }
    const isMeant = isMeantBy(county);
    const coded = byCode.get(written);
    if (coded && isMeant(coded)) return { kind: 'one', unit: coded, by: 'code', lacksPlace: false };
    const fitting = (names: ReadonlyMap<string, KnownName[]>, readings: readonly Reading[]) =>
      readings.flatMap((reading) =>
        (names.get(withFigures(reading.text)) ?? [])
          .filter((known) => isMeant(known.unit) && placesAgree(reading.places, known))
          .map((known) => ({ ...known, lacksPlace: lacksPlace(reading, known) })),
      );
    const hits = (exact.get(written) ?? []).filter((known) => isMeant(known.unit));
    if (hits.length > 0) {
      // 市教育局 is that of whoever writes it, though only one 市 has it among its aliases.
      const relative = words.relativeReadingsOf(normaliseName(written));
      return matchOf([...hits, ...(county === null ? fitting(normalised, relative) : [])]);
    }
    const readings = words.readingsOf(normaliseName(written));
    const plain = fitting(normalised, readings);
    if (plain.length > 0) return matchOf(plain);
    const short = fitting(
      shortened,
      readings.map((reading) => ({ ...reading, text: shortenName(reading.text) })),
    );
    if (short.length > 0) return matchOf(short);
    const near = units.filter(isMeant);
    return { kind: 'none', candidates: spellings.nearest(written, near.length > 0 ? near : units) };
  };

  /** What stands beside the label 县（市） may be anything; only what looks like a county speaks against a path. */
  const asCounty = (text: string | null) =>
    text === null || words.isPrefecture(text) || !(words.knowsCounty(text) || /[县市区旗州盟]$/.test(text))
      ? null
      : text;

  const findUnitsInPath = (path: string, county: string | null = null): UnitMatch => {
    const texts = segmentsOf(path);
    const isMeant = isMeantBy(asCounty(county));
    for (let index = texts.length - 1; index >= 0; index--) {
      const found = finder.find(texts[index]!);
      if (found.hits.length === 0 && !found.isForeign) continue;
      const meant = found.isForeign
        ? []
        : inMentionedCounties(texts, index, found.hits, words).filter(({ unit }) => isMeant(unit));
      if (meant.length > 0) return matchOf(meant);
      const near = spellings.nearest(texts[index]!.replaceAll(' ', ''), units);
      const candidates = new Set([...distinctUnits(found.hits), ...found.partly, ...near]);
      return { kind: 'none', candidates: [...candidates].slice(0, MAX_CANDIDATES) };
    }
    const fileName = texts.at(-1)?.replaceAll(' ', '') ?? '';
    return { kind: 'none', candidates: fileName === '' ? [] : spellings.nearest(fileName, units) };
  };

  const findUnitsInFileName = (path: string): FileNameUnits => {
    const texts = segmentsOf(path);
    const last = texts.length - 1;
    const { hits, partly, isForeign } = finder.find(texts[last] ?? '');
    if (isForeign || hits.length === 0) return { named: [], partly };
    const here = inMentionedCounties(texts.slice(last), 0, hits, words);
    if (here.length === 0) return { named: [], partly: [...partly, ...distinctUnits(hits)] };
    // A folder tells units of one name apart; it does not make a name another one.
    const meant = inMentionedCounties(texts, last, here, words);
    return {
      named: (meant.length > 0 ? meant : here).map(({ unit, start, end }) => ({
        unit,
        text: texts[last]!.slice(start, end),
      })),
      partly,
    };
  };

  const findCountyInPath = (path: string): string | null => {
    for (const text of segmentsOf(path).toReversed()) {
      const counties = words.countiesIn(text, []);
      if (counties.size > 0) return counties.size === 1 ? [...counties][0]! : null;
    }
    return null;
  };

  const findListedUnits = (text: string): readonly Unit[] => {
    const { hits } = finder.find(foldSegment(text));
    return new Set(hits.map(({ start }) => start)).size < 2 ? [] : distinctUnits(hits);
  };

  const mayMean = (nameAsWritten: string, county: string | null, unit: Unit): boolean => {
    const place = county !== null && words.isPrefecture(county) ? null : county;
    const meant = units.filter(isMeantBy(place));
    if (!meant.includes(unit)) return false;
    const written = foldText(nameAsWritten);
    const { hits, isForeign } = finder.find(foldSegment(nameAsWritten));
    const isWithin =
      !isForeign &&
      new Set(hits.map(({ start }) => start)).size === 1 &&
      hits.some((hit) => hit.unit === unit);
    const others = meant.filter((other) => !hits.some((hit) => hit.unit === other));
    return isWithin ? !spellings.isNearAny(written, others) : spellings.isMisspelt(written, unit, meant);
  };

  return {
    units,
    unitByCode: (code) => byCode.get(foldText(code)) ?? null,
    findUnits,
    findListedUnits,
    mayMean,
    findUnitsInPath,
    findUnitsInFileName,
    findCountyInPath,
    hasPlaceOf: (nameAsWritten, unit) => hasOwnPlace(unit, words.explicitReadingsOf(foldText(nameAsWritten))),
  };
}

type Reading = ReturnType<PrefixWords['readingsOf']>[number];

function matchOf(
  hits: readonly { readonly unit: Unit; readonly by: MatchedBy; readonly lacksPlace?: boolean }[],
): UnitMatch {
  const units = distinctUnits(hits);
  if (units.length > 1) return { kind: 'several', units };
  const order: readonly MatchedBy[] = ['code', 'name', 'alias', 'normalised'];
  const by = order.find((word) => hits.some((hit) => hit.by === word)) ?? 'normalised';
  return { kind: 'one', unit: units[0]!, by, lacksPlace: hits.every((hit) => hit.lacksPlace === true) };
}

function distinctUnits(hits: readonly { readonly unit: Unit }[]): readonly Unit[] {
  return [...new Set(hits.map((hit) => hit.unit))];
}

/**
 * `县/单位名称`, `县-单位名称`, `单位名称（县）` and `（县）单位名称` → its two parts, when the first is a county of the
 * roster or 地直单位.
 */
function splitCounty(written: string, words: PrefixWords): { county: string; name: string } | null {
  for (const [pattern, county, name] of SPLITS) {
    const parts = pattern.exec(written);
    if (parts !== null && words.knowsCounty(parts[county]!))
      return { county: parts[county]!, name: parts[name]! };
  }
  return null;
}

const SPLITS: readonly (readonly [RegExp, county: number, name: number])[] = [
  [/^([^/]+)\/(.+)$/, 1, 2],
  [/^([^-—–_·:]+)[-—–_·:]+(.+)$/, 1, 2],
  [/^\(([^()]+)\)(.+)$/, 1, 2],
  [/^(.+)\(([^()]+)\)$/, 2, 1],
];

/** Those of the units found that lie in the counties which the path names beside them, if it names any. */
function inMentionedCounties(
  texts: readonly string[],
  foundAt: number,
  hits: readonly NameHit[],
  words: PrefixWords,
): readonly NameHit[] {
  for (let index = texts.length - 1; index >= 0; index--) {
    const counties = words.countiesIn(texts[index]!, index === foundAt ? hits : []);
    if (counties.size > 0) return hits.filter((hit) => counties.has(countyOf(hit.unit)));
  }
  return hits;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** How messages name a unit, and how 收件登记 may: 县/单位名称. */
export function formatUnit(unit: Pick<Unit, 'county' | 'name'>): string {
  return `${unit.county ?? PREFECTURE_UNITS}/${unit.name}`;
}
