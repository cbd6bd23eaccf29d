import { readAttributes } from './attributes.js';
import { TagScanner } from './scan-tags.js';

/** An element and where it stands in its part. */
export interface XmlElement {
  /** The name without its prefix. */
  readonly name: string;
  /** With its colon; empty without. */
  readonly prefix: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly start: number;
  /** Behind the open tag, and before the close tag; the same place in an empty element. */
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  contentEnd: number;
  end: number;
}

/** The root of a part. Elements named in `leaves` keep no children: a sheet may have a million cells. */
export function parseElements(
  text: string,
  partName: string,
  leaves: ReadonlySet<string> = new Set(),
): XmlElement | null {
  const scanner = new TagScanner(text, partName);
  const stack: Growing[] = [];
  let root: Growing | null = null;
  let skippedDepth = 0;
  while (scanner.next()) {
    if (skippedDepth > 0) {
      if (scanner.depth >= skippedDepth) continue;
      skippedDepth = 0;
    }
    if (scanner.kind === 'close') {
      const element = stack.pop()!;
      element.contentEnd = scanner.start;
      element.end = scanner.end;
      continue;
    }
    const element = elementAt(scanner);
    stack.at(-1)?.children.push(element);
    root ??= element;
    if (scanner.kind === 'empty') continue;
    stack.push(element);
    if (leaves.has(element.name)) skippedDepth = scanner.depth;
  }
  return root;
}

function elementAt({ text, name, start, end }: TagScanner): Growing {
  const colon = name.indexOf(':') + 1;
  return {
    name: name.slice(colon),
    prefix: name.slice(0, colon),
    attributes: readAttributes(text.slice(start, end)),
    children: [],
    start,
    contentStart: end,
    contentEnd: end,
    end,
  };
}

/** The first child of this name. */
export function childNamed(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null;
}

/** Every element of this name below, in order. */
export function descendantsNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendantsNamed(child, name),
  ]);
}
