import { seededRandom } from '../../../src/sample/random.js';
import { countyPrefix, countyWord, KNOWN_UNITS, type KnownUnit, PREFECTURE } from './roster.js';

// Returns as they come back, made wrong on purpose. What a person at the coordinator's desk would conclude is known
// from how each was made, not from what our code finds in its texts.

type Random = ReturnType<typeof seededRandom>;

/** A text of a return, and what the person who made it wrong knows of it. */
interface Evidence {
  readonly text: string;
  /** Units that the text names; more than one where several units are called so at home. */
  readonly names: readonly KnownUnit[];
  /** `two`: it names two different units; `other`: somebody who is not in the roster. */
  readonly kind: 'plain' | 'typo' | 'unclear typo' | 'two' | 'other';
  /** The county that the text names beside the unit. */
  readonly county: string | null;
}

interface Draft {
  /** Who sends it. */
  sender: KnownUnit;
  /** Whose rows are in it. */
  rowsOf: KnownUnit;
  /** `unit`: the template made for `markOf`; `blank`: the blank one; `none`: the hidden sheets are gone. */
  template: 'unit' | 'blank' | 'none';
  markOf: KnownUnit;
  cell: Evidence;
  /** 县（市）, which blank templates have. */
  countyCell: string | null;
  /** Where 填报单位 stands: beside its label, or with it in one cell. */
  label: 'own cell' | 'one cell' | 'one cell with period';
  /** Without extension. */
  file: Evidence;
  folder: Evidence;
  container: 'folder' | 'zip';
}

/** What a person would conclude. */
export type Conclusion =
  | { readonly kind: 'unit'; readonly unit: KnownUnit }
  | { readonly kind: 'nobody'; readonly why: string };

/** A return, and what becomes of it on a careful person's desk. */
export interface MangledReturn extends Readonly<Draft> {
  readonly number: number;
  readonly manglings: readonly string[];
  readonly conclusion: Conclusion;
}

const NOTHING: Evidence = { text: '', names: [], kind: 'plain', county: null };
const plain = (text: string, ...names: readonly KnownUnit[]): Evidence => ({ ...NOTHING, text, names });

// ---- what units are called

/** Every unit that is called so at home. */
const byStem = groupUnits(({ stem }) => [stem]);
const byAlias = groupUnits(({ unit }) => unit.aliases);
const byName = groupUnits(({ unit }) => [unit.name]);

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
const ALL_NAMES: readonly string[] = [...byName.keys(), ...byAlias.keys(), ...byStem.keys()];

const placeOfUnit = ({ unit }: KnownUnit) => unit.county ?? '地直单位';
const countyOf = ({ unit }: KnownUnit) => unit.county;
const sharing = (stem: string) => byStem.get(stem)!;

/** A name that is fuller than the one at home: county in front. */
function withPlace(known: KnownUnit, random: Random): Evidence {
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
function atHome(known: KnownUnit): Evidence {
  return plain(known.stem, ...sharing(known.stem));
}

/** 市教育局: of every 市 that has one. */
function withCountyWord(known: KnownUnit): Evidence | null {
  const { county } = known.unit;
  if (!/(?:局|委员会|中学|小学)$/.test(known.stem)) return null;
  if (county === null) return plain(`地区${known.stem}`, known);
  const word = countyWord(county);
  const same = sharing(known.stem).filter(
    ({ unit }) => unit.county !== null && countyWord(unit.county) === word,
  );
  return plain(`${word}${known.stem}`, ...same);
}

function byAnAlias(known: KnownUnit, random: Random): Evidence | null {
  if (known.unit.aliases.length === 0) return null;
  const alias = random.pick(known.unit.aliases);
  return plain(alias, ...byAlias.get(alias)!);
}

function byFormerName(known: KnownUnit): Evidence | null {
  const alias = known.unit.aliases.find((name) => /[乡社]$/.test(name));
  return alias === undefined ? null : plain(alias, ...byAlias.get(alias)!);
}

/** Without 有限公司, or with another ending of firms. */
function firmByShortName(known: KnownUnit, random: Random): Evidence | null {
  if (!known.unit.name.endsWith('公司')) return null;
  const name = random.chance(0.5) ? known.unit.name : known.stem;
  return plain(
    name.replace(/有限(?:责任)?公司$/, random.pick(['', '公司', '有限公司', '有限责任公司'])),
    known,
  );
}

/** Endings that an office writes or leaves out. */
function byOfficialEnding(known: KnownUnit, random: Random): Evidence | null {
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

function schoolByShortName(known: KnownUnit, random: Random): Evidence | null {
  const short = /^第(.)(中|小)学$/.exec(known.stem);
  if (short === null || known.unit.county === null) return null;
  const text = `${short[1]}${short[2]}`;
  return random.chance(0.5)
    ? plain(`${countyPrefix(known.unit.county)}${text}`, known)
    : plain(text, ...sharing(known.stem));
}

// ---- what happens to a text

const STAMPS = ['（盖章）', '（公章）', '(盖章)', '（章）', '。'];

function stamped(text: string, random: Random): string {
  return `${text}${random.pick(STAMPS)}`;
}

function spaced(text: string, random: Random): string {
  const blank = random.pick([' ', '\u3000', '  ', '\u00a0']);
  const characters = [...text];
  if (random.chance(0.4)) return characters.join(blank);
  const at = random.whole(1, characters.length - 1);
  return [...characters.slice(0, at), blank, ...characters.slice(at)].join('');
}

/** Latin letters, digits and brackets as an input method types them in its wide mode, or in its narrow one. */
function wide(text: string): string {
  const shift = (from: RegExp, by: number) =>
    text.replace(from, (character) => String.fromCodePoint(character.codePointAt(0)! + by));
  return /[!-~]/.test(text) ? shift(/[!-~]/g, 0xfee0) : shift(/[\uff01-\uff5e]/g, -0xfee0);
}

/** Wrong characters that sound or look alike, and one for every other. In nobody's name. */
const LIKE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    教: '较',
    育: '肓',
    财: '材',
    政: '正',
    民: '氏',
    街: '接',
    道: '到',
    镇: '填',
    乡: '多',
    局: '居',
    学: '雪',
    中: '忠',
    委: '诿',
    卫: '为',
    健: '建',
    康: '慷',
    农: '浓',
    业: '叶',
    村: '寸',
    牧: '放',
    场: '汤',
    沟: '构',
    湖: '糊',
    桥: '乔',
    泉: '全',
    林: '琳',
    团: '困',
    兵: '宾',
    疆: '缰',
    额: '客',
    敏: '每',
    塔: '搭',
    城: '诚',
    乌: '鸟',
    苏: '办',
    沙: '纱',
    湾: '弯',
    裕: '浴',
    托: '拖',
    里: '理',
    监: '鉴',
    督: '叔',
    管: '官',
    市: '巿',
  }),
);
const OTHERWISE = [...'囗彳亍丨丶囝囡妺帀毌祗汆'];
/** Where one of these is another or missing, it is another unit's name, whether or not there is such a unit. */
const NUMBERS = '一二三四五六七八九';
const TELLING = /[0-9〇零一二三四五六七八九十东西南北上下大小老新]/;

/** One character wrong, missing or doubled. Null where that gives the name of somebody else. */
function misspelt(evidence: Evidence, known: KnownUnit, random: Random): Evidence | null {
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
  const others = ALL_NAMES.filter(
    (name) =>
      name !== evidence.text &&
      name !== known.stem &&
      !evidence.names.some(({ unit }) => [unit.name, ...unit.aliases].includes(name)),
  );
  if (others.some((name) => fronts.some((front) => [...text].slice(front).join('') === name))) return null;
  const isLikeAnother = fronts.some((front) =>
    others.some(
      (name) =>
        how !== 'doubled' &&
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

// ---- files and folders

const FILES_OF_NOBODY = [
  '新建 Microsoft Excel 工作表',
  '汇总(1)',
  '报表-最终版2',
  '附件1',
  '结对帮扶活动月统计表',
  '工作簿1',
  'Book1',
  '2020年10月报表',
  '10.18',
  '20201018上报',
  '微信图片_20201018101112',
  '帮扶情况统计表（最新）',
  '表格(10)',
  '1',
  '2-1',
  '副本 附件2：捐赠款物统计表',
  '关于报送活动月统计表的回复',
  '打印版A4',
  '张三报',
  '扶贫日活动月统计表 - 副本',
];

/** A file's name with the unit in it. */
function fileNamed(evidence: Evidence, known: KnownUnit, random: Random): Evidence {
  const { text } = evidence;
  const county = countyOf(known);
  const place = county ?? '地直单位';
  return random.pick<() => Evidence>([
    () => evidence,
    () => evidence,
    () => ({ ...evidence, text: `${text}捐赠款物统计表` }),
    () => ({ ...evidence, text: `附件1-3 ${text} 结对帮扶活动月` }),
    () => ({ ...evidence, text: `结对帮扶活动月统计表（${text}）` }),
    () => ({ ...evidence, text: `${text}（盖章版）` }),
    () => ({ ...evidence, text: `2020年10月${text}上报` }),
    () => ({ ...evidence, text: `${text}-最终版(2)` }),
    () => ({ ...evidence, text: `${place}-${text}-报表`, county: place }),
    () => ({ ...evidence, text: `${text}_${place}`, county: place }),
  ])();
}

function nameForFile(known: KnownUnit, random: Random): Evidence {
  const name = plain(known.unit.name, ...byName.get(known.unit.name)!);
  return (
    random.pick<() => Evidence | null>([
      () => name,
      () => name,
      () => withPlace(known, random),
      () => atHome(known),
      () => byOfficialEnding(known, random),
      () => byAnAlias(known, random),
    ])() ?? name
  );
}

function countyFolder(known: KnownUnit, random: Random): Evidence {
  const county = countyOf(known) ?? '地直单位';
  return { ...NOTHING, text: random.pick([county, county, `${county}报送`, `1018${county}`]), county };
}

// ---- manglings

interface Mangling {
  readonly name: string;
  /** What it touches: no two of a return touch the same. */
  readonly touches: readonly ('file' | 'cell' | 'look' | 'marks' | 'label' | 'folder')[];
  readonly weight: number;
  /** False when it cannot be done to this return. */
  apply(draft: Draft, random: Random): boolean;
}

function setCell(draft: Draft, evidence: Evidence | null): boolean {
  if (evidence === null || evidence.names.length === 0) return false;
  draft.cell = evidence;
  return true;
}

const changeCell = (
  name: string,
  weight: number,
  make: (known: KnownUnit, random: Random) => Evidence | null,
): Mangling => ({
  name,
  touches: ['cell'],
  weight,
  apply: (draft, random) => setCell(draft, make(draft.sender, random)),
});

const changeLook = (
  name: string,
  weight: number,
  change: (text: string, random: Random) => string,
): Mangling => ({
  name,
  touches: ['look'],
  weight,
  apply: (draft, random) => {
    if (draft.cell.text === '') return false;
    const text = change(draft.cell.text, random);
    if (text === draft.cell.text) return false;
    draft.cell = { ...draft.cell, text };
    return true;
  },
});

/** A unit next door: of the same county, or of the same kind in another. */
function neighbourOf(known: KnownUnit, random: Random, mustBeInCounty = false): KnownUnit {
  const same = KNOWN_UNITS.filter(
    (other) =>
      other !== known &&
      (countyOf(other) === countyOf(known) || (!mustBeInCounty && other.stem === known.stem)) &&
      // A name within the other one says less than a contradiction.
      !other.unit.name.includes(known.stem) &&
      !known.unit.name.includes(other.stem),
  );
  const kin = same.filter((other) => other.stem === known.stem);
  return random.pick(kin.length > 0 && random.chance(0.4) ? kin : same);
}

const fullName = (known: KnownUnit) => plain(known.unit.name, ...byName.get(known.unit.name)!);

const OUTSIDERS = [
  '昌吉市教育局',
  '额敏县卫生院',
  '铁路第三中学',
  '红星机械厂',
  '托里县老干部局',
  '某某大队',
  '额敏镇派出所',
  '额敏镇第二小学',
  '塔城市财政局下属红星公司',
  '乌苏市和平街道',
];

const MANGLINGS: readonly Mangling[] = [
  {
    name: 'file renamed',
    touches: ['file'],
    weight: 10,
    apply: (draft, random) => {
      draft.file = plain(random.pick(FILES_OF_NOBODY));
      return true;
    },
  },
  {
    name: 'marks removed',
    touches: ['marks'],
    weight: 12,
    apply: (draft) => {
      draft.template = 'none';
      return true;
    },
  },
  {
    name: 'cell emptied',
    touches: ['cell', 'look', 'label'],
    weight: 8,
    apply: (draft, random) => {
      draft.cell = random.chance(0.2) ? plain(random.pick(['（盖章）', '/', '——', '　'])) : NOTHING;
      draft.countyCell = null;
      return true;
    },
  },
  {
    name: 'one cell',
    touches: ['label'],
    weight: 6,
    apply: (draft, random) => {
      draft.label = random.pick(['one cell', 'one cell with period']);
      return draft.cell.text !== '';
    },
  },
  changeCell('alias', 6, byAnAlias),
  changeCell('former name', 6, byFormerName),
  changeCell('place in front', 6, withPlace),
  changeCell('name at home', 6, atHome),
  changeCell('市 or 县 in front', 4, withCountyWord),
  changeCell('firm’s short name', 20, firmByShortName),
  changeCell('official ending', 6, byOfficialEnding),
  changeCell('school’s short name', 8, schoolByShortName),
  changeLook('stamp', 5, stamped),
  changeLook('spaces', 5, spaced),
  changeLook('wide characters', 60, wide),
  {
    name: 'typo',
    touches: ['cell', 'look'],
    weight: 14,
    apply: (draft, random) => {
      const { sender } = draft;
      const written = misspelt(
        random.chance(0.7) ? fullName(sender) : withPlace(sender, random),
        sender,
        random,
      );
      return setCell(draft, written);
    },
  },
  {
    name: 'neighbour’s name in the cell',
    touches: ['cell', 'file', 'look'],
    weight: 7,
    apply: (draft, random) => {
      const other = neighbourOf(draft.sender, random);
      draft.cell = fullName(other);
      draft.countyCell = null;
      if (draft.template === 'unit') draft.markOf = other;
      draft.file = fileNamed(withPlace(draft.sender, random), draft.sender, random);
      return true;
    },
  },
  {
    name: 'two units in the cell',
    touches: ['cell', 'look'],
    weight: 6,
    apply: (draft, random) => {
      const other = neighbourOf(draft.sender, random, true);
      const pair = random.shuffle([draft.sender, other]);
      const names = random.chance(0.5) ? pair.map(({ unit }) => unit.name) : pair.map(({ stem }) => stem);
      const text = names.join(random.pick(['、', '，', '/', '和', ' ', '及']));
      draft.cell = { text, names: pair, kind: 'two', county: null };
      return true;
    },
  },
  {
    name: 'two units in the file’s name',
    touches: ['file'],
    weight: 6,
    apply: (draft, random) => {
      const other = neighbourOf(draft.sender, random, true);
      const pair = random.shuffle([draft.sender, other]);
      const text = pair.map(({ unit }) => unit.name).join(random.pick(['、', '-', '和', ' ', '']));
      draft.file = { text: `${text}${random.pick(['', '统计表'])}`, names: pair, kind: 'two', county: null };
      return true;
    },
  },
  {
    name: 'neighbour’s file, only the name changed',
    touches: ['marks', 'cell', 'file'],
    weight: 7,
    apply: (draft, random) => {
      const other = neighbourOf(draft.sender, random);
      draft.template = 'unit';
      draft.markOf = other;
      draft.rowsOf = other;
      draft.countyCell = null;
      draft.cell = fullName(draft.sender);
      if (random.chance(0.5)) draft.file = plain(random.pick(FILES_OF_NOBODY));
      return true;
    },
  },
  {
    name: 'neighbour’s rows under one’s own name',
    touches: ['marks'],
    weight: 7,
    apply: (draft, random) => {
      draft.template = 'none';
      draft.rowsOf = neighbourOf(draft.sender, random);
      return true;
    },
  },
  {
    name: 'neighbour’s folder',
    touches: ['folder', 'cell'],
    weight: 6,
    apply: (draft, random) => {
      const other = neighbourOf(draft.sender, random);
      const { county } = other.unit;
      const text = other.unit.name;
      const isTold = county !== null && text.startsWith(countyPrefix(county));
      draft.folder = { ...fullName(other), county: isTold ? county : null };
      return true;
    },
  },
  {
    name: 'own folder only',
    touches: ['folder', 'file'],
    weight: 5,
    apply: (draft, random) => {
      draft.folder = withPlace(draft.sender, random);
      draft.file = plain(random.pick(FILES_OF_NOBODY));
      return true;
    },
  },
  {
    name: 'county only in the folder',
    touches: ['folder', 'cell', 'file'],
    weight: 8,
    apply: (draft, random) => {
      draft.folder = countyFolder(draft.sender, random);
      draft.countyCell = null;
      if (random.chance(0.5)) {
        draft.cell = atHome(draft.sender);
        draft.file = plain(random.pick(FILES_OF_NOBODY));
      } else {
        draft.cell = NOTHING;
        draft.file = atHome(draft.sender);
      }
      return true;
    },
  },
  {
    name: 'somebody who is not in the roster',
    touches: ['marks', 'cell', 'file', 'folder'],
    weight: 5,
    apply: (draft, random) => {
      const text = random.pick(OUTSIDERS);
      draft.template = random.pick(['none', 'blank']);
      draft.countyCell = null;
      draft.cell = random.chance(0.4) ? NOTHING : { ...plain(text), kind: 'other' };
      draft.file = { ...plain(text), kind: 'other' };
      draft.folder = random.chance(0.5)
        ? NOTHING
        : random.chance(0.5)
          ? countyFolder(draft.sender, random)
          : withPlace(draft.sender, random);
      return true;
    },
  },
];

/** The names of all manglings. */
export const MANGLING_NAMES: readonly string[] = MANGLINGS.map(({ name }) => name);

// ---- the person at the desk

const NOBODY = (why: string): Conclusion => ({ kind: 'nobody', why });

/** Units of the first list that are in the second. */
const both = (left: readonly KnownUnit[], right: readonly KnownUnit[]) =>
  left.filter((one) => right.includes(one));

/** What a careful person with the roster at hand concludes from the marks, the cell, the file's name and the folder. */
function conclude(draft: Draft): Conclusion {
  const { cell, file, folder, template, markOf } = draft;
  if (cell.kind === 'two') return NOBODY('two units in the cell');
  if (cell.kind === 'other') return NOBODY('not in the roster');
  if (cell.kind === 'unclear typo') return NOBODY('it cannot be told whose name is misspelt');
  // 归口: a school’s file may be called after the bureau through which it comes.
  const isThrough = (unit: KnownUnit) =>
    both(cell.names, KNOWN_UNITS).some((one) => one.unit.through === unit.unit.name);
  const contradicts = (unit: KnownUnit) =>
    file.names.length > 0 && !file.names.includes(unit) && !file.names.some(isThrough);
  if (template === 'unit') {
    if (cell.names.length > 0 && !cell.names.includes(markOf)) return NOBODY('mark and cell disagree');
    return contradicts(markOf) ? NOBODY('mark and file name disagree') : { kind: 'unit', unit: markOf };
  }
  const place = draft.countyCell ?? file.county ?? folder.county;
  const inPlace = (units: readonly KnownUnit[], where = place) =>
    units.length > 1 && where !== null ? units.filter((unit) => placeOfUnit(unit) === where) : units;
  const named = inPlace(file.names);
  const outside = file.names.length > 0 ? named : folder.names;
  if (cell.kind === 'typo') {
    // Two names in the file’s name are not one that two units have.
    const meant = file.kind === 'two' ? outside : inPlace(outside, place ?? cell.county);
    const [only] = meant;
    return meant.length === 1 && only !== undefined && cell.names.includes(only)
      ? { kind: 'unit', unit: only }
      : NOBODY('a misspelt name alone');
  }
  if (cell.names.length > 0) {
    const left = file.names.length > 0 ? both(cell.names, file.names) : cell.names;
    const there = inPlace(left);
    const [only, ...more] = there.length > 1 && folder.names.length > 0 ? both(there, folder.names) : there;
    if (only === undefined && cell.names.some((unit) => file.names.some((other) => isThrough(other)) && cell.names.length === 1)) {
      return { kind: 'unit', unit: cell.names[0]! };
    }
    if (only === undefined || more.length > 0)
      return NOBODY('a name that several units have, or one against the file’s');
    return contradicts(only) ? NOBODY('cell and file name disagree') : { kind: 'unit', unit: only };
  }
  if (file.kind === 'two') return NOBODY('two units in the file’s name');
  if (file.kind === 'other') return NOBODY('not in the roster');
  const [only, ...more] = outside;
  return only !== undefined && more.length === 0
    ? { kind: 'unit', unit: only }
    : NOBODY('no name, or one that several have');
}

// ---- returns

/** The same seed gives the same returns. */
export function mangledReturns(count: number, seed: string): readonly MangledReturn[] {
  const random = seededRandom(seed);
  const returns: MangledReturn[] = [];
  for (let attempt = 0; returns.length < count; attempt++) {
    const own = random.fork(String(attempt));
    const draft = cleanReturn(own);
    const manglings = mangle(draft, HOW_MANY[returns.length % HOW_MANY.length]!, own);
    if (manglings === null) continue;
    const conclusion = conclude(draft);
    // What misleads a person to another unit misleads everybody: no such return is made.
    if (conclusion.kind === 'unit' && conclusion.unit !== draft.sender) continue;
    returns.push({ ...draft, number: returns.length, manglings, conclusion });
  }
  return returns;
}

function cleanReturn(random: Random): Draft {
  const firms = KNOWN_UNITS.filter(({ unit }) => unit.name.endsWith('公司'));
  const sender = random.pick(random.chance(0.06) ? firms : KNOWN_UNITS);
  const template = random.chance(0.6) ? 'unit' : 'blank';
  const folder = random.chance(0.4) ? NOTHING : countyFolder(sender, random);
  return {
    sender,
    rowsOf: sender,
    template,
    markOf: sender,
    cell: plain(sender.unit.name, ...(template === 'unit' ? byName.get(sender.unit.name)! : [sender])),
    countyCell: template === 'blank' ? (countyOf(sender) ?? '地直单位') : null,
    label: 'own cell',
    file: fileNamed(nameForFile(sender, random), sender, random),
    folder,
    container: folder !== NOTHING && random.chance(0.25) ? 'zip' : 'folder',
  };
}

const HOW_MANY = [0, 1, 1, 1, 2, 2, 2, 3, 3];

/** Makes so many manglings, each of another thing. Null when one of them does not fit. */
function mangle(draft: Draft, count: number, random: Random): readonly string[] | null {
  const touched = new Set<string>();
  const names: string[] = [];
  const total = MANGLINGS.reduce((sum, { weight }) => sum + weight, 0);
  const chosen: Mangling[] = [];
  while (chosen.length < count) {
    let draw = random.next() * total;
    const mangling = MANGLINGS.find(({ weight }) => {
      draw -= weight;
      return draw < 0;
    })!;
    if (mangling.touches.some((thing) => touched.has(thing))) return null;
    for (const thing of mangling.touches) touched.add(thing);
    chosen.push(mangling);
  }
  // What is written comes before how it looks.
  for (const mangling of MANGLINGS.filter((item) => chosen.includes(item))) {
    if (!mangling.apply(draft, random)) return null;
    names.push(mangling.name);
  }
  // Where the county is chosen from a list, whoever types over the name leaves it or clears it.
  if (draft.template === 'none' && random.chance(0.5)) draft.countyCell = null;
  const [only, ...more] = draft.cell.names;
  if (
    draft.countyCell === null &&
    only !== undefined &&
    more.length === 0 &&
    draft.cell.text.startsWith(only.unit.name)
  )
    draft.cell = { ...draft.cell, names: byName.get(only.unit.name)! };
  return names;
}

/** Where the return lies: path in 收件/ and, in a zip, the path within. */
export function placeOf({ file, folder, container }: MangledReturn): { path: string; entry: string | null } {
  const name = `${file.text.replaceAll('/', '、')}.xlsx`;
  if (folder.text === '') return { path: `收件/${name}`, entry: null };
  return container === 'zip'
    ? { path: `收件/${folder.text}.zip`, entry: name }
    : { path: `收件/${folder.text}/${name}`, entry: null };
}
