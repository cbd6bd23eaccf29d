import { expect } from 'vitest';
import type { Decision, FormTask, Unit } from '../../../src/campaign/campaign.js';
import { indexRoster } from '../../../src/campaign/roster-index.js';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as pairedAssistance } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import type { FormDefinition } from '../../../src/form/form-definition.js';
import type { FieldValue } from '../../../src/form/record.js';
import { compileTotals } from '../../../src/form/record-totals.js';
import { ingestContext, ingestWorkbook } from '../../../src/ingest/ingest-workbook.js';
import type { RecordedStatus } from '../../../src/ingest/read-status-sheet.js';
import type { UnitIdentity } from '../../../src/ingest/submission.js';
import type { Finding } from '../../../src/issue/finding.js';
import { compileChecker } from '../../../src/validate/check-submission.js';
import type { CheckedSubmission } from '../../../src/validate/checked-submission.js';
import type { Grid, GridWorkbook } from '../../../src/workbook/grid.js';
import { parseReference } from '../../../src/workbook/reference.js';
import { type GridTableOptions, gridOf } from './grid-table.js';

export const FORMS = [pairedAssistance, donations, wishes];
export const PERIOD = { periodStart: '2020-10-01', periodEnd: '2020-10-31' };

const TITLES: Readonly<Record<string, string>> = {
  'paired-assistance': '2020年结对帮扶活动月统计表',
  donations: '定点帮扶单位扶贫捐赠款物统计表',
  wishes: '微心愿对接表',
};

export const TASKS: readonly FormTask[] = FORMS.map((form) => ({
  form: form.key,
  title: TITLES[form.key]!,
  attachment: String(form.attachment),
  ...PERIOD,
  deadline: '2020-10-18T23:59:59+08:00',
  paperDeadline: null,
}));

/** Two counties and two 地直单位; 教育局 is the name of a unit in either county. */
export const UNITS: readonly Unit[] = [
  unit('T1', '和平乡', '塔城市', '乡镇'),
  unit('T2', '和平镇', '塔城市', '乡镇'),
  unit('T3', '教育局', '塔城市', '县直部门', ['教科局']),
  unit('T4', '第一中学', '塔城市', '中小学'),
  unit('E1', '教育局', '额敏县', '县直部门'),
  unit('E2', '上户镇', '额敏县', '乡镇'),
  unit('D1', '地区财政局', null, '地直部门'),
  unit('D2', '塔城日报社', null, '其他'),
];

function unit(
  code: string,
  name: string,
  county: string | null,
  category: string,
  aliases: string[] = [],
): Unit {
  const owes = new Set(FORMS.map((form) => form.key));
  const contact = { through: null, contact: null, phone: null, email: null };
  return { code, name, county, category, aliases, owes, ...contact };
}

/** What reading and checking made of one submission, in the shapes that tests assert. */
export interface ReadSheet {
  readonly submission: CheckedSubmission;
  readonly sheet: string;
  readonly form: string;
  /** The unit's code; null when it is not known. */
  readonly unit: string | null;
  readonly identity: UnitIdentity;
  readonly content: CheckedSubmission['content'];
  /** `[cell, rule]` by row, column and rule, those without a cell first. */
  readonly findings: readonly (readonly [string | null, string])[];
  /** A field's values of all records, in order; money is in cents. */
  column(field: string): readonly (FieldValue | null)[];
  readonly rowNumbers: readonly number[];
  /** One total, money in cents. */
  total(key: string): number | undefined;
  finding(rule: string): Finding;
}

export interface ReadOptions extends GridTableOptions {
  readonly path?: string;
  readonly entry?: string | null;
  readonly decisions?: readonly Decision[];
  readonly forms?: readonly FormDefinition[];
}

/** Ingests and checks a workbook with the tests' roster and period. */
export function readBook(
  workbook: GridWorkbook,
  options: ReadOptions = {},
): { readonly submissions: readonly ReadSheet[]; readonly statuses: readonly RecordedStatus[] } {
  const forms = options.forms ?? FORMS;
  const roster = indexRoster(UNITS, '塔城地区');
  const context = ingestContext({ tasks: TASKS, decisions: options.decisions ?? [] }, roster, forms);
  const source = { path: options.path ?? '收件/来件.xlsx', entry: options.entry ?? null };
  const { sheets, statuses } = ingestWorkbook(source, workbook, context);
  const submissions = sheets.flatMap((sheet) =>
    sheet.submissions.map((submission): ReadSheet => {
      const form = forms.find((item) => item.key === submission.form)!;
      const { identity } = submission;
      const known = identity.kind === 'known' ? UNITS.find((item) => item.code === identity.unit)! : null;
      const checked = compileChecker(form, { wishAmountLimit: 2000, ...PERIOD })(submission, known);
      return describe(form, checked);
    }),
  );
  return { submissions, statuses };
}

/** Reads sheets of one workbook. */
export function readSheets(grids: readonly Grid[], options: ReadOptions = {}): readonly ReadSheet[] {
  return readBook({ sheets: grids, definedNames: new Map() }, options).submissions;
}

/** Reads a text table in which there is one unit's table of one form. */
export function readTable(table: string, options: ReadOptions = {}): ReadSheet {
  const read = readSheets([gridOf(table, options)], options);
  expect(read.map((item) => item.form)).toHaveLength(1);
  return read[0]!;
}

function describe(form: FormDefinition, submission: CheckedSubmission): ReadSheet {
  const indexOf = (key: string) => form.fields.findIndex((field) => field.key === key);
  const totals = compileTotals(form)(submission.records);
  return {
    submission,
    sheet: submission.sheet,
    form: form.key,
    unit: submission.identity.kind === 'known' ? submission.identity.unit : null,
    identity: submission.identity,
    content: submission.content,
    findings: [...submission.findings].sort(byPlace).map(({ cell, rule }) => [cell, rule] as const),
    column: (field) => submission.records.map((record) => record.values[indexOf(field)] ?? null),
    rowNumbers: submission.records.map((record) => record.rowNumber),
    total: (key) => totals[key],
    finding: (rule) => {
      const found = submission.findings.filter((finding) => finding.rule === rule);
      expect(found).toHaveLength(1);
      return found[0]!;
    },
  };
}

function byPlace(a: Finding, b: Finding): number {
  const [left, right] = [parseReference(a.cell ?? ''), parseReference(b.cell ?? '')];
  return (
    (left?.rowNumber ?? 0) - (right?.rowNumber ?? 0) ||
    (left?.columnNumber ?? 0) - (right?.columnNumber ?? 0) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
