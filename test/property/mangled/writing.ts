import type { Evidence, Random } from './evidence.js';
import { ALL_NAMES, placeOfUnit } from './names.js';
import { KNOWN_UNITS, type KnownUnit } from './roster.js';

// What happens to a text when it is written.

const STAMPS = ['（盖章）', '（公章）', '(盖章)', '（章）', '。'];

export function stamped(text: string, random: Random): string {
  return `${text}${random.pick(STAMPS)}`;
}

export function spaced(text: string, random: Random): string {
  const blank = random.pick([' ', '\u3000', '  ', '\u00a0']);
  const characters = [...text];
  if (random.chance(0.4)) return characters.join(blank);
  const at = random.whole(1, characters.length - 1);
  return [...characters.slice(0, at), blank, ...characters.slice(at)].join('');
}

/** Latin letters, digits and brackets as an input method types them in its wide mode, or in its narrow one. */
export function wide(text: string): string {
  const shift = (from: RegExp, by: number) =>
    text.replace(from, (character) => String.fromCodePoint(character.codePointAt(0)! + by));
  return /[!-~]/.test(text) ? shift(/[!-~]/g, 0xfee0) : shift(/[\uff01-\uff5e]/g, -0xfee0);
}

/** Wrong characters that sound or look alike, and one for every other. In nobody's name. */
const LIKE: ReadonlyMap<string, string> = new Map(
  `教较 育肓 财材 政正 民氏 街接 道到 镇填 乡多 局居 学雪 中忠 委诿 卫为 健建 康慷 农浓 业叶 村寸 牧放 场汤 沟构 湖糊 桥乔
  泉全 林琳 团困 兵宾 疆缰 额客 敏每 塔搭 城诚 乌鸟 苏办 沙纱 湾弯 裕浴 托拖 里理 监鉴 督叔 管官 市巿`
    .split(/\s+/)
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
const OTHERWISE = [...'囗彳亍丨丶囝囡妺帀毌祗汆'];
/** Where one of these is another or missing, it is another unit's name, whether or not there is such a unit. */
const NUMBERS = '一二三四五六七八九';
const TELLING = /[0-9〇零一二三四五六七八九十东西南北上下大小老新]/;

/** One character wrong, missing or doubled; `isInCounty`: the county stands beside it. Null where that gives the name of somebody else. */
export function misspelt(
  evidence: Evidence,
  known: KnownUnit,
  isInCounty: boolean,
  random: Random,
): Evidence | null {
  const characters = [...evidence.text];
  if (characters.length < 3) return null;
  const at = random.whole(0, characters.length - 1);
  const right = characters[at]!;
  const how = random.pick(['wrong', 'wrong', 'wrong', 'missing', 'doubled']);
  if (how !== 'wrong' && (characters.length < 5 || !isNoticed(right))) return null;
  const isOtherNumber = how === 'wrong' && NUMBERS.includes(right) && random.chance(0.5);
  const wrong = isOtherNumber ? random.pick([...NUMBERS]) : (LIKE.get(right) ?? random.pick(OTHERWISE));
  const [before, after] = [characters.slice(0, at).join(''), characters.slice(at + 1).join('')];
  const text = `${before}${how === 'wrong' ? wrong : how === 'missing' ? '' : `${right}${right}`}${after}`;
  if (ALL_NAMES.includes(text) || text === evidence.text) return null;
  // What is wrong may give another name, or be as near to one: it cannot be told whose it is.
  const place = evidence.text.endsWith(known.stem) ? characters.length - [...known.stem].length : 0;
  const fronts = at >= place ? [0, place] : [0];
  const namesBehind = (front: number) =>
    KNOWN_UNITS.filter(
      (other) =>
        !evidence.names.includes(other) &&
        other.stem !== known.stem &&
        // Behind its county a name is one of that county.
        ((front === 0 && !isInCounty) || placeOfUnit(other) === placeOfUnit(known)),
    ).flatMap(({ unit, stem }) => [unit.name, stem, ...unit.aliases]);
  if (fronts.some((front) => namesBehind(front).includes([...text].slice(front).join('')))) return null;
  const isLikeAnother =
    how !== 'doubled' &&
    fronts.some((front) =>
      namesBehind(front).some(
        (name) =>
          name.startsWith(characters.slice(front, at).join('')) &&
          name.endsWith(after) &&
          [...name].length === characters.length - front,
      ),
    );
  // 额敏 is still read in 额敏彳教育局; 塔城 alone may be the prefecture.
  const isPlaceRight =
    place > 0 && (at >= place || (/[市县]/.test(right) && at === place - 1 && !before.endsWith('塔城')));
  return {
    ...evidence,
    text,
    kind: isLikeAnother || isOtherNumber ? 'unclear typo' : 'typo',
    county: isPlaceRight ? placeOfUnit(known) : null,
  };
}

/** 塔城教育局, 第一小 and 疆塔城地区 are names too, or nobody stumbles over them. */
function isNoticed(character: string): boolean {
  return !/[市县学新第]/.test(character) && !TELLING.test(character);
}
