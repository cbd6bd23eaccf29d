/** Why a package cannot be marked without danger of breaking it; `part` is the part that stands in the way. */
export type CannotMarkReason =
  /** A part that every workbook has is missing: content types, workbook, its relationships, a sheet. */
  | { readonly code: 'missing-part'; readonly part: string }
  /** A part that must be changed is no well-formed XML, or of another kind than it should be. */
  | { readonly code: 'damaged-part'; readonly part: string }
  /** A shared workbook with a record of changes numbers its sheets there too (ECMA-376 part 1, 18.11). */
  | { readonly code: 'shared-workbook'; readonly part: string };

/** Thrown inside this room and caught at its door. */
export class CannotMark extends Error {
  readonly reason: CannotMarkReason;

  constructor(code: CannotMarkReason['code'], part: string) {
    super(`${code}: ${part}`);
    this.reason = { code, part };
  }
}
