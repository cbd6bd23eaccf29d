import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { exampleCampaign } from '../../src/campaign/example-campaign.js';
import { indexRoster } from '../../src/campaign/roster-index.js';
import { fieldsOfExpression, operandsOf } from '../../src/form/condition.js';
import {
  type FieldDefinition,
  type FormDefinition,
  fieldOf,
  measuresOf,
} from '../../src/form/form-definition.js';
import { kindOf } from '../../src/form/kinds/field-kinds.js';
import { ingestContext, ingestWorkbook } from '../../src/ingest/ingest-workbook.js';
import type { Submission } from '../../src/ingest/submission.js';
import type { Finding, Level } from '../../src/issue/finding.js';
import { FIRST_DATA_ROW, ruleParameters } from '../../src/template/form-sheet.js';
import { CHECKER_ONLY_RULES, checkerOnlyRules } from '../../src/template/rule-homes.js';
import { planUnitWorkbook } from '../../src/template/template-workbook.js';
import { compileChecker } from '../../src/validate/check-submission.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatReference, parseReference } from '../../src/workbook/reference.js';
import type { PlannedRow, PlannedValue, SheetPlan } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { readPaintedCells } from './painted-cells.js';
import { isTolerated, randomNumbers, randomValue, TEMPERS, typedOver } from './random-rows.js';

// Templates filled in at random and opened by LibreOffice: the cells that it shows in red, amber or blue are those
// that the checker finds fault with. BANGFU_DIFFERENTIAL=10000 takes so many records a form.

const RECORDS = Number(process.env.BANGFU_DIFFERENTIAL ?? 300);
const ROWS = 20;
/** How many of the rows are filled in at least; the sheets that are left untouched are compared too. */
const FILLED = 0.75;
/** LibreOffice takes more time for each sheet of a large workbook. */
const SHEETS_OF_A_BOOK = 25;
/** Long enough for the full number. */
const TIMEOUT = 60_000 + RECORDS * 1000;
const LEVELS: readonly Level[] = ['error', 'query', 'hint'];
const FORMS = await loadBuiltInForms();
const example = exampleCampaign(FORMS, () => true);
/** A period with a whole year, for the rules that ask for something in each; the others keep their month. */
const campaign = {
  ...example,
  tasks: example.tasks.map((task) =>
    task.form === 'assistance-visits'
      ? { ...task, periodStart: '2020-01-01', periodEnd: '2020-12-31' }
      : task,
  ),
};
const MONTH = '2020-10-01 至 2020-10-31';
const PERIODS = [
  ...[
    '2020年10月',
    '2020.10.1-10.31',
    '2020.10.01到10.31',
    '2020年10月1日至2020年10月31日',
    '2020-10-1 至 10-31',
  ],
  ...[
    '2020-09-01 至 2020-09-30',
    '2020年9月',
    '2020-10-01 至 2020-10-30',
    '2020/10/1~11/1',
    '2020.9.1至9.30',
  ],
  ...['十月', '2020', '', null, '2020年10月份', '2020-07-01 至 2020-12-31', MONTH],
];
const ANSWERS = ['无', '有', '没有', '本期无', '否', '', null, '是'];

const folder = mkdtempSync(join(tmpdir(), 'bangfu-verdicts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
if (!HAS_LIBREOFFICE) console.warn('skipped: no soffice on this machine');

describe.skipIf(!HAS_LIBREOFFICE)('the colours of a filled template, as LibreOffice shows them', () => {
  it.each(FORMS.map((form, index) => [form.title, form, index + 1] as const))(
    'of %s are the checker’s findings',
    async (_title, plainForm, seed) => {
      const form: FormDefinition = { ...plainForm, templateRows: ROWS };
      const task = campaign.tasks.find((item) => item.form === form.key)!;
      const unit = campaign.units.find((item) => item.owes.has(form.key))!;
      const parameters = ruleParameters(campaign, task);
      const template = planUnitWorkbook({ ...campaign, tasks: [task] }, [form], unit)!;
      const [blank, ...others] = template.sheets;
      const random = randomNumbers(seed);
      const sheets = Array.from({ length: Math.ceil(RECORDS / ROWS / FILLED) }, (_, index) =>
        fill({ ...blank!, name: `${index + 1}` }, form, random, index),
      );
      const context = ingestContext(campaign, indexRoster(campaign.units, campaign.prefecture), [form]);
      const check = compileChecker(form, parameters);
      const left = new Set([...Object.keys(CHECKER_ONLY_RULES), ...checkerOnlyRules(form).keys()]);
      const differences: string[] = [];
      const seen = new Map<string, number>();
      const count = { records: 0, cells: 0, painted: 0, leftToChecker: 0, nil: 0 };
      const compare = (
        sheet: SheetPlan,
        painted: ReadonlyMap<string, Level>,
        submissions: readonly Submission[],
      ) => {
        // Below 合计 the colours are explained.
        const shown = new Map(
          [...painted].filter(([cell]) => parseReference(cell)!.rowNumber <= FIRST_DATA_ROW + ROWS),
        );
        count.painted += shown.size;
        const submission = check(submissions[0]!, unit);
        // What a sheet of nothing but zeros is, nil-implied tells.
        if (submission.content === 'nil') {
          count.nil++;
          return;
        }
        const rawAt = rawReader(sheet);
        const columnOf = (field: FieldDefinition) => submission.columns[form.fields.indexOf(field)] ?? 0;
        const isLeft = (finding: Finding) =>
          isLeftToChecker(form, finding, (field, row) => rawAt(row, columnOf(field)));
        const expected = new Map<string, { must: Level | null; may: Level[]; rules: string[] }>();
        const expect_ = (cell: string, rule: string, level: Level, tolerated: boolean) => {
          const entry = expected.get(cell) ?? { must: null, may: [], rules: [] };
          expected.set(cell, entry);
          entry.rules.push(rule);
          if (tolerated) entry.may.push(level);
          else if (entry.must === null || LEVELS.indexOf(level) < LEVELS.indexOf(entry.must))
            entry.must = level;
        };
        for (const finding of submission.findings) {
          if (finding.cell === null || left.has(finding.rule) || finding.rule === 'blank-numbers') continue;
          expect_(finding.cell, finding.rule, finding.level, isLeft(finding));
        }
        // blank-numbers is one finding for all of them.
        const blanks = submission.records.flatMap((record) =>
          form.fields.flatMap((field, fieldIndex) =>
            field.required &&
            !field.computed &&
            kindOf(field).isNumber &&
            record.states[fieldIndex] === 'blank'
              ? [formatReference(record.rowNumber, submission.columns[fieldIndex]!)]
              : [],
          ),
        );
        const told = submission.findings.find((finding) => finding.rule === 'blank-numbers');
        expect([told?.cell ?? null, told?.parameters.count ?? 0]).toEqual([blanks[0] ?? null, blanks.length]);
        for (const cell of blanks) expect_(cell, 'blank-numbers', 'hint', false);

        count.records += submission.records.length;
        count.cells += ROWS * form.fields.length;
        for (const cell of new Set([...expected.keys(), ...shown.keys()])) {
          const { must, may, rules } = expected.get(cell) ?? { must: null, may: [], rules: [] };
          const actual = shown.get(cell) ?? null;
          const rank = (level: Level | null) => (level === null ? LEVELS.length : LEVELS.indexOf(level));
          if (actual === must) {
            for (const rule of new Set(rules)) seen.set(rule, (seen.get(rule) ?? 0) + 1);
            if (may.some((level) => rank(level) < rank(must))) count.leftToChecker++;
          } else if (actual !== null && may.includes(actual) && rank(actual) < rank(must)) {
          } else {
            const place = parseReference(cell)!;
            const row = form.fields.map((field) => JSON.stringify(rawAt(place.rowNumber, columnOf(field))));
            differences.push(
              `${sheet.name}!${cell} ${rules}: shown ${actual}, checked ${must}; ${row.join(' ')}`,
            );
          }
        }
      };
      for (let first = 0; first < sheets.length; first += SHEETS_OF_A_BOOK) {
        const some = sheets.slice(first, first + SHEETS_OF_A_BOOK);
        const bytes = await writeWorkbook({
          ...template,
          sheets: [...some, ...others.slice(0, -1)],
          definedNames: [],
        });
        const source = join(folder, `${form.key}-${first}.xlsx`);
        writeFileSync(source, bytes);
        const [html] = convertWithLibreOffice([source], 'html:HTML (StarCalc)', folder);
        const painted = readPaintedCells(html!);
        const read = readWorkbook(bytes);
        if (read.kind === 'unreadable') throw new Error(JSON.stringify(read.reason));
        const { sheets: ingested } = ingestWorkbook({ path: 'a.xlsx', entry: null }, read.workbook, context);
        some.forEach((sheet, index) => {
          compare(sheet, painted[index]!, ingested.find((item) => item.sheet === sheet.name)!.submissions);
        });
        rmSync(source);
        rmSync(html!);
      }
      if (process.env.BANGFU_DIFFERENTIAL) {
        const file = join(process.env.BANGFU_DIFFERENTIAL_OUT ?? folder, `${form.key}.json`);
        writeFileSync(file, JSON.stringify({ form: form.key, ...count, differences, seen: [...seen] }));
      }
      expect(differences.slice(0, 20)).toEqual([]);
      // Every rule that the template shows was seen: otherwise nothing has been compared.
      const shownRules = form.rules.filter((rule) => !left.has(rule.id)).map((rule) => rule.id);
      expect(shownRules.filter((rule) => !seen.has(rule))).toEqual([]);
    },
    TIMEOUT,
  );
});

function fill(sheet: SheetPlan, form: FormDefinition, random: () => number, index: number): SheetPlan {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const temper = TEMPERS[index % TEMPERS.length]!;
  // Some sheets are left untouched, some have a few rows only.
  const lastRow = FIRST_DATA_ROW + pick([0, 3, ROWS, ROWS, ROWS, ROWS, ROWS, ROWS]) - 1;
  const added = new Set(
    measuresOf(form).flatMap((measure) => (measure.kind === 'sum' ? [measure.field] : [])),
  );
  const days: readonly [string, number] =
    form.key === 'assistance-visits' ? ['2019-12-20', pick([20, 100, 390])] : ['2020-09-25', 45];
  const valueIn = (row: PlannedRow, columnNumber: number, value: PlannedValue): PlannedValue => {
    const field = form.fields[columnNumber - 2];
    if (row.rowNumber === FIRST_DATA_ROW + ROWS) {
      if (!field || !added.has(field.key) || random() < 0.5) return value;
      return pick([
        0,
        1,
        2.5,
        -1,
        '12',
        100,
        { kind: 'formula', formula: '1+2', result: 3 },
        totalOf(sheet, columnNumber),
      ]);
    }
    if (row.rowNumber < FIRST_DATA_ROW || row.rowNumber > lastRow || !field) return value;
    return field.computed ? typedOver(value, random) : randomValue(field, random, temper, days);
  };
  const filled: SheetPlan = {
    ...sheet,
    rows: sheet.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => {
        if (row.rowNumber !== 3) return { ...cell, value: valueIn(row, cell.columnNumber, cell.value) };
        if (cell.value === '有') return { ...cell, value: pick(['有', '有', pick(ANSWERS)]) };
        if (typeof cell.value === 'string' && / 至 /.test(cell.value))
          return { ...cell, value: pick([cell.value, pick(PERIODS)]) };
        return cell;
      }),
    })),
  };
  return withHonestTotals(filled, form, added, random);
}

/** Stands for the sum of the rows until these are known. */
function totalOf(_sheet: SheetPlan, columnNumber: number): PlannedValue {
  return `=${columnNumber}`;
}

/** Puts sums of the plain numbers, and sums that are one cent or one thing off, where they were asked for. */
function withHonestTotals(
  sheet: SheetPlan,
  form: FormDefinition,
  added: ReadonlySet<string | null>,
  random: () => number,
): SheetPlan {
  const rawAt = rawReader(sheet);
  const sumOf = (field: FieldDefinition): number => {
    const parts = field.computed === null ? [field.key] : fieldsOfExpression(field.computed);
    const cents = Array.from({ length: ROWS }, (_, index) =>
      parts.reduce((sum, key) => {
        const value = rawAt(FIRST_DATA_ROW + index, form.fields.indexOf(fieldOf(form, key)) + 2);
        return sum + (typeof value === 'number' ? Math.round(value * 100) : 0);
      }, 0),
    );
    return cents.reduce((sum, value) => sum + value, 0);
  };
  return {
    ...sheet,
    rows: sheet.rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell) => {
        const field = form.fields[cell.columnNumber - 2];
        if (!field || !added.has(field.key) || cell.value !== `=${cell.columnNumber}`) return cell;
        const off = [0, 1, -1, 2][Math.floor(random() * 4)]!;
        return { ...cell, value: (sumOf(field) + off * (kindOf(field).isMoney ? 1 : 100)) / 100 };
      }),
    })),
  };
}

function rawReader(sheet: SheetPlan): (rowNumber: number, columnNumber: number) => PlannedValue {
  const rows = new Map(
    sheet.rows.map((row) => [
      row.rowNumber,
      new Map(row.cells.map((cell) => [cell.columnNumber, cell.value])),
    ]),
  );
  return (rowNumber, columnNumber) => rows.get(rowNumber)?.get(columnNumber) ?? null;
}

/** True where a finding rests on a cell that the checker reads tolerantly and that Excel cannot compare. */
function isLeftToChecker(
  form: FormDefinition,
  finding: Finding,
  rawOf: (field: FieldDefinition, rowNumber: number) => PlannedValue,
): boolean {
  const { rowNumber } = parseReference(finding.cell!)!;
  const inRow = (key: string, row = rowNumber) => isTolerated(form, key, (field) => rawOf(field, row));
  if (finding.rule === 'out-of-range') return inRow(finding.field!);
  const rows = Array.from({ length: ROWS }, (_, index) => FIRST_DATA_ROW + index);
  if (finding.rule === 'total-mismatch') {
    const field = fieldOf(form, finding.field!);
    const parts = field.computed === null ? [] : fieldsOfExpression(field.computed);
    const isFraction = (key: string, row: number) => {
      const value = rawOf(fieldOf(form, key), row);
      return typeof value === 'number' && Math.abs(value * 100 - Math.round(value * 100)) > 1e-9;
    };
    return [field.key, ...parts].some(
      (key) => inRow(key) || rows.some((row) => inRow(key, row) || isFraction(key, row)),
    );
  }
  if (finding.rule === 'period-mismatch') return /\d-\d+\.\d+$|~/.test(String(finding.value));
  return (form.rules.find((rule) => rule.id === finding.rule)?.checks ?? []).some((check) => {
    if (check.kind === 'atLeast')
      return rows.some(
        (row) =>
          rawOf(fieldOf(form, check.field), row) !== null && !isDay(rawOf(fieldOf(form, check.field), row)),
      );
    if (check.kind !== 'row') return false;
    const { compared, asked } = operandsOf(check.holds);
    return [...compared, ...asked].some((key) => inRow(key));
  });
}

function isDay(value: PlannedValue): boolean {
  return typeof value === 'object' && value?.kind === 'date';
}
