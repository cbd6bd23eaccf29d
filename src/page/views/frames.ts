import { type Content, element, type Markup } from '../markup.js';

/** The heading that names the section of an id. */
export function heading(id: string, text: string): Markup {
  return element('h2', { id: `${id}-heading` }, text);
}

/** A section of the page under its heading. */
export function section(id: string, title: string, ...content: readonly Content[]): Markup {
  return element('section', { id, 'aria-labelledby': `${id}-heading` }, heading(id, title), content);
}

/** What replaces the sections when a county or unit is opened, with the way back. */
export function view(
  title: string,
  back: readonly [place: string, text: string],
  ...content: readonly Content[]
): Markup {
  return element(
    'section',
    { 'aria-labelledby': 'view-heading' },
    element('a', { class: 'back', href: `#${back[0]}` }, `← ${back[1]}`),
    element('h2', { id: 'view-heading', tabindex: -1 }, title),
    content,
  );
}

/** Content that opens and closes under its title. */
export function disclosure(title: string, isOpen: boolean, ...content: readonly Content[]): Markup {
  return element('details', { open: isOpen }, element('summary', {}, title), element('div', {}, content));
}
