import { type Content, element, type Markup } from '../markup.js';

/** Numbers under their titles; `look` is the class of the list. */
export function figures(
  items: readonly { readonly title: Content; readonly text: string }[],
  look: string,
): Markup {
  return element(
    'dl',
    { class: look },
    items.map(({ title, text }) => element('div', {}, element('dt', {}, title), element('dd', {}, text))),
  );
}
