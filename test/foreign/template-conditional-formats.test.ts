import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { exampleCampaign } from '../../src/campaign/example-campaign.js';
import { indexRoster } from '../../src/campaign/roster-index.js';
import { fieldsOfExpression, operandsOf } from '../../src/form/condition.js';
import { type FieldDefinition, type FormDefinition, fieldOf } from '../../src/form/form-definition.js';
import { planFormHeader } from '../../src/form/header-plan.js';
import { ingestContext, ingestWorkbook } from '../../src/ingest/ingest-workbook.js';
import type { Finding } from '../../src/issue/finding.js';
import { type CellCheck, planCellChecks } from '../../src/template/conditional-formats.js';
import { FIRST_DATA_ROW, ROW_NUMBER_COLUMN, ruleParameters } from '../../src/template/form-sheet.js';
import { planUnitWorkbook } from '../../src/template/template-workbook.js';
import { compileChecker } from '../../src/validate/check-submission.js';
import { addDays } from '../../src/workbook/date-serial.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatReference } from '../../src/workbook/reference.js';
import type { PlannedRow, PlannedValue, SheetPlan, WorkbookPlan } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';

// The template's conditional formats, calculated by LibreOffice, against the checker over random rows. Each format
// stands as a formula in a helper sheet, once a row.

const ROWS = 300;
const FORMS = await loadBuiltInForms();
const campaign = exampleCampaign(FORMS, () => true);

/** mulberry32: the same rows on every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const MARKS = ['—', '－', '-', '/', '\\', '无', '　', ' '];
const ODD: Record<FieldDefinition['kind'], readonly PlannedValue[]> = {
  text: [...MARKS, 20201017, '1.38E+10', 1_234_567_890_123_456],
  integer: [
    ...MARKS,
    2.5,
    -3,
    '12户',
    ' 7 ',
    '1,234',
    '三',
    '3-5',
    '3/5',
    '3:5',
    '10%',
    '约30户左右',
    '-4',
    '2.5',
    '1E3',
    121,
  ],
  amount: [
    ...MARKS,
    -0.01,
    -5,
    0.004,
    2000.004,
    2000.005,
    '500元',
    '5000块',
    '￥1,200.50',
    '2.5万',
    '2000万元',
    '见附件',
    '3-5',
    '500元整',
  ],
  decimal: [...MARKS, -1, 12.34567, '三袋', '2', 1e13],
  date: [
    ...MARKS,
    '昨天',
    '2020.10.17',
    '2020年10月17日',
    '2020/10/5',
    '20201017',
    20201017,
    3,
    44121.5,
    10.17,
    '2020-13-45',
  ],
  option: [...MARKS, '乱填', ' 已对接 ', '　是　', 5],
  phone: [...MARKS, 13800001234, '1.38E+10'],
};

function randomValue(field: FieldDefinition, random: () => number): PlannedValue {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const chance = random();
  if (chance < 0.14) return pick(ODD[field.kind]);
  if (chance < 0.34) return null;
  switch (field.kind) {
    case 'integer':
      return pick([0, 0, 1, 2, 5, 10, 60]);
    case 'amount':
      return pick([0, 0, 0.1, 0.2, 0.3, 99.99, 100, 2000, 2000.01, 5000, 50_000, 300_000]);
    case 'decimal':
      return pick([0, 1, 12.5]);
    case 'date':
      return { kind: 'date', date: addDays('2020-09-25', Math.floor(random() * 45)) };
    case 'option':
      return pick(field.options.flatMap((option) => [option.value, ...option.synonyms]));
    case 'phone':
      return '13800001234';
    case 'text':
      return pick(['塔城村', '阿不都拉', 'wish 1']);
  }
}

/** What is typed over a computed field's formula: mostly nothing. */
function typedOver(value: PlannedValue, random: () => number): PlannedValue {
  const chance = random();
  if (chance < 0.6) return value;
  return [null, 0, 0.3, 100, 300, 2000.01, -5, '三', '—', '100元'][Math.floor(random() * 10)]!;
}

function fillRandomly(
  sheet: SheetPlan,
  form: FormDefinition,
  columns: readonly number[],
  seed: number,
): SheetPlan {
  const random = randomNumbers(seed);
  const fieldAt = new Map(form.fields.map((field, index) => [columns[index]!, field]));
  const rows = sheet.rows.map((row): PlannedRow => {
    if (row.rowNumber < FIRST_DATA_ROW || row.rowNumber >= FIRST_DATA_ROW + ROWS) return row;
    return {
      ...row,
      cells: row.cells.map((cell) => {
        const field = fieldAt.get(cell.columnNumber);
        if (!field) return cell;
        return {
          ...cell,
          value: field.computed ? typedOver(cell.value, random) : randomValue(field, random),
        };
      }),
    };
  });
  return { ...sheet, rows };
}

/** `$F6` and `$B6:$O6` of the first data row → the same columns of another row of the form's sheet. */
function translated(formula: string, sheetName: string, rowNumber: number): string {
  return formula.replace(
    /\$([A-Z]{1,3})6(?!\d)(?::\$([A-Z]{1,3})6(?!\d))?/g,
    (_, first: string, last?: string) =>
      `'${sheetName}'!$${first}${rowNumber}${last === undefined ? '' : `:$${last}${rowNumber}`}`,
  );
}

function planHelper(checks: readonly CellCheck[], sheetName: string): SheetPlan {
  return {
    name: 'checks',
    columnWidths: [],
    rows: Array.from({ length: ROWS }, (_, index) => {
      const rowNumber = FIRST_DATA_ROW + index;
      return {
        rowNumber,
        cells: checks.map((check, column) => ({
          columnNumber: column + 1,
          value: {
            kind: 'formula' as const,
            formula: `IFERROR(IF(${translated(check.formula, sheetName, rowNumber)},1,0),0)`,
            result: null,
          },
        })),
      };
    }),
  };
}

const UNREADABLE = [
  'not-a-number',
  'not-an-integer',
  'negative',
  'formula-error',
  'not-an-option',
  'bad-date',
  'digits-lost',
  'out-of-range',
  'scaled',
];

const folder = mkdtempSync(join(tmpdir(), 'bangfu-formats-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
if (!HAS_LIBREOFFICE) console.warn('skipped: no soffice on this machine');

describe.skipIf(!HAS_LIBREOFFICE)('conditional formats, calculated by LibreOffice', () => {
  it.each(FORMS.map((form, index) => [form.title, form, index + 1] as const))(
    'of %s agree with the checker',
    async (_title, plainForm, seed) => {
      const form: FormDefinition = { ...plainForm, templateRows: ROWS };
      const task = campaign.tasks.find((item) => item.form === form.key)!;
      const unit = campaign.units.find((item) => item.owes.has(form.key))!;
      const header = planFormHeader(form, 4, [ROW_NUMBER_COLUMN]);
      const checks = planCellChecks(form, header, ruleParameters(campaign, task));
      const template = planUnitWorkbook({ ...campaign, tasks: [task] }, [form], unit)!;
      const sheet = fillRandomly(template.sheets[0]!, form, header.fieldColumns, seed);
      const plan: WorkbookPlan = {
        ...template,
        sheets: [sheet, planHelper(checks, sheet.name), ...template.sheets.slice(1)],
      };
      const source = join(folder, `${form.key}.xlsx`);
      const outFolder = join(folder, 'out');
      mkdirSync(outFolder, { recursive: true });
      const bytes = await writeWorkbook(plan);
      writeFileSync(source, bytes);
      const calculated = readWorkbook(readFileSync(convertWithLibreOffice([source], 'xlsx', outFolder)[0]!));
      if (calculated.kind === 'unreadable') throw new Error(JSON.stringify(calculated.reason));
      const shown = calculated.workbook.sheets.find((grid) => grid.sheetName === 'checks')!;

      const original = readWorkbook(bytes);
      if (original.kind === 'unreadable') throw new Error(JSON.stringify(original.reason));
      const context = ingestContext(campaign, indexRoster(campaign.units, campaign.prefecture), [form]);
      const ingested = ingestWorkbook({ path: 'a.xlsx', entry: null }, original.workbook, context);
      const submission = ingested.sheets[0]!.submissions[0]!;
      const { findings } = compileChecker(form, ruleParameters(campaign, task))(submission, unit);
      const found = new Map<string, Finding>();
      for (const finding of findings) {
        const rule = UNREADABLE.includes(finding.rule) ? 'unreadable' : finding.rule;
        found.set(`${finding.cell} ${rule} ${finding.level}`, finding);
      }

      const rawOf = (rowNumber: number, columnNumber: number): PlannedValue =>
        sheet.rows
          .find((row) => row.rowNumber === rowNumber)!
          .cells.find((cell) => cell.columnNumber === columnNumber)?.value ?? null;
      /** A text, or digits of a date, that the checker reads tolerantly: Excel leaves the rule to it. */
      const isTolerated = (rowNumber: number, key: string): boolean => {
        const field = fieldOf(form, key);
        const parts = field.computed === null ? [] : fieldsOfExpression(field.computed);
        const own = rawOf(rowNumber, header.fieldColumns[form.fields.indexOf(field)]!);
        return (
          (!['text', 'option', 'phone'].includes(field.kind) &&
            (typeof own === 'string' || own === 20201017)) ||
          parts.some((part) => isTolerated(rowNumber, part))
        );
      };
      const differences: string[] = [];
      const seen = new Map<string, number>();
      for (const record of submission.records) {
        checks.forEach((check, column) => {
          const cell = formatReference(
            record.rowNumber,
            header.fieldColumns[form.fields.findIndex((field) => field.key === check.field)]!,
          );
          const inExcel = shown.valueAt(record.rowNumber, column + 1) === 1;
          const checked = found.has(`${cell} ${check.rule} ${check.level}`);
          const place = `${check.rule} ${check.field} ${check.level}`;
          if (inExcel && checked) seen.set(place, (seen.get(place) ?? 0) + 1);
          // Two checks of one rule at one cell (WX-05): either may be the one.
          const twin = checks.some(
            (other, index) =>
              index !== column &&
              other.rule === check.rule &&
              other.field === check.field &&
              other.level === check.level &&
              shown.valueAt(record.rowNumber, index + 1) === 1,
          );
          if (inExcel === checked || (checked && twin)) return;
          const finding = found.get(`${cell} ${check.rule} ${check.level}`);
          if (finding?.rule === 'out-of-range' && isTolerated(record.rowNumber, check.field)) return;
          const rule = form.rules.find((item) => item.id === check.rule);
          const operands = (rule?.checks ?? []).flatMap((item) => {
            if (item.kind !== 'row') return [];
            const { compared, asked } = operandsOf(item.holds);
            return [...compared, ...asked];
          });
          if (checked && operands.some((key) => isTolerated(record.rowNumber, key))) return;
          const values = [check.field, ...operands].map((key) =>
            JSON.stringify(
              rawOf(record.rowNumber, header.fieldColumns[form.fields.findIndex((f) => f.key === key)]!),
            ),
          );
          differences.push(
            `${cell} ${place}: format ${inExcel}, checker ${checked} (${finding?.rule}); ${values.join(' ')}`,
          );
        });
      }
      expect(differences).toEqual([]);
      // Every check was seen to fire: otherwise nothing has been compared.
      const never = checks.map((check) => `${check.rule} ${check.field} ${check.level}`);
      expect(never.filter((place) => !seen.has(place) && !/^unreadable .* error$/.test(place))).toEqual([]);
    },
  );
});
