import type { GridWorkbook } from '../grid.js';
import type { ReadLimits } from './limits.js';
import { readOds } from './ods.js';
import { ReadFailure } from './unreadable.js';
import { readXls } from './xls.js';

/** Reads BIFF, xlsb and ods. Throws a ReadFailure where it cannot. */
export function readWithLibrary(
  bytes: Uint8Array,
  format: 'xls' | 'xlsb' | 'ods',
  limits: ReadLimits,
): GridWorkbook {
  if (format === 'xls') return readXls(bytes, limits);
  if (format === 'ods') return readOds(bytes, limits);
  throw new ReadFailure({ code: 'not-a-spreadsheet' });
}
