import type { Decision, Receipt } from '../../campaign/campaign.js';
import { digestRecords } from '../../form/record.js';
import type { Summary } from '../../merge/summary.js';
import type { Digest } from './check-code.js';

/** What a run's figures rest on, as far as result.json does not tell: by it a later run knows why figures differ. */
export interface Basis {
  /** Of everything in 设置, 报送任务 and 材料. */
  readonly settings: string;
  /** Of every unit's row in 单位名册. */
  readonly units: readonly { readonly unit: string; readonly digest: string }[];
  /** Of the definition of every form, rules included. */
  readonly forms: readonly { readonly form: string; readonly digest: string }[];
  readonly decisions: readonly Decision[];
  readonly receipts: readonly Receipt[];
  /** Of the rows that count, by unit and form. */
  readonly counted: readonly { readonly unit: string; readonly form: string; readonly digest: string }[];
}

/** Takes down what a summary rests on. */
export function planBasis({ campaign, forms, counted }: Summary, digest: Digest): Basis {
  const { units, receipts, decisions, suspicions, ...settings } = campaign;
  return {
    settings: digest(JSON.stringify({ ...settings, suspicions: [...suspicions].sort() })),
    units: units.map((unit) => ({
      unit: unit.code,
      digest: digest(JSON.stringify({ ...unit, owes: [...unit.owes].sort() })),
    })),
    forms: forms.map((form) => ({ form: form.key, digest: digest(JSON.stringify(form)) })),
    decisions,
    receipts,
    counted: counted.map(({ unit, form, records }) => ({ unit, form, digest: digestRecords(records) })),
  };
}
