import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { planCopy } from '../../src/mark/copy-grid.js';
import type { CellValue } from '../../src/workbook/cell-value.js';
import { isCellError } from '../../src/workbook/cell-value.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatRange, formatReference } from '../../src/workbook/reference.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { PYTHON, runPython } from './openpyxl.js';

// The copy of a workbook of another format, as openpyxl reads it, against the grid that was copied.

const FOLDER = join(import.meta.dirname, '../../../shared/data/foreign');
const IS_PRESENT = existsSync(join(FOLDER, 'values'));
if (!IS_PRESENT) console.warn('skipped: no ../shared/data/foreign');
if (PYTHON === undefined) console.warn('skipped: no python3 with openpyxl on this machine');
const root = mkdtempSync(join(tmpdir(), 'bangfu-copies-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Every filled cell of a workbook: sheet, cell, number or text; and its merges. */
const LOOK = `
out = []
for path in args[0]:
    book = openpyxl.load_workbook(path)
    cells, merges, hidden = [], [], []
    for number, sheet in enumerate(book):
        # Only the cells that are there: a sheet may end in its last possible one.
        for cell in sheet._cells.values():
            value = cell.value
            if value is None or value == '': continue
            if hasattr(value, 'isoformat') or hasattr(value, 'total_seconds'):
                cells.append([number, cell.coordinate, 'day']); continue
            cells.append([number, cell.coordinate, value if isinstance(value, (int, float, bool)) else str(value)])
        merges.append(sorted(map(str, sheet.merged_cells.ranges)))
        hidden.append([row for row, shape in sheet.row_dimensions.items() if shape.hidden])
    out.append({'cells': cells, 'merges': merges, 'hidden': hidden, 'sheets': book.sheetnames})
print(json.dumps(out))
`;
interface Looked {
  readonly cells: readonly (readonly [number, string, string | number | boolean])[];
  readonly merges: readonly (readonly string[])[];
  readonly hidden: readonly (readonly number[])[];
  readonly sheets: readonly string[];
}

const plain = (value: CellValue) => (isCellError(value) ? value.error : value);
/** What openpyxl makes of line ends and of text that no XML holds as it is. */
const clean = (value: unknown) =>
  typeof value === 'string'
    ? value.replace(/_x000D_|\r|\n/g, '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    : value;

describe.skipIf(!IS_PRESENT || PYTHON === undefined)('workbooks of other programs, copied', () => {
  it('hold the same values, days, merges and hidden rows', async () => {
    const books = ['values', 'forms'].flatMap((folder) =>
      readdirSync(join(FOLDER, folder)).flatMap((name) => {
        const read = readWorkbook(readFileSync(join(FOLDER, folder, name)));
        return read.kind === 'workbook' ? [{ name, workbook: read.workbook }] : [];
      }),
    );
    expect(books.length).toBeGreaterThan(140);
    const paths: string[] = [];
    for (const [index, { workbook }] of books.entries()) {
      const { plan } = planCopy(workbook, '副本', '2020-10-20T00:00:00+08:00');
      const path = join(root, `${index}.xlsx`);
      writeFileSync(path, await writeWorkbook(plan));
      paths.push(path);
    }
    const looked = runPython(LOOK, paths) as readonly Looked[];
    const differences = books.flatMap(({ name, workbook }, index) => {
      const there = looked[index]!;
      const cells = new Map(there.cells.map(([sheet, cell, value]) => [`${sheet} ${cell}`, value]));
      return workbook.sheets.flatMap((grid, sheet) => {
        const found: string[] = [];
        let filled = 0;
        for (let row = 1; row <= grid.lastRowNumber; row++) {
          if (!grid.hasRow(row)) continue;
          for (let column = 1; column <= grid.lastColumnNumber; column++) {
            const value = plain(grid.valueAt(row, column));
            if (value === null || clean(value) === '') continue;
            filled++;
            const cell = formatReference(row, column);
            const shown = cells.get(`${sheet} ${cell}`);
            const same = shown === 'day' ? grid.isDateAt(row, column) : clean(shown) === clean(value);
            if (!same)
              found.push(
                `${name} ${grid.sheetName} ${cell}: ${JSON.stringify(value)} → ${JSON.stringify(shown)}`,
              );
          }
        }
        const others = there.cells.filter(([at]) => at === sheet).length - filled;
        if (others !== 0) found.push(`${name} ${grid.sheetName}: ${others} cells more`);
        const merges = grid.merges
          .filter(({ top, left }) => top <= grid.lastRowNumber && left <= grid.lastColumnNumber)
          .map((merge) =>
            formatRange({
              ...merge,
              bottom: Math.min(merge.bottom, grid.lastRowNumber),
              right: Math.min(merge.right, grid.lastColumnNumber),
            }),
          )
          .filter((merge) => merge.includes(':'));
        const missing = merges.filter((merge) => !there.merges[sheet]!.includes(merge));
        if (missing.length > 0) found.push(`${name} ${grid.sheetName} merges: ${missing.join(' ')}`);
        const hidden = [...grid.hiddenRows].filter((row) => row <= grid.lastRowNumber);
        if (hidden.some((row) => !there.hidden[sheet]!.includes(row)))
          found.push(`${name} ${grid.sheetName}: hidden rows`);
        return found;
      });
    });
    expect(differences).toEqual([]);
  }, 300_000);
});
