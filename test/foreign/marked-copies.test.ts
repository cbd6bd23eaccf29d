import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import officeCrypto from 'officecrypto-tool';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aggregate } from '../../src/app/aggregate.js';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeFolder } from '../../src/app/init-folder.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { planSample } from '../../src/sample/plan-sample.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON, runPython } from './openpyxl.js';

// Returns that are no xlsx: saved by LibreOffice, marked by us, opened, mended and sent back by openpyxl.

if (!HAS_LIBREOFFICE) console.warn('skipped: no soffice on this machine');
if (PYTHON === undefined) console.warn('skipped: no python3 with openpyxl on this machine');

const root = mkdtempSync(join(tmpdir(), 'bangfu-marked-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const forms = await loadBuiltInForms();
const plan = planSample({ counties: 3, units: 40, seed: 5, defects: 0.4 }, forms);
const PASSWORD = 'ta-cheng-2020';

/** A file with something to mend in one table and something to explain in another. */
const chosen = plan.truth.findings.find(
  (finding) =>
    finding.level === 'error' &&
    finding.open &&
    plan.truth.findings.some(
      (other) =>
        other.path === finding.path && other.level === 'query' && other.open && other.rule !== 'scaled',
    ),
)!;
const asked = plan.truth.findings.filter(
  (item) => item.path === chosen.path && item.open && item.level !== 'hint',
);
const stem = basename(chosen.path).replace('.xlsx', '');
const original = join(root, `${stem}.xlsx`);

beforeAll(async () => {
  writeFileSync(
    original,
    await writeWorkbook(plan.files.find((file) => `收件/${file.path}` === chosen.path)!.plan),
  );
});

async function run(dir: string): Promise<ResultJson> {
  const { asOf } = plan.truth;
  const tool = { name: 'bangfu', version: 'test' };
  const options = { dir, forms, runAt: asOf, asOf, tool, onProgress: () => undefined, out: null };
  const { result, warnings } = await aggregate(options);
  expect(warnings.filter((text) => text.includes('标注件'))).toEqual([]);
  return result;
}

/** A working folder that has received this one file. */
async function receive(name: string, file: string): Promise<string> {
  const dir = join(root, name);
  await writeFolder(dir, { ...plan.content, passwords: [PASSWORD] }, forms);
  mkdirSync(join(dir, '收件'), { recursive: true });
  copyFileSync(file, join(dir, '收件', basename(file)));
  return dir;
}

/** What openpyxl finds in the copy; `same`: cells of the original that hold something else there. */
const LOOK = `
marked, original = args
book = openpyxl.load_workbook(marked)
values = openpyxl.load_workbook(marked, data_only=True)
first = openpyxl.load_workbook(original, data_only=True)
formulas = openpyxl.load_workbook(original)
def text(value):
    if value is None or value == '': return ''
    if hasattr(value, 'date'): value = value.date() if hasattr(value, 'hour') else value
    if isinstance(value, float) and value == int(value): value = int(value)
    return str(value).strip()
differs = []
for sheet in first:
    if sheet.title not in book.sheetnames: differs.append(sheet.title); continue
    for row in sheet.iter_rows():
        for cell in row:
            there = values[sheet.title][cell.coordinate].value
            # LibreOffice writes 0 into an xls for a formula that shows nothing.
            if text(cell.value) == '' and str(formulas[sheet.title][cell.coordinate].value).startswith('='): continue
            if text(cell.value) != text(there): differs.append([sheet.title, cell.coordinate, text(cell.value), text(there)])
    if sorted(map(str, sheet.merged_cells.ranges)) != sorted(map(str, book[sheet.title].merged_cells.ranges)): differs.append([sheet.title, 'merges'])
comments = [[sheet.title, cell.coordinate, cell.fill.fgColor.rgb] for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]
print(json.dumps({'sheets': book.sheetnames, 'states': [sheet.sheet_state for sheet in book], 'differs': differs, 'comments': comments,
  'above': [row[0].value for row in book.worksheets[0].iter_rows(max_row=8)]}))
`;
interface Looked {
  readonly sheets: readonly string[];
  readonly states: readonly string[];
  readonly differs: readonly unknown[];
  readonly comments: readonly (readonly [string, string, string])[];
  readonly above: readonly (string | null)[];
}

const ANSWER = `
marked, sent, cells = args
book = openpyxl.load_workbook(marked)
for sheet, cell in cells: book[sheet][cell].value = 30
lines = book.worksheets[0]
header = next(row for row in lines.iter_rows() if any(cell.value == '说明' for cell in row))
columns = {cell.value: cell.column for cell in header}
for row in range(header[0].row + 1, lines.max_row + 1):
    if lines.cell(row, columns['级别']).value == '请核对': lines.cell(row, columns['说明']).value = '情况属实'
book.save(sent)
`;

describe.skipIf(!HAS_LIBREOFFICE || PYTHON === undefined)('a faulty return that is no plain xlsx', () => {
  const saved: Readonly<Record<string, () => string>> = {
    xls: () => convertWithLibreOffice([original], 'xls', join(root, 'as'))[0]!,
    ods: () => convertWithLibreOffice([original], 'ods', join(root, 'as'))[0]!,
    'xlsx with a password': () => {
      const path = join(root, 'as', `${stem}.xlsx`);
      mkdirSync(join(root, 'as'), { recursive: true });
      writeFileSync(path, officeCrypto.encrypt(readFileSync(original), { password: PASSWORD }));
      return path;
    },
  };

  it.each(Object.keys(saved))(
    'as %s comes back as a marked xlsx with the same cells, and is known again',
    async (format) => {
      const file = saved[format]!();
      const dir = await receive(format, file);
      const result = await run(dir);
      const open = result.findings.filter((item) => item.open && item.level !== 'hint');
      expect(open.map((item) => `${item.rule} ${item.cell}`)).toEqual(
        asked.map((item) => `${item.rule} ${item.cell}`),
      );
      const [path] = result.outputs.filter((item) => item.startsWith('汇总/退回修改/'));
      expect(basename(path!)).toBe(`${stem}（退回修改）.xlsx`);

      const marked = join(dir, path!);
      const looked = runPython(LOOK, marked, original) as Looked;
      // A formula that a file brings without its value has none to be copied; a mark sheet may be hidden only once.
      expect(looked.differs.filter((item) => !(item as string[])[0]!.startsWith('bangfu'))).toEqual([]);
      expect(looked.sheets[0]).toBe('退回修改清单');
      expect(looked.states[looked.sheets.indexOf('bangfu_mark')]).not.toBe('visible');
      expect(looked.comments.map(([sheet, cell]) => `${sheet} ${cell}`).sort()).toEqual(
        asked.map((item) => `${item.sheet} ${item.cell}`).sort(),
      );
      expect(new Set(looked.comments.map(([, , fill]) => fill)).size).toBe(2);
      const says = looked.above.join('\n');
      expect(says.includes('公式已变成数值')).toBe(format !== 'xlsx with a password');
      expect(says.includes('打开密码')).toBe(format === 'xlsx with a password');

      const errors = asked.filter((item) => item.level === 'error').map((item) => [item.sheet, item.cell]);
      runPython(ANSWER, marked, join(dir, '收件', basename(path!)), errors);
      const again = await run(dir);
      expect(again.findings.filter((item) => item.open && item.level !== 'hint')).toEqual([]);
      const back = again.files.find((item) => item.path.endsWith('（退回修改）.xlsx'))!;
      expect(back.disposition).toBe('accepted');
      expect(new Set(back.sheets.flatMap((sheet) => sheet.units))).toEqual(new Set([chosen.unit]));
    },
  );

  it('as csv too, known by its name, or by the list where it has another', async () => {
    const [file] = convertWithLibreOffice(
      [original],
      `csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,${sheetNumber()}`,
      join(root, 'as csv'),
    );
    void file;
    const csv = join(root, 'as csv', `${stem}-${chosen.sheet}.csv`);
    const dir = await receive('csv', csv);
    const result = await run(dir);
    const [path] = result.outputs.filter((item) => item.startsWith('汇总/退回修改/'));
    const open = result.findings.filter((item) => item.open && item.level === 'error');
    expect(open.map((item) => `${item.rule} ${item.cell}`)).toEqual([`${chosen.rule} ${chosen.cell}`]);
    const looked = runPython(LOOK, join(dir, path!), join(dir, path!)) as Looked;
    expect(looked.comments.map(([, cell]) => cell)).toContain(chosen.cell);
    const cells = open.map((item) => [item.sheet, item.cell]);
    runPython(ANSWER, join(dir, path!), join(dir, '收件', '改好了.xlsx'), cells);
    const again = await run(dir);
    const back = again.files.find((item) => item.path === '收件/改好了.xlsx')!;
    expect(back.sheets.map(({ units, disposition }) => [units, disposition])).toEqual([
      [[chosen.unit], 'accepted'],
    ]);
  });
});

function sheetNumber(): number {
  return (
    plan.files
      .find((file) => `收件/${file.path}` === chosen.path)!
      .plan.sheets.findIndex((sheet) => sheet.name === chosen.sheet) + 1
  );
}
