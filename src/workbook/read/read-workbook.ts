import type { GridWorkbook } from '../grid.js';
import { readDelimitedText } from './csv/read-delimited-text.js';
import { readHtml } from './html/read-html.js';
import { DEFAULT_READ_LIMITS, type ReadLimits } from './limits.js';
import { readOds } from './ods/read-ods.js';
import {
  type BareFormat,
  type PackageFormat,
  recogniseFormat,
  recognisePackage,
} from './recognise-format.js';
import { readSpreadsheetMl } from './spreadsheetml/read-spreadsheetml.js';
import { ReadFailure, type UnreadableReason } from './unreadable.js';
import { WorkbookPackage } from './workbook-package.js';
import { readXls } from './xls/read-xls.js';
import { readXlsb } from './xlsb/read-xlsb.js';
import { findWorkbookPart, readXlsx } from './xlsx/read-xlsx.js';

export { DEFAULT_READ_LIMITS, type ReadLimits } from './limits.js';
export {
  describeUnreadable,
  type ForeignFormat,
  type UnreadableCode,
  type UnreadableReason,
} from './unreadable.js';

export type ReadResult =
  | { readonly kind: 'workbook'; readonly workbook: GridWorkbook }
  | { readonly kind: 'unreadable'; readonly reason: UnreadableReason };

/**
 * Reads a workbook of any format that offices send. What the bytes are is told from the bytes. Whatever is wrong with
 * them comes back as a reason; nothing is thrown, no macro or link followed.
 */
export function readWorkbook(bytes: Uint8Array, limits: ReadLimits = DEFAULT_READ_LIMITS): ReadResult {
  if (bytes.length > limits.fileBytes) {
    return { kind: 'unreadable', reason: { code: 'limit-size', detail: limits.fileBytes } };
  }
  const recognised = recogniseFormat(bytes);
  if (recognised.kind === 'refused') return { kind: 'unreadable', reason: recognised.reason };
  try {
    const workbook =
      recognised.kind === 'package' ? readPackage(bytes, limits) : READERS[recognised.format](bytes, limits);
    return { kind: 'workbook', workbook };
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    return { kind: 'unreadable', reason: error.reason };
  }
}

/** Each throws a ReadFailure where it cannot read. */
const READERS: Readonly<Record<BareFormat, (bytes: Uint8Array, limits: ReadLimits) => GridWorkbook>> = {
  xls: readXls,
  'spreadsheetml-2003': readSpreadsheetMl,
  html: readHtml,
  text: readDelimitedText,
};
const PACKAGE_READERS: Readonly<
  Record<PackageFormat, (parts: WorkbookPackage, limits: ReadLimits) => GridWorkbook>
> = { xlsb: readXlsb, ods: readOds };

function readPackage(bytes: Uint8Array, limits: ReadLimits): GridWorkbook {
  const parts = new WorkbookPackage(bytes, limits);
  const workbookName = findWorkbookPart(parts);
  if (workbookName !== null) return readXlsx(parts, workbookName, limits);
  const recognised = recognisePackage(parts);
  if (recognised.kind === 'refused') throw new ReadFailure(recognised.reason);
  return PACKAGE_READERS[recognised.format](parts, limits);
}
