import type { Material, Unit } from './campaign.js';
import { isNamedIn } from './settings/owed-by.js';

/** True when the unit is asked for the material. */
export function owesMaterial(
  unit: Pick<Unit, 'code' | 'name' | 'aliases' | 'county' | 'category'>,
  { owedBy }: Pick<Material, 'owedBy'>,
): boolean {
  return owedBy === null || isNamedIn(owedBy, unit);
}
