import { decodeXmlText } from '../../xml-text.js';
import type { XmlCursor } from '../xml/xml-cursor.js';

/** Spaces that one `text:s` may stand for; a hostile one would claim billions. */
const MAX_SPACES = 32_767;

/** Elements in a paragraph that are not part of its text: notes, comments, drawings, the reading above ruby text. */
const NOT_TEXT = ['annotation', 'annotation-end', 'note', 'frame', 'ruby-text'] as const;

/**
 * The text of a paragraph at which the cursor stands, to its close tag (ODF 1.2 part 1, 6.1.1 to 6.1.5): `text:s`,
 * `text:tab` and `text:line-break` stand for their characters. White space is kept as it is: the format would have it
 * collapsed (6.1.2), but LibreOffice writes several spaces plainly into cells of several lines, and reads them so.
 */
export function readParagraph(cursor: XmlCursor): string {
  if (cursor.isEmpty) return '';
  const { depth } = cursor;
  let text = '';
  for (;;) {
    text += textBeforeTag(cursor);
    if (!cursor.next() || cursor.depth < depth) return text;
    if (cursor.isOpen) text += writtenBy(cursor);
  }
}

/** The characters for which an element stands; those that hold no text of the paragraph are passed over. */
function writtenBy(cursor: XmlCursor): string {
  if (cursor.isNamed('s')) return ' '.repeat(spacesOf(cursor));
  if (cursor.isNamed('tab')) return '\t';
  if (cursor.isNamed('line-break')) return '\n';
  if (NOT_TEXT.some((name) => cursor.isNamed(name))) cursor.skipElement();
  return '';
}

function spacesOf(cursor: XmlCursor): number {
  const count = Number(cursor.attribute('text:c') ?? 1);
  return Number.isInteger(count) && count >= 0 ? Math.min(count, MAX_SPACES) : 1;
}

/** Text between this tag and the next; comments are left out, CDATA sections taken in. */
function textBeforeTag(cursor: XmlCursor): string {
  const { text } = cursor;
  let content = '';
  let at = cursor.position;
  for (;;) {
    const mark = text.indexOf('<', at);
    if (mark < 0) return content;
    content += decodeXmlText(text.slice(at, mark));
    const isData = text.startsWith('<![CDATA[', mark);
    if (!isData && !text.startsWith('<!--', mark)) return content;
    const end = text.indexOf(isData ? ']]>' : '-->', mark);
    // The next tag says that the part is damaged.
    if (end < 0) return content;
    if (isData) content += text.slice(mark + 9, end);
    at = end + 3;
  }
}
