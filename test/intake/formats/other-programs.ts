import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWithLibreOffice } from '../../foreign/libreoffice.js';
import { runPython } from '../../foreign/openpyxl.js';
import { isPlainDate, type PlainTable } from './plain-table.js';
import { xlsxOf } from './xlsx.js';

/** The table as LibreOffice saves it: `xlsx`, `xls` or `ods`. */
export function byLibreOffice(table: PlainTable, ending: string, folder: string): Uint8Array {
  const target = join(folder, ending);
  mkdirSync(target, { recursive: true });
  const source = join(folder, '原表.xlsx');
  writeFileSync(source, xlsxOf(table));
  return new Uint8Array(readFileSync(convertWithLibreOffice([source], ending, target)[0]!));
}

const SCRIPT = `
import datetime
table, path = args
book = openpyxl.Workbook()
for row in table:
    book.active.append([datetime.date.fromisoformat(value['date']) if isinstance(value, dict) else value for value in row])
book.save(path)
`;

/** The table as openpyxl saves it. */
export function byOpenpyxl(table: PlainTable, folder: string): Uint8Array {
  const path = join(folder, 'openpyxl.xlsx');
  runPython(
    SCRIPT,
    table.map((row) => row.map((value) => (isPlainDate(value) ? { date: value.date } : value))),
    path,
  );
  return new Uint8Array(readFileSync(path));
}
