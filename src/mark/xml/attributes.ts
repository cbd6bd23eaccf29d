import { decodeXmlText, xmlAttributes } from '../../workbook/xml-text.js';

const ATTRIBUTE = /\s([^\s=/>"'<]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The attributes of a tag, with their prefixes, decoded. */
export function readAttributes(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of tag.matchAll(ATTRIBUTE))
    attributes.set(name, decodeXmlText(double ?? single ?? ''));
  return attributes;
}

/** An attribute by its local name, whatever its prefix; declarations of namespaces do not count. */
export function prefixedAttribute(attributes: ReadonlyMap<string, string>, local: string): string | null {
  for (const [name, value] of attributes)
    if (name === local || (name.endsWith(`:${local}`) && !name.startsWith('xmlns:'))) return value;
  return null;
}

/** A tag with attributes set, or taken away where the value is null; the others stay byte by byte. */
export function withAttributes(
  tag: string,
  values: Readonly<Record<string, string | number | null>>,
): string {
  let changed = tag;
  for (const [name, value] of Object.entries(values)) {
    const written = value === null ? '' : xmlAttributes({ [name]: value });
    let isFound = false;
    changed = changed.replace(ATTRIBUTE, (whole, attributeName: string) => {
      if (attributeName !== name) return whole;
      isFound = true;
      return written;
    });
    if (!isFound && written !== '') changed = changed.replace(/\s*\/?>$/, (end) => written + end.trim());
  }
  return changed;
}
