import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeSample } from '../../src/app/write-sample.js';
import { isCellError } from '../../src/workbook/cell-value.js';
import type { GridWorkbook } from '../../src/workbook/grid.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatReference } from '../../src/workbook/reference.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';

const folder = mkdtempSync(join(tmpdir(), 'bangfu-recalculate-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The workbook without the results of its formulas: whoever opens it has to calculate. */
function withoutResults(bytes: Uint8Array): Uint8Array {
  const parts = unzipSync(bytes);
  for (const name of Object.keys(parts)) {
    if (!name.startsWith('xl/worksheets/sheet')) continue;
    const xml = strFromU8(parts[name]!);
    parts[name] = strToU8(xml.replace(/(<\/f>)<v>[^<]*<\/v>/g, '$1'));
  }
  return zipSync(parts, { level: 1 });
}

function open(bytes: Uint8Array): GridWorkbook {
  const read = readWorkbook(bytes);
  if (read.kind === 'unreadable') throw new Error(read.reason.code);
  return read.workbook;
}

/** Every formula cell with its result; errors anywhere are told apart by their text. */
function formulaResults(
  workbook: GridWorkbook,
  like: GridWorkbook,
): ReadonlyMap<string, string | number | boolean | null> {
  const results = new Map<string, string | number | boolean | null>();
  for (const sheet of like.sheets) {
    const grid = workbook.sheets.find((item) => item.sheetName === sheet.sheetName);
    for (let row = 1; row <= sheet.lastRowNumber; row++) {
      for (let column = 1; column <= sheet.lastColumnNumber; column++) {
        if (!sheet.isFormulaAt(row, column)) continue;
        const value = grid?.valueAt(row, column) ?? null;
        results.set(
          `${sheet.sheetName}!${formatReference(row, column)}`,
          isCellError(value) ? value.error : value,
        );
      }
    }
  }
  return results;
}

async function aggregateInto(dir: string, out: string): Promise<void> {
  await aggregate({
    dir,
    forms: await loadBuiltInForms(),
    runAt: '2020-10-26T09:00:00+08:00',
    asOf: '2020-10-26T09:00:00+08:00',
    tool: { name: 'bangfu', version: 'test' },
    onProgress: () => undefined,
    out,
  });
}

/** Has LibreOffice calculate the workbooks anew and compares every formula cell; returns how many there were. */
function expectSameNumbers(out: string, paths: readonly string[]): number {
  const bareFolder = mkdtempSync(join(folder, 'bare-'));
  const bare = paths.map((path, index) => {
    const target = join(bareFolder, `${index}.xlsx`);
    writeFileSync(target, withoutResults(readFileSync(join(out, path))));
    return target;
  });
  const recalculated = convertWithLibreOffice(bare, 'xlsx:Calc MS Excel 2007 XML', join(bareFolder, 'saved'));
  return paths.reduce((formulas, path, index) => {
    const written = open(readFileSync(join(out, path)));
    const saved = open(readFileSync(recalculated[index]!));
    const expected = formulaResults(written, written);
    expect([path, formulaResults(saved, written)]).toEqual([path, expected]);
    expect(
      [...expected.values()].filter((value) => typeof value === 'string' && value.startsWith('#')),
    ).toEqual([]);
    return formulas + expected.size;
  }, 0);
}

/** Those that we write; a marked copy holds what its unit wrote. */
const workbooksIn = (out: string) =>
  readdirSync(out, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.xlsx') && !name.startsWith('退回修改'));

describe.skipIf(!HAS_LIBREOFFICE)('LibreOffice recalculates (skipped without LibreOffice)', () => {
  it('every workbook of the sample to the numbers that it was written with, without any error value', async () => {
    const out = join(folder, 'sample');
    await aggregateInto('samples/塔城地区-2020年10月', out);
    const paths = workbooksIn(out);
    expect(paths).toHaveLength(20);
    expect(expectSameNumbers(out, paths)).toBeGreaterThan(500);
  });

  it.each([21, 22, 23])('the summaries of 7 counties and 200 units, seed %i, likewise', async (seed) => {
    const dir = join(folder, `seed-${seed}`);
    await writeSample(
      dir,
      { counties: 7, units: 200, seed, defects: 0.2 },
      await loadBuiltInForms(),
      () => undefined,
    );
    const out = join(dir, '汇总');
    await aggregateInto(dir, out);
    const paths = workbooksIn(out).filter((path) => path.endsWith('汇总表.xlsx'));
    expect(paths).toHaveLength(9);
    expect(expectSameNumbers(out, paths)).toBeGreaterThan(500);
  });
});
