import { foldText } from '../workbook/cell-text.js';
import type { Unit } from './campaign.js';
import type { NameReading, Place, PrefixWords } from './place-names.js';

/** How a written name was recognised, surest first. */
export type MatchedBy = 'code' | 'name' | 'alias' | 'normalised';

/** One way to read a unit's name or alias: what is left of it behind the place that it begins with. */
export interface KnownName {
  readonly unit: Unit;
  readonly text: string;
  /** What was taken off its beginning; null: nothing was. */
  readonly place: Place | null;
  /** True when the text itself begins with the unit's own county or prefecture. */
  readonly hasPlace: boolean;
  readonly by: MatchedBy;
}

/**
 * A folded name without what does not tell units apart: stamps, 办事处 behind 街道, 人民政府 behind 乡/镇/街道; 公司 for
 * 有限公司 and 有限责任公司, 第一中学 for 一中.
 * The endings 乡, 镇, 街道 and 村 themselves stay: 哈拉布拉乡 and 哈拉布拉镇 are two units.
 */
export function normaliseName(folded: string): string {
  return folded
    .replace(/(?:\((?:加?盖公?章|公章|签章|印章|单位公章|章)\)|[。.,;:、])+$/, '')
    .replace(/街道(?:办(?:事处|公室)?)?(?:人民政府)?$/, '街道')
    .replace(/(?<=[乡镇])(?:党委)?(?:人民)?政府$/, '')
    .replace(/(?:股份)?有限(?:责任)?公司$/, '公司')
    .replace(/第?([一二三四五六七八九十]+|\d+)(?:中学?|小学?|幼(?:儿园)?)$/, wholeSchoolName)
    .replace(/办公室$/, '办')
    .replace(/委员会$/, '委');
}

function wholeSchoolName(name: string, number: string): string {
  const kind = /[中小幼]/.exec(name.replace(number, ''))?.[0];
  return `第${number}${kind === '中' ? '中学' : kind === '小' ? '小学' : '幼儿园'}`;
}

/**
 * A normalised name by its stem, where an office left more away or wrote more: 局机关 and 局办公室 are the 局 itself, a
 * firm goes without 公司. Only asked when the name as normalised is nobody's.
 */
export function shortenName(normalised: string): string {
  const short = normalised
    .replace(/(?<=局|中学|小学|学校)(?:机关|本级|办)$/, '')
    .replace(/(?<=[乡镇])党委$/, '');
  const stem = short.replace(/公司$/, '');
  // 工业园公司 and 工业园 are two: what is left must not be an organisation of another kind.
  return [...stem].length < 3 || NAMES_AN_ORGANISATION.test(stem) ? short : stem;
}

const NAMES_AN_ORGANISATION =
  /(?:[局委办乡镇村团队会社站所院园部厂店校]|街道|社区|[小中]学|中心|集团|[农牧林]场)$/;

/** Numbers in figures, as 一六二团 and 162团 are one. `text` has no place in front: 三亚 and 五常 are no numbers. */
export function withFigures(text: string): string {
  return text.replace(/[零〇一二三四五六七八九十]+/g, figures);
}

const DIGITS = '零一二三四五六七八九';

/** 十二 → 12, 八十四 → 84, 一六二 → 162; as it stands when it is no number: 十十. */
function figures(numeral: string): string {
  const plain = numeral.replaceAll('〇', '零');
  const [, tens, ones] = /^([二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(plain) ?? [];
  if (tens !== undefined)
    return `${tens === '' ? 1 : DIGITS.indexOf(tens)}${ones ? DIGITS.indexOf(ones) : 0}`;
  if (plain.includes('十')) return numeral;
  return [...plain].map((digit) => DIGITS.indexOf(digit)).join('');
}

/** A unit's name and aliases as they stand, folded. */
export function exactNames(unit: Unit, words: PrefixWords): readonly KnownName[] {
  const names: KnownName[] = [];
  const seen = new Set<string>();
  const add = (name: string, by: MatchedBy) => {
    const text = foldText(name);
    if (text === '' || seen.has(text)) return;
    seen.add(text);
    names.push({ unit, text, place: null, hasPlace: hasOwnPlace(unit, words.readingsOf(text)), by });
  };
  add(unit.name, 'name');
  for (const alias of unit.aliases) add(alias, 'alias');
  return names;
}

/** A unit's name, normalised, as it stands and behind its own county's or prefecture's name. */
export function readingsOfUnit(known: KnownName, words: PrefixWords): readonly KnownName[] {
  return readingsOfText(known, normaliseName(known.text), words);
}

/** As readingsOfUnit, of the name as it stands. */
export function plainReadingsOfUnit(known: KnownName, words: PrefixWords): readonly KnownName[] {
  return readingsOfText(known, known.text, words);
}

function readingsOfText(
  { unit, hasPlace }: KnownName,
  text: string,
  words: PrefixWords,
): readonly KnownName[] {
  return words.readingsOf(text).flatMap((reading): KnownName[] => {
    const base = { unit, text: reading.text, hasPlace: false, by: 'normalised' } as const;
    if (reading.places === null) return [{ ...base, place: null, hasPlace }];
    // A name that begins with another county's name is not shortened: the place is part of it.
    const own = reading.places.find((place) => isOwn(place, unit));
    if (own) return [{ ...base, place: own }];
    const above = reading.places.find((place) => place.kind !== 'county');
    return above ? [{ ...base, place: above }] : [];
  });
}

/** True when a name, so read, begins with the place of the unit. */
export function hasOwnPlace(unit: Unit, readings: readonly NameReading[]): boolean {
  return readings.some(({ places }) => places?.some((place) => isOwn(place, unit)) ?? false);
}

function isOwn(place: Place, unit: Unit): boolean {
  return unit.county === null
    ? place.kind === 'prefecture'
    : place.kind === 'county' && place.county === unit.county;
}

/** Names of places themselves, which a prefecture has no second of. */
const NAMES_A_PLACE = /(?:[乡镇村团]|街道|社区|[农牧林]场|良种场)$/;

/**
 * Whether a name written behind these places can be this unit. 塔城地区教育局 is no county's 教育局, but
 * 塔城地区和平街道 may be the 和平街道 of any county, since that name says nothing of a place.
 */
export function placesAgree(places: readonly Place[] | null, known: KnownName): boolean {
  if (places === null) return true;
  const { place, unit, hasPlace } = known;
  return places.some((written) => {
    if (written.kind === 'county') {
      if (unit.county !== written.county) return false;
      return place === null || place.kind !== 'county' || place.county === written.county;
    }
    if (place === null) return hasPlace || unit.county === null || NAMES_A_PLACE.test(known.text);
    return place.kind === written.kind;
  });
}

/** True when nothing but its place tells the unit from others, and what was written has none. */
export function lacksPlace(reading: NameReading, known: KnownName): boolean {
  return reading.places === null && known.place !== null;
}
