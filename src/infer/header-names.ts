import { type FieldInput, headerTitle } from '../form/form-definition.js';
import { foldText } from '../workbook/cell-text.js';
import { GROUP_JOINT } from './column-kind.js';
import type { InferenceNote } from './inferred-form.js';
import type { MadeField } from './make-fields.js';

/** Headers that are longer than this, with their group, are found in no return. */
const MOST_HEADER = 60;
/** What a title may have where its group is to be left something. */
const MOST_TITLE = 50;

/** The fields by names that returns can be read by: short enough, each of its own, no alias that means two. */
export function withHeaderNames(fields: readonly MadeField[]): readonly MadeField[] {
  return withoutSharedAliases(toldApart(withShortGroups(fields.map(withShortTitle))));
}

function note(item: string, why: string): InferenceNote {
  return { sureness: 'check', item, why };
}

function withShortTitle(field: MadeField): MadeField {
  const { title, unit = null } = field.input;
  if (headerTitle({ title, unit }).length <= MOST_HEADER) return field;
  const short = withoutBrackets(title).slice(0, MOST_TITLE);
  return {
    ...field,
    input: { ...field.input, title: short },
    notes: [note('标题', `原标题“${title}”太长，改短了`), ...field.notes],
  };
}

function withoutBrackets(text: string): string {
  return text.replace(/[（(][^（()）]*[)）]/g, '');
}

/** One group is shortened alike for all its fields: explanations in brackets go first, then the outer titles. */
function withShortGroups(fields: readonly MadeField[]): readonly MadeField[] {
  const room = new Map<string, number>();
  for (const { input } of fields) {
    const { group = null, title, unit = null } = input;
    if (group === null) continue;
    const left = MOST_HEADER - foldText(headerTitle({ title, unit })).length;
    room.set(group, Math.min(room.get(group) ?? left, left));
  }
  const taken = new Set(room.keys());
  const short = new Map<string, string | null>();
  for (const [group, left] of room) {
    if (foldText(group).length <= left) continue;
    const shorter = shorterGroups(group).find((text) => foldText(text).length <= left && !taken.has(text));
    short.set(group, shorter ?? null);
    if (shorter !== undefined) taken.add(shorter);
  }
  return fields.map((field) => {
    const { group = null } = field.input;
    const shorter = group === null ? undefined : short.get(group);
    return shorter === undefined
      ? field
      : {
          ...field,
          input: { ...field.input, group: shorter },
          notes: [note('分组', `原来的上级标题“${group}”太长，改短了`), ...field.notes],
        };
  });
}

function shorterGroups(group: string): readonly string[] {
  const parts = group.split(GROUP_JOINT);
  const bare = parts.map((part) =>
    part.length > MOST_BRACKETS ? withoutBrackets(part).trim() || part : part,
  );
  const last = bare.at(-1)!;
  return [
    bare.join(GROUP_JOINT),
    ...bare.map((_, index) => bare.slice(index).join(GROUP_JOINT)).slice(1),
    ...Array.from({ length: last.length - 1 }, (_, index) => last.slice(0, last.length - 1 - index)),
  ];
}

/** （人） and the like stay. */
const MOST_BRACKETS = 20;

/** Two fields of one group, title and unit get a number behind the title. */
function toldApart(fields: readonly MadeField[]): readonly MadeField[] {
  const seen = new Map<string, number>();
  return fields.map((field) => {
    const { title } = field.input;
    const same = headerOf(field.input);
    const count = (seen.get(same) ?? 0) + 1;
    seen.set(same, count);
    return count === 1
      ? field
      : {
          ...field,
          input: { ...field.input, title: `${title}${count}` },
          notes: [
            {
              sureness: 'guess',
              item: '标题',
              why: `原表有 ${count} 个“${title}”，后面加了数字，请改成说得清的名称`,
            },
            ...field.notes,
          ],
        };
  });
}

function headerOf({ group = null, title, unit = null }: FieldInput): string {
  return foldText(JSON.stringify([group, title, unit]));
}

/** An alias within a group that is another field's name there would make both ambiguous. */
function withoutSharedAliases(fields: readonly MadeField[]): readonly MadeField[] {
  const namesOf = ({ title, unit = null, aliases = [] }: FieldInput) =>
    [title, headerTitle({ title, unit }), ...aliases].map(foldText);
  return fields.map((field) => {
    const others = fields
      .filter((other) => other !== field && (other.input.group ?? null) === (field.input.group ?? null))
      .flatMap(({ input }) => namesOf(input));
    const kept = (field.input.aliases ?? []).filter((alias) => !others.includes(foldText(alias)));
    return { ...field, input: { ...field.input, aliases: kept } };
  });
}
