/** How much of everything 总览 shows, so that all of it can be read on one page. */
export interface PageRoom {
  /** `full`: every form's figures in large type; `close`: six of them, the others in words beside the form. */
  readonly figures: 'full' | 'close';
  /** Characters of the first column: names of forms and counties. */
  readonly firstWidth: number;
  /** Lines of a cell's text; the end of a longer list is left out. */
  readonly textLines: number;
  /** Forms and counties that are listed. */
  readonly forms: number;
  readonly counties: number;
}

/** From all that there is to say down to what always fits. */
export const PAGE_ROOMS: readonly PageRoom[] = [
  { figures: 'full', firstWidth: 22, textLines: 3, forms: 12, counties: 20 },
  { figures: 'close', firstWidth: 30, textLines: 3, forms: 14, counties: 18 },
  { figures: 'close', firstWidth: 30, textLines: 2, forms: 13, counties: 15 },
  { figures: 'close', firstWidth: 30, textLines: 1, forms: 12, counties: 12 },
];

/** As many items of a list as fit, and that there are more. Not how many: some of its clauses are no items. */
export function shortenList(text: string, fits: (shorter: string) => boolean): string {
  if (fits(text)) return text;
  const parts = text.split(text.includes('；') ? /(?<=；)/ : /(?<=，)/);
  for (let kept = parts.length - 1; kept > 0; kept--) {
    const shorter = `${parts
      .slice(0, kept)
      .join('')
      .replace(/[，；]$/, '')}等。`;
    if (fits(shorter)) return shorter;
  }
  return text;
}

/** Columns that slots side by side take, each as many as there are, from the first column given on. */
export function slotColumns(
  slots: number,
  firstColumn: number,
  lastColumn: number,
): readonly { readonly first: number; readonly last: number }[] {
  const count = lastColumn - firstColumn + 1;
  return Array.from({ length: slots }, (_, index) => ({
    first: firstColumn + Math.floor((index * count) / slots),
    last: firstColumn + Math.floor(((index + 1) * count) / slots) - 1,
  }));
}
