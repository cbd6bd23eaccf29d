import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { exampleCampaign } from '../../../src/campaign/example-campaign.js';
import { indexRoster } from '../../../src/campaign/roster-index.js';
import { type FormDefinition, headerTitle } from '../../../src/form/form-definition.js';
import { ingestContext, ingestWorkbook } from '../../../src/ingest/ingest-workbook.js';
import { writtenValue } from '../../../src/sample/fill-sheet.js';
import { seededRandom } from '../../../src/sample/random.js';
import { rowMaker } from '../../../src/sample/row-maker.js';
import { planBlankWorkbook } from '../../../src/template/template-workbook.js';
import { serialOfDate } from '../../../src/workbook/date-serial.js';
import { type Grid, GridBuilder, type GridWorkbook } from '../../../src/workbook/grid.js';
import { gridsOfPlan } from '../sample/run-in-memory.js';

// With eleven forms to choose from, each is taken for itself: by mark, by title, and by its header alone.

const FORMS = await loadBuiltInForms();
const campaign = exampleCampaign(FORMS, () => true);
const UNIT = '塔城市教育局';

/** What a workbook is taken for: form, what there is, rows, and whatever is found in it. */
function outcomes(workbook: GridWorkbook) {
  const context = ingestContext(campaign, indexRoster(campaign.units, campaign.prefecture), FORMS);
  const { sheets } = ingestWorkbook({ path: '收件/来件.xlsx', entry: null }, workbook, context);
  return sheets.flatMap((sheet) =>
    sheet.submissions.map(({ form, content, records, findings }) => [
      form,
      content,
      records.length,
      findings.map((finding) => finding.rule),
    ]),
  );
}

function unmarked(grid: Grid): GridWorkbook {
  return { sheets: [grid], definedNames: new Map() };
}

/** A plain table: titles, then rows that break no rule. */
function tableOf(
  form: FormDefinition,
  titles: readonly string[],
  rows: number,
  above: readonly string[] = [],
): Grid {
  const task = campaign.tasks.find((item) => item.form === form.key)!;
  const { periodStart, periodEnd } = task;
  const parameters = { wishAmountLimit: 2000, periodStart, periodEnd };
  let number = 0;
  const context = { task, parameters, unitName: UNIT, lastDay: '2020-10-17', nextNumber: () => ++number };
  const makeRow = rowMaker(form, seededRandom(form.key), context, new Set());
  const builder = new GridBuilder();
  [...above, `填报单位：${UNIT}`].forEach((text, index) => {
    builder.set(index + 1, 1, text);
  });
  const headerRow = above.length + 2;
  ['序号', ...titles].forEach((text, index) => {
    builder.set(headerRow, index + 1, text);
  });
  for (let index = 0; index < rows; index++) {
    const row = makeRow()!;
    builder.set(headerRow + 1 + index, 1, index + 1);
    form.fields.forEach((field, column) => {
      const value = field.computed === null ? writtenValue(row, field) : null;
      const isDate = typeof value === 'object' && value?.kind === 'date';
      const cell = isDate ? serialOfDate(value.date) : (value as string | number | null);
      builder.set(headerRow + 1 + index, column + 2, cell, isDate);
    });
  }
  return builder.build({ sheetName: 'Sheet1' });
}

describe.each(FORMS.map((form) => [form.title, form] as const))('%s', (_title, form) => {
  const task = campaign.tasks.find((item) => item.form === form.key)!;
  const blank = gridsOfPlan(planBlankWorkbook(campaign, form, task));

  it('its blank template is itself and empty, with the mark and without', () => {
    const expected = [[form.key, 'untouched', 0, []]];
    expect(outcomes(blank)).toEqual(expected);
    expect(outcomes(unmarked(blank.sheets[0]!))).toEqual(expected);
  });

  it.each([
    ['title and header', [form.title], headerTitle],
    ['header alone', [], headerTitle],
    ['header without units', [], (field: FormDefinition['fields'][number]) => field.title],
  ])('filled in without mark, by %s', (_what, above, titleOf) => {
    const [found] = outcomes(unmarked(tableOf(form, form.fields.map(titleOf), 4, above)));
    expect(found!.slice(0, 3)).toEqual([form.key, 'rows', 4]);
    expect((found![3] as string[]).filter((rule) => rule.startsWith('column-'))).toEqual([]);
  });

  it('filled in under the other names that its columns have', () => {
    const titles = form.fields.map((field) => field.aliases[0] ?? headerTitle(field));
    const [found] = outcomes(unmarked(tableOf(form, titles, 4)));
    expect(found!.slice(0, 3)).toEqual([form.key, 'rows', 4]);
    expect((found![3] as string[]).filter((rule) => rule.startsWith('column-'))).toEqual([]);
  });

  it('with the required columns only', () => {
    const needed = form.fields.map((field) => (field.required ? headerTitle(field) : ''));
    expect(outcomes(unmarked(tableOf(form, needed, 4)))[0]!.slice(0, 2)).toEqual([form.key, 'rows']);
  });
});
