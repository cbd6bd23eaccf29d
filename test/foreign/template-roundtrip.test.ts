import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/campaign/campaign.js';
import { exampleCampaign } from '../../src/campaign/example-campaign.js';
import { indexRoster } from '../../src/campaign/roster-index.js';
import { form as donations } from '../../src/form/built-in/donations.js';
import { form as paired } from '../../src/form/built-in/paired-assistance.js';
import { form as themed } from '../../src/form/built-in/themed-activities.js';
import { form as wishes } from '../../src/form/built-in/wishes.js';
import type { FormDefinition } from '../../src/form/form-definition.js';
import { ingestContext, ingestWorkbook } from '../../src/ingest/ingest-workbook.js';
import { ruleParameters } from '../../src/template/form-sheet.js';
import { planBlankWorkbook, planUnitWorkbook } from '../../src/template/template-workbook.js';
import { compileChecker } from '../../src/validate/check-submission.js';
import type { CheckedSubmission } from '../../src/validate/checked-submission.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { trees } from '../unit/template/made-up-form.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON, runPython } from './openpyxl.js';

// Templates filled in and saved by programs that are not ours, read back and checked.

if (PYTHON === undefined) console.warn('skipped: no python3 with openpyxl on this machine');
if (!HAS_LIBREOFFICE) console.warn('skipped in part: no soffice on this machine');

const FORMS = [paired, donations, wishes];
const campaign = exampleCampaign(FORMS);
const themes = exampleCampaign([themed], () => true);
const themesUnit = themes.units.find((item) => item.owes.size === 1)!;
const unit = campaign.units.find((item) => item.owes.size === 3)!;
const folder = mkdtempSync(join(tmpdir(), 'bangfu-templates-'));
const template = join(folder, 'template.xlsx');
beforeAll(async () => {
  writeFileSync(template, await writeWorkbook(planUnitWorkbook(campaign, FORMS, unit)!));
  writeFileSync(
    join(folder, 'themes.xlsx'),
    await writeWorkbook(planUnitWorkbook(themes, [themed], themesUnit)!),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a returned file as `aggregate` does. */
function readBack(
  path: string,
  forms: readonly FormDefinition[] = FORMS,
  of: Campaign = campaign,
): CheckedSubmission[] {
  const read = readWorkbook(readFileSync(path));
  if (read.kind === 'unreadable') throw new Error(JSON.stringify(read.reason));
  const context = ingestContext(of, indexRoster(of.units, of.prefecture), forms);
  const { sheets } = ingestWorkbook({ path: 'x.xlsx', entry: null }, read.workbook, context);
  return sheets.flatMap((sheet) =>
    sheet.submissions.map((submission) => {
      const form = forms.find((item) => item.key === submission.form)!;
      const task = of.tasks.find((item) => item.form === form.key)!;
      const code = submission.identity.kind === 'known' ? submission.identity.unit : null;
      const owner = of.units.find((item) => item.code === code) ?? null;
      return compileChecker(form, ruleParameters(of, task))(submission, owner);
    }),
  );
}

/** What a submission comes to: form, unit, what there is, rows, findings. */
function outcome(submission: CheckedSubmission): unknown[] {
  const { identity, findings } = submission;
  return [
    submission.form,
    identity.kind === 'known' ? identity.unit : identity.reason,
    submission.content,
    submission.records.length,
    findings.map((finding) => [finding.cell, finding.rule]),
  ];
}

/** Fills cells by header title, as a person would: `rows` by sheet, `labels` by the text before the colon. */
const FILL = `
import datetime
source, target, sheets = args
book = openpyxl.load_workbook(source)
for name, task in sheets.items():
    sheet = book[name]
    def row_of(text):
        return next(r for r in range(1, sheet.max_row + 1) if sheet.cell(r, 1).value == text)
    columns = {}
    for column in range(1, sheet.max_column + 1):
        for r in (4, 5):
            if sheet.cell(r, column).value: columns[sheet.cell(r, column).value] = column
    for text, value in task.get('labels', {}).items():
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == text:
                    right = cell.column
                    for merge in sheet.merged_cells.ranges:
                        if cell.coordinate in merge: right = merge.max_col
                    sheet.cell(cell.row, right + 1).value = value
    if task.get('insert'):
        at = row_of('合计')
        sheet.insert_rows(at, task['insert'])
        # Excel moves merges with their cells, openpyxl leaves them behind.
        for merge in list(sheet.merged_cells.ranges):
            if merge.min_row >= at: merge.shift(0, task['insert'])
    for index, values in enumerate(task.get('rows', [])):
        for title, value in values.items():
            if isinstance(value, dict): value = datetime.date.fromisoformat(value['date'])
            sheet.cell(6 + index, columns[title]).value = value
book.save(target)
`;

const VILLAGE = {
  '帮扶村（社区）': '恰夏村',
  '结对帮扶户数（户）': 10,
  '帮扶责任人数（人）': 5,
  '参加走访干部（人次）': 8,
  '其中：单位领导（人次）': 2,
  '走访户数（户）': 10,
  '开展活动（场次）': 1,
  '慰问户数（户）': 4,
  '慰问金（元）': 400.1,
  '慰问品折价（元）': 100.2,
  '解决困难问题（件）': 3,
};
const DONATION = {
  '捐赠单位（个人）': '王某',
  捐赠方类型: '个人',
  捐赠日期: { date: '2020-10-17' },
  '捐款金额（元）': 300,
  '受赠单位（村、户）': '恰夏村',
};
const WISH = {
  姓名: '张某',
  人员类别: '老人',
  '所在村（社区、学校）': '恰夏村',
  联系电话: '13800001234',
  微心愿内容: '一副老花镜',
  对接状态: '待对接',
};
const LABELS = { '填报日期：': '2020-10-17', '填报人：': '张三', '联系电话：': '0901-6200000' };
const FILLED = {
  结对帮扶活动月统计表: { rows: [VILLAGE, { ...VILLAGE, '帮扶村（社区）': '二工村' }], labels: LABELS },
  捐赠款物统计表: { rows: [DONATION], labels: LABELS },
  微心愿对接表: { rows: [WISH], labels: LABELS },
};
const ACCEPTED = [
  ['paired-assistance', unit.code, 'rows', 2, []],
  ['donations', unit.code, 'rows', 1, []],
  ['wishes', unit.code, 'rows', 1, []],
];

describe.skipIf(PYTHON === undefined)('a template', () => {
  it('filled in with openpyxl, which keeps no cached values, gives no finding', () => {
    const path = join(folder, 'filled.xlsx');
    runPython(FILL, template, path, FILLED);
    const submissions = readBack(path);
    expect(submissions.map(outcome)).toEqual(ACCEPTED);
    const total = paired.fields.findIndex((field) => field.key === 'consolationTotal');
    expect(submissions[0]!.records.map((record) => record.values[total])).toEqual([50_030, 50_030]);
  });

  it('that nobody has filled in is untouched, and 无 is a zero report', () => {
    expect(readBack(template).map(outcome)).toEqual(
      FORMS.map((form) => [form.key, unit.code, 'untouched', 0, []]),
    );
    const path = join(folder, 'nil.xlsx');
    runPython(FILL, template, path, { 捐赠款物统计表: { labels: { '本期有无数据：': '无' } } });
    expect(outcome(readBack(path)[1]!)).toEqual(['donations', unit.code, 'nil', 0, []]);
  });

  it('takes rows inserted above 合计', () => {
    const path = join(folder, 'inserted.xlsx');
    const many = Array.from({ length: 25 }, (_, index) => ({
      ...VILLAGE,
      '帮扶村（社区）': `第${index + 1}村`,
    }));
    runPython(FILL, template, path, { 结对帮扶活动月统计表: { rows: many, insert: 5 } });
    expect(outcome(readBack(path)[0]!)).toEqual(['paired-assistance', unit.code, 'rows', 25, []]);
  });

  it('has the validations, formats, names and panes that openpyxl sees, and no protection', () => {
    const seen = runPython(
      `
book = openpyxl.load_workbook(args[0])
sheet = book.worksheets[0]
print(json.dumps({
  'states': [item.sheet_state for item in book],
  'names': sorted(book.defined_names.keys() if hasattr(book.defined_names, 'keys') else [n.name for n in book.defined_names.definedName]),
  'freeze': sheet.freeze_panes,
  'titles': sheet.print_title_rows,
  'fit': [sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage],
  'paper': str(sheet.page_setup.paperSize),
  'protected': sheet.protection.sheet or book.security is not None and bool(book.security.lockStructure),
  'whole': [[str(v.sqref), v.formula1, v.formula2, v.errorStyle or 'stop', v.showErrorMessage] for v in sheet.data_validations.dataValidation if v.type == 'whole'][:1],
  'texts': max(len(v.error or '') for v in sheet.data_validations.dataValidation),
  'formats': sorted({str(r.sqref).split(':')[0] for r in sheet.conditional_formatting})[:3],
}))`,
      template,
    );
    expect(seen).toEqual({
      states: ['visible', 'visible', 'visible', 'veryHidden'],
      names: ['bangfu_sheet_1', 'bangfu_sheet_2', 'bangfu_sheet_3'],
      freeze: 'C6',
      titles: '$4:$5',
      fit: [1, 0, 'landscape', true],
      paper: '9',
      protected: false,
      whole: [['C6:C25', '0', '99999999', 'stop', true]],
      texts: expect.any(Number),
      formats: ['B6', 'C26', 'C6'],
    });
    expect((seen as { texts: number }).texts).toBeLessThanOrEqual(255);
  });

  it('of one form without unit is identified by county and unit, as chosen from the lists', async () => {
    const blank = join(folder, 'blank.xlsx');
    const path = join(folder, 'chosen.xlsx');
    writeFileSync(blank, await writeWorkbook(planBlankWorkbook(campaign, paired, campaign.tasks[0]!)));
    // The second list, worked out by hand as Excel does: OFFSET to the county's column.
    const [county, name] = runPython(
      `
book = openpyxl.load_workbook(args[0])
lists = book['bangfu_lists']
counties = [cell.value for cell in lists[1]]
column = counties.index(args[1]) + 1
units = [lists.cell(3 + i, column).value for i in range(lists.cell(2, column).value)]
assert all(units), units
print(json.dumps([counties[column - 1], units[-1]]))`,
      blank,
      '裕民县',
    ) as [string, string];
    const labels = { '县（市）：': county, '填报单位（盖章）：': name };
    runPython(FILL, blank, path, { 结对帮扶活动月统计表: { labels, rows: [VILLAGE] } });
    const expected = campaign.units.find((item) => item.county === county && item.name === name)!;
    expect(readBack(path).map(outcome)).toEqual([['paired-assistance', expected.code, 'rows', 1, []]]);
  });

  it('of a made-up form goes the same way', async () => {
    const task = { ...campaign.tasks[0]!, form: trees.key, title: trees.title, attachment: '4' };
    const mine: Campaign = {
      ...campaign,
      tasks: [task],
      units: campaign.units.map((item) => ({ ...item, owes: new Set([trees.key]) })),
    };
    const source = join(folder, 'trees.xlsx');
    const path = join(folder, 'trees-filled.xlsx');
    writeFileSync(source, await writeWorkbook(planUnitWorkbook(mine, [trees], mine.units[0]!)!));
    const row = {
      地块: '一号地',
      树种: '杨树',
      植树日期: { date: '2020-10-10' },
      '株数（株）': 100,
      '成活（株）': 90,
      '人工费（元）': 12.5,
    };
    const bad = { ...row, 树种: '苹果树', '成活（株）': 101 };
    runPython(FILL, source, path, { 植树活动统计表: { rows: [row, bad], labels: LABELS } });
    // 序号 is column A: 树种 C, 成活 F, 备注 M.
    expect(readBack(path, [trees], mine).map(outcome)).toEqual([
      [
        'trees',
        mine.units[0]!.code,
        'rows',
        2,
        [
          ['C7', 'not-an-option'],
          ['F7', 'ZS-01'],
          ['M7', 'ZS-03'],
        ],
      ],
    ]);
  });

  it.each([
    ['as openpyxl saves it', false],
    ['opened and saved by LibreOffice', true],
  ])('with rows that the office gives: only those filled in are read, %s', (_how, isSaved) => {
    if (isSaved && !HAS_LIBREOFFICE) return;
    const source = join(folder, 'themes.xlsx');
    const filled = join(folder, `themes-${isSaved}.xlsx`);
    const out = join(folder, 'office');
    mkdirSync(out, { recursive: true });
    const open = (path: string) =>
      readBack(isSaved ? convertWithLibreOffice([path], 'xlsx', out)[0]! : path, [themed], themes);
    expect(open(source).map(outcome)).toEqual([['themed-activities', themesUnit.code, 'untouched', 0, []]]);
    const row = {
      牵头单位: '示例单位',
      '活动场次（场次）': 2,
      '参加人次（人次）': 80,
      '涉及金额（元）': 1200.5,
      典型做法: '进村入户',
    };
    // The first, the third and the last theme; openpyxl writes rows below one another.
    const rows = Array.from({ length: 15 }, (_, index) => ([0, 2, 14].includes(index) ? row : {}));
    runPython(FILL, source, filled, { [themed.title]: { rows, labels: LABELS } });
    const [submission] = open(filled);
    expect(outcome(submission!)).toEqual(['themed-activities', themesUnit.code, 'rows', 3, []]);
    expect(submission!.records.map((record) => [record.rowNumber, record.values[0]])).toEqual([
      [6, '消费扶贫'],
      [8, '产业扶贫'],
      [20, '青年建功扶贫'],
    ]);
  });

  it.skipIf(!HAS_LIBREOFFICE).each(['xlsx'])(
    'opened and saved by LibreOffice as %s still gives no finding',
    (format) => {
      const path = join(folder, 'saved.xlsx');
      const out = join(folder, 'office');
      mkdirSync(out, { recursive: true });
      runPython(FILL, template, path, FILLED);
      expect(readBack(convertWithLibreOffice([path], format, out)[0]!).map(outcome)).toEqual(ACCEPTED);
    },
  );
});
