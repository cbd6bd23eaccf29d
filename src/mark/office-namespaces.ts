/** The names by which a package calls its elements and relationships: ISO 29500 Transitional, or Strict. */
export interface OfficeNamespaces {
  readonly spreadsheet: string;
  readonly relationships: string;
}

const TRANSITIONAL: OfficeNamespaces = {
  spreadsheet: 'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  relationships: 'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
};

const STRICT: OfficeNamespaces = {
  spreadsheet: 'http://purl.oclc.org/ooxml/spreadsheetml/main',
  relationships: 'http://purl.oclc.org/ooxml/officeDocument/relationships',
};

/** The names that go with the attributes of a workbook's root. */
export function namespacesOf(attributes: ReadonlyMap<string, string>): OfficeNamespaces {
  return [...attributes.values()].includes(STRICT.spreadsheet) ? STRICT : TRANSITIONAL;
}

/** The attribute that names a relationship in an element below this root, declared where the root does not. */
export function relationshipAttribute(
  rootAttributes: ReadonlyMap<string, string>,
  namespaces: OfficeNamespaces,
  id: string,
): string {
  for (const [name, value] of rootAttributes)
    if (name.startsWith('xmlns:') && value === namespaces.relationships)
      return ` ${name.slice(6)}:id="${id}"`;
  return ` xmlns:r="${namespaces.relationships}" r:id="${id}"`;
}
