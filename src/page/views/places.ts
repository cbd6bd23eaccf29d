import { type Content, element, type Markup } from '../markup.js';

/** Where the parts of the page lie behind the #. */
export const PLACES = {
  overview: 'overview',
  counties: 'counties',
  charts: 'charts',
  missing: 'missing',
  units: 'units',
} as const;

/** Of the county at an index of PageData. */
export const countyPlace = (index: number): string => `/county/${index + 1}`;

/** Of the unit at an index of PageData. */
export const unitPlace = (index: number): string => `/unit/${index + 1}`;

/** A link to a place of the page. */
export function link(place: string, ...content: readonly Content[]): Markup {
  return element('a', { href: `#${place}` }, content);
}
