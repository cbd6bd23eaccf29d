import { ReadFailure } from '../workbook/read/unreadable.js';
import type { WorkbookPackage } from '../workbook/read/workbook-package.js';
import { XmlCursor } from '../workbook/read/xml/xml-cursor.js';

/** Longer first lines are no titles. */
const MAX_TITLE = 100;
/** Elements whose text is not shown in the paragraph itself. */
const HIDDEN = ['del', 'moveFrom', 'instrText', 'delText', 'pict', 'drawing'] as const;

/** The first paragraph of a Word file that holds text (ECMA-376 part 1, 17.3.1.22); null when there is no such line. */
export function readWordTitle(parts: WorkbookPackage, partName: string): string | null {
  const xml = parts.readText(partName);
  if (xml === null) return null;
  try {
    return firstParagraph(new XmlCursor(xml, partName));
  } catch (error) {
    // The title only helps to place the file; a person will open it.
    if (error instanceof ReadFailure) return null;
    throw error;
  }
}

function firstParagraph(cursor: XmlCursor): string | null {
  let text = '';
  /** Depth of the paragraph that is being read; 0: between paragraphs. */
  let depth = 0;
  while (cursor.next()) {
    if (depth > 0 && cursor.depth < depth) {
      const title = text.replace(/\s+/g, ' ').trim();
      if (title !== '') return title.length <= MAX_TITLE ? title : null;
      depth = 0;
    }
    if (!cursor.isOpen) continue;
    if (HIDDEN.some((name) => cursor.isNamed(name))) cursor.skipElement();
    else if (cursor.isNamed('p') && depth === 0 && !cursor.isEmpty) depth = cursor.depth;
    else if (cursor.isNamed('t') && depth > 0) text += cursor.readText();
    else if (cursor.isNamed('tab') || cursor.isNamed('br')) text += ' ';
  }
  return null;
}
