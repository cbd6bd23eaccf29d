// Text in XML parts, both ways.

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

const NAMED_ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Text between tags as XML means it (XML 1.0, 2.11 and 4.6): line ends normalised, entities replaced. */
export function decodeXmlText(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return text.includes('&') ? decodeEntities(text) : text;
}

function decodeEntities(text: string): string {
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    decoded += text.slice(from, at);
    // The longest entity is `&#x10FFFF;`, give or take leading zeros; a lone & stays what it is.
    const end = text.slice(at, at + 16).indexOf(';');
    const character = end < 0 ? null : decodeEntity(text.slice(at + 1, at + end));
    decoded += character ?? '&';
    from = character === null ? at + 1 : at + end + 1;
  }
  return decoded + text.slice(from);
}

function decodeEntity(name: string): string | null {
  if (!name.startsWith('#')) return Object.hasOwn(NAMED_ENTITIES, name) ? NAMED_ENTITIES[name]! : null;
  const isHex = name[1] === 'x' || name[1] === 'X';
  const digits = name.slice(isHex ? 2 : 1);
  if (!(isHex ? /^[0-9a-fA-F]+$/ : /^[0-9]+$/).test(digits)) return null;
  const code = Number.parseInt(digits, isHex ? 16 : 10);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}

/** Replaces `_xHHHH_` by the character that XML could not hold: ST_Xstring (ECMA-376 part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
