import { foldText } from '../workbook/cell-text.js';
import { countyOf, PREFECTURE_UNITS, type Unit } from './campaign.js';
import { type Place, PrefixWords } from './place-names.js';

/** How a written name was recognised, surest first. */
export type MatchedBy = 'code' | 'name' | 'alias' | 'normalised';

/** Which unit a written name means. A name that fits two units is `several`, never decided. */
export type UnitMatch =
  | { readonly kind: 'one'; readonly unit: Unit; readonly by: MatchedBy }
  | { readonly kind: 'several'; readonly units: readonly Unit[] }
  | {
      readonly kind: 'none';
      /** The nearest by spelling, best first, at most three: for messages only. */
      readonly candidates: readonly Unit[];
    };

/** Finds units by what people write for them. */
export interface RosterIndex {
  readonly units: readonly Unit[];
  unitByCode(code: string): Unit | null;
  /** `county` null: the county is not known; `地直单位`: only units without county count. */
  findUnits(nameAsWritten: string, county: string | null): UnitMatch;
  /** The unit that a file's name, else its folders, names for certain. */
  findUnitsInPath(path: string): UnitMatch;
}

/** One way to read a unit's name or alias: what is left of it behind the place that it begins with. */
interface KnownName {
  readonly unit: Unit;
  readonly text: string;
  /** Null: the text begins with no place. */
  readonly place: Place | null;
  readonly by: MatchedBy;
}

const MAX_CANDIDATES = 3;
const LEAST_SIMILARITY = 0.3;
/** Names shorter than this are found in a path only when they stand alone. */
const SHORT_NAME = 3;

/** Makes the lookups of a roster; `prefecture` is 地区名称. */
export function indexRoster(units: readonly Unit[], prefecture: string): RosterIndex {
  const words = new PrefixWords(units, prefecture);
  const byCode = new Map<string, Unit>();
  const exact = new Map<string, KnownName[]>();
  const normalised = new Map<string, KnownName[]>();
  for (const unit of units) {
    const code = foldText(unit.code);
    if (!byCode.has(code)) byCode.set(code, unit);
    for (const known of exactNames(unit)) {
      push(exact, known.text, known);
      for (const reading of readingsOfUnit(known, words)) push(normalised, reading.text, reading);
    }
  }
  const needles = new NeedleIndex([
    ...[...exact.values(), ...normalised.values()].flat(),
    ...units.map(codeName),
  ]);
  const spellings = new Spellings(words);

  // A sheet may repeat one unknown name in a thousand rows; the nearest units are looked for once.
  const remembered = new Map<string, UnitMatch>();
  const findUnits = (nameAsWritten: string, county: string | null): UnitMatch => {
    const key = JSON.stringify([nameAsWritten, county]);
    const match = remembered.get(key) ?? matchName(nameAsWritten, county);
    remembered.set(key, match);
    return match;
  };

  const matchName = (nameAsWritten: string, county: string | null): UnitMatch => {
    const written = foldText(nameAsWritten);
    if (written === '') return { kind: 'none', candidates: [] };
    // 塔城地区 in a county's place says nothing of the county.
    if (county !== null && words.isPrefecture(county)) return matchName(nameAsWritten, null);
    const split = splitCounty(written, words);
    if (county === null && split !== null && !byCode.has(written)) return matchName(split.name, split.county);
    const isMeant = (unit: Unit) => county === null || words.isCounty(county, unit);
    const coded = byCode.get(written);
    if (coded && isMeant(coded)) return { kind: 'one', unit: coded, by: 'code' };
    const hits = (exact.get(written) ?? []).filter((known) => isMeant(known.unit));
    if (hits.length > 0) return matchOf(hits);
    const readings = words.readingsOf(normaliseName(written));
    const fitting = readings.flatMap((reading) =>
      (normalised.get(reading.text) ?? []).filter(
        (known) => isMeant(known.unit) && placesAgree(reading.places, known),
      ),
    );
    if (fitting.length > 0) return matchOf(fitting);
    const near = units.filter(isMeant);
    return { kind: 'none', candidates: spellings.nearest(written, near.length > 0 ? near : units) };
  };

  const findUnitsInPath = (path: string): UnitMatch => {
    const segments = path.split('/').filter((segment) => segment !== '');
    const texts = segments.map((segment, index) =>
      foldSegment(index === segments.length - 1 ? segment.replace(/(\.[A-Za-z0-9]{1,5})+$/, '') : segment),
    );
    for (let index = texts.length - 1; index >= 0; index--) {
      const found = needles.find(texts[index]!, words);
      if (found.length === 0) continue;
      const counties = mentionedCounties(texts, index, found, words);
      const meant = counties === null ? found : found.filter((hit) => counties.has(countyOf(hit.unit)));
      if (meant.length > 0) return matchOf(meant);
      return { kind: 'none', candidates: distinctUnits(found).slice(0, MAX_CANDIDATES) };
    }
    const fileName = texts.at(-1)?.replaceAll(' ', '') ?? '';
    return { kind: 'none', candidates: fileName === '' ? [] : spellings.nearest(fileName, units) };
  };

  return { units, unitByCode: (code) => byCode.get(foldText(code)) ?? null, findUnits, findUnitsInPath };
}

/**
 * A folded name without what does not tell units apart: stamps, 办事处 behind 街道, 人民政府 behind 乡/镇/街道.
 * The endings 乡, 镇, 街道 and 村 themselves stay: 哈拉布拉乡 and 哈拉布拉镇 are two units.
 */
export function normaliseName(folded: string): string {
  return folded
    .replace(/(?:\((?:加?盖公?章|公章|签章|印章|单位公章|章)\)|[。.,;:、])+$/, '')
    .replace(/街道办(?:事处)?$/, '街道')
    .replace(/街道(?:办事处)?人民政府$/, '街道')
    .replace(/(?<=[乡镇])(?:人民)?政府$/, '')
    .replace(/办公室$/, '办')
    .replace(/委员会$/, '委');
}

function exactNames(unit: Unit): readonly KnownName[] {
  const names: KnownName[] = [];
  const seen = new Set<string>();
  const add = (name: string, by: MatchedBy) => {
    const text = foldText(name);
    if (text === '' || seen.has(text)) return;
    seen.add(text);
    names.push({ unit, text, place: null, by });
  };
  add(unit.name, 'name');
  for (const alias of unit.aliases) add(alias, 'alias');
  return names;
}

function codeName(unit: Unit): KnownName {
  return { unit, text: foldText(unit.code), place: null, by: 'code' };
}

/** A unit's name as it stands and behind its own county's or prefecture's name. */
function readingsOfUnit(known: KnownName, words: PrefixWords): readonly KnownName[] {
  const { unit } = known;
  return words.readingsOf(normaliseName(known.text)).flatMap((reading): KnownName[] => {
    const base = { unit, text: reading.text, by: 'normalised' } as const;
    if (reading.places === null) return [{ ...base, place: null }];
    // A name that begins with another county's name is not shortened: the place is part of it.
    const own = reading.places.find((place) =>
      unit.county === null
        ? place.kind === 'prefecture'
        : place.kind === 'county' && place.county === unit.county,
    );
    if (own) return [{ ...base, place: own }];
    const above = reading.places.find((place) => place.kind !== 'county');
    return above ? [{ ...base, place: above }] : [];
  });
}

/**
 * Whether a name written behind these places can be this unit. 塔城地区教育局 is no county's 教育局, but
 * 塔城地区和平街道 may be the 和平街道 of any county, since that name says nothing of a place.
 */
function placesAgree(places: readonly Place[] | null, known: KnownName): boolean {
  if (places === null) return true;
  const { place, unit } = known;
  return places.some((written) => {
    if (written.kind === 'county') {
      if (unit.county !== written.county) return false;
      return place === null || place.kind !== 'county' || place.county === written.county;
    }
    return place === null || place.kind === written.kind;
  });
}

function matchOf(hits: readonly { readonly unit: Unit; readonly by: MatchedBy }[]): UnitMatch {
  const units = distinctUnits(hits);
  if (units.length > 1) return { kind: 'several', units };
  const order: readonly MatchedBy[] = ['code', 'name', 'alias', 'normalised'];
  const by = order.find((word) => hits.some((hit) => hit.by === word)) ?? 'normalised';
  return { kind: 'one', unit: units[0]!, by };
}

function distinctUnits(hits: readonly { readonly unit: Unit }[]): readonly Unit[] {
  return [...new Set(hits.map((hit) => hit.unit))];
}

/** `县/单位名称` → its two parts, when the first is a county of the roster or 地直单位. */
function splitCounty(written: string, words: PrefixWords): { county: string; name: string } | null {
  const slash = written.indexOf('/');
  if (slash < 1 || slash === written.length - 1) return null;
  const county = written.slice(0, slash);
  return words.knowsCounty(county) ? { county, name: written.slice(slash + 1) } : null;
}

interface PathHit {
  readonly unit: Unit;
  readonly by: MatchedBy;
  readonly start: number;
  readonly end: number;
}

/** Folded as foldText does, but spaces stay: they separate the parts of a file name. */
function foldSegment(segment: string): string {
  return segment
    .split(/\s+/)
    .map(foldText)
    .filter((part) => part !== '')
    .join(' ');
}

const SEPARATOR = /[-_—–·.,，、 ()[\]{}【】〔〕《》<>“”"'+&=#@!~;:]/;

/**
 * Words that make another organisation of the name before them: 额敏镇中心小学 is not 额敏镇. 帮扶村, 驻村 and
 * 村级 are words of forms.
 */
const OTHER_ORGANISATION =
  /^[^-_—–·., ()[\]【】《》]{0,10}?(?:小学|中学|学校|幼儿园|卫生院|卫生室|医院|派出所|司法所|财政所|服务中心|工作站|工作队|居委会|社区|公司|合作社|支行|(?<!帮扶|贫困|驻|农|乡)村(?!级))/;

/** All names by their first two characters, so that a path is searched without trying every name. */
class NeedleIndex {
  private readonly byStart = new Map<string, KnownName[]>();
  private readonly short = new Map<string, KnownName[]>();

  constructor(names: readonly KnownName[]) {
    for (const name of names) {
      const isShort = [...name.text].length < SHORT_NAME;
      push(isShort ? this.short : this.byStart, isShort ? name.text : name.text.slice(0, 2), name);
    }
  }

  /** Names in the text; one that lies within a longer one is not meant. */
  find(text: string, words: PrefixWords): readonly PathHit[] {
    const hits = [...this.findInside(text, words), ...this.findParts(text)];
    return hits.filter(
      (hit) =>
        !hits.some(
          (other) =>
            other.start <= hit.start && hit.end <= other.end && other.end - other.start > hit.end - hit.start,
        ),
    );
  }

  private findInside(text: string, words: PrefixWords): readonly PathHit[] {
    const hits: PathHit[] = [];
    for (let start = 0; start < text.length - 1; start++) {
      for (const name of this.byStart.get(text.slice(start, start + 2)) ?? []) {
        if (!text.startsWith(name.text, start)) continue;
        const end = start + name.text.length;
        const fits =
          name.by === 'code' ? standsAlone(text, start, end) : canBeMeant(text, start, end, name, words);
        if (fits) hits.push({ unit: name.unit, by: name.by, start, end });
      }
    }
    return hits;
  }

  private findParts(text: string): readonly PathHit[] {
    const hits: PathHit[] = [];
    let start = 0;
    for (const part of text.split(SEPARATOR)) {
      const end = start + part.length;
      for (const name of this.short.get(part) ?? []) hits.push({ unit: name.unit, by: name.by, start, end });
      start = end + 1;
    }
    return hits;
  }
}

const LATIN = /[a-z0-9]/;
const NUMERAL = /[0-9〇零一二三四五六七八九十百]/;

/** 654201001 is not meant by 16542010015. */
function standsAlone(text: string, start: number, end: number): boolean {
  return !LATIN.test(text[start - 1] ?? '') && !LATIN.test(text[end] ?? '');
}

/** Whether a name that occurs in a text may stand for its unit, by what stands around it. */
function canBeMeant(text: string, start: number, end: number, name: KnownName, words: PrefixWords): boolean {
  if (OTHER_ORGANISATION.test(text.slice(end))) return false;
  const before = text.slice(0, start).split(SEPARATOR).at(-1) ?? '';
  if (before === '') return true;
  if (NUMERAL.test(before.at(-1)!) && NUMERAL.test(name.text[0]!)) return false;
  const places = words.placesAtEnd(before);
  if (places !== null) return placesAgree(places, name);
  // Behind a place that is not in the roster it is another unit of that name: 昌吉市教育局, be it called 教育局 or
  // 市教育局 here.
  return name.place === null && !/[县市州盟旗]$/.test(before) && !/^(?:地区|[县市州盟旗区])/.test(name.text);
}

/** Counties that the path names beside the units found: those of the file name, else of the nearest folder. */
function mentionedCounties(
  texts: readonly string[],
  foundAt: number,
  found: readonly PathHit[],
  words: PrefixWords,
): ReadonlySet<string> | null {
  for (let index = texts.length - 1; index >= 0; index--) {
    const spans = index === foundAt ? found : [];
    const counties = words.countiesIn(texts[index]!, spans);
    if (counties.size > 0) return counties;
  }
  return null;
}

/** Nearest units by spelling, places and stamps left aside. Names are taken apart once, when first asked. */
class Spellings {
  private readonly words: PrefixWords;
  private readonly known = new Map<Unit, readonly (readonly string[])[]>();

  constructor(words: PrefixWords) {
    this.words = words;
  }

  nearest(written: string, units: readonly Unit[]): readonly Unit[] {
    const pairs = this.pairsIn(written);
    return units
      .map((unit) => ({
        unit,
        score: Math.max(...this.namesOf(unit).map((name) => similarity(pairs, name))),
      }))
      .filter(({ score }) => score >= LEAST_SIMILARITY)
      .sort((a, b) => b.score - a.score)
      .slice(0, MAX_CANDIDATES)
      .map(({ unit }) => unit);
  }

  private namesOf(unit: Unit): readonly (readonly string[])[] {
    const names =
      this.known.get(unit) ?? [unit.name, ...unit.aliases].map((name) => this.pairsIn(foldText(name)));
    this.known.set(unit, names);
    return names;
  }

  private pairsIn(folded: string): readonly string[] {
    return pairsOf(this.words.withoutPlaces(normaliseName(folded)));
  }
}

/** Dice's coefficient over pairs of neighbouring characters, the text's ends counted as characters. */
function similarity(left: readonly string[], right: readonly string[]): number {
  const taken = new Set<number>();
  for (const pair of left) {
    const index = right.findIndex((other, at) => other === pair && !taken.has(at));
    if (index >= 0) taken.add(index);
  }
  return (2 * taken.size) / (left.length + right.length);
}

function pairsOf(text: string): readonly string[] {
  const characters = ['^', ...text, '$'];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
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
