import { foldText } from '../workbook/cell-text.js';
import { countyOf, PREFECTURE_UNITS, type Unit } from './campaign.js';

/** The place that a written name begins with: a county, the campaign's prefecture, or what lies above it. */
export type Place =
  | { readonly kind: 'above' }
  | { readonly kind: 'prefecture' }
  | { readonly kind: 'county'; readonly county: string };

/** One way to read a name: what is left behind the places it begins with; null when none was taken off. */
export interface NameReading {
  readonly text: string;
  readonly places: readonly Place[] | null;
}

const ABOVE: Place = { kind: 'above' };
const PREFECTURE: Place = { kind: 'prefecture' };
const REGIONS = [
  '新疆维吾尔自治区',
  '新疆自治区',
  '新疆',
  '自治区',
  '伊犁哈萨克自治州',
  '伊犁自治州',
  '伊犁州',
  '自治州',
];
const PREFECTURE_ENDING = /(?:自治州|地区|盟|州|市|县|区)$/;
/** Characters that words are made of, digits and the ends of dates and titles apart: 10月沙湾, 统计表沙湾. */
const IN_A_WORD = /[^\s\d\p{P}\p{S}年月日号表]/u;
const COUNTY_ENDING = /(?:自治县|自治旗|县|市|区|旗)$/;
const PEOPLES =
  /(?:蒙古|哈萨克|柯尔克孜|塔吉克|锡伯|维吾尔|达斡尔|各族|(?:回|藏|彝|苗|壮|满|侗|瑶|白|傣|羌|土家|土|畲|黎|水|佤|拉祜|纳西|布依|朝鲜|东乡|保安|撒拉|裕固|仡佬|毛南|仫佬|傈僳|景颇|哈尼|布朗|独龙|怒|普米|鄂温克|鄂伦春)族|蒙古族|哈萨克族)+$/;
/** A name keeps at least this much: 额敏镇 is not shortened to 镇. */
const LEAST_REST = 2;

/** The names of the campaign's places, as names of units begin with them. */
export class PrefixWords {
  private readonly words = new Map<string, Place[]>();
  /** Folded ways to write a county → its name in the roster; null when two counties share it (伊宁: 市 and 县). */
  private readonly countyNames = new Map<string, string | null>();
  /** Longest first, so that 塔城市教育局 is never read as 塔城 + 市教育局. */
  private readonly ordered: readonly string[];
  private readonly orderedCounties: readonly string[];
  /** 市 and 县 for one's own county, 地区 for one's own prefecture: only as the very first word. */
  private readonly generic = new Map<string, Place[]>();

  constructor(units: readonly Unit[], prefecture: string) {
    for (const region of REGIONS) this.add(region, ABOVE);
    const whole = foldText(prefecture);
    const bare = whole.replace(PREFECTURE_ENDING, '');
    const ending = whole.slice(bare.length);
    // When the campaign is of 伊犁州 itself, that word is the prefecture, no longer above it.
    if (whole.length >= LEAST_REST) this.words.set(whole, []);
    for (const word of new Set([
      whole,
      bareName(bare),
      ...(ending === '自治州' ? [`${bareName(bare)}州`] : []),
    ])) {
      this.add(word, PREFECTURE);
    }
    if (ending !== '' && whole !== ending) push(this.generic, ending, PREFECTURE);
    const counties = new Set(units.flatMap((unit) => (unit.county === null ? [] : [unit.county])));
    for (const county of counties) this.addCounty(county);
    for (const county of counties) this.countyNames.set(foldText(county), county);
    this.countyNames.set(foldText(PREFECTURE_UNITS), PREFECTURE_UNITS);
    const byLength = (a: string, b: string) => b.length - a.length;
    this.ordered = [...this.words.keys()].sort(byLength);
    this.orderedCounties = [...this.countyNames.keys()].sort(byLength);
  }

  /** True when the written county, with or without 县/市, is the unit's; `地直单位` is that of units without. */
  isCounty(written: string, unit: Unit): boolean {
    const folded = foldText(written);
    const county = countyOf(unit);
    return folded === foldText(county) || this.countyNames.get(folded) === county;
  }

  /** True for the name of a county of the roster, in full or without its ending, and for 地直单位. */
  knowsCounty(written: string): boolean {
    return (this.countyNames.get(foldText(written)) ?? null) !== null;
  }

  /** True for the campaign's prefecture or what lies above it, as far as no county has that name too. */
  isPrefecture(written: string): boolean {
    const places = this.words.get(foldText(written)) ?? [];
    return places.length > 0 && places.every((place) => place.kind !== 'county');
  }

  /** The text as it stands and with each place taken off its beginning; the text is folded. */
  readingsOf(text: string): readonly NameReading[] {
    const [whole, ...behindPlaces] = this.explicitReadingsOf(text);
    return [whole!, ...this.relativeReadingsOf(text), ...behindPlaces];
  }

  /** As readingsOf, but 市, 县 and 地区 alone are no places. The first is the text as it stands. */
  explicitReadingsOf(text: string): readonly NameReading[] {
    const readings: NameReading[] = [{ text, places: null }];
    let rest = text;
    for (;;) {
      const longest = this.ordered.find((prefix) => rest.startsWith(prefix));
      // 乌苏市场监督管理局 is that of 乌苏, not a 场监督管理局 of 乌苏市.
      const isMarket = longest?.endsWith('市') && rest.startsWith('市场', longest.length - 1);
      const word = isMarket ? this.ordered.find((prefix) => prefix === longest!.slice(0, -1)) : longest;
      const places = word === undefined ? [] : (this.words.get(word) ?? []);
      if (word === undefined || !this.takeOff(rest, word, places, readings)) return readings;
      // Behind a county nothing but the unit's own name follows: 托里县托里中学 is not 托里县中学.
      if (places.every((place) => place.kind === 'county')) return readings;
      rest = rest.slice(word.length);
    }
  }

  /** 市教育局, 县教育局, 地区教育局: what is left behind a word for the writer's own place. */
  relativeReadingsOf(text: string): readonly NameReading[] {
    const readings: NameReading[] = [];
    // 市场监督管理局 is no 场监督管理局 of a 市.
    if (text.startsWith('市场')) return readings;
    for (const [word, places] of this.generic) this.takeOff(text, word, places, readings);
    return readings;
  }

  /** All that may stand before a unit's name for where it is: 塔城市, 塔城, 塔城地区塔城市, 新疆塔城地区塔城市 … */
  chainsOf(unit: Unit): readonly string[] {
    const named = (fits: (place: Place) => boolean) =>
      this.ordered.filter((word) => this.words.get(word)!.some(fits));
    const own =
      unit.county === null ? [''] : named((place) => place.kind === 'county' && place.county === unit.county);
    const prefecture = named((place) => place.kind === 'prefecture');
    const above = named((place) => place.kind === 'above');
    const fronts = ['', ...above].flatMap((region) => ['', ...prefecture].map((word) => `${region}${word}`));
    return fronts.flatMap((front) => own.map((word) => `${front}${word}`)).filter((chain) => chain !== '');
  }

  /** The shortest reading, for comparing spellings. */
  withoutPlaces(text: string): string {
    return this.readingsOf(text).at(-1)?.text ?? text;
  }

  /**
   * The places that a folded text ends with; null when it ends with none. 市, 县 and 地区 alone count only when
   * nothing stands before them.
   */
  placesAtEnd(text: string): readonly Place[] | null {
    const word = this.ordered.find((name) => text.endsWith(name));
    return (word === undefined ? this.generic.get(text) : this.words.get(word)) ?? null;
  }

  /** What stands before the places that a folded text ends with. */
  withoutPlacesAtEnd(text: string): string {
    const word = this.ordered.find((name) => text.endsWith(name));
    return word === undefined ? text : this.withoutPlacesAtEnd(text.slice(0, -word.length));
  }

  /**
   * Counties that a folded text names outside the given spans. Without 县 or 市 only where it stands alone or before a
   * span: 沙湾村 is not 沙湾市.
   */
  countiesIn(
    text: string,
    spans: readonly { readonly start: number; readonly end: number }[],
  ): ReadonlySet<string> {
    const counties = new Set<string>();
    let free = text;
    for (const name of this.orderedCounties) {
      // 塔城 may be the prefecture as well: it tells nothing.
      if (this.words.get(name)?.some((place) => place.kind === 'prefecture')) continue;
      for (let at = free.indexOf(name); at >= 0; at = free.indexOf(name, at + 1)) {
        const end = at + name.length;
        if (spans.some((span) => at < span.end && span.start < end)) continue;
        if (!COUNTY_ENDING.test(name) && name !== PREFECTURE_UNITS) {
          const isWhole = !IN_A_WORD.test(free[at - 1] ?? ' ') && !IN_A_WORD.test(free[end] ?? ' ');
          if (!isWhole && !spans.some((span) => span.start === end)) continue;
        }
        const county = this.countyNames.get(name) ?? null;
        if (county !== null) counties.add(county);
        // A longer name hides the shorter one that it begins with.
        free = free.slice(0, at) + ' '.repeat(name.length) + free.slice(end);
      }
    }
    return counties;
  }

  private addCounty(county: string): void {
    const whole = foldText(county);
    const place: Place = { kind: 'county', county };
    for (const name of new Set([whole, ...shorterNames(whole)])) {
      this.add(name, place);
      if (name.length >= LEAST_REST) this.countyNames.set(name, this.countyNames.has(name) ? null : county);
    }
    const ending = COUNTY_ENDING.exec(whole)?.[0].slice(-1);
    if (ending !== undefined && whole !== ending) push(this.generic, ending, place);
  }

  private add(word: string, place: Place): void {
    if (word.length >= LEAST_REST) push(this.words, word, place);
  }

  private takeOff(text: string, word: string, places: readonly Place[], readings: NameReading[]): boolean {
    if (!text.startsWith(word)) return false;
    const rest = text.slice(word.length);
    if ([...rest].length < LEAST_REST) return false;
    readings.push({ text: rest, places });
    return true;
  }
}

/** 和布克赛尔蒙古 → 和布克赛尔: without the peoples that an autonomous county is named for. */
function bareName(name: string): string {
  const bare = name.replace(PEOPLES, '');
  return bare.length >= LEAST_REST ? bare : name;
}

/** True when one spelling is the other without its ending: 塔城 and 塔城市, but not 伊宁市 and 伊宁县. */
export function areSimilarCounties(a: string, b: string): boolean {
  const [left, right] = [foldText(a), foldText(b)];
  return left !== right && (shorterNames(left).has(right) || shorterNames(right).has(left));
}

function shorterNames(whole: string): ReadonlySet<string> {
  const withoutEnding = whole.replace(COUNTY_ENDING, '');
  const bare = bareName(withoutEnding);
  return new Set([withoutEnding, bare, ...(whole.endsWith('自治县') ? [`${bare}县`] : [])]);
}

function push<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
