import type { GridWorkbook } from '../../grid.js';
import type { ReadLimits } from '../limits.js';
import { decodeText } from '../text/decode-text.js';
import { ReadFailure } from '../unreadable.js';
import { readExcelOptions } from './excel-page-options.js';
import { readPage } from './page.js';
import { isWebArchive, readWebArchive } from './web-archive.js';

/**
 * Reads a web page that was named xls, as Excel, WPS, LibreOffice and reporting systems write them; `readPage` says
 * what becomes of its tables. A "single file web page", Excel's mht, is read with all of its sheets.
 *
 * Failures: those of `readPage`; `unknown-encoding`; `linked-pages` for the page of frames of a workbook saved as
 * many pages, whose tables lie in other files; `not-a-spreadsheet` for a page without table.
 */
export function readHtml(bytes: Uint8Array, limits: ReadLimits): GridWorkbook {
  if (isWebArchive(bytes)) return readWebArchive(bytes, limits);
  const html = decodeText(bytes);
  if (html === null) throw new ReadFailure({ code: 'unknown-encoding' });
  const options = readExcelOptions(html);
  const sheet = options.sheets[0] ?? null;
  const { sheets, isLinked } = readPage(html, { options, styleSheet: '', sheet }, { limits, cellCount: 0 });
  if (sheets.length === 0) throw new ReadFailure({ code: isLinked ? 'linked-pages' : 'not-a-spreadsheet' });
  return { sheets, definedNames: options.definedNames };
}
