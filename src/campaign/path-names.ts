import { foldText } from '../workbook/cell-text.js';
import type { Unit } from './campaign.js';
import type { PrefixWords } from './place-names.js';
import { type KnownName, normaliseName, placesAgree, shortenName, withFigures } from './unit-names.js';

/** A unit's name within a longer text. */
export interface NameHit {
  readonly unit: Unit;
  readonly by: KnownName['by'];
  readonly start: number;
  readonly end: number;
}

/** Whom a file's or folder's name speaks of. */
export interface NamesInText {
  /** Units that it names for certain; a name that several units have hits each of them. */
  readonly hits: readonly NameHit[];
  /** Units whose name is only part of somebody else's in it: 昌吉市教育局, 额敏镇第二小学. */
  readonly partly: readonly Unit[];
  /** True when it speaks of somebody who is not in the roster: 额敏镇第二小学, alone or beside a unit. */
  readonly isForeign: boolean;
}

/** Names shorter than this are found only when nothing but words of forms and places stand around them. */
const SHORT_NAME = 3;
/** Shorter ones are page numbers, sizes of paper and versions: 汇总(1), 打印版A4, 终稿v2. */
const LEAST_CODE = { ofFigures: 6, withLetters: 4 } as const;
const DATE = /^20\d\d(?:0[1-9]|1[0-2])(?:[0-3]\d)?$/;

const SEPARATOR = /[-_—–·.,，、 ()[\]{}【】〔〕《》<>“”"'+&=#@!~;:/|\\]/;
const CONJUNCTION = /[和与及同]/;
const LATIN = /[a-z0-9]/;
/** A numeral behind one of its kind is part of a longer number: 二十一中. */
const NUMERALS = [/[0-9]/, /[〇零一二三四五六七八九十百]/];

/** What may stand right before a unit's name without being part of it: 2020年10月教育局, 统计表教育局. */
const BEFORE_NAME =
  /(?:[\d年月日号期表件稿版册份的由和与及]|汇总|统计|情况|捐赠|数据|材料|台账|反馈|关于|单位|微心愿|更正|补充|补报|月报|最新|附件[一二三四五])$/;
/** What may stand right behind a name of two characters: 二中捐赠款物统计表. */
const BEHIND_SHORT_NAME =
  /^(?:捐赠|结对|微心愿|统计|汇总|报|扶贫|帮扶|活动|20\d\d|\d+月|情况|数据|最终|最新|修改|更正|补|附件|零报告|盖章|电子|的|表|及|和|与|$)/;
/** 附件1 2020年10月18日: words before a name of two characters. */
const LEAD = /^(?:附件[一二三四五\d]?|20\d\d年?|\d{1,2}月份?|\d{1,2}[日号])+/;

const FIRM_ENDING = /^(?:股份)?(?:有限)?(?:责任)?公司/;

/** Words of forms and lists that sound like organisations. */
const FORM_TALK =
  /帮扶村|贫困村|脱贫村|驻村|农村|乡村|乡镇|村级|村组|县直|市直|各(?:街道|学校|乡|村)|中小学校?|[全我本各][县市区镇乡村局校]/g;
/** Organisations, whether or not the roster knows them. */
const ORGANISATION =
  /[一-鿿](?:小学|中学|学校|幼儿园|卫生院|卫生室|医院|敬老院|福利院|派出所|司法所|财政所|供电所|税务所|服务中心|推广中心|文化站|兽医站|警务站|工作站|工作队|服务队|大队|支队|分局|居委会|居民委员会|村民委员会|村委会|社区|公司|合作社|支行|协会|学会|商会|工会|党校|[农牧林]场|工厂|[^帮扶贫困驻农乡]村)|[一-鿿]{2}(?:[局镇乡厂团]|街道|委员会|中心)|[一-鿿]{2}办$/;
/** Words that make another organisation of the name before them: 额敏镇中心小学 is not 额敏镇. */
const OTHER_ORGANISATION =
  /^[^-_—–·., ()[\]【】《》、]{0,10}?(?:小学|中学|学校|幼儿园|卫生院|卫生室|医院|敬老院|福利院|派出所|司法所|财政所|供电所|税务所|中心|文化站|兽医站|警务站|工作站|工作队|服务队|大队|支队|分局|居委会|居民委员会|村民委员会|村委会|社区|公司|合作社|支行|协会|学会|商会|工会|党校|(?<!帮扶|贫困|脱贫|驻|农|乡)村(?!级))/;
/** The village behind 帮扶 is whom a unit helps, not who it is. */
const WHOM_IT_HELPS = /(?:帮扶|包联)[一-鿿]{1,8}?(?:村|社区)/;
/** Nor is a unit behind these words, whom it helps or to whom the file goes: 帮扶哈图镇, 上报教育局. */
const BEFORE_ANOTHER = /(?:帮扶|结对|联系|包联|驻|赴|发|给|致|交|送|(?<![日周月季年])报)$/;
/** Nor one before these, who sent the form out: 扶贫办下发的统计表, 扶贫办关于开展活动的通知. */
const BEHIND_ISSUER = /^(?:下发|印发|制发|转发|发布|要求|通知|的通知|编制|制表)|^关于.*(?:通知|方案|要求)/;
/** Whoever writes about something may have sent the form out or send it in, unless it is a report. */
const BEHIND_EITHER = /^关于(?!.*(?:报告|汇报|回复|反馈|复函))/;

/** All names of a roster by their first two characters, so that a text is searched without trying every name. */
export class NameFinder {
  private readonly byStart = new Map<string, KnownName[]>();
  private readonly short = new Map<string, KnownName[]>();
  private readonly words: PrefixWords;
  /** One file's name is asked about several times, its folder's for every file in it. */
  private readonly remembered = new Map<string, NamesInText>();

  /** `names`: as they stand and normalised. */
  constructor(units: readonly Unit[], names: readonly KnownName[], words: PrefixWords) {
    this.words = words;
    const seen = new Set<string>();
    const add = (name: KnownName) => {
      const key = JSON.stringify([name.unit.code, name.text, name.place]);
      if (seen.has(key)) return;
      seen.add(key);
      const isShort = [...name.text].length < SHORT_NAME;
      push(isShort ? this.short : this.byStart, isShort ? name.text : name.text.slice(0, 2), name);
    };
    for (const name of names) for (const text of spellingsOf(name)) add({ ...name, text });
    for (const unit of units) {
      const text = foldText(unit.code);
      const least = /^\d+$/.test(text) ? LEAST_CODE.ofFigures : LEAST_CODE.withLetters;
      if (text.length >= least && !DATE.test(text))
        add({ unit, text, place: null, hasPlace: false, by: 'code' });
    }
  }

  /** Whom a text names. `text`: folded by foldSegment. */
  find(text: string): NamesInText {
    const known = this.remembered.get(text);
    if (known !== undefined) return known;
    const spaced = this.findSpaced(text);
    // 和 平 街 道: blanks within the name itself.
    const isBlank = spaced.hits.length === 0 && !spaced.isForeign && text.includes(' ');
    const found = isBlank ? this.findSpaced(text.replaceAll(' ', '')) : spaced;
    this.remembered.set(text, found);
    return found;
  }

  private findSpaced(text: string): NamesInText {
    const found = [...this.findInside(text), ...this.findParts(text)];
    const anothers = found.filter((item) => this.isAnothers(text, item));
    const all = found.filter((item) => !anothers.includes(item) && !this.beginsWithinPlace(text, item));
    const judged = all.map((item) => ({ ...item, sense: this.senseOf(text, item, all) }));
    const accepted = withoutInner(judged.filter((item) => item.sense === 'unit'));
    const hits = accepted.map(({ name, start, end }) => ({ unit: name.unit, by: name.by, start, end }));
    const refused = withoutInner(judged).filter(
      (item) => !accepted.some((other) => other.start <= item.start && item.end <= other.end),
    );
    return {
      hits,
      partly: refused.filter((item) => item.sense === 'part').map(({ name }) => name.unit),
      isForeign: refused.length > 0 || namesOrganisation(textWithout(text, [...hits, ...anothers])),
    };
  }

  /** True for a unit that the text speaks of, but not as the one whose file it is. */
  private isAnothers(text: string, { start, end }: Occurrence): boolean {
    const before = this.words.withoutPlacesAtEnd(textBefore(text, start));
    return BEFORE_ANOTHER.test(before) || BEHIND_ISSUER.test(text.slice(end));
  }

  /** 县第一中学 in 和布克赛尔县第一中学: 县 is the place's. */
  private beginsWithinPlace(text: string, { name, start }: Occurrence): boolean {
    return this.words.relativeReadingsOf(name.text).some(({ text: rest }) => {
      const before = textBefore(text, start + name.text.length - rest.length);
      return before.length > name.text.length - rest.length && this.words.placesAtEnd(before) !== null;
    });
  }

  private findInside(text: string): readonly Occurrence[] {
    const found: Occurrence[] = [];
    for (let start = 0; start < text.length - 1; start++) {
      for (const name of this.byStart.get(text.slice(start, start + 2)) ?? []) {
        if (!text.startsWith(name.text, start)) continue;
        const end = start + name.text.length;
        // What a firm is called without 公司 may stand before any of its endings.
        const ending = isFirm(name) ? FIRM_ENDING.exec(text.slice(end)) : null;
        found.push({ name, start, end: end + (ending?.[0].length ?? 0) });
      }
    }
    return found;
  }

  /** Names of two characters: alone between separators, or with places, dates and words of forms around them. */
  private findParts(text: string): readonly Occurrence[] {
    if (this.short.size === 0) return [];
    const found: Occurrence[] = [];
    let partStart = 0;
    for (const part of text.split(SEPARATOR)) {
      const lead = LEAD.exec(part)?.[0] ?? '';
      for (const { text: rest, places } of this.words.readingsOf(part.slice(lead.length))) {
        const start = partStart + part.length - rest.length;
        for (const name of this.short.get(rest.slice(0, 2)) ?? []) {
          if (BEHIND_SHORT_NAME.test(rest.slice(2)) && placesAgree(places, name))
            found.push({ name, start, end: start + 2 });
        }
      }
      partStart += part.length + 1;
    }
    return found;
  }

  /**
   * What a name that occurs in a text stands for there, by what stands around it: its unit, a part of somebody else's
   * name, or nobody can say.
   */
  private senseOf(text: string, item: Occurrence, all: readonly Occurrence[]): 'unit' | 'part' | 'unclear' {
    const { name, start, end } = item;
    if (name.by === 'code') {
      return LATIN.test(text[start - 1] ?? '') || LATIN.test(text[end] ?? '') ? 'unclear' : 'unit';
    }
    if (name.text.length < SHORT_NAME) return 'unit';
    const next = all.flatMap((other) => (other.start >= end && standsForItself(other) ? [other.start] : []));
    const [behind = ''] = text.slice(end, Math.min(text.length, ...next)).split(CONJUNCTION);
    const other = OTHER_ORGANISATION.exec(behind.replace(WHOM_IT_HELPS, '').replace(FORM_TALK, ''));
    // A town's file may speak of one of its villages; whose it is then, nobody can say.
    if (other !== null) return /(?:村|社区)$/.test(other[0]) ? 'unclear' : 'part';
    if (BEHIND_EITHER.test(text.slice(end))) return 'unclear';
    const before = textBefore(text, start);
    if (before === '') return 'unit';
    if (NUMERALS.some((numeral) => numeral.test(before.at(-1)!) && numeral.test(name.text[0]!))) {
      return 'unclear';
    }
    const places = this.words.placesAtEnd(before);
    if (places !== null) return placesAgree(places, name) ? 'unit' : 'part';
    // Behind any other word it may be the end of a longer name: 东新城街道. Names may follow each other.
    const gap = CONJUNCTION.test(before.at(-1)!) ? 1 : 0;
    if (BEFORE_NAME.test(before) || all.some((other) => other.end === start - gap && other.start < start)) {
      return 'unit';
    }
    if (!/[县市州盟旗]$/.test(before)) return 'unclear';
    // A county that has become a city is not another place for certain.
    const upgraded = this.words.placesAtEnd(before.slice(0, -1));
    return upgraded !== null && placesAgree(upgraded, name) ? 'unclear' : 'part';
  }
}

interface Occurrence {
  readonly name: KnownName;
  readonly start: number;
  readonly end: number;
}

/** True for a name that goes on from no other: 第一小学 may be that of the town before it, 塔城市第一小学 not. */
function standsForItself({ name }: Occurrence): boolean {
  return name.hasPlace || /[乡镇]|街道/.test(name.text);
}

/** A name that lies within a longer one is not meant. */
function withoutInner<Item extends Occurrence>(all: readonly Item[]): readonly Item[] {
  return all.filter(
    (item) =>
      !all.some(
        (other) =>
          other.start <= item.start &&
          item.end <= other.end &&
          other.end - other.start > item.end - item.start,
      ),
  );
}

function textBefore(text: string, start: number): string {
  return text.slice(0, start).split(SEPARATOR).at(-1) ?? '';
}

/** The ways in which files spell a name: as it stands, with figures, a firm without 公司, 二中 for 第二中学. */
function spellingsOf(name: KnownName): readonly string[] {
  const { text } = name;
  const stem = isFirm(name) ? shortenName(normaliseName(text)) : text;
  const school = /^(.*)第([一二三四五六七八九十]+)(?:(中|小)学|(幼)儿园)$/.exec(text);
  const short = school === null ? [] : [`${school[1]}${school[2]}${school[3] ?? school[4]}`];
  return [text, stem, withFigures(text), ...short];
}

function isFirm({ text, unit }: KnownName): boolean {
  return unit.name.endsWith('公司') && (text.endsWith('公司') || foldText(unit.name).includes(text));
}

function textWithout(
  text: string,
  spans: readonly { readonly start: number; readonly end: number }[],
): string {
  const characters = text.split('');
  for (const { start, end } of spans) for (let at = start; at < end; at++) characters[at] = ' ';
  return characters.join('');
}

function namesOrganisation(text: string): boolean {
  return text
    .replace(WHOM_IT_HELPS, '')
    .replace(FORM_TALK, '')
    .split(SEPARATOR)
    .some((part) => ORGANISATION.test(part));
}

/** Folded as foldText does, but spaces stay: they separate the parts of a file's name. */
export function foldSegment(segment: string): string {
  return segment
    .split(/\s+/)
    .map(foldText)
    .filter((part) => part !== '')
    .join(' ');
}

/** The folded names of a path's folders and, last, of its file without extension. */
export function segmentsOf(path: string): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((segment, index) =>
    foldSegment(index === segments.length - 1 ? segment.replace(/(\.[A-Za-z0-9]{1,5})+$/, '') : segment),
  );
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
