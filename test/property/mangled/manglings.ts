import { type Draft, type Evidence, NOTHING, plain, type Random } from './evidence.js';
import { countyFolder, FILES_OF_NOBODY, fileNamed } from './files.js';
import {
  atHome,
  byAnAlias,
  byFormerName,
  byName,
  byOfficialEnding,
  countyOf,
  firmByShortName,
  schoolByShortName,
  withCountyWord,
  withPlace,
} from './names.js';
import { countyPrefix, KNOWN_UNITS, type KnownUnit } from './roster.js';
import { misspelt, spaced, stamped, wide } from './writing.js';

/** One thing that is done to a return. */
export interface Mangling {
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

export const MANGLINGS: readonly Mangling[] = [
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
  changeCell('former name', 20, byFormerName),
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
        draft.countyCell !== null,
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
      if (random.chance(0.3)) {
        draft.cell = NOTHING;
        draft.file = fileNamed(withPlace(draft.sender, random), draft.sender, random);
      } else if (random.chance(0.5)) draft.file = plain(random.pick(FILES_OF_NOBODY));
      return true;
    },
  },
  {
    name: 'a name within another',
    touches: ['marks', 'cell', 'file', 'folder'],
    weight: 4,
    apply: (draft, random) => {
      const longer = random.pick(KNOWN_UNITS.filter(({ within }) => within !== null));
      const shorter = byName.get(longer.within!)![0]!;
      const [sender, other] = random.shuffle([longer, shorter]);
      Object.assign(draft, { sender, markOf: sender, rowsOf: sender, folder: NOTHING, countyCell: null });
      draft.cell = random.chance(0.7) ? fullName(sender!) : NOTHING;
      draft.file = draft.cell === NOTHING ? fullName(sender!) : fullName(random.pick([sender!, other!]));
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
