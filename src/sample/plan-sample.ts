import {
  type Campaign,
  type FormTask,
  type Moment,
  PREFECTURE_UNITS,
  type Unit,
} from '../campaign/campaign.js';
import { campaignOfContent, type SettingsContent } from '../campaign/settings-content.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { Status } from '../issue/finding.js';
import { planBlankWorkbook, planUnitWorkbook } from '../template/template-workbook.js';
import type { SheetPlan, WorkbookPlan } from '../workbook/workbook-plan.js';
import type { FindingPlace } from './defect.js';
import { fillSheet, layoutOf, type Place, type SheetLayout, type SheetSurroundings } from './fill-sheet.js';
import { asOfCampaign, planReturns, type ReturnItem, type UnitReturn } from './plan-returns.js';
import { type ItemVersions, planVersions, type SheetVersion, type UnitVersions } from './plan-versions.js';
import { type Random, seededRandom } from './random.js';
import { inMonth } from './sample-month.js';
import { sampleContent } from './sample-roster.js';
import { monthOfPeriod } from './sample-sheet.js';
import {
  type CountedRows,
  type PlacedFinding,
  type SampleTruth,
  type TruthEntry,
  truthFindings,
  truthTotals,
} from './sample-truth.js';
import { personName, phoneNumber } from './words.js';

/** How large the sample is and how much of it is faulty (0–1). */
export interface SampleOptions {
  readonly counties: number;
  readonly units: number;
  readonly seed: number;
  readonly defects: number;
  /** The month of the campaign, `2020-09`; by default that of the example. */
  readonly month?: string;
  /** Which forms are asked for; by default those of the example. */
  readonly isAsked?: (form: FormDefinition) => boolean;
}

/**
 * A returned workbook; `path` lies below 收件/. `plan` is made when it is asked for, so that thousands of files never
 * lie in memory at once.
 */
export interface SampleFile {
  readonly path: string;
  readonly plan: WorkbookPlan;
}

/** A made-up campaign: 活动设置, what lies in 收件/, and what a run must find. */
export interface SamplePlan {
  readonly content: SettingsContent;
  readonly files: readonly SampleFile[];
  /** Files that are no workbooks, as text. */
  readonly otherFiles: readonly { readonly path: string; readonly text: string }[];
  readonly truth: SampleTruth;
}

/** How many of the units that could send a form without owing it do so, for each unit of `defects`. */
const UNOWED_SHARE = 0.1;
const INBOX = '收件';
/** The first bytes of a zip and nothing behind them. */
const TRUNCATED = 'PK\u0003\u0004\u0014\u0000\u0006\u0000\b\u0000';

/** Plans a sample. The same options and forms give the same plan; the truth is added up here, by nobody else. */
export function planSample(options: SampleOptions, forms: readonly FormDefinition[]): SamplePlan {
  const random = seededRandom(options.seed);
  const example = sampleContent(
    options.counties,
    options.units,
    forms,
    random.fork('roster'),
    options.isAsked,
  );
  const roster = options.month === undefined ? example : inMonth(example, options.month);
  const campaign = campaignOfContent(roster);
  const answers = planReturns(campaign, forms, options.defects * UNOWED_SHARE, random.fork('returns'));
  const sent = planVersions(answers, options.defects, random.fork('versions'));
  const content = { ...roster, receipts: answers.flatMap((answer) => answer.receipts) };
  const templates = templatesOf(campaign, forms);
  const mailed = sent.map((unit) => mailUnit(unit, templates, random.fork(`mail ${unit.answer.unit.code}`)));
  const asOf = asOfCampaign(campaign);
  return {
    content,
    files: mailed.flatMap((unit) => unit.files),
    otherFiles: [...answers.flatMap(pendingFile), ...clutter(options.units)],
    truth: {
      asOf,
      totals: truthTotals(content, enabledForms(campaign, forms), sent.flatMap(countedRows)),
      completeness: truthCompleteness(campaign, sent, asOf),
      findings: truthFindings(mailed.flatMap((unit) => unit.findings)),
    },
  };
}

function enabledForms(campaign: Campaign, forms: readonly FormDefinition[]): readonly FormDefinition[] {
  return campaign.tasks.flatMap((task) => forms.filter((form) => form.key === task.form));
}

// ---- files

interface Mailed {
  readonly files: readonly SampleFile[];
  readonly findings: readonly PlacedFinding[];
}

/** The templates that the office sends out. */
interface Templates {
  unit(unit: Unit): WorkbookPlan;
  blank(item: ReturnItem): WorkbookPlan;
}

function templatesOf(campaign: Campaign, forms: readonly FormDefinition[]): Templates {
  const blanks = new Map<string, WorkbookPlan>();
  return {
    // Units that owe nothing send nothing.
    unit: (unit) => planUnitWorkbook(campaign, forms, unit)!,
    blank: ({ form, task }) => {
      const plan = blanks.get(form.key) ?? planBlankWorkbook(campaign, form, task);
      blanks.set(form.key, plan);
      return plan;
    },
  };
}

/** A workbook to be sent: its sheets of forms with what is typed into them. */
interface Mailing {
  readonly path: string;
  readonly template: () => WorkbookPlan;
  readonly parts: readonly {
    readonly sheetIndex: number;
    readonly item: ReturnItem;
    readonly version: SheetVersion;
  }[];
  readonly around: SheetSurroundings;
}

function mailUnit(unit: UnitVersions, templates: Templates, random: Random): Mailed {
  const { kind, unowed } = unit.answer;
  const mailings = [
    ...(kind === 'workbook'
      ? mailWorkbooks(unit, templates, random)
      : mailBlanks(unit.items, templates, random)),
    ...mailBlanks(unowed.flatMap(versionOfUnowed), templates, random),
  ];
  const files = mailings.flatMap((mailing) => {
    const copy = { ...mailing, path: mailing.path.replace(/\.xlsx$/, '（重发）.xlsx') };
    return unit.isRepeated && mailing.parts.every(({ version }) => version.findings.length === 0)
      ? [fileOf(mailing), fileOf(copy)]
      : [fileOf(mailing)];
  });
  return { files, findings: mailings.flatMap(placeFindings) };
}

/** The unit's own workbook, once for each version; forms that did not change come again as they were. */
function mailWorkbooks(unit: UnitVersions, templates: Templates, random: Random): Mailing[] {
  const path = pathOf(unit.answer.unit, random);
  const around = surroundings(unit.answer.items[0]!.receivedAt!, random, null, null);
  const count = Math.max(...unit.items.map((entry) => entry.versions.length));
  return Array.from({ length: count }, (_, number) => ({
    path: versionPath(path, number),
    template: () => templates.unit(unit.answer.unit),
    around,
    parts: unit.items.map((entry, sheetIndex) => ({
      sheetIndex,
      item: entry.item,
      version: entry.versions[Math.min(number, entry.versions.length - 1)]!,
    })),
  }));
}

/** A blank template for each form, on which the unit has written or chosen its name. */
function mailBlanks(entries: readonly ItemVersions[], templates: Templates, random: Random): Mailing[] {
  return entries.flatMap(({ item, versions }) => {
    const name = writtenName(item.unit, random);
    const path = `${folderOf(item.unit)}${item.form.title}（${item.unit.name}）.xlsx`;
    const around = surroundings(item.receivedAt!, random, name.unit, name.county);
    return versions.map((version, number) => ({
      path: versionPath(path, number),
      template: () => templates.blank(item),
      around,
      parts: [{ sheetIndex: 0, item, version: withShortPeriod(version, item.task, random) }],
    }));
  });
}

/** Counts all the same, with a hint. */
function versionOfUnowed(item: ReturnItem): ItemVersions[] {
  if (item.sheet === null) return [];
  const version: SheetVersion = {
    sheet: item.sheet,
    findings: [{ rule: 'not-owed', level: 'hint', place: { kind: 'nowhere' }, field: null, open: false }],
  };
  return [{ item, versions: [version], inForce: version }];
}

function fileOf(mailing: Mailing): SampleFile {
  return {
    path: mailing.path,
    get plan() {
      return fillMailing(mailing);
    },
  };
}

function fillMailing(mailing: Mailing): WorkbookPlan {
  const template = mailing.template();
  const sheets = template.sheets.map((sheet, index): SheetPlan => {
    const part = mailing.parts.find((item) => item.sheetIndex === index);
    return part === undefined ? sheet : fillSheet(sheet, part.version.sheet, mailing.around);
  });
  return { ...template, sheets, writtenAt: `${mailing.around.filledOn}T00:00:00Z` };
}

function placeFindings(mailing: Mailing): PlacedFinding[] {
  if (mailing.parts.every(({ version }) => version.findings.length === 0)) return [];
  const template = mailing.template();
  return mailing.parts.flatMap(({ sheetIndex, item, version }) => {
    const plan = template.sheets[sheetIndex]!;
    const layout = layoutOf(plan, item.form);
    return version.findings.map(({ rule, level, field, open, place }) => ({
      finding: {
        rule,
        level,
        path: `${INBOX}/${mailing.path}`,
        entry: null,
        sheet: plan.name,
        unit: item.unit.code,
        form: item.form.key,
        field,
        open,
      },
      place: placeIn(layout, place),
    }));
  });
}

function placeIn(layout: SheetLayout, place: FindingPlace): Place | null {
  switch (place.kind) {
    case 'field':
      return layout.field(place.rowIndex, place.field);
    case 'header':
      return layout.header(place.field);
    case 'total':
      return layout.total(place.field);
    case 'label':
      return layout.label(place.label);
    case 'extraHeader':
      return layout.extraHeader;
    case 'nowhere':
      return null;
  }
}

function surroundings(
  receivedAt: Moment,
  random: Random,
  unit: string | null,
  county: string | null,
): SheetSurroundings {
  const signatures = [personName(random), personName(random), personName(random), phoneNumber(random)];
  return { unit, county, filledOn: receivedAt.slice(0, 10), signatures };
}

/** How a unit writes itself: chosen from the lists, by an alias, with the county before its name, or not at all. */
function writtenName(unit: Unit, random: Random): Pick<SheetSurroundings, 'unit' | 'county'> {
  const county = unit.county ?? PREFECTURE_UNITS;
  const draw = random.next();
  if (draw < 0.25 && unit.aliases.length > 0) return { unit: random.pick(unit.aliases), county };
  if (draw < 0.45 && unit.county !== null) {
    return {
      unit: unit.name.startsWith(unit.county) ? unit.name : `${unit.county}${unit.name}`,
      county: null,
    };
  }
  // Then only the name of its file tells whose it is.
  if (draw > 0.95) return { unit: null, county: null };
  return { unit: draw > 0.85 ? ` ${unit.name}（盖章）` : unit.name, county };
}

/** Some units write the month where the template has its first and last day. */
function withShortPeriod(version: SheetVersion, task: FormTask, random: Random): SheetVersion {
  const { sheet } = version;
  const month = monthOfPeriod(task);
  if (sheet.content !== 'rows' || sheet.period !== null || month === null || !random.chance(0.15))
    return version;
  return { ...version, sheet: { ...sheet, period: month } };
}

function folderOf(unit: Unit): string {
  return `${unit.county ?? PREFECTURE_UNITS}/`;
}

/** Files lie in folders of counties or all in one, called after the unit. */
function pathOf(unit: Unit, random: Random): string {
  const draw = random.next();
  if (draw < 0.6) return `${folderOf(unit)}${unit.name}.xlsx`;
  if (draw < 0.8) return `${folderOf(unit)}附件1-3 ${unit.name} 结对帮扶活动月.xlsx`;
  return `${unit.county ?? PREFECTURE_UNITS}-${unit.name}-报表.xlsx`;
}

/** Of equal times of receipt the path decides: the mended file sorts behind the first. */
function versionPath(path: string, number: number): string {
  return number === 0 ? path : path.replace(/\.xlsx$/, `（更正${number}）.xlsx`);
}

/** A file that broke on its way, named after its unit. */
function pendingFile(answer: UnitReturn): { path: string; text: string }[] {
  if (answer.kind !== 'pending') return [];
  return [{ path: `${folderOf(answer.unit)}${answer.unit.name}.xlsx`, text: TRUNCATED }];
}

/** What lies about in every shared folder, and is passed over. */
function clutter(units: number): { path: string; text: string }[] {
  return units < 10
    ? []
    : [
        { path: '~$统计表.xlsx', text: 'user' },
        { path: 'Thumbs.db', text: 'thumbnails' },
      ];
}

// ---- truth

function countedRows(unit: UnitVersions): CountedRows[] {
  const sent = [...unit.items, ...unit.answer.unowed.flatMap(versionOfUnowed)];
  return sent.flatMap(({ item, inForce }) =>
    inForce === null || inForce.sheet.content === 'untouched'
      ? []
      : [
          {
            unit: item.unit.code,
            form: item.form.key,
            rows: inForce.sheet.content === 'rows' ? inForce.sheet.rows : [],
          },
        ],
  );
}

/** In the order of 报送任务, then of the roster. */
function truthCompleteness(
  campaign: Campaign,
  sent: readonly UnitVersions[],
  asOf: Moment,
): readonly TruthEntry[] {
  return campaign.tasks.flatMap((task) =>
    sent.flatMap(({ answer, items }) => {
      const item = answer.items.find((entry) => entry.form.key === task.form);
      if (item === undefined) return [];
      const versions = items.find((entry) => entry.item === item) ?? null;
      return [truthEntry(item, answer, versions, asOf)];
    }),
  );
}

function truthEntry(
  item: ReturnItem,
  answer: UnitReturn,
  versions: ItemVersions | null,
  asOf: Moment,
): TruthEntry {
  const { task, extendedTo, receivedAt } = item;
  const status = statusOf(item, answer, versions);
  const deadline = extendedTo !== null && extendedTo > task.deadline ? extendedTo : task.deadline;
  const isSent = versions?.versions.some((version) => version.sheet.content !== 'untouched') ?? false;
  return {
    unit: item.unit.code,
    form: item.form.key,
    status,
    late: isSent && receivedAt !== null && receivedAt > deadline,
    overdue: status === 'missing' && asOf > deadline,
  };
}

function statusOf(item: ReturnItem, answer: UnitReturn, versions: ItemVersions | null): Status {
  if (answer.kind === 'pending') return 'pending';
  if (versions === null) return item.isExempt ? 'exempt' : 'missing';
  const { inForce } = versions;
  if (inForce === null) return 'returned';
  if (inForce.sheet.content === 'untouched') return 'empty';
  if (inForce.sheet.content === 'nil') return 'nil';
  const isQueried = inForce.findings.some((finding) => finding.level === 'query' && finding.open);
  return isQueried ? 'queried' : 'accepted';
}
