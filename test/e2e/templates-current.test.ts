import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { exampleCampaign } from '../../src/campaign/example-campaign.js';
import { planBlankWorkbook } from '../../src/template/template-workbook.js';
import { fileNameFor } from '../../src/workbook/file-name.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';

// When this fails after a change of a form or of the template: npm run samples (docs and reports come along).

describe('templates/', () => {
  it('holds the blank template of every built-in form, as the code makes it now', async () => {
    const forms = await loadBuiltInForms();
    const campaign = exampleCampaign(forms);
    const names: string[] = [];
    for (const task of campaign.tasks) {
      const form = forms.find((item) => item.key === task.form)!;
      const name = `附件${fileNameFor(task.attachment)} ${fileNameFor(form.title)}.xlsx`;
      names.push(name);
      const made = Buffer.from(await writeWorkbook(planBlankWorkbook(campaign, form, task)));
      expect([name, made.equals(readFileSync(`templates/${name}`))]).toEqual([name, true]);
    }
    expect(readdirSync('templates').sort()).toEqual(names.sort());
  });
});
