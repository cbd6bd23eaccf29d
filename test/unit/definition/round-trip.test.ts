import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { parseDefinition } from '../../../src/definition/parse-definition.js';
import { planDefinition } from '../../../src/definition/plan-definition.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import { readWorkbook } from '../../../src/workbook/read/read-workbook.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';

const forms = await loadBuiltInForms();

async function writtenAndRead(form: FormDefinition): Promise<unknown> {
  const read = readWorkbook(await writeWorkbook(planDefinition(form)));
  if (read.kind !== 'workbook') throw new Error(JSON.stringify(read));
  const parsed = parseDefinition(read.workbook);
  return parsed.kind === 'form' ? parsed.form : parsed.problems;
}

describe('a form written as 表格定义.xlsx', () => {
  it.each(forms.map((form) => [form.title, form] as const))('%s comes back equal', async (_, form) => {
    const back = await writtenAndRead(form);
    expect(back).toStrictEqual(form);
    expect(Object.isFrozen(back)).toBe(true);
  });
});
