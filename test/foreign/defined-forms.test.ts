import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { parseDefinition } from '../../src/definition/parse-definition.js';
import { planDefinition } from '../../src/definition/plan-definition.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';

// 表格定义.xlsx, opened and saved by LibreOffice in the formats that offices keep.

const folder = mkdtempSync(join(tmpdir(), 'bangfu-defined-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const forms = await loadBuiltInForms();

describe.skipIf(!HAS_LIBREOFFICE)('表格定义 saved by LibreOffice', () => {
  it.each(['xlsx', 'xls', 'ods'])('as %s gives the same forms', async (format) => {
    const paths: string[] = [];
    for (const form of forms) {
      const path = join(folder, `${form.key}.xlsx`);
      writeFileSync(path, await writeWorkbook(planDefinition(form, {}, forms)));
      paths.push(path);
    }
    // Each into a folder of its own: the source lies beside it.
    const out = mkdtempSync(join(folder, `${format}-`));
    const saved = convertWithLibreOffice(paths, format, out);
    for (const [index, path] of saved.entries()) {
      const read = readWorkbook(readFileSync(path));
      if (read.kind === 'unreadable') throw new Error(`${path}: ${read.reason.code}`);
      const parsed = parseDefinition(read.workbook, { known: forms });
      expect(parsed, path).toStrictEqual({ kind: 'form', form: forms[index] });
    }
  });
});
