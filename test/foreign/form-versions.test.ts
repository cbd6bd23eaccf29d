import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from '../../src/app/aggregate.js';
import { writeFolder } from '../../src/app/init-folder.js';
import { writeSupplements, writeTemplates } from '../../src/app/write-templates.js';
import { exampleContent } from '../../src/campaign/example-campaign.js';
import { compare, field } from '../../src/form/condition.js';
import { defineForm, type FormDefinition } from '../../src/form/form-definition.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { fillWorkbook, HAS_OPENPYXL } from '../e2e/working-folder.js';
import { TREE_FORM } from '../unit/template/made-up-form.js';
import { runPython } from './openpyxl.js';

// A form that changes while it is under way: returns on the first version count, what they lack is asked for, and the
// supplement is filled in by a program that is not ours.

const first = defineForm({ ...TREE_FORM, templateRows: 3 });
const second = defineForm({
  ...TREE_FORM,
  version: 2,
  templateRows: 3,
  fields: TREE_FORM.fields.flatMap((item) =>
    item.key === 'reason'
      ? [
          {
            key: 'guards',
            title: '管护人数',
            unit: '人',
            kind: 'integer' as const,
            required: true,
            measure: 'flow' as const,
            since: 2,
          },
          item,
        ]
      : [item],
  ),
  rules: [
    ...TREE_FORM.rules,
    {
      id: 'ZS-99',
      level: 'error',
      blanks: 'zero',
      checks: [
        { kind: 'row', holds: compare(field('guards'), '>=', { kind: 'literal', value: 1 }), at: 'guards' },
      ],
      text: '每个地块至少 1 人管护',
      message: '管护人数为 {guards}',
      fix: '请补填',
    },
  ],
});

const dir = join(mkdtempSync(join(tmpdir(), 'bangfu-versions-')), '活动');
afterAll(() => rmSync(join(dir, '..'), { recursive: true, force: true }));

const AS_OF = '2020-10-26T09:00:00+08:00';
const optionsWith = (form: FormDefinition) => ({
  dir,
  forms: [form],
  runAt: AS_OF,
  asOf: AS_OF,
  tool: { name: 'bangfu', version: '0' },
  onProgress: () => undefined,
});

const OPEN_CELLS = `
sheet = openpyxl.load_workbook(args[0]).worksheets[0]
assert sheet.protection.sheet
print(json.dumps([cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked]))
`;

const CACHED = `print(json.dumps(openpyxl.load_workbook(args[0], data_only=True).worksheets[0][args[1]].value))`;

const template = (path: string) => join(dir, '模板', path);
const inbox = (name: string) => join(dir, '收件', name);

describe.skipIf(!HAS_OPENPYXL)('a form under way that changes', () => {
  let firstUnit = '';
  const columns = new Map<string, string>();
  const cell = (title: string, row: number) => `植树活动统计表!${columns.get(title)}${row}`;

  /** Where the template has which column. */
  function learnColumns(path: string): void {
    const read = readWorkbook(readFileSync(path));
    if (read.kind !== 'workbook') throw new Error(path);
    const [sheet] = read.workbook.sheets;
    for (const row of [4, 5]) {
      for (let column = 1; column <= sheet!.lastColumnNumber; column++) {
        const title = sheet!.valueAt(row, column);
        if (typeof title === 'string') columns.set(title, String.fromCharCode(64 + column));
      }
    }
  }

  beforeAll(async () => {
    const content = exampleContent([first]);
    const units = content.units.slice(0, 3).map((unit) => ({ ...unit, owes: new Set(['trees']) }));
    const tasks = content.tasks.map((task) => ({ ...task, enabled: true }));
    await writeFolder(dir, { ...content, units, tasks }, [first]);
    await writeTemplates(dir, [first], () => undefined);
    firstUnit = units[0]!.name;
    const [one, two] = units.map((unit) => template(`分单位/塔城市/${unit.name}.xlsx`));
    learnColumns(one!);
    const row = (plot: string, rowNumber: number, trees: number) => ({
      [cell('地块', rowNumber)]: plot,
      [cell('树种', rowNumber)]: '杨树',
      [cell('植树日期', rowNumber)]: '2020-10-10',
      [cell('株数（株）', rowNumber)]: trees,
    });
    fillWorkbook(one!, inbox('一.xlsx'), { ...row('东坡', 6, 100), ...row('西坡', 7, 30) });
    fillWorkbook(two!, inbox('二.xlsx'), row('河滩', 6, 7));
  });

  it('counts what came on the first version, and asks for what is missing', async () => {
    const before = await inspect(optionsWith(first));
    expect(before.summary.findings.filter(({ open }) => open)).toEqual([]);
    const { summary } = await inspect(optionsWith(second));
    const open = summary.findings.filter((finding) => finding.open);
    expect(open.map(({ rule, level, cell: at }) => [rule, level, at])).toEqual([
      ['supplement', 'query', null],
      ['supplement', 'query', null],
    ]);
    expect(summary.completeness.map(({ status }) => status)).toEqual(['queried', 'queried', 'missing']);
    expect(summary.totals.get('trees')!.prefecture).toMatchObject({ trees: 137, guards: 0 });
  });

  it('the supplement holds the unit’s rows with only the new column and 说明 open, and takes their place', async () => {
    const { units } = await writeSupplements(optionsWith(second));
    expect(units).toBe(2);
    const path = template(`补报模板/塔城市/${firstUnit}（补报）.xlsx`);
    expect(existsSync(path)).toBe(true);
    columns.clear();
    learnColumns(path);
    const unlocked = runPython(OPEN_CELLS, path) as string[];
    expect(unlocked.filter((reference) => /[67]$/.test(reference))).toEqual(
      [6, 7].flatMap((row) => [`${columns.get('管护人数（人）')}${row}`, `${columns.get('说明')}${row}`]),
    );
    // No formula holds a value that its rows do not have: what is not calculated yet is blank.
    expect(runPython(CACHED, path, cell('株数（株）', 8).split('!')[1]) as unknown).toBeNull();
    fillWorkbook(path, inbox('一（补报）.xlsx'), {
      [cell('管护人数（人）', 6)]: 4,
      [cell('管护人数（人）', 7)]: 5,
    });
    const { summary } = await inspect(optionsWith(second));
    expect(summary.completeness.map(({ status }) => status)).toEqual(['accepted', 'queried', 'missing']);
    expect(summary.totals.get('trees')!.prefecture).toMatchObject({ trees: 137, guards: 9 });
    expect(summary.findings.filter((finding) => finding.open).map((finding) => finding.unit)).toEqual([
      summary.campaign.units[1]!.code,
    ]);
    // Whoever has added it is not asked again.
    expect((await writeSupplements(optionsWith(second))).units).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it('a required column that the second version’s template had and somebody deleted is missing', async () => {
    await writeTemplates(dir, [second], () => undefined);
    const { summary } = await inspect(optionsWith(second));
    const name = summary.campaign.units[2]!.name;
    const path = template(`分单位/塔城市/${name}.xlsx`);
    fillWorkbook(path, inbox('三.xlsx'), {
      [cell('管护人数（人）', 4)]: '别的',
      [cell('地块', 6)]: '北坡',
      [cell('树种', 6)]: '杨树',
      [cell('植树日期', 6)]: '2020-10-10',
      [cell('株数（株）', 6)]: 1,
    });
    const after = await inspect(optionsWith(second));
    expect(
      after.summary.findings.filter(
        (finding) => finding.path === '收件/三.xlsx' && finding.level === 'error',
      ),
    ).toEqual([expect.objectContaining({ rule: 'column-missing', field: 'guards' })]);
  });
});
