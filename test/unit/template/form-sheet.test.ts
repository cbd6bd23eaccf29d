import { describe, expect, it } from 'vitest';
import { exampleCampaign } from '../../../src/campaign/example-campaign.js';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as tasks } from '../../../src/form/built-in/monthly-tasks.js';
import { form as paired } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import { defineForm, type FieldInput } from '../../../src/form/form-definition.js';
import { planFormHeader } from '../../../src/form/header-plan.js';
import { ROW_NUMBER_COLUMN } from '../../../src/template/form-sheet.js';
import { planBlankWorkbook, planUnitWorkbook } from '../../../src/template/template-workbook.js';
import type { SheetPlan } from '../../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';
import { TREE_FORM, trees } from './made-up-form.js';

const FORMS = [paired, donations, wishes];
const campaign = exampleCampaign(FORMS);
const unit = campaign.units.find((item) => item.owes.size === 3)!;
const book = planUnitWorkbook(campaign, FORMS, unit)!;

function textAt(sheet: SheetPlan, rowNumber: number, columnNumber: number): unknown {
  return sheet.rows
    .find((row) => row.rowNumber === rowNumber)
    ?.cells.find((cell) => cell.columnNumber === columnNumber)?.value;
}

/** The texts of a row, blanks between them dropped. */
function textsOf(sheet: SheetPlan, rowNumber: number): unknown[] {
  return (sheet.rows.find((row) => row.rowNumber === rowNumber)?.cells ?? [])
    .map((cell) => cell.value)
    .filter((value) => value !== null);
}

/** A campaign whose only form is the given one, owed by one unit. */
function campaignOf(form: typeof trees) {
  const task = { ...campaign.tasks[0]!, form: form.key, title: form.title, attachment: '4' };
  return { ...campaign, tasks: [task], units: [{ ...unit, owes: new Set([form.key]) }] };
}

describe('the shell of forms.md', () => {
  const [sheet] = book.sheets;

  it('has 附件, title, labels with values beside them, and two header rows', () => {
    expect(textsOf(sheet!, 1)).toEqual(['附件1']);
    expect(textsOf(sheet!, 2)).toEqual(['塔城地区2020年“结对帮扶活动月”活动情况统计表']);
    expect(textsOf(sheet!, 3)).toEqual([
      '填报单位（盖章）：',
      unit.name,
      '统计时段：',
      '2020-10-01 至 2020-10-31',
      '填报日期：',
      '本期有无数据：',
      '有',
    ]);
    expect(textsOf(sheet!, 4).slice(0, 4)).toEqual(['序号', '帮扶村（社区）', '结对情况', '走访情况']);
    expect(textsOf(sheet!, 5).slice(0, 2)).toEqual(['结对帮扶户数（户）', '帮扶责任人数（人）']);
  });

  it('is named by the form, the sheet and the total row too', () => {
    expect(book.sheets.map((item) => item.name)).toEqual([...FORMS.map((form) => form.title), 'bangfu_mark']);
    expect(book.sheets.at(-1)!.visibility).toBe('veryHidden');
    expect(textAt(sheet!, 26, 1)).toBe('合计');
    expect(textAt(sheet!, 26, 3)).toEqual({
      kind: 'formula',
      formula: 'SUM(C6:INDEX(C:C,ROW()-1))',
      result: 0,
    });
  });

  it('ends with signatures and 填表说明', () => {
    expect(textsOf(sheet!, 27)).toEqual(['单位负责人：', '审核人：', '填报人：', '联系电话：']);
    expect(String(textAt(sheet!, 28, 1))).toMatch(/^填表说明：1\. 每个帮扶村（社区）填一行。/);
    const all = sheet!.rows.slice(27).map((row) => String(row.cells[0]!.value));
    expect(all.join('\n')).toContain('谁帮扶、谁填报');
    expect(all.join('\n')).toContain('【必须改】“其中：单位领导”不大于“参加走访干部”');
    expect(all.join('\n')).not.toContain('JD-');
  });

  it('offers 有 and 无, and dates two years around the period', () => {
    const answer = sheet!.validations!.find((item) => item.formulas[0] === '"有,无"');
    expect(answer).toMatchObject({ type: 'list', errorStyle: 'stop', allowBlank: false });
    const dates = book.sheets[1]!.validations!.find((item) => item.type === 'date');
    expect(dates!.formulas).toEqual([44105 - 730, 44135 + 730]);
  });

  it('keeps phones and words as text', () => {
    const wishSheet = book.sheets[2]!;
    const formats = wishSheet.rows
      .find((row) => row.rowNumber === 6)!
      .cells.map((cell) => cell.style?.numberFormat);
    // 序号, then wishNo, name … phone is the seventh field, claimerPhone the sixteenth.
    expect([formats[7], formats[16], formats[1]]).toEqual(['@', '@', '@']);
  });

  it('does not overlap: every cell planned once, every merge inside the sheet', async () => {
    await expect(writeWorkbook(book)).resolves.toBeInstanceOf(Uint8Array);
  });
});

describe('the blank template', () => {
  const plan = planBlankWorkbook(campaign, paired, campaign.tasks[0]!);
  const [sheet] = plan.sheets;

  it('lets a unit choose its county, then itself, with prompts', () => {
    expect(textsOf(sheet!, 3).slice(0, 2)).toEqual(['县（市）：', '填报单位（盖章）：']);
    const [county, name] = sheet!.validations!;
    expect(county).toMatchObject({
      type: 'list',
      formulas: ['bangfu_lists!$A$1:$H$1'],
      promptTitle: '县（市）',
    });
    expect(name!.formulas[0]).toContain('OFFSET(bangfu_lists!$A$3');
    expect(name!.prompt).toBe('选好县（市）后，在这里选本单位。');
    expect(county!.range.top).toBe(3);
    // The second looks at the first.
    expect(name!.formulas[0]).toContain(`MATCH($${'ABCDEFGH'[county!.range.left - 1]}$3,`);
  });

  it('lists counties and, below, the units that owe the form', () => {
    const lists = plan.sheets.find((item) => item.name === 'bangfu_lists')!;
    expect(lists.visibility).toBe('veryHidden');
    expect(textsOf(lists, 1)).toEqual([
      '塔城市',
      '乌苏市',
      '沙湾市',
      '额敏县',
      '托里县',
      '裕民县',
      '和布克赛尔蒙古自治县',
      '地直单位',
    ]);
    const owing = campaign.units.filter(
      (item) => item.county === '塔城市' && item.owes.has('paired-assistance'),
    );
    expect(textAt(lists, 2, 1)).toBe(owing.length);
    expect(textAt(lists, 3, 1)).toBe(owing[0]!.name);
  });
});

describe('long names', () => {
  const longName = '新'.repeat(80);
  const longTitle = '表'.repeat(90);
  const tasks = campaign.tasks.map((task) => ({ ...task, title: longTitle }));
  const plan = planUnitWorkbook({ ...campaign, tasks }, FORMS, { ...unit, name: longName })!;

  it.each(FORMS.map((form, index) => [form.title, index] as const))('have room in %s', (_title, index) => {
    const sheet = plan.sheets[index]!;
    const heightOf = (rowNumber: number) => sheet.rows.find((row) => row.rowNumber === rowNumber)!.height!;
    const title = sheet.rows.find((row) => row.rowNumber === 2)!.cells[0]!;
    expect(title.style).toMatchObject({ wrap: true });
    // 160 half characters in a cell of about 60: three lines of 10 points.
    const name = sheet.rows
      .find((row) => row.rowNumber === 3)!
      .cells.find((cell) => cell.value === longName)!;
    expect(name.style).toMatchObject({ wrap: true });
    expect(heightOf(3)).toBeGreaterThanOrEqual(3 * 13);
    const total = sheet.columnWidths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
    // 180 half characters of 16 points, 1.6 times as wide as a unit of width.
    expect(heightOf(2)).toBeGreaterThanOrEqual(Math.ceil(288 / total) * 22);
  });
});

describe('a form of an office', () => {
  it('gets the same shell', () => {
    const plan = planUnitWorkbook(campaignOf(trees), [trees], { ...unit, owes: new Set(['trees']) })!;
    const [sheet] = plan.sheets;
    expect(textsOf(sheet!, 1)).toEqual(['附件4']);
    expect(textsOf(sheet!, 3).at(-1)).toBe('有');
    // Few columns: the label line is wider than the table, and everything is printed.
    expect(sheet!.print!.area!.right).toBe(sheet!.columnWidths.length);
    const merged = sheet!.merges!.every((merge) => merge.right <= sheet!.columnWidths.length);
    expect(merged).toBe(true);
  });

  const withFields = (...fields: FieldInput[]) =>
    defineForm({ ...TREE_FORM, fields: [...TREE_FORM.fields, ...fields] });

  it('may have titles and prompts longer than Excel shows', async () => {
    const title = '关于'.repeat(150);
    const form = withFields(
      { key: 'longInteger', title, kind: 'integer', prompt: title },
      { key: 'longAmount', title: `${title}2`, kind: 'amount' },
      { key: 'longDate', title: `${title}3`, kind: 'date' },
      { key: 'longOption', title: `${title}4`, kind: 'option', options: ['甲', '乙'] },
      { key: 'longText', title: `${title}5`, kind: 'text' },
    );
    const plan = planUnitWorkbook(campaignOf(form), [form], { ...unit, owes: new Set([form.key]) })!;
    for (const validation of plan.sheets[0]!.validations!) {
      expect(validation.promptTitle?.length ?? 0).toBeLessThanOrEqual(32);
      expect(validation.errorTitle?.length ?? 0).toBeLessThanOrEqual(32);
      expect(validation.prompt?.length ?? 0).toBeLessThanOrEqual(255);
      expect(validation.error?.length ?? 0).toBeLessThanOrEqual(255);
    }
    await expect(writeWorkbook(plan)).resolves.toBeInstanceOf(Uint8Array);
  });

  it('may have more options than a validation holds, and options with commas', async () => {
    const many = Array.from({ length: 60 }, (_, index) => `第${index + 1}种比较长的选项`);
    const form = withFields(
      { key: 'many', title: '很多选项', kind: 'option', options: many, required: true },
      { key: 'commas', title: '带逗号', kind: 'option', options: ['a,b', 'c'] },
    );
    const plan = planUnitWorkbook(campaignOf(form), [form], { ...unit, owes: new Set([form.key]) })!;
    const lists = plan.sheets.find((sheet) => sheet.name === 'bangfu_options')!;
    expect(lists.visibility).toBe('veryHidden');
    expect([textAt(lists, 60, 1), textAt(lists, 1, 2)]).toEqual(['第60种比较长的选项', 'a,b']);
    const formulas = plan.sheets[0]!.validations!.map((validation) => validation.formulas[0]);
    expect(formulas).toContain('bangfu_options!$A$1:$A$60');
    expect(formulas).toContain('bangfu_options!$B$1:$B$2');
    await expect(writeWorkbook(plan)).resolves.toBeInstanceOf(Uint8Array);
    await expect(
      writeWorkbook(planBlankWorkbook(campaignOf(form), form, campaignOf(form).tasks[0]!)),
    ).resolves.toBeDefined();
  });

  it('may have hundreds of options: what Excel refuses is left to the checker', async () => {
    const hundreds = Array.from({ length: 800 }, (_, index) => `选项第${index + 1}号比较长的说法`);
    const form = withFields({ key: 'hundreds', title: '选项', kind: 'option', options: hundreds });
    const plan = planUnitWorkbook(campaignOf(form), [form], { ...unit, owes: new Set([form.key]) })!;
    await expect(writeWorkbook(plan)).resolves.toBeInstanceOf(Uint8Array);
  });
});

/** The workbook of the one unit that owes the form. */
function sheetsOf(form: typeof trees): readonly SheetPlan[] {
  const own = campaignOf(form);
  return planUnitWorkbook(own, [form], own.units[0]!)!.sheets;
}

describe('rows that the office gives', () => {
  const given = defineForm({ ...TREE_FORM, fixedRows: 'species', templateRows: 5 });
  const [sheet] = sheetsOf(given);
  const cellAt = (rowNumber: number, columnNumber: number) =>
    sheet!.rows
      .find((row) => row.rowNumber === rowNumber)!
      .cells.find((cell) => cell.columnNumber === columnNumber)!;

  it('stand in the first rows, one an option in their order, and look like labels', () => {
    expect([6, 7, 8, 9, 10].map((rowNumber) => textAt(sheet!, rowNumber, 3))).toEqual([
      '杨树',
      '榆树',
      '其他',
      null,
      null,
    ]);
    expect([6, 7, 8, 9].map((rowNumber) => cellAt(rowNumber, 3).style?.font?.bold ?? false)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    // Nothing else is filled in.
    expect([2, 4, 5].map((columnNumber) => textAt(sheet!, 6, columnNumber))).toEqual([null, null, null]);
  });

  it('are covered by 合计, the drop-down and the checks', () => {
    expect(textAt(sheet!, 11, 1)).toBe('合计');
    expect(textAt(sheet!, 11, 5)).toMatchObject({ formula: 'SUM(E6:INDEX(E:E,ROW()-1))' });
    const list = sheet!.validations!.find((item) => item.range.left === 3 && item.range.top === 6);
    expect(list).toMatchObject({ type: 'list', range: { top: 6, bottom: 10 } });
    // What the office has filled in does not make the row a used one: the plot is not missed.
    const missed = sheet!.conditionalFormats!.filter(
      (item) => item.range.left === 2 && item.formula.includes('$B6:$B6'),
    );
    expect(missed).toHaveLength(1);
    expect(missed[0]!.formula).not.toContain('$C6');
  });

  it('need room in the template, and a field of options', () => {
    expect(() => defineForm({ ...TREE_FORM, fixedRows: 'species', templateRows: 2 })).toThrow(
      /3 fixed rows, but 2/,
    );
    expect(() => defineForm({ ...TREE_FORM, fixedRows: 'plot' })).toThrow(/fixed rows of plot/);
  });
});

describe('a form of few columns', () => {
  it('is widened to the lines above and below it, in its columns of words', () => {
    const own = planFormHeader(tasks, 4, [ROW_NUMBER_COLUMN]).columnWidths;
    const widths = sheetsOf(tasks)[0]!.columnWidths!;
    const wider = tasks.fields.filter((_, index) => widths[index + 1]! > own[index + 1]!);
    expect(wider).toEqual(tasks.fields.filter((field) => field.kind === 'text'));
    expect(widths[0]).toBe(own[0]);
    // The table reaches over most of the sheet.
    const sum = (list: readonly (number | undefined)[]) =>
      list.reduce((total: number, width) => total + (width ?? 0), 0);
    expect(sum(widths.slice(0, own.length)) / sum(widths)).toBeGreaterThan(0.75);
  });

  it('a wide form keeps its widths', () => {
    const [first] = book.sheets;
    const own = planFormHeader(paired, 4, [ROW_NUMBER_COLUMN]).columnWidths;
    expect(first!.columnWidths!.slice(0, own.length)).toEqual(own);
  });
});

describe('print', () => {
  it.each(book.sheets.slice(0, 3).map((sheet) => [sheet.name, sheet] as const))(
    'of %s is legible on A4',
    (_name, sheet) => {
      expect(sheet.print).toMatchObject({
        orientation: 'landscape',
        pagesTall: 0,
        repeatRows: { first: 4, last: 5 },
      });
      expect(sheet.freeze).toEqual({ rows: 5, columns: 2 });
      // A4 across less margins is 11.1 inches, a unit of width 7 pixels of 96 to the inch: 10 points keep 6.5, 小六号.
      const total = sheet.columnWidths.reduce<number>((sum, width) => sum + (width ?? 0), 0);
      expect((11.1 * 96) / 7 / total).toBeGreaterThan(0.65);
    },
  );
});
