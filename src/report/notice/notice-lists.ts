import { countiesOf, countyOf, type DueDate, type Moment, type Unit } from '../../campaign/campaign.js';
import type { Status } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { groupBy } from '../group-by.js';
import { listMaterials } from '../lists/material-entries.js';
import { listOwedForms } from '../lists/owed-forms.js';
import { isUnreported } from '../status-counts.js';

/** A form or a material that a unit owes, and how that stands. */
export interface OwedItem {
  readonly unit: Unit;
  readonly title: string;
  readonly status: Status;
  readonly late: boolean;
  readonly due: DueDate;
  readonly receivedAt: Moment | null;
}

/** A unit with what it is named for. */
export interface UnitItems {
  readonly unit: Unit;
  readonly items: readonly OwedItem[];
  /** All that the unit owes, also what it is not named for. */
  readonly owed: number;
}

/** Whom a 通报 names, counties and units in roster order. */
export interface NoticeLists {
  /** Everything that they owe came in time and asks for nothing more. */
  readonly praised: readonly Unit[];
  /** Counties of which every unit that owes anything is praised. */
  readonly praisedCounties: readonly string[];
  /** Nothing, or an untouched form, and the deadline has passed. */
  readonly unreported: readonly UnitItems[];
  /** The same while there is still time: nobody is named for these. */
  readonly notYetDue: readonly UnitItems[];
  readonly late: readonly UnitItems[];
}

const IN_ORDER: ReadonlySet<Status> = new Set(['accepted', 'nil']);
const RECEIVED: ReadonlySet<Status> = new Set(['accepted', 'queried', 'nil', 'returned']);

/** Sorts the units by what a 通报 says of them. What only waits to be decided is held against nobody. */
export function findNoticeLists(summary: Summary): NoticeLists {
  const { campaign, asOf } = summary;
  const byUnit = groupBy(listOwedItems(summary), ({ unit }) => unit.code);
  const units = groupBy(campaign.units, countyOf);
  const owing = countiesOf(campaign)
    .flatMap((county) => units.get(county) ?? [])
    .map((unit) => ({ unit, items: byUnit.get(unit.code) ?? [] }))
    .filter(({ items }) => items.length > 0);
  const having = (test: (item: OwedItem) => boolean): readonly UnitItems[] =>
    owing
      .map(({ unit, items }) => ({ unit, items: items.filter(test), owed: items.length }))
      .filter(({ items }) => items.length > 0);
  const isPraised = ({ items }: Pick<UnitItems, 'items'>) =>
    items.every(({ status, late }) => IN_ORDER.has(status) && !late);
  return {
    praised: owing.filter(isPraised).map(({ unit }) => unit),
    praisedCounties: [...groupBy(owing, ({ unit }) => countyOf(unit))]
      .filter(([, items]) => items.every(isPraised))
      .map(([county]) => county),
    unreported: having(({ status, due }) => isUnreported(status) && due.moment < asOf),
    notYetDue: having(({ status, due }) => isUnreported(status) && due.moment >= asOf),
    late: having(({ status, late }) => late && RECEIVED.has(status)),
  };
}

/** What is owed and not exempt. */
function listOwedItems(summary: Summary): readonly OwedItem[] {
  const forms = listOwedForms(summary).map(({ unit, formTitle, due, entry }) => ({
    unit,
    title: formTitle,
    due,
    status: entry.status,
    late: entry.late,
    receivedAt: entry.receivedAt,
  }));
  const materials = listMaterials(summary)
    .filter(({ entry }) => entry.isOwed)
    .map(({ unit, material, due, entry }) => ({
      unit,
      title: material.name,
      due,
      status: entry.status,
      late: entry.late,
      receivedAt: entry.receivedAt,
    }));
  return [...forms, ...materials].filter(({ status }) => status !== 'exempt');
}
