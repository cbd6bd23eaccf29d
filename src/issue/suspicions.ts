/**
 * Checks that only suspect, out of what is usual: each can be switched off in 设置, unlike the checks of forms.md.
 * digits-swapped is no finding of its own but said beside total-mismatch and beside rules on typed sums.
 */
export const SUSPICIONS = [
  'magnitude-slip',
  'digits-swapped',
  'row-copied',
  'same-amounts',
  'same-as-previous',
  'jump',
] as const;
export type Suspicion = (typeof SUSPICIONS)[number];

/** What to look for: those that are not switched off. */
export type Suspicions = ReadonlySet<Suspicion>;

export const ALL_SUSPICIONS: Suspicions = new Set(SUSPICIONS);
