import type { Conclusion, Draft } from './evidence.js';
import { placeOfUnit } from './names.js';
import type { KnownUnit } from './roster.js';

const NOBODY = (why: string): Conclusion => ({ kind: 'nobody', why });
const itIs = (unit: KnownUnit): Conclusion => ({ kind: 'unit', unit });

/** Units of the first list that are in the second. */
const both = (left: readonly KnownUnit[], right: readonly KnownUnit[]) =>
  left.filter((one) => right.includes(one));

/** What a careful person with the roster at hand concludes from the mark, the cell, the file's name and the folder. */
export function conclude(draft: Draft): Conclusion {
  const { cell, template, markOf } = draft;
  if (cell.kind === 'two') return NOBODY('two units in the cell');
  if (cell.kind === 'other') return NOBODY('not in the roster');
  if (cell.kind === 'unclear typo') return NOBODY('it cannot be told whose name is misspelt');
  if (template === 'unit') {
    if (cell.names.length > 0 && !cell.names.includes(markOf)) return NOBODY('mark and cell disagree');
    return isAgainst(draft, markOf) ? NOBODY('mark and file name disagree') : itIs(markOf);
  }
  if (cell.kind === 'typo') return concludeFromTypo(draft);
  return cell.names.length > 0 ? concludeFromCell(draft) : concludeFromPath(draft);
}

/**
 * True when the file is called after others only. A school's file may be called after the bureau that it comes
 * through, and 额敏镇中心小学 is a 额敏镇 with more behind it.
 */
function isAgainst({ file }: Draft, known: KnownUnit): boolean {
  const { name, through } = known.unit;
  const fits = file.names.some(({ unit }) => [name, through, known.within].includes(unit.name));
  return file.names.length > 0 && !fits;
}

/** Those of several that lie in the county which the return names. */
function inPlace(
  draft: Draft,
  units: readonly KnownUnit[],
  written: string | null = null,
): readonly KnownUnit[] {
  const place = draft.countyCell ?? draft.file.county ?? draft.folder.county ?? written;
  return units.length > 1 && place !== null ? units.filter((unit) => placeOfUnit(unit) === place) : units;
}

/** A misspelt name fits with a file or folder of that name; alone it is no proof. */
function concludeFromTypo(draft: Draft): Conclusion {
  const { cell, file, folder } = draft;
  const outside = file.names.length > 0 ? file.names : folder.names;
  // Two names in the file's name are not one that two units have.
  const [only, ...more] = file.kind === 'two' ? outside : inPlace(draft, outside, cell.county);
  return only !== undefined && more.length === 0 && cell.names.includes(only)
    ? itIs(only)
    : NOBODY('a misspelt name alone');
}

function concludeFromCell(draft: Draft): Conclusion {
  const { cell, file, folder } = draft;
  const [first, ...others] = cell.names;
  if (first !== undefined && others.length === 0) {
    return isAgainst(draft, first) ? NOBODY('cell and file name disagree') : itIs(first);
  }
  const named = inPlace(draft, file.names.length > 0 ? both(cell.names, file.names) : cell.names);
  const [only, ...more] = named.length > 1 && folder.names.length > 0 ? both(named, folder.names) : named;
  return only !== undefined && more.length === 0 ? itIs(only) : NOBODY('a name that several units have');
}

function concludeFromPath(draft: Draft): Conclusion {
  const { file, folder } = draft;
  if (file.kind === 'two') return NOBODY('two units in the file’s name');
  if (file.kind === 'other') return NOBODY('not in the roster');
  const [only, ...more] = file.names.length > 0 ? inPlace(draft, file.names) : folder.names;
  return only !== undefined && more.length === 0 ? itIs(only) : NOBODY('no name, or one that several have');
}
