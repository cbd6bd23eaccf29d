import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { exampleCampaign } from '../../src/campaign/example-campaign.js';
import { indexRoster } from '../../src/campaign/roster-index.js';
import { operandsOf } from '../../src/form/condition.js';
import type { FormDefinition } from '../../src/form/form-definition.js';
import { planFormHeader } from '../../src/form/header-plan.js';
import { ingestContext, ingestWorkbook } from '../../src/ingest/ingest-workbook.js';
import type { Finding } from '../../src/issue/finding.js';
import { FIRST_DATA_ROW, ROW_NUMBER_COLUMN, ruleParameters } from '../../src/template/form-sheet.js';
import type { PlannedCheck } from '../../src/template/planned-check.js';
import { planRowChecks } from '../../src/template/row-checks.js';
import { planUnitWorkbook } from '../../src/template/template-workbook.js';
import { compileChecker } from '../../src/validate/check-submission.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { formatReference } from '../../src/workbook/reference.js';
import type { PlannedRow, PlannedValue, SheetPlan, WorkbookPlan } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { isTolerated, randomNumbers, randomValue, TEMPERS, typedOver } from './random-rows.js';

// The template's conditional formats, calculated by LibreOffice, against the checker over random rows. Each format
// stands as a formula in a helper sheet, once a row.

const ROWS = 300;
const FORMS = await loadBuiltInForms();
const campaign = exampleCampaign(FORMS, () => true);

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
          value: field.computed
            ? typedOver(cell.value, random)
            : randomValue(field, random, TEMPERS[row.rowNumber % 2]!, ['2020-09-25', 45]),
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

function planHelper(checks: readonly PlannedCheck[], sheetName: string): SheetPlan {
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
      const checks = planRowChecks(
        form,
        header,
        FIRST_DATA_ROW + ROWS - 1,
        ruleParameters(campaign, task),
      ).filter((check) => !check.rules.includes('blank-numbers'));
      const fieldAt = new Map(form.fields.map((field, index) => [header.fieldColumns[index]!, field]));
      const fieldOfCheck = (check: PlannedCheck) => fieldAt.get(check.range.left)!;
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
      for (const finding of findings) found.set(`${finding.cell} ${finding.rule} ${finding.level}`, finding);

      const rawOf = (rowNumber: number, columnNumber: number): PlannedValue =>
        sheet.rows
          .find((row) => row.rowNumber === rowNumber)!
          .cells.find((cell) => cell.columnNumber === columnNumber)?.value ?? null;
      const isToleratedAt = (rowNumber: number, key: string) =>
        isTolerated(form, key, (field) => rawOf(rowNumber, header.fieldColumns[form.fields.indexOf(field)]!));
      const placeOf = (check: PlannedCheck) =>
        `${check.rules.join('/')} ${fieldOfCheck(check).key} ${check.level}`;
      const differences: string[] = [];
      const seen = new Map<string, number>();
      for (const record of submission.records) {
        checks.forEach((check, column) => {
          const field = fieldOfCheck(check);
          const cell = formatReference(record.rowNumber, check.range.left);
          const inExcel = shown.valueAt(record.rowNumber, column + 1) === 1;
          const finding = check.rules
            .map((rule) => found.get(`${cell} ${rule} ${check.level}`))
            .find((item) => item !== undefined);
          const checked = finding !== undefined;
          const place = placeOf(check);
          if (inExcel && checked) seen.set(place, (seen.get(place) ?? 0) + 1);
          // Two checks of one rule at one cell (WX-05): either may be the one.
          const twin = checks.some(
            (other, index) =>
              index !== column &&
              placeOf(other) === place &&
              shown.valueAt(record.rowNumber, index + 1) === 1,
          );
          if (inExcel === checked || (checked && twin)) return;
          if (finding?.rule === 'out-of-range' && isToleratedAt(record.rowNumber, field.key)) return;
          const rule = form.rules.find((item) => check.rules.includes(item.id));
          const operands = (rule?.checks ?? []).flatMap((item) => {
            if (item.kind !== 'row') return [];
            const { compared, asked } = operandsOf(item.holds);
            return [...compared, ...asked];
          });
          if (checked && operands.some((key) => isToleratedAt(record.rowNumber, key))) return;
          const values = [field.key, ...operands].map((key) =>
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
      const never = checks.filter((check) => check.rules.length === 1 && check.rules[0] !== 'formula-error');
      expect(never.map(placeOf).filter((place) => !seen.has(place))).toEqual([]);
    },
  );
});
