import type { Campaign, Unit } from '../campaign/campaign.js';
import { compileCount } from '../form/evaluate.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import { foldText } from '../workbook/cell-text.js';
import { endsLikeUnit } from './name-words.js';
import { type NamePart, readNames, readParty } from './read-names.js';

/** How the subject of a row stands to being named. */
export type Standing = 'unit' | 'agreed' | 'person' | 'unknown';

/** A name that must not be told. */
export interface PrivateName {
  readonly name: string;
  /** False where something was taken for a person because nothing told what it is. */
  readonly isSure: boolean;
}

/** Tells units of the roster, by name or alias, from everybody else. */
export function compileUnitNames({ units }: Pick<Campaign, 'units'>): (name: string) => boolean {
  const known = new Set(
    units.flatMap((unit) => [unit.name, `${unit.county ?? ''}${unit.name}`, ...unit.aliases].map(foldText)),
  );
  return (name) => known.has(foldText(name));
}

/** How the subject of each row stands, as the form's conditions of 公示 say. */
export function compileStanding(form: FormDefinition): (record: FormRecord) => Standing {
  const [isUnit, agrees] = [form.disclosure?.isUnit, form.disclosure?.agrees].map((condition) =>
    condition ? compileCount(form, condition) : null,
  );
  return (record) => {
    if (isUnit?.(record)) return 'unit';
    if (agrees?.(record)) return 'agreed';
    return isUnit ? 'person' : 'unknown';
  };
}

/** The persons whom rows of a form name and who must not be told. */
export function compilePersons(
  form: FormDefinition,
  isUnit: (name: string) => boolean,
): (record: FormRecord) => readonly PrivateName[] {
  const standingOf = compileStanding(form);
  const named = form.fields.flatMap(({ key, privacy }, index) =>
    privacy === 'name' || privacy === 'party' ? [{ key, privacy, index }] : [],
  );
  return (record) => {
    const standing = named.length === 0 ? 'unknown' : standingOf(record);
    return named.flatMap(({ key, privacy, index }) => {
      const value = record.values[index];
      if (typeof value !== 'string') return [];
      const ofSubject = key === form.subject ? standing : 'unknown';
      if (ofSubject === 'agreed' || isUnit(value)) return [];
      if (privacy === 'name' || (ofSubject === 'person' && !endsLikeUnit(value)))
        return endsLikeUnit(value) ? [] : namesOf(readNames(value), true);
      const { parts, isSure } = readParty(value, isUnit);
      return namesOf(parts, isSure);
    });
  };
}

/** The roster's contact of a unit. */
export function contactsOf({ contact }: Pick<Unit, 'contact'>): readonly PrivateName[] {
  return contact === null ? [] : namesOf(readNames(contact), true);
}

function namesOf(parts: readonly NamePart[], isSure: boolean): readonly PrivateName[] {
  return parts.flatMap((part) => (part.kind === 'person' ? [{ name: part.name, isSure }] : []));
}
