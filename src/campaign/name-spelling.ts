import { foldText } from '../workbook/cell-text.js';
import type { Unit } from './campaign.js';
import type { NameReading, PrefixWords } from './place-names.js';
import {
  exactNames,
  type KnownName,
  normaliseName,
  placesAgree,
  plainReadingsOfUnit,
  readingsOfUnit,
} from './unit-names.js';

const MAX_CANDIDATES = 3;
const LEAST_SIMILARITY = 0.3;
/** A shorter name is another name as soon as one character is. */
const LEAST_MISSPELT = 3;
/** A place may be shorter: the name behind it is right. */
const LEAST_PLACE = 2;

/** Characters by which names of a kind are told apart: 第一中学 and 第二中学, 上户镇 and 下户镇, 沙湾镇 and 老沙湾镇. */
const NUMBER = /[0-9a-z零〇一二三四五六七八九十百千甲乙丙丁]/;
const PLACE_OR_SIZE = /[东西南北中上下左右前后内外大小老新总分]/;
/** Characters that say what kind of thing it is: 和平乡 and 和平镇, 额敏镇 and 额敏镇村. */
const KIND = /[省市县区州乡镇村街道局委办院所站部校园团队场社]/;

/**
 * Short names of departments that every county may have. Many differ in one character alone; whoever writes one means
 * it, whether or not it is in the roster: 农机局 is no misspelt 农业局.
 */
const DEPARTMENTS: ReadonlySet<string> = new Set(
  `教育局 教体局 教科局 财政局 民政局 人社局 审计局 统计局 司法局 公安局 国土局 环保局 住建局 交通局 水利局 水务局
  农业局 农机局 农牧局 农经局 畜牧局 林业局 林草局 商务局 商业局 粮食局 工信局 工业局 文化局 文体局 文旅局 文广局
  体育局 旅游局 卫生局 卫健局 卫健委 卫计委 计生局 计生委 医保局 药监局 食药局 质监局 工商局 市监局 税务局 国税局
  地税局 气象局 地震局 邮政局 电信局 供电局 信访局 应急局 安监局 扶贫办 扶贫局 民宗局 民宗委 统战部 宣传部 组织部
  政法委 老干局 档案局 档案馆 史志办 总工会 工商联 检察院 武装部 发改委 经信委 经贸委 国资委 法制办 外事办 外办
  招商局 城管局 园林局 房管局 规划局 物价局 供销社 科技局 烟草局 公路局 路政局 图书馆 文化馆 博物馆 科技馆 体育馆
  地震办 人防办 移民办 移民局 安监办 应急办 信访办 督查办 政府办 县委办 市委办`.split(/\s+/),
);

/** Nearest units by spelling, places and stamps left aside. Names are taken apart once, when first asked. */
export class Spellings {
  private readonly words: PrefixWords;
  private readonly pairs = new Map<Unit, readonly (readonly string[])[]>();
  private readonly readings = new Map<Unit, readonly KnownName[]>();

  constructor(words: PrefixWords) {
    this.words = words;
  }

  /** At most three, best first: for messages only. */
  nearest(written: string, units: readonly Unit[]): readonly Unit[] {
    const pairs = this.pairsIn(written);
    return units
      .map((unit) => ({
        unit,
        score: Math.max(...this.pairsOf(unit).map((name) => similarity(pairs, name))),
      }))
      .filter(({ score }) => score >= LEAST_SIMILARITY)
      .sort((a, b) => b.score - a.score)
      .slice(0, MAX_CANDIDATES)
      .map(({ unit }) => unit);
  }

  /**
   * True when a folded text is the unit's name but for one character, and that of no other of these units that is
   * called otherwise. Alone that is no proof; it only fits with something else that says that it is this unit.
   */
  isMisspelt(written: string, unit: Unit, units: readonly Unit[]): boolean {
    const text = this.readText(written);
    const own = this.slipsOf(text, unit);
    if (!own.some(({ isTelling }) => !isTelling)) return false;
    return units.every(
      (other) =>
        other === unit ||
        this.slipsOf(text, other).every((slip) => own.some((mine) => mine.text === slip.text)),
    );
  }

  /** True when a text is one character away from a name of one of these units. */
  isNearAny(written: string, units: readonly Unit[]): boolean {
    const text = this.readText(written);
    return units.some((unit) => this.slipsOf(text, unit).length > 0);
  }

  private readText(written: string): WrittenText {
    const normalised = normaliseName(written);
    const texts = [...new Set([written, normalised])];
    const readings = texts.flatMap((text) => [...this.words.readingsOf(text)]);
    return { normalised, readings: readings.some(({ text }) => DEPARTMENTS.has(text)) ? null : readings };
  }

  /** The names of a unit from which a text is one character away. */
  private slipsOf(written: WrittenText, unit: Unit): readonly { text: string; isTelling: boolean }[] {
    const { normalised, readings } = written;
    if (readings === null) return [];
    const names = this.readingsOf(unit);
    const inName = readings.flatMap((reading) =>
      names.flatMap((name) => {
        const slip = findSlip(reading.text, name.text, LEAST_MISSPELT);
        return slip === null || !placesAgree(reading.places, name) || this.isTwicePlaced(reading, name, names)
          ? []
          : [{ text: name.text, isTelling: isTelling(slip) }];
      }),
    );
    // The name is right, the place in front is not: 托理县多拉特乡.
    const inFront = names.flatMap(({ text }) => {
      if (!normalised.endsWith(text)) return [];
      const front = normalised.slice(0, -text.length);
      const slips = this.words.chainsOf(unit).flatMap((chain) => findSlip(front, chain, LEAST_PLACE) ?? []);
      return slips.map((slip) => ({ text, isTelling: isTelling(slip) }));
    });
    return [...inName, ...inFront];
  }

  /** Behind a place nobody writes 市 or 县 once more: 塔城市教育局 is not compared with 市教育局 behind 塔城市. */
  private isTwicePlaced({ places }: NameReading, name: KnownName, names: readonly KnownName[]): boolean {
    const rests = places === null ? [] : this.words.relativeReadingsOf(name.text);
    return rests.some(({ text }) => names.some((other) => other.text === text));
  }

  private readingsOf(unit: Unit): readonly KnownName[] {
    const known =
      this.readings.get(unit) ??
      exactNames(unit, this.words).flatMap((name) => [
        ...plainReadingsOfUnit(name, this.words),
        ...readingsOfUnit(name, this.words),
      ]);
    this.readings.set(unit, known);
    return known;
  }

  private pairsOf(unit: Unit): readonly (readonly string[])[] {
    const known =
      this.pairs.get(unit) ?? [unit.name, ...unit.aliases].map((name) => this.pairsIn(foldText(name)));
    this.pairs.set(unit, known);
    return known;
  }

  private pairsIn(folded: string): readonly string[] {
    return pairsOf(this.words.withoutPlaces(normaliseName(folded)));
  }
}

/** A written name taken apart; `readings` null: it is the name of a department, not a misspelt one. */
interface WrittenText {
  readonly normalised: string;
  readonly readings: readonly NameReading[] | null;
}

/** One character of a written name that is another, too many or missing in the right one; ends of it may be ''. */
interface Slip {
  readonly written: string;
  readonly right: string;
  /** True when the character that is too many stands beside its like: 和平街街道. */
  readonly isDoubled: boolean;
}

/** The one character in which two names differ; null when they are equal, differ in more, or are too short to say. */
function findSlip(written: string, right: string, least: number): Slip | null {
  // Characters beyond U+FFFF are two units of UTF-16.
  if (Math.abs(written.length - right.length) > 2 || written === right) return null;
  const [a, b] = [[...written], [...right]];
  if (b.length < least || Math.abs(a.length - b.length) > 1) return null;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const same = (left: readonly string[], other: readonly string[]) => left.join('') === other.join('');
  if (a.length === b.length) {
    const [x = '', y = ''] = restA;
    if (same(restA.slice(1), restB.slice(1))) return { written: x, right: restB[0]!, isDoubled: false };
    // Two neighbours changed places: 和街平道.
    const isSwap = restB[0] === y && restB[1] === x && same(restA.slice(2), restB.slice(2));
    return isSwap && !NUMBER.test(x) && !NUMBER.test(y) ? { written: x, right: y, isDoubled: true } : null;
  }
  if (a.length > b.length && same(restA.slice(1), restB)) {
    return { written: restA[0]!, right: '', isDoubled: a[start - 1] === restA[0] };
  }
  return a.length < b.length && same(restA, restB.slice(1))
    ? { written: '', right: restB[0]!, isDoubled: false }
    : null;
}

/** Whether the character makes another name rather than a misspelt one. */
function isTelling({ written, right, isDoubled }: Slip): boolean {
  if (isDoubled) return NUMBER.test(written);
  if (right === '') return NUMBER.test(written) || PLACE_OR_SIZE.test(written) || KIND.test(written);
  if (written === '') return NUMBER.test(right) || PLACE_OR_SIZE.test(right);
  return [written, right].every(
    (character) => NUMBER.test(character) || PLACE_OR_SIZE.test(character) || KIND.test(character),
  );
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
