/** How much of everything 总览 shows, so that all of it can be read on one page. */
export interface PageRoom {
  /** `full`: every form's figures in large type; `close`: six of them, the others in words beside the form. */
  readonly figures: 'full' | 'close';
  /** Lines of a cell's text; the end of a longer list is counted, not told. */
  readonly textLines: number;
  /** Forms and counties that are listed. */
  readonly forms: number;
  readonly counties: number;
}

/** From all that there is to say down to what always fits. */
export const PAGE_ROOMS: readonly PageRoom[] = [
  { figures: 'full', textLines: 3, forms: 12, counties: 20 },
  { figures: 'close', textLines: 2, forms: 14, counties: 18 },
  { figures: 'close', textLines: 1, forms: 14, counties: 14 },
  { figures: 'close', textLines: 1, forms: 11, counties: 10 },
];

/** Items of a list up to its first mark that do not fit, and how many are left out. */
export function shortenList(text: string, fits: (shorter: string) => boolean): string {
  if (fits(text)) return text;
  const parts = text.split(/(?<=[，；])/);
  for (let kept = parts.length - 1; kept > 0; kept--) {
    const shorter = `${parts
      .slice(0, kept)
      .join('')
      .replace(/[，；]$/, '')}，等 ${parts.length} 项。`;
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
