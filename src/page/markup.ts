// Markup as text, the same on both sides: what is written into the file, and what the page adds to itself.

/** Text that is markup already; plain strings are escaped wherever they stand. */
export interface Markup {
  readonly html: string;
}

export type Content = Markup | string | number | null | readonly Content[];
/** `true`: an attribute without value; null: left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);
}

/** An element with its end tag. */
export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Markup {
  const given = Object.keys(attributes)
    .map((key) => attributeText(key, attributes[key] as string | number | boolean | null))
    .join('');
  return { html: `<${name}${given}>${contentText(content)}</${name}>` };
}

/** Several things one behind the other. */
export function join(...content: readonly Content[]): Markup {
  return { html: contentText(content) };
}

function attributeText(key: string, value: string | number | boolean | null): string {
  if (value === null || value === false) return '';
  return value === true ? ` ${key}` : ` ${key}="${escapeText(String(value))}"`;
}

function contentText(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeText(content);
  if (typeof content === 'number') return String(content);
  if ('html' in content) return content.html;
  return content.map(contentText).join('');
}
