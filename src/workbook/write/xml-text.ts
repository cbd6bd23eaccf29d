const ILLEGAL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const SUSPECT = /[\u0000-\u001f\u007f_\ud800-\udfff\ufffe\uffff]/;
const ESCAPE_LOOKALIKE = /_(?=x[0-9A-Fa-f]{4}_)/g;

/**
 * Text without what XML 1.0 forbids (clause 2.2): control characters go, half surrogate pairs become U+FFFD, every line
 * break is a line feed, as an XML reader would make it anyway.
 */
export function cleanForXml(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replace(/\r\n?/g, '\n').replace(ILLEGAL, '').replace(LONE_SURROGATE, '\ufffd');
}

/**
 * Text as an ST_Xstring (ECMA-376 part 1, 22.9.2.19), where `_x0041_` means `A`: text that looks like such an escape
 * has its first underscore escaped, so that it reads back as it was written.
 */
export function encodeXstring(text: string): string {
  return SUSPECT.test(text) ? cleanForXml(text).replace(ESCAPE_LOOKALIKE, '_x005F_') : text;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Text as element content. */
export function xmlContent(text: string): string {
  return cleanForXml(text).replace(/[&<>]/g, (character) => ENTITIES[character]!);
}

/** Attributes with their leading blank; those without value are left out. Line breaks survive (XML 1.0, 3.3.3). */
export function xmlAttributes(attributes: Readonly<Record<string, string | number | undefined>>): string {
  let xml = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    xml += ` ${name}="${cleanForXml(String(value)).replace(/[&<>"\n\t]/g, (character) => ENTITIES[character]!)}"`;
  }
  return xml;
}
