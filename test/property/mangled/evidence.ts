import type { seededRandom } from '../../../src/sample/random.js';
import type { KnownUnit } from './roster.js';

// Returns as they come back, made wrong on purpose. What a person at the coordinator's desk would conclude is known
// from how each was made, not from what our code finds in its texts.

export type Random = ReturnType<typeof seededRandom>;

/** A text of a return, and what the person who made it wrong knows of it. */
export interface Evidence {
  readonly text: string;
  /** Units that the text names; more than one where several units are called so at home. */
  readonly names: readonly KnownUnit[];
  /** `two`: it names two different units; `other`: somebody who is not in the roster. */
  readonly kind: 'plain' | 'typo' | 'unclear typo' | 'two' | 'other';
  /** The county that the text names beside the unit. */
  readonly county: string | null;
}

/** A return in the making, and what is known of how it was made. */
export interface Draft {
  /** Who sends it. */
  sender: KnownUnit;
  /** Whose rows are in it. */
  rowsOf: KnownUnit;
  /** `unit`: the template made for `markOf`; `blank`: the blank one; `none`: the hidden sheets are gone. */
  template: 'unit' | 'blank' | 'none';
  markOf: KnownUnit;
  cell: Evidence;
  /** 县（市）, which blank templates have. */
  countyCell: string | null;
  /** Where 填报单位 stands: beside its label, or with it in one cell. */
  label: 'own cell' | 'one cell' | 'one cell with period';
  /** Without extension. */
  file: Evidence;
  folder: Evidence;
  container: 'folder' | 'zip';
}

/** What a person would conclude. */
export type Conclusion =
  | { readonly kind: 'unit'; readonly unit: KnownUnit }
  | { readonly kind: 'nobody'; readonly why: string };

/** A return, and what becomes of it on a careful person's desk. */
export interface MangledReturn extends Readonly<Draft> {
  readonly number: number;
  readonly manglings: readonly string[];
  readonly conclusion: Conclusion;
}

export const NOTHING: Evidence = { text: '', names: [], kind: 'plain', county: null };
export const plain = (text: string, ...names: readonly KnownUnit[]): Evidence => ({
  ...NOTHING,
  text,
  names,
});
