import type { Unit } from '../campaign/campaign.js';
import type { Summary } from '../merge/summary.js';
import { maskNumbersIn } from '../privacy/mask-numbers.js';
import { compilePersons, compileUnitNames, contactsOf } from '../privacy/persons-in-record.js';
import { PrivateNames } from '../privacy/private-names.js';
import { cleanText } from '../workbook/cell-text.js';
import { groupBy } from './group-by.js';

/** A text that is about a unit, as leaders may read it. */
export type MaskText = (unit: Unit, text: string) => string;

/**
 * Masks in texts the numbers of telephones, identity papers and bank accounts, and the persons whom the unit's own
 * counted rows and the roster name for certain. Nothing is guessed: a name that stands nowhere else stays. The 底稿
 * and what goes back to the unit hold the texts as they were written.
 */
export function compileTextMask(summary: Pick<Summary, 'campaign' | 'forms' | 'counted'>): MaskText {
  let namesOf: ((unit: Unit) => PrivateNames) | null = null;
  return (unit, text) => {
    if (text === '') return text;
    namesOf ??= compileNames(summary);
    return namesOf(unit).maskIn(maskNumbersIn(cleanText(text)));
  };
}

/** Names unit by unit, collected when a text of the unit is first asked for. */
function compileNames({
  campaign,
  forms,
  counted,
}: Pick<Summary, 'campaign' | 'forms' | 'counted'>): (unit: Unit) => PrivateNames {
  const isUnit = compileUnitNames(campaign);
  const personsIn = new Map(forms.map((form) => [form.key, compilePersons(form, isUnit)]));
  const byUnit = groupBy(counted, (item) => item.unit);
  const known = new Map<string, PrivateNames>();
  return (unit) => {
    const found = known.get(unit.code);
    if (found !== undefined) return found;
    const inRows = (byUnit.get(unit.code) ?? []).flatMap(({ form, records }) =>
      records.flatMap((record) => personsIn.get(form)?.(record) ?? []),
    );
    const names = new PrivateNames(
      [...inRows, ...contactsOf(unit)].filter(({ isSure }) => isSure).map(({ name }) => name),
    );
    known.set(unit.code, names);
    return names;
  };
}
