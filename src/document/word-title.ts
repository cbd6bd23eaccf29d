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
  while (cursor.next()) {
    if (!cursor.isOpen) {
      const title = cursor.isNamed('p') ? text.replace(/\s+/g, ' ').trim() : '';
      if (title !== '') return title.length <= MAX_TITLE ? title : null;
      continue;
    }
    if (HIDDEN.some((name) => cursor.isNamed(name))) cursor.skipElement();
    else if (cursor.isNamed('t')) text += cursor.readText();
    else if (cursor.isNamed('tab') || cursor.isNamed('br')) text += ' ';
  }
  return null;
}
