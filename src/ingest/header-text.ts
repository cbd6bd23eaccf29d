import { type FieldDefinition, type FormDefinition, headerTitle } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { foldText } from '../workbook/cell-text.js';

/** A header that names a field: which, and how many powers of ten its unit stands above the field's own. */
export interface HeaderMatch {
  readonly fieldIndex: number;
  /** 4 for an amount under 万元, else 0. */
  readonly shift: number;
}

/** All ways in which headers may name a form's fields. */
export interface HeaderVocabulary {
  readonly form: FormDefinition;
  /** The fields that a header's text may name, whatever stands above it. */
  named(text: string): readonly HeaderMatch[];
}

/** Header texts recur in every file of a campaign; more different ones than this are no headers. */
const MOST_REMEMBERED = 20_000;

/** Compiles titles, aliases and group + title of a form into one look-up. */
export function headerVocabulary(form: FormDefinition): HeaderVocabulary {
  const words = new Map<string, number[]>();
  const add = (text: string, index: number) => {
    const key = headerKey(text);
    const known = words.get(key);
    if (known === undefined) words.set(key, [index]);
    else if (!known.includes(index)) known.push(index);
  };
  form.fields.forEach((field, index) => {
    for (const name of [field.title, headerTitle(field), ...field.aliases]) {
      add(name, index);
      if (field.group !== null) add(field.group + name, index);
    }
  });
  const remembered = new Map<string, readonly HeaderMatch[]>();
  return {
    form,
    named: (text) => {
      const known = remembered.get(text);
      if (known !== undefined) return known;
      if (remembered.size >= MOST_REMEMBERED) remembered.clear();
      const matches = lookUp(form, words, text);
      remembered.set(text, matches);
      return matches;
    },
  };
}

/** A header's text for comparing: folded, without punctuation and without marks such as `*`. Brackets stay. */
export function headerKey(text: string): string {
  return foldText(text).replace(/[:,、.。;"“”'‘’*★☆_\-—–/\\·|]/g, '');
}

/** The fields that a leaf header may name; `groups` are the texts above it and decide between fields of one title. */
export function matchHeader(
  vocabulary: HeaderVocabulary,
  text: string,
  groups: readonly string[],
): readonly HeaderMatch[] {
  const matches = vocabulary.named(text);
  if (matches.length < 2) return matches;
  const groupOf = (match: HeaderMatch) => vocabulary.form.fields[match.fieldIndex]!.group;
  const inGroup = matches.filter((match) => {
    const group = groupOf(match);
    return group !== null && standsUnder(groups, group);
  });
  // 诊疗人次数·其中 says more than 诊疗人次数, which stands above it as well.
  const levels = inGroup.map((match) => `·${groupOf(match)!.split('·').map(headerKey).join('·')}·`);
  const closest = inGroup.filter(
    (_, index) => !levels.some((level) => level !== levels[index] && level.includes(levels[index]!)),
  );
  return closest.length > 0 ? closest : matches;
}

/** True where the group is one of the texts above a leaf, or several of them one above the other: 诊疗人次数·其中. */
export function standsUnder(groups: readonly string[], group: string): boolean {
  const wanted = headerKey(group);
  const written = groups.map(headerKey);
  return written.some((_, from) =>
    written.some((_, to) => to >= from && written.slice(from, to + 1).join('') === wanted),
  );
}

/** By the whole text, else without the unit in brackets, without a number in front, or both. */
function lookUp(
  form: FormDefinition,
  words: ReadonlyMap<string, readonly number[]>,
  text: string,
): readonly HeaderMatch[] {
  const key = headerKey(text);
  if (key === '' || key.length > 60) return [];
  const unnumbered = key.replace(/^\(?\d{1,2}\)?(?=[^\d])/, '');
  for (const candidate of key === unnumbered ? [key] : [key, unnumbered]) {
    const whole = words.get(candidate);
    if (whole !== undefined) return whole.map((fieldIndex) => ({ fieldIndex, shift: 0 }));
    const split = /^(.+?)\(([^()]*)\)$/.exec(candidate) ?? /^(.+?)(万元|元)$/.exec(candidate);
    const named = split ? words.get(split[1]!) : undefined;
    if (!split || named === undefined) continue;
    const fitting = named.flatMap((fieldIndex): HeaderMatch[] => {
      const shift = shiftOfUnit(form.fields[fieldIndex]!, split[2]!);
      return shift === null ? [] : [{ fieldIndex, shift }];
    });
    if (fitting.length > 0) return fitting;
  }
  return [];
}

/** The unit written in a header → powers of ten above the field's; null when it is a unit that we must not guess about. */
export function shiftOfUnit(field: FieldDefinition, writtenUnit: string): number | null {
  const unit = foldText(writtenUnit).replace(/^单位:?/, '');
  if (kindOf(field).isMoney) {
    if (['', '元', '人民币', '人民币元', '元人民币', '￥', '¥', 'rmb'].includes(unit)) return 0;
    return ['万元', '万', '人民币万元', '万元人民币'].includes(unit) ? 4 : null;
  }
  return /^[十百千万亿]/.test(unit) ? null : 0;
}
