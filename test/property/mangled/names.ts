import { type Evidence, plain, type Random } from './evidence.js';
import { countyPrefix, countyWord, KNOWN_UNITS, type KnownUnit, PREFECTURE } from './roster.js';

// What units are called, by whom, and who shares a name.

/** Every unit that is called so at home. */
export const byStem = groupUnits(({ stem }) => [stem]);
export const byAlias = groupUnits(({ unit }) => unit.aliases);
export const byName = groupUnits(({ unit }) => [unit.name]);

function groupUnits(
  keysOf: (unit: KnownUnit) => readonly string[],
): ReadonlyMap<string, readonly KnownUnit[]> {
  const groups = new Map<string, KnownUnit[]>();
  for (const unit of KNOWN_UNITS) {
    for (const key of keysOf(unit)) groups.set(key, [...(groups.get(key) ?? []), unit]);
  }
  return groups;
}

/** All texts by which anybody in the roster goes. */
export const ALL_NAMES: readonly string[] = [...byName.keys(), ...byAlias.keys(), ...byStem.keys()];

export const placeOfUnit = ({ unit }: KnownUnit) => unit.county ?? '地直单位';
export const countyOf = ({ unit }: KnownUnit) => unit.county;
const sharing = (stem: string) => byStem.get(stem)!;

/** A name that is fuller than the one at home: county in front. */
export function withPlace(known: KnownUnit, random: Random): Evidence {
  const { stem, unit } = known;
  if (unit.county === null) return plain(`${random.pick(['', '新疆', '伊犁州'])}${PREFECTURE}${stem}`, known);
  const prefix = countyPrefix(unit.county);
  const bare = prefix.replace(/[市县]$/, '');
  // 塔城 alone may be the prefecture, and 额敏 + 镇 is another name.
  const short = bare === '塔城' ? prefix : bare;
  const front = random.pick([
    prefix,
    short,
    unit.county,
    `${PREFECTURE}${prefix}`,
    `新疆${PREFECTURE}${prefix}`,
  ]);
  return plain(`${front}${stem}`, known);
}

/** The name at home alone: whose it is, the county must tell where several are called so. */
export function atHome(known: KnownUnit): Evidence {
  return plain(known.stem, ...sharing(known.stem));
}

/** 市教育局: of every 市 that has one. */
export function withCountyWord(known: KnownUnit): Evidence | null {
  const { county } = known.unit;
  if (!/(?:局|委员会|中学|小学)$/.test(known.stem)) return null;
  if (county === null) return plain(`地区${known.stem}`, known);
  const word = countyWord(county);
  const same = sharing(known.stem).filter(
    ({ unit }) => unit.county !== null && countyWord(unit.county) === word,
  );
  return plain(`${word}${known.stem}`, ...same);
}

export function byAnAlias(known: KnownUnit, random: Random): Evidence | null {
  if (known.unit.aliases.length === 0) return null;
  const alias = random.pick(known.unit.aliases);
  return plain(alias, ...byAlias.get(alias)!);
}

export function byFormerName(known: KnownUnit): Evidence | null {
  const alias = known.unit.aliases.find((name) => /[乡社]$/.test(name));
  return alias === undefined ? null : plain(alias, ...byAlias.get(alias)!);
}

/** Without 有限公司, or with another ending of firms. */
export function firmByShortName(known: KnownUnit, random: Random): Evidence | null {
  if (!known.unit.name.endsWith('公司')) return null;
  const name = random.chance(0.5) ? known.unit.name : known.stem;
  return plain(
    name.replace(/有限(?:责任)?公司$/, random.pick(['', '公司', '有限公司', '有限责任公司'])),
    known,
  );
}

/** Endings that an office writes or leaves out. */
export function byOfficialEnding(known: KnownUnit, random: Random): Evidence | null {
  const { name } = known.unit;
  if (name.endsWith('街道')) {
    const ending = random.pick(['办事处', '办', '办事处（盖章）', '人民政府']);
    return plain(`${name}${ending}`, ...byName.get(name)!);
  }
  if (/[乡镇]$/.test(name)) return plain(`${name}${random.pick(['人民政府', '政府'])}`, ...byName.get(name)!);
  if (name.endsWith('办公室')) return plain(name.replace(/公室$/, ''), known);
  if (name.endsWith('委员会')) return plain(name.replace(/员会$/, ''), known);
  if (name.endsWith('局')) return plain(`${name}办公室`, known);
  return null;
}

export function schoolByShortName(known: KnownUnit, random: Random): Evidence | null {
  const short = /^第(.)(中|小)学$/.exec(known.stem);
  if (short === null || known.unit.county === null) return null;
  const text = `${short[1]}${short[2]}`;
  return random.chance(0.5)
    ? plain(`${countyPrefix(known.unit.county)}${text}`, known)
    : plain(text, ...sharing(known.stem));
}
