import { countiesOf, countyOf, type Unit } from '../campaign/campaign.js';
import { compileCount } from '../form/evaluate.js';
import {
  type DisclosureDefinition,
  type FieldDefinition,
  type FormDefinition,
  fieldOf,
} from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FieldValue, FormRecord } from '../form/record.js';
import type { FileSource } from '../issue/finding.js';
import type { CountedSubmission, Summary } from '../merge/summary.js';
import { maskNumber, maskNumbersIn, maskPhones } from '../privacy/mask-numbers.js';
import {
  HIDDEN_PLACE,
  hideSchools,
  maskHousesIn,
  maskPlace,
  namesSchool,
  SOME_SCHOOLS,
} from '../privacy/mask-place.js';
import { endsLikeUnit } from '../privacy/name-words.js';
import {
  compilePersons,
  compileStanding,
  compileUnitNames,
  contactsOf,
  type Standing,
} from '../privacy/persons-in-record.js';
import { maskSpokenNames, PrivateNames } from '../privacy/private-names.js';
import { maskParts, readNames, readParty } from '../privacy/read-names.js';
import { cleanText } from '../workbook/cell-text.js';
import { formatReference } from '../workbook/reference.js';
import type { PlannedValue } from '../workbook/workbook-plan.js';

/** One counted row as it may be published: a value for each disclosed field. */
export interface PublishedRow {
  readonly county: string;
  /** The unit's name, unless it would tell a child's school. */
  readonly unit: string;
  readonly values: readonly PlannedValue[];
}

/** A name of which somebody must tell whether it is a person's or a unit's; published masked. */
export interface DisclosureDoubt extends FileSource {
  readonly form: string;
  readonly unit: string;
  readonly sheet: string;
  readonly cell: string;
  /** As it was written. Not to be published. */
  readonly value: string;
  readonly published: string;
  readonly kind: 'looks-like-person' | 'looks-like-unit' | 'unclear';
}

export interface PublishedForm {
  readonly rows: readonly PublishedRow[];
  readonly doubts: readonly DisclosureDoubt[];
}

/** What all rows of a campaign share. */
export interface Publication {
  readonly summary: Summary;
  readonly names: PrivateNames;
  readonly isUnit: (name: string) => boolean;
}

/** Collects the names that must not be told anywhere: those of all counted rows, and the roster's contacts. */
export function preparePublication(summary: Summary): Publication {
  const { campaign, counted, forms } = summary;
  const isUnit = compileUnitNames(campaign);
  const inRows = forms.flatMap((form) => {
    const personsIn = compilePersons(form, isUnit);
    return counted
      .filter((item) => item.form === form.key)
      .flatMap((item) => item.records.flatMap(personsIn));
  });
  const names = [...inRows, ...campaign.units.flatMap(contactsOf)].map(({ name }) => name);
  return { summary, names: new PrivateNames(names), isUnit };
}

/** Every counted row of a form as it may be published, county by county, unit by unit. */
export function publishForm(publication: Publication, form: FormDefinition): PublishedForm {
  const { disclosure } = form;
  if (disclosure === null) return { rows: [], doubts: [] };
  const { campaign, counted } = publication.summary;
  const byUnit = new Map(counted.filter((item) => item.form === form.key).map((item) => [item.unit, item]));
  const publish = compileRow(publication, form, disclosure);
  const doubts: DisclosureDoubt[] = [];
  const rows = countiesOf(campaign).flatMap((county) =>
    campaign.units
      .filter((unit) => countyOf(unit) === county)
      .flatMap((unit) => {
        const submission = byUnit.get(unit.code);
        return (submission?.records ?? []).map((record): PublishedRow => {
          const name = mayTellSchool(disclosure, unit) ? SOME_SCHOOLS : unit.name;
          return { county, unit: name, values: publish(record, unit, submission!, doubts) };
        });
      }),
  );
  return { rows, doubts };
}

/** Where children may be spoken of, the name of a school that reports them is that of theirs. */
function mayTellSchool({ isMinor }: DisclosureDefinition, { name, category }: Unit): boolean {
  return isMinor !== null && (/^中小学$|^中职学校$/.test(category) || namesSchool(name));
}

function compileRow(
  { names, isUnit }: Publication,
  form: FormDefinition,
  disclosure: DisclosureDefinition,
): (
  record: FormRecord,
  unit: Unit,
  submission: CountedSubmission,
  doubts: DisclosureDoubt[],
) => readonly PlannedValue[] {
  const standingOf = compileStanding(form);
  const isMinorRow = disclosure.isMinor === null ? () => false : compileCount(form, disclosure.isMinor);
  const fields = disclosure.fields.map((key) => {
    const field = fieldOf(form, key);
    return { field, index: form.fields.indexOf(field) };
  });
  const scrubbed = (text: string) => names.maskIn(maskNumbersIn(text));
  return (record, unit, submission, doubts) => {
    const standing = standingOf(record);
    const isMinor = isMinorRow(record);
    // Rows of one school stand together: one that names it would tell of all of them.
    const hidesSchools = isMinor || mayTellSchool(disclosure, unit);
    return fields.map(({ field, index }): PlannedValue => {
      const value = record.values[index] ?? null;
      if (value === null) return null;
      if (!isText(field)) return kindOf(field).encode(value);
      const text = textOf(value);
      const ofSubject = field.key === form.subject ? standing : 'unknown';
      const doubtIn = (published: string, kind: DisclosureDoubt['kind']) =>
        doubts.push({
          ...placeOf(submission, record, index),
          form: form.key,
          unit: unit.code,
          value: text,
          published,
          kind,
        });
      const published = publishText(text, field, ofSubject, isMinor, { scrubbed, isUnit, doubtIn });
      if (published === null) return null;
      return hidesSchools && published !== HIDDEN_PLACE ? hideSchools(published) : published;
    });
  };
}

/** What the masking of a text needs to know beside the text. */
interface TextContext {
  readonly scrubbed: (text: string) => string;
  readonly isUnit: (name: string) => boolean;
  readonly doubtIn: (published: string, kind: DisclosureDoubt['kind']) => void;
}

/** A text as it may be published; null where nothing of it may. */
function publishText(
  text: string,
  field: FieldDefinition,
  standing: Standing,
  isMinor: boolean,
  context: TextContext,
): string | null {
  const { scrubbed } = context;
  if (field.kind === 'phone') return isMinor ? null : maskPhones(text);
  switch (field.privacy) {
    case 'phone':
      return isMinor ? null : maskPhones(text);
    case 'number':
      return maskNumber(text);
    case 'place':
      return scrubbed(maskPlace(text));
    case 'minorsPlace':
      return isMinor || namesSchool(text) ? HIDDEN_PLACE : scrubbed(maskPlace(text));
    case 'name':
      return standing === 'agreed' && !isMinor ? maskNumbersIn(text) : scrubbed(maskParts(readNames(text)));
    case 'party':
      return publishParty(text, isMinor && standing === 'agreed' ? 'person' : standing, context);
    default:
      return maskSpokenNames(maskHousesIn(scrubbed(text)));
  }
}

function publishParty(text: string, standing: Standing, { scrubbed, isUnit, doubtIn }: TextContext): string {
  if (standing === 'agreed') return maskNumbersIn(text);
  if (standing === 'person') {
    const masked = scrubbed(maskParts(readNames(text)));
    if (isUnit(text) || endsLikeUnit(text)) doubtIn(masked, 'looks-like-unit');
    return masked;
  }
  if (isUnit(text)) return text;
  const { parts, isSure } = readParty(text, isUnit);
  const masked = scrubbed(maskParts(parts));
  if (standing === 'unit' && parts.some((part) => part.kind === 'person'))
    doubtIn(masked, 'looks-like-person');
  else if (!isSure) doubtIn(masked, 'unclear');
  return masked;
}

/** Fields in which people write what they like. */
function isText(field: FieldDefinition): boolean {
  return field.kind === 'text' || field.kind === 'phone';
}

function textOf(value: FieldValue): string {
  return cleanText(String(value));
}

/** Where a value was written, for whoever looks it up. */
function placeOf(
  { source, sheet, columns }: CountedSubmission,
  record: FormRecord,
  index: number,
): FileSource & { readonly sheet: string; readonly cell: string } {
  const cell = record.anchors?.get(index) ?? formatReference(record.rowNumber, columns[index] ?? 1);
  return { ...source, sheet, cell };
}
