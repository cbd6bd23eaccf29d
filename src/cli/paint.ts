/** What a piece of a line is, from which its colour follows. */
export type Look = 'title' | 'error' | 'query' | 'hint' | 'good' | 'faint';

/** Colours a text, or leaves it as it is. */
export type Paint = (look: Look, text: string) => string;

/** SGR parameters (ECMA-48, 8.3.117): colours of the terminal's own palette, so that they suit dark and light ones. */
const PARAMETERS: Readonly<Record<Look, string>> = {
  title: '1',
  error: '1;31',
  query: '33',
  hint: '36',
  good: '32',
  faint: '2',
};

export const plainPaint: Paint = (_, text) => text;

export const colourPaint: Paint = (look, text) => `\u001b[${PARAMETERS[look]}m${text}\u001b[0m`;

/** How to write to a stream: colours for a terminal, unless NO_COLOR says otherwise; its width, or 100 for files and pipes. */
export function screenOf(
  stream: { readonly isTTY?: boolean; readonly columns?: number },
  environment: Readonly<Record<string, string | undefined>>,
): { readonly paint: Paint; readonly width: number } {
  const isScreen = stream.isTTY === true;
  const isColoured = isScreen && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return {
    paint: isColoured ? colourPaint : plainPaint,
    width: isScreen ? Math.min(140, Math.max(50, stream.columns ?? 80)) : 100,
  };
}
