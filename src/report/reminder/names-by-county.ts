import { type Campaign, countiesOf, countyOf, type Unit } from '../../campaign/campaign.js';

/** A unit as a sentence names it: `乙镇`, `丁乡（交来的是空表）`. */
export interface NamedUnit {
  readonly unit: Unit;
  readonly text: string;
}

/** A unit's name with what is to be said of it. */
export function nameUnit(unit: Unit, remarks: readonly string[]): NamedUnit {
  return { unit, text: remarks.length === 0 ? unit.name : `${unit.name}（${remarks.join('，')}）` };
}

/** `乌苏市（2 个）：甲乡、乙镇；沙湾县（1 个）：丁乡` — within a county in the given order. */
export function formatNamesByCounty(campaign: Campaign, names: readonly NamedUnit[]): string {
  return countiesOf(campaign)
    .flatMap((county) => {
      const here = names.filter(({ unit }) => countyOf(unit) === county);
      return here.length === 0 ? [] : [`${county}（${here.length} 个）：${formatNames(here)}`];
    })
    .join('；');
}

/** `甲乡、乙镇`. */
export function formatNames(names: readonly NamedUnit[]): string {
  return names.map(({ text }) => text).join('、');
}
