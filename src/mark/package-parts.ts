import { xmlAttributes } from '../workbook/xml-text.js';
import { CannotMark } from './cannot-mark.js';
import { prefixedAttribute } from './xml/attributes.js';
import { parseElements, type XmlElement } from './xml/element.js';
import { decodePart, encodePart, XML_DECLARATION } from './xml/part-text.js';
import { TextEdits } from './xml/text-edits.js';

/** One part of a package, or whatever else its zip holds. */
export interface PackagePart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A relationship inside the package, its target resolved. */
export interface PartRelationship {
  readonly id: string;
  /** The last segment of its type, the same in Transitional and Strict files. */
  readonly type: string;
  /** A part's key; null: outside the package, or nothing there. */
  readonly target: string | null;
}

const CONTENT_TYPES = '[Content_Types].xml';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const RELATIONSHIPS_TYPE = 'application/vnd.openxmlformats-package.relationships+xml';

/**
 * The parts of a package (ECMA-376 part 2), in their order, some of them changed. Names are found as the readers find
 * them: without regard to case, backslashes and leading slashes.
 */
export class PackageParts {
  private readonly names = new Map<string, string>();
  private readonly bytes = new Map<string, Uint8Array>();
  private readonly changed = new Map<string, string>();

  constructor(parts: readonly PackagePart[]) {
    for (const { name, bytes } of parts) {
      const plain = plainName(name);
      const key = partKey(name);
      // Of two parts of one name readers take the last.
      this.names.set(key, plain);
      this.bytes.set(key, bytes);
    }
  }

  has(name: string): boolean {
    return this.names.has(partKey(name));
  }

  /** The name as the package writes it. */
  nameOf(name: string): string {
    return this.names.get(partKey(name)) ?? plainName(name);
  }

  keys(): Iterable<string> {
    return this.names.keys();
  }

  /** The text of a part; null when there is none. */
  text(name: string): string | null {
    const key = partKey(name);
    const changed = this.changed.get(key);
    if (changed !== undefined) return changed;
    const bytes = this.bytes.get(key);
    return bytes === undefined ? null : decodePart(bytes, this.nameOf(name));
  }

  /** The root of a part that must be there; null: of whatever name. */
  root(
    name: string,
    rootName: string | null,
    leaves?: ReadonlySet<string>,
  ): { readonly text: string; readonly root: XmlElement } {
    const text = this.text(name);
    if (text === null) throw new CannotMark('missing-part', this.nameOf(name));
    const root = parseElements(text, this.nameOf(name), leaves);
    if (root === null || (rootName !== null && root.name !== rootName))
      throw new CannotMark('damaged-part', this.nameOf(name));
    return { text, root };
  }

  /** Changes a part, or adds one behind the others. */
  set(name: string, text: string): void {
    const key = partKey(name);
    if (!this.names.has(key)) this.names.set(key, plainName(name));
    else if (this.text(name) === text) return;
    this.changed.set(key, text);
  }

  /** The first of `start`1`end`, `start`2`end` … that no part has. */
  freeName(start: string, end: string): string {
    for (let number = 1; ; number++)
      if (!this.has(`${start}${number}${end}`)) return `${start}${number}${end}`;
  }

  /** All parts, the unchanged with their own bytes. */
  list(): readonly PackagePart[] {
    return [...this.names].map(([key, name]) => {
      const text = this.changed.get(key);
      return { name, bytes: text === undefined ? this.bytes.get(key)! : encodePart(text) };
    });
  }

  /** The relationships of a part, or of the package for `''`. */
  relationshipsOf(name: string): readonly PartRelationship[] {
    const relationshipsName = relationshipsNameOf(name);
    if (!this.has(relationshipsName)) return [];
    const { root } = this.root(relationshipsName, 'Relationships');
    return root.children
      .filter((child) => child.name === 'Relationship')
      .map(({ attributes }) => {
        const type = attributes.get('Type') ?? '';
        const isExternal = attributes.get('TargetMode') === 'External';
        return {
          id: attributes.get('Id') ?? '',
          type: type.slice(type.lastIndexOf('/') + 1),
          target: isExternal ? null : this.resolveTarget(name, attributes.get('Target') ?? ''),
        };
      });
  }

  /** Adds a relationship to a part and gives its id. */
  addRelationship(from: string, type: string, target: string): string {
    const name = relationshipsNameOf(from);
    if (!this.has(name)) {
      this.set(name, NO_RELATIONSHIPS);
      this.setDefaultType('rels', RELATIONSHIPS_TYPE);
    }
    const { text, root } = this.root(name, 'Relationships');
    const taken = new Set(root.children.map(({ attributes }) => attributes.get('Id')?.toLowerCase()));
    let number = 1;
    while (taken.has(`rid${number}`)) number++;
    const edits = new TextEdits(text);
    const attributes = xmlAttributes({
      Id: `rId${number}`,
      Type: type,
      Target: relativeTarget(this.nameOf(from), this.nameOf(target)),
    });
    edits.append(root, `<${root.prefix}Relationship${attributes}/>`);
    this.set(name, edits.apply());
    return `rId${number}`;
  }

  /** Says of what type a part is (ECMA-376 part 2, 7.2.3), unless the package says so already. */
  setContentType(name: string, contentType: string): void {
    const { text, root } = this.root(CONTENT_TYPES, 'Types');
    const partName = `/${this.nameOf(name)}`;
    const override = root.children.find(
      (child) =>
        child.name === 'Override' && partKey(child.attributes.get('PartName') ?? '') === partKey(partName),
    );
    const edits = new TextEdits(text);
    if (override === undefined) {
      const attributes = xmlAttributes({ PartName: encodeURI(partName), ContentType: contentType });
      edits.append(root, `<${root.prefix}Override${attributes}/>`);
    } else if (override.attributes.get('ContentType') !== contentType) {
      edits.setAttributes(override, { ContentType: contentType });
    }
    this.set(CONTENT_TYPES, edits.apply());
  }

  /** Says of what type the parts with an ending are, unless something else is said of them; false then. */
  setDefaultType(ending: string, contentType: string): boolean {
    const { text, root } = this.root(CONTENT_TYPES, 'Types');
    const known = root.children.find(
      (child) => child.name === 'Default' && child.attributes.get('Extension')?.toLowerCase() === ending,
    );
    if (known !== undefined) return known.attributes.get('ContentType') === contentType;
    const edits = new TextEdits(text);
    const written = `<${root.prefix}Default${xmlAttributes({ Extension: ending, ContentType: contentType })}/>`;
    const first = root.children[0];
    if (first === undefined) edits.append(root, written);
    else edits.insert(first.start, written);
    this.set(CONTENT_TYPES, edits.apply());
    return true;
  }

  /** The workbook part, found as the reader finds it. */
  workbookName(): string {
    if (!this.has(CONTENT_TYPES)) throw new CannotMark('missing-part', CONTENT_TYPES);
    const stated = this.relationshipsOf('').find(({ type }) => type === 'officeDocument')?.target;
    const name = stated ?? this.workbookByContentType() ?? 'xl/workbook.xml';
    if (!this.has(name)) throw new CannotMark('missing-part', name);
    return this.nameOf(name);
  }

  private workbookByContentType(): string | null {
    const { root } = this.root(CONTENT_TYPES, 'Types');
    const override = root.children.find(({ attributes }) =>
      /(sheet|template)\.(macroEnabled\.)?main\+xml$/.test(attributes.get('ContentType') ?? ''),
    );
    const name = override?.attributes.get('PartName');
    return name !== undefined && this.has(name) ? name : null;
  }

  /** Relative to the part's folder or absolute; some writers mean the package's root by relative ones. */
  private resolveTarget(from: string, target: string): string | null {
    const folder = from.slice(0, from.lastIndexOf('/') + 1);
    const candidates = [resolvePath(folder, target), resolvePath('', target)];
    return candidates.find((candidate) => this.has(candidate)) ?? null;
  }
}

/** Where the relationships of a part stand (ECMA-376 part 2, 6.5.2). */
export function relationshipsNameOf(name: string): string {
  const slash = name.lastIndexOf('/') + 1;
  return `${name.slice(0, slash)}_rels/${name.slice(slash)}.rels`;
}

/** An attribute that names a relationship: `r:id`, with whatever prefix. */
export function relationshipId(element: XmlElement): string | null {
  return prefixedAttribute(element.attributes, 'id');
}

/** A relationships part without relationships. */
export const NO_RELATIONSHIPS = `${XML_DECLARATION}<Relationships xmlns="${RELATIONSHIPS}"/>`;

function plainName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^(\.?\/)+/, '');
}

function partKey(name: string): string {
  return decodePercent(plainName(name)).toLowerCase();
}

function resolvePath(folder: string, target: string): string {
  const path = target.trim().replaceAll('\\', '/');
  const segments: string[] = [];
  for (const segment of (path.startsWith('/') ? path : folder + path).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

function relativeTarget(from: string, target: string): string {
  const folders = from.split('/').slice(0, -1);
  const segments = target.split('/');
  let shared = 0;
  while (shared < folders.length && shared < segments.length - 1 && folders[shared] === segments[shared])
    shared++;
  return encodeURI([...folders.slice(shared).map(() => '..'), ...segments.slice(shared)].join('/'));
}

function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
