import { summarizeInbox } from '../../../src/app/summarize-inbox.js';
import type { Campaign, Decision, Moment, Receipt, Unit } from '../../../src/campaign/campaign.js';
import { indexRoster } from '../../../src/campaign/roster-index.js';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as pairedAssistance } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import { type FormDefinition, headerTitle } from '../../../src/form/form-definition.js';
import { ingestContext, ingestWorkbook } from '../../../src/ingest/ingest-workbook.js';
import { ALL_SUSPICIONS } from '../../../src/issue/suspicions.js';
import type { PendingFile } from '../../../src/merge/measure-completeness.js';
import type { ReceivedFile } from '../../../src/merge/summarize.js';
import type { CompletenessEntry, Summary } from '../../../src/merge/summary.js';
import type { CellValue } from '../../../src/workbook/cell-value.js';
import { serialOfDate } from '../../../src/workbook/date-serial.js';
import { type Grid, GridBuilder, type GridWorkbook } from '../../../src/workbook/grid.js';
import { formatReference } from '../../../src/workbook/reference.js';
import type { PlannedValue, SheetPlan, WorkbookPlan } from '../../../src/workbook/workbook-plan.js';

// A small campaign, and returns as plain tables: row 1 the title, row 2 the labels, row 3 the header, rows from row 4.

export { donations, pairedAssistance, wishes };
export const FORMS: readonly FormDefinition[] = [pairedAssistance, donations, wishes];
export const DEADLINE = '2020-10-18T18:00:00+08:00';
export const AS_OF = '2020-10-26T09:00:00+08:00';
export const FIRST_ROW = 4;

export function unit(code: string, name: string, county: string | null, more: Partial<Unit> = {}): Unit {
  return {
    code,
    name,
    aliases: [],
    county,
    category: county === null ? '地直部门' : '乡镇',
    through: null,
    owes: new Set(FORMS.map((form) => form.key)),
    contact: null,
    phone: null,
    email: null,
    ...more,
  };
}

export const UNITS: readonly Unit[] = [
  unit('A1', '红旗乡', '东县'),
  unit('A2', '胜利镇', '东县'),
  unit('B1', '上户乡', '西县'),
  unit('B2', '下户镇', '西县'),
  unit('P1', '示例教育局', null),
];

export function campaignWith(more: Partial<Campaign> = {}): Campaign {
  return {
    name: '2020年活动月',
    prefecture: '示例地区',
    periodStart: '2020-10-01',
    periodEnd: '2020-10-31',
    deadline: DEADLINE,
    receiver: null,
    contact: null,
    phone: null,
    email: null,
    targetPercent: 30,
    targetBasis: '全部',
    wishAmountLimit: 2000,
    passwords: [],
    suspicions: ALL_SUSPICIONS,
    tasks: FORMS.map((form) => ({
      form: form.key,
      title: form.title,
      attachment: String(form.attachment),
      periodStart: '2020-10-01',
      periodEnd: '2020-10-31',
      deadline: DEADLINE,
      paperDeadline: null,
    })),
    units: UNITS,
    materials: [],
    receipts: [],
    decisions: [],
    ...more,
  };
}

export function receipt(code: string, more: Partial<Receipt>): Receipt {
  return {
    unit: code,
    form: null,
    receivedAt: null,
    paperReceived: false,
    extendedTo: null,
    exemptReason: null,
    ...more,
  };
}

export function decision(action: Decision['action'], file: string, more: Partial<Decision> = {}): Decision {
  return {
    file,
    sheet: null,
    unit: null,
    form: null,
    action,
    reason: null,
    decidedBy: null,
    decidedOn: null,
    ...more,
  };
}

/** A day as Excel stores it. */
export interface Day {
  readonly day: string;
}
export const day = (text: string): Day => ({ day: text });

/** What stands in the cells of a row, by field. */
export type Row = Readonly<Record<string, CellValue | Day>>;

export const village = (name: string, more: Row = {}): Row => ({
  village: name,
  householdsPaired: 10,
  responsibleCadres: 5,
  cadreVisits: 8,
  leaderVisits: 2,
  householdsVisited: 10,
  activities: 1,
  householdsConsoled: 4,
  consolationMoney: 400,
  consolationGoods: 0,
  problemsSolved: 1,
  ...more,
});

export const donation = (donor: string, money: number | string | null, more: Row = {}): Row => ({
  donor,
  donorKind: '个人',
  donatedOn: day('2020-10-10'),
  money,
  recipient: '甲村',
  ...more,
});

export const wish = (name: string, more: Row = {}): Row => ({
  name,
  category: '脱贫户',
  place: '甲村',
  wish: '一双棉鞋',
  status: '待对接',
  ...more,
});

/** One table of a returned workbook. */
export interface SentSheet {
  readonly form: FormDefinition;
  /** 填报单位 as written; null leaves it blank. */
  readonly unit?: string | null;
  readonly answer?: string;
  readonly period?: string;
  readonly rows: readonly Row[];
  readonly name?: string;
  /** A 单位名称 column, one name a row. */
  readonly owners?: readonly string[];
  /** Header texts instead of the form's own; null leaves the column out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Constants in the 合计 row. */
  readonly totals?: Readonly<Record<string, number>>;
}

/** A file that came; `workbook` instead of `sheets` for one that was made elsewhere. */
export interface Sent {
  readonly path: string;
  readonly entry?: string | null;
  readonly at?: Moment;
  readonly sheets?: readonly SentSheet[];
  readonly workbook?: GridWorkbook;
  /** It could not be read, or is no spreadsheet. */
  readonly broken?: 'unreadable' | 'ignored';
}

/** The column of a field in the sheets of `gridOf`. */
export function columnOf(form: FormDefinition, field: string): number {
  return form.fields.findIndex((item) => item.key === field) + 3;
}

/** The cell of a field in the nth row (from 0). */
export function cellOf(form: FormDefinition, rowIndex: number, field: string): string {
  return formatReference(FIRST_ROW + rowIndex, columnOf(form, field));
}

export function gridOf(sheet: SentSheet): Grid {
  const { form, rows } = sheet;
  const builder = new GridBuilder();
  const title = (key: string) => {
    const given = sheet.headers?.[key];
    return given === undefined ? headerTitle(form.fields.find((field) => field.key === key)!) : given;
  };
  builder.set(1, 1, form.title);
  const labels: (string | null)[] = [
    '填报单位：',
    sheet.unit ?? null,
    '统计时段：',
    sheet.period ?? '2020-10-01 至 2020-10-31',
    '本期有无数据：',
    sheet.answer ?? '有',
  ];
  labels.forEach((text, index) => {
    builder.set(2, index + 1, text);
  });
  builder.set(3, 1, '序号');
  if (sheet.owners) builder.set(3, 2, '单位名称');
  for (const field of form.fields) builder.set(3, columnOf(form, field.key), title(field.key));
  rows.forEach((row, index) => {
    const rowNumber = FIRST_ROW + index;
    builder.set(rowNumber, 1, index + 1);
    if (sheet.owners) builder.set(rowNumber, 2, sheet.owners[index] ?? null);
    for (const [key, value] of Object.entries(row)) {
      if (title(key) === null) continue;
      const isDay = typeof value === 'object' && value !== null && 'day' in value;
      builder.set(rowNumber, columnOf(form, key), isDay ? serialOfDate(value.day) : value, isDay);
    }
  });
  if (sheet.totals) {
    const rowNumber = FIRST_ROW + rows.length;
    builder.set(rowNumber, 1, '合计');
    for (const [key, value] of Object.entries(sheet.totals))
      builder.set(rowNumber, columnOf(form, key), value);
  }
  return builder.build({ sheetName: sheet.name ?? form.title });
}

/** Runs the pure path: ingest, validate, merge. Files come on 15 October unless they say otherwise. */
export function run(
  campaign: Campaign,
  sent: readonly Sent[],
  more: { readonly pending?: readonly PendingFile[]; readonly asOf?: Moment } = {},
): Summary {
  const roster = indexRoster(campaign.units, campaign.prefecture);
  const context = ingestContext(campaign, roster, FORMS);
  const files = sent.map((item): ReceivedFile => {
    const source = { path: item.path, entry: item.entry ?? null };
    const workbook = item.workbook ?? {
      sheets: (item.sheets ?? []).map(gridOf),
      definedNames: new Map<string, string>(),
    };
    return {
      ...source,
      sha256: '',
      size: 0,
      receivedAt: item.at ?? '2020-10-15T10:00:00+08:00',
      receivedBy: '文件创建时间',
      outcome: item.broken
        ? { kind: item.broken, reason: '打不开', isAnswer: true }
        : { kind: 'read', ...ingestWorkbook(source, workbook, context) },
    };
  });
  return summarizeInbox(
    { files, pending: more.pending ?? [], ledger: [], campaign },
    FORMS,
    more.asOf ?? AS_OF,
  );
}

/** The entry of a pair; throws when it is not owed. */
export function entryOf(summary: Summary, code: string, form: FormDefinition): CompletenessEntry {
  const entry = summary.completeness.find((item) => item.unit === code && item.form === form.key);
  if (!entry) throw new Error(`${code} does not owe ${form.key}`);
  return entry;
}

/** Dispositions of the files, by path. */
export function dispositions(summary: Summary): Readonly<Record<string, string>> {
  return Object.fromEntries(
    summary.files.map((file) => [
      file.entry === null ? file.path : `${file.path}/${file.entry}`,
      file.disposition,
    ]),
  );
}

/** `rule cell state` of every finding that is no hint. */
export function complaints(summary: Summary): readonly string[] {
  return summary.findings
    .filter((finding) => finding.level !== 'hint')
    .map((finding) => `${finding.rule} ${finding.cell ?? '-'} ${finding.closedBy ?? 'open'}`);
}

/** What a reader finds in a workbook that is written from the plan. */
export function gridsOfPlan(plan: WorkbookPlan): GridWorkbook {
  return {
    sheets: plan.sheets.map(gridOfSheet),
    definedNames: new Map((plan.definedNames ?? []).map(({ name, formula }) => [name, formula])),
  };
}

function gridOfSheet(sheet: SheetPlan): Grid {
  const builder = new GridBuilder();
  for (const row of sheet.rows) {
    for (const { columnNumber, value } of row.cells) {
      const kind = typeof value === 'object' ? value?.kind : undefined;
      builder.set(row.rowNumber, columnNumber, storedValue(value), kind === 'date', kind === 'formula');
    }
  }
  return builder.build({
    sheetName: sheet.name,
    visibility: sheet.visibility ?? 'visible',
    merges: sheet.merges ?? [],
  });
}

function storedValue(value: PlannedValue): CellValue {
  if (value === null || value === '') return null;
  if (typeof value !== 'object') return value;
  if (value.kind === 'date') return serialOfDate(value.date);
  return value.kind === 'link' ? value.text : value.result;
}
