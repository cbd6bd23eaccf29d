import type { GridWorkbook } from '../grid.js';
import type { ReadLimits } from './limits.js';
import { readOds } from './ods.js';
import { readXls } from './xls.js';
import { readXlsb } from './xlsb.js';

/** Reads BIFF, xlsb and ods. Throws a ReadFailure where it cannot. */
export function readWithLibrary(
  bytes: Uint8Array,
  format: 'xls' | 'xlsb' | 'ods',
  limits: ReadLimits,
): GridWorkbook {
  if (format === 'xls') return readXls(bytes, limits);
  return format === 'xlsb' ? readXlsb(bytes, limits) : readOds(bytes, limits);
}
