import { cleanText } from '../workbook/cell-text.js';
import { HIDDEN_PLACE, maskPlace } from './mask-place.js';
import { beginsWithSurname, endsLikeUnit, GROUP, isAnonymous, isCompoundSurname } from './name-words.js';

// What a cell of names holds: persons, who are masked, and words that may be shown.

export type NamePart =
  | { readonly kind: 'person'; readonly name: string }
  | { readonly kind: 'shown'; readonly text: string };

/** A cell of names, taken apart. */
export interface NameReading {
  readonly parts: readonly NamePart[];
  /** False where something was taken for a person because nothing told what it is. */
  readonly isSure: boolean;
}

const BETWEEN_NAMES = /[、,;/\\\n|&+]+/;
/** Kept behind a name, since it tells nobody who it is. */
const KEPT_BEHIND = /(?:同志|先生|女士|小姐|夫妇|夫妻|一家|全家|家属|户|等)$/;
/** 等15人, 15人, 共3户. */
const COUNT_BEHIND = /(?:(?:等|共)\s*[\d一二三四五六七八九十百]+|\d+)\s*(?:余|多)?(?:人|名|位|户|家)$/;
/** Offices and ways to speak to somebody, by which a masked name could be recognised again. */
const OFFICES =
  '(?:党支部|支部)?(?:第一)?书记|副?主任|副?局长|副?县长|副?市长|副?镇长|副?乡长|副?部长|副?处长|副?科长|副?股长|副?所长|副?站长|副?队长|副?院长|副?校长|副?会长|副?主席|副?厂长|副?村长|副?经理|总经理|董事长|理事长|专干|干事|委员|老板|老师|教师|医生|大夫|同学|小朋友|老人|大爷|大妈|大叔|阿姨|奶奶|爷爷';
const OFFICE_BEHIND = new RegExp(`(?:${OFFICES})$`);
const OFFICE_BEFORE = new RegExp(`^(?:${OFFICES})[::]?`);
/** What somebody is, before the name. */
const ROLE_BEFORE =
  /^(?:退休|离休|贫困|脱贫|困难|低保|监测|爱心)*(?:干部|职工|教师|党员|村民|居民|学生|农民|牧民|志愿者|个体工商户|个体户|商户|户主|企业家|乡贤|人士|贫困户|脱贫户|监测户|低保户|边缘户|困难户|捐赠人|联系人|负责人)(?:代表)?[::]?/;
/** 3组, 二队, 第5小队, 12号: nearer than a village. */
const WITHIN_VILLAGE = /^第?[\d一二三四五六七八九十]+(?:村民)?(?:小)?(?:组|队|巷|号|连)/;
/** Where one name may end and the next begin; between two that look like names only. */
const AMOUNT = /[::]?\s*\d+(?:\.\d+)?\s*万?元/g;
/** 1、张三 2、李四 and ①张三②李四; but not 3组 and 15人. */
const NUMBERING =
  /(^|[\s、,;]|(?<=\p{Script=Han}))\d{1,2}[、.)]?\s*(?=\p{Script=Han})(?![人名位户家余多组队号岁元年月连巷])/gu;
/** What lists say of a person beside the name. */
const BESIDE_NAME = /^(?:男|女|本人|\p{Script=Han}{1,5}族|\d+岁?)$/u;
const AND = /^(.{2,}?)(?:以及|和|及|与)(.{2,})$/;
const DOTS = /\s*[·•‧∙・⋅᛫●﹒]\s*/g;
const BRACKETED = /[([{<【〔《「][^)\]}>】〕》」]*[)\]}>】〕》」]?/g;
const HAN = /^\p{Script=Han}+$/u;
/** Han, with or without the dot of names of other peoples. */
const HAN_OR_DOT = /^[\p{Script=Han}·]+$/u;

/** A name in Latin letters, in which a comma need not part two: Co., Ltd. */
const LATIN = /^[\x20-\x7e]+$/;

const shown = (text: string): NamePart => ({ kind: 'shown', text });

/** A cell that holds names of persons; whatever else it says of them is left out. */
export function readNames(text: string): readonly NamePart[] {
  return joined(
    splitNames(withoutBrackets(plainText(text))).flatMap((item) => {
      const parts = readPerson(item);
      return parts.length === 0 ? [] : [parts];
    }),
  );
}

/** A cell that holds names of units or persons: `isUnit` knows the units of the roster. */
export function readParty(text: string, isUnit: (name: string) => boolean): NameReading {
  const whole = plainText(text);
  const isKnown = (name: string) => isUnit(name) || endsLikeUnit(name);
  if (isUnit(text) || (LATIN.test(whole) && isKnown(whole)))
    return { parts: [shown(cleanText(text))], isSure: true };
  const readings = whole
    .split(BETWEEN_NAMES)
    .filter((item) => item.trim() !== '')
    .map((item) => readOneParty(item.trim(), isKnown));
  return {
    parts: joined(readings.map(({ parts }) => parts)),
    isSure: readings.every(({ isSure }) => isSure),
  };
}

/** The parts as they may be published. */
export function maskParts(parts: readonly NamePart[]): string {
  return parts.map((part) => (part.kind === 'shown' ? part.text : maskName(part.name))).join('');
}

/**
 * One person's name: the surname of a Han Chinese stays, of any other name the first character or letter (as courts
 * publish names of other peoples and of foreigners), and of a name of one character nothing.
 */
export function maskName(name: string): string {
  const characters = [...name.normalize('NFC').replace(/\p{M}/gu, '')];
  const letters = characters.filter((character) => /[\p{L}\p{N}]/u.test(character));
  const bare = letters.join('');
  const isCompound = HAN.test(bare) && !name.includes('·') && isCompoundSurname(letters.slice(0, 2).join(''));
  let left = letters.length === 1 ? 0 : isCompound && letters.length > 2 ? 2 : 1;
  return characters
    .map((character) => {
      if (character === '·' || character === ' ') return character;
      return left-- > 0 && /\p{L}/u.test(character) ? character : '*';
    })
    .join('');
}

/** Compatible characters, one kind of dot, no digits that could be a telephone number. */
function plainText(text: string): string {
  return cleanText(text.normalize('NFKC'))
    .replace(/\+?\d[\d\s-]{4,}\d/g, '')
    .replace(DOTS, '·')
    .replace(/(?<=\p{Script=Han})\.(?=\p{Script=Han})/gu, '·')
    .trim();
}

/** What stands in brackets says where somebody works or lives; where nothing stands outside, it is the name. */
function withoutBrackets(text: string): string {
  const outside = text.replace(BRACKETED, '').trim();
  return outside === '' ? text.replace(/[()[\]{}<>【】〔〕《》「」]/g, '') : outside;
}

function splitNames(text: string): readonly string[] {
  const items = text
    .replace(AMOUNT, '')
    .replace(NUMBERING, '$1、')
    .split(BETWEEN_NAMES)
    .flatMap((item) => splitAtBlanks(item.trim()))
    .flatMap(splitAtAnd)
    .filter((item) => item !== '');
  return items.length > 1 ? items.filter((item) => !BESIDE_NAME.test(item)) : items;
}

/** `张 三` is one name, `张三 李四` are two, `阿依古丽 买买提` is one again. */
function splitAtBlanks(text: string): readonly string[] {
  const words = text.split(/\s+/);
  if (words.length === 1 || !words.every((word) => HAN_OR_DOT.test(word))) return [text];
  if (words.some((word) => [...word].length === 1)) return [words.join('')];
  const areNames = words.every((word) => looksLikeHanName(word) || isAnonymous(word) || endsLikeUnit(word));
  return areNames ? words : [text];
}

function splitAtAnd(text: string): readonly string[] {
  const [, left = '', right = ''] = AND.exec(text) ?? [];
  return looksLikeHanName(left) && (looksLikeHanName(right) || right.includes('·')) ? [left, right] : [text];
}

function looksLikeHanName(text: string): boolean {
  return HAN.test(text) && [...text].length <= 4 && [...text].length >= 2 && beginsWithSurname(text);
}

/** One person, with what may stay behind the name. Nothing where a unit alone is named beside others. */
function readPerson(item: string): readonly NamePart[] {
  if (isAnonymous(item)) return [shown(item)];
  const { name, behind } = withoutBehind(item);
  const bare = bareName(name);
  return [...(bare === '' ? [] : [{ kind: 'person', name: bare } as const]), ...behind.map(shown)];
}

/** What may stay behind a name, and the rest. */
function withoutBehind(item: string): { readonly name: string; readonly behind: readonly string[] } {
  const behind: string[] = [];
  let name = item;
  for (const pattern of [COUNT_BEHIND, KEPT_BEHIND]) {
    const found = pattern.exec(name)?.[0];
    if (found === undefined || found.length >= name.length) continue;
    name = name.slice(0, -found.length).trim();
    behind.unshift(found);
  }
  return { name, behind };
}

/** The name alone: without unit, office, role and what joins them. */
function bareName(text: string): string {
  const words = text.split(/\s*(?:[-–—－:]|--+)\s*/).filter((word) => word !== '');
  const persons = words.filter((word) => !endsLikeUnit(word));
  let name = (persons.length === 0 ? words : persons).join('·');
  const unit = unitBefore(name, endsLikeUnit);
  if (unit !== null) name = name.slice(unit.length);
  for (const pattern of [WITHIN_VILLAGE, ROLE_BEFORE, OFFICE_BEFORE, OFFICE_BEHIND]) {
    const shorter = name.replace(pattern, '').replace(/^·|·$/g, '').trim();
    if (shorter !== '') name = shorter;
  }
  return name;
}

/** The longest beginning that is a unit or a place, where a name is left behind it. */
function unitBefore(text: string, isUnit: (name: string) => boolean): string | null {
  for (let end = text.length - 2; end >= 3; end--) {
    const [unit, rest] = [text.slice(0, end), text.slice(end)];
    // 红旗村3 and 红旗村村 are no places: 组 or 民 follows.
    if (isUnit(unit) && !/[\d\s]$/.test(unit) && !/^[会员民委]/.test(rest)) return unit;
  }
  return null;
}

function readOneParty(item: string, isUnit: (name: string) => boolean): NameReading {
  const base = item.replace(BRACKETED, '').trim();
  const kept = item.replace(BRACKETED, (found) => (isUnit(found.slice(1, -1)) ? found : '')).trim();
  if (base === '') return readOneParty(withoutBrackets(item), isUnit);
  const words = base.split(/(?<=\p{Script=Han})\s+(?=\p{Script=Han}{2})/u);
  if (words.length > 1 && words.some(isUnit) && !words.every(isUnit)) {
    const readings = words.map((word) => readOneParty(word, isUnit));
    return {
      parts: joined(readings.map(({ parts }) => parts)),
      isSure: readings.every(({ isSure }) => isSure),
    };
  }
  if (isUnit(base) || isAnonymous(base)) return { parts: [shown(kept)], isSure: true };
  const group = GROUP.exec(base)?.[0] ?? '';
  if (group !== '' && group !== base) return withEnding(base.slice(0, -group.length), group, isUnit);
  const unit = unitBefore(base, isUnit);
  if (unit === null) {
    const parts = splitNames(base).map(readPerson);
    return { parts: joined(parts), isSure: splitNames(base).every(isCertainlyPerson) };
  }
  const rest = base.slice(unit.length).replace(WITHIN_VILLAGE, '').trim();
  if (rest === '' || isAnonymous(rest)) return { parts: [shown(unit + rest)], isSure: true };
  const named = readOneParty(rest, isUnit);
  // Where somebody lives is told down to the village only.
  const place = maskPlace(unit);
  return { parts: [shown(place === HIDDEN_PLACE ? unit : place), ...named.parts], isSure: named.isSure };
}

/** 水利局干部职工 is shown, 张三等爱心人士 is masked up to the group. */
function withEnding(stem: string, group: string, isUnit: (name: string) => boolean): NameReading {
  const [, name = stem, joint = ''] = /^(.*?)(等|以及|和|及|与|的)?$/s.exec(stem) ?? [];
  const place = name.replace(/[\d\s一二三四五六七八九十]+$/, '').replace(/第$/, '');
  if (place === '' || isUnit(place)) return { parts: [shown(stem + group)], isSure: true };
  const named = readOneParty(name, isUnit);
  return { parts: [...named.parts, shown(joint + group)], isSure: named.isSure };
}

/** A name that can be nothing else: masking it needs nobody's second look. */
function isCertainlyPerson(item: string): boolean {
  const name = bareName(withoutBehind(item).name);
  return name.includes('·') || (looksLikeHanName(name) && [...name].length <= 3);
}

function joined(items: readonly (readonly NamePart[])[]): readonly NamePart[] {
  return items.flatMap((parts, index) => (index === 0 ? parts : [shown('、'), ...parts]));
}
