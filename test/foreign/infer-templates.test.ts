import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { exampleCampaign } from '../../src/campaign/example-campaign.js';
import { defineForm, type FormDefinition } from '../../src/form/form-definition.js';
import { formatExpression } from '../../src/form/relation/format-relation.js';
import { inferForms } from '../../src/infer/infer-forms.js';
import { planBlankWorkbook } from '../../src/template/template-workbook.js';
import { surveyWorkbook } from '../../src/workbook/read/survey-workbook.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';

// Our own blank templates, read as if an office had made them: the definition behind them is the truth.

const forms = await loadBuiltInForms();
const campaign = exampleCampaign(forms, () => true);

async function templateOf(form: FormDefinition): Promise<Uint8Array> {
  const task = campaign.tasks.find((item) => item.form === form.key)!;
  return writeWorkbook(planBlankWorkbook(campaign, form, task));
}

function inferredFrom(bytes: Uint8Array): FormDefinition {
  const result = surveyWorkbook(bytes);
  if (result.kind !== 'survey') throw new Error(JSON.stringify(result));
  const found = inferForms(result.survey, {
    sheetName: null,
    keyOfTitle: () => 'inferred',
    firstAttachment: 1,
  });
  expect(found).toHaveLength(1);
  return defineForm(found[0]!.form);
}

/** One line a fact of a field: what it is called, its unit, group, kind, options, and what it is computed from. */
function factsOf(form: FormDefinition): readonly string[] {
  return form.fields.flatMap((field) => {
    const name = `${field.group ?? ''}/${field.title}`;
    return [
      `${name} exists`,
      `${name} unit ${field.unit}`,
      `${name} kind ${field.kind}`,
      `${name} options ${field.options.map(({ value }) => value).join('、')}`,
      ...(field.computed === null ? [] : [`${name} = ${formatExpression(field.computed, form.fields)}`]),
    ];
  });
}

/** What cannot be seen in a template. */
const KNOWN_MISSES: readonly string[] = [];

describe('form infer on our own blank templates', () => {
  it('recovers at least 98 % of fields, units, groups, kinds and options, and all computed fields', async () => {
    let total = 0;
    const missed: string[] = [];
    for (const form of forms) {
      const inferred = inferredFrom(await templateOf(form));
      const facts = factsOf(form);
      const found = new Set(factsOf(inferred));
      total += facts.length;
      missed.push(...facts.filter((fact) => !found.has(fact)).map((fact) => `${form.title}: ${fact}`));
      expect(inferred.fields.map(({ title }) => title)).toEqual(form.fields.map(({ title }) => title));
      expect(inferred.fixedRows === null).toBe(form.fixedRows === null);
      expect(inferred.templateRows).toBe(form.fixedRows === null ? form.templateRows : inferred.templateRows);
    }
    expect(missed).toEqual(KNOWN_MISSES);
    expect(forms.length).toBeGreaterThanOrEqual(11);
    expect(total).toBeGreaterThan(600);
    expect(missed.filter((fact) => fact.includes(' = '))).toEqual([]);
    expect(1 - missed.length / total).toBeGreaterThanOrEqual(0.98);
  });

  it.skipIf(!HAS_LIBREOFFICE)('reads the same out of xls as LibreOffice writes it', async () => {
    const form = forms[0]!;
    const bytes = await templateOf(form);
    const folder = mkdtempSync(join(tmpdir(), 'bangfu-infer-'));
    try {
      writeFileSync(join(folder, 'template.xlsx'), bytes);
      const [xls] = convertWithLibreOffice([join(folder, 'template.xlsx')], 'xls', folder);
      expect(factsOf(inferredFrom(readFileSync(xls!)))).toEqual(factsOf(inferredFrom(bytes)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
