import { seededRandom } from '../../../src/sample/random.js';
import { type Draft, type MangledReturn, NOTHING, plain, type Random } from './evidence.js';
import { countyFolder, fileNamed, nameForFile } from './files.js';
import { MANGLINGS, type Mangling } from './manglings.js';
import { byName, countyOf } from './names.js';
import { conclude } from './person.js';
import { KNOWN_UNITS } from './roster.js';

export type { MangledReturn } from './evidence.js';
export { MANGLING_NAMES } from './manglings.js';

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
