import { type Campaign, type FormTask, type Moment, PREFECTURE_UNITS, type Unit } from '../campaign/campaign.js';
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
}

/** A returned workbook; `path` lies below 收件/. */
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

const INBOX = '收件';
/** The first bytes of a zip and nothing behind them. */
const TRUNCATED = 'PK\u0003\u0004\u0014\u0000\u0006\u0000\b\u0000';

/** Plans a sample. The same options and forms give the same plan; the truth is added up here, by nobody else. */
export function planSample(options: SampleOptions, forms: readonly FormDefinition[]): SamplePlan {
  const random = seededRandom(options.seed);
  const roster = sampleContent(options.counties, options.units, forms, random.fork('roster'));
  const campaign = campaignOfContent(roster);
  const answers = planReturns(campaign, forms, random.fork('returns'));
  const sent = planVersions(answers, options.defects, random.fork('versions'));
  const content = { ...roster, receipts: answers.flatMap((answer) => answer.receipts) };
  const mailed = sent.map((unit) => mailUnit(unit, campaign, forms, random.fork(`mail ${unit.answer.unit.code}`)));
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

/** A workbook to be sent: its sheets of forms with what is typed into them. */
interface Mailing {
  readonly path: string;
  readonly plan: WorkbookPlan;
  readonly parts: readonly { readonly sheetIndex: number; readonly item: ReturnItem; readonly version: SheetVersion }[];
  readonly around: SheetSurroundings;
}

function mailUnit(
  unit: UnitVersions,
  campaign: Campaign,
  forms: readonly FormDefinition[],
  random: Random,
): Mailed {
  const mailings =
    unit.answer.kind === 'workbook'
      ? mailWorkbooks(unit, campaign, forms, random)
      : mailBlanks(unit, campaign, random);
  const files = mailings.map(fillMailing);
  const copies = unit.isRepeated
    ? files.map((file) => ({ ...file, path: file.path.replace(/\.xlsx$/, '（重发）.xlsx') }))
    : [];
  return { files: [...files, ...copies], findings: mailings.flatMap(placeFindings) };
}

/** The unit's own workbook, once for each version; forms that did not change come again as they were. */
function mailWorkbooks(
  unit: UnitVersions,
  campaign: Campaign,
  forms: readonly FormDefinition[],
  random: Random,
): Mailing[] {
  const plan = planUnitWorkbook(campaign, forms, unit.answer.unit);
  if (plan === null) return [];
  const path = pathOf(unit.answer.unit, random);
  const around = surroundings(unit.answer.items[0]!.receivedAt!, random, null, null);
  const count = Math.max(...unit.items.map((entry) => entry.versions.length));
  return Array.from({ length: count }, (_, number) => ({
    path: versionPath(path, number),
    plan,
    around,
    parts: unit.items.map((entry, sheetIndex) => ({
      sheetIndex,
      item: entry.item,
      version: entry.versions[Math.min(number, entry.versions.length - 1)]!,
    })),
  }));
}

/** A blank template for each form, on which the unit has written or chosen its name. */
function mailBlanks(unit: UnitVersions, campaign: Campaign, random: Random): Mailing[] {
  return unit.items.flatMap(({ item, versions }) => {
    const name = writtenName(item.unit, random);
    const path = `${folderOf(item.unit)}${item.form.title}（${item.unit.name}）.xlsx`;
    const around = surroundings(item.receivedAt!, random, name.unit, name.county);
    return versions.map((version, number) => ({
      path: versionPath(path, number),
      plan: planBlankWorkbook(campaign, item.form, item.task),
      around,
      parts: [{ sheetIndex: 0, item, version: withShortPeriod(version, item.task, random) }],
    }));
  });
}

function fillMailing(mailing: Mailing): SampleFile {
  const sheets = mailing.plan.sheets.map((sheet, index): SheetPlan => {
    const part = mailing.parts.find((item) => item.sheetIndex === index);
    return part === undefined ? sheet : fillSheet(sheet, part.version.sheet, mailing.around);
  });
  const writtenAt = `${mailing.around.filledOn}T00:00:00Z`;
  return { path: mailing.path, plan: { ...mailing.plan, sheets, writtenAt } };
}

function placeFindings(mailing: Mailing): PlacedFinding[] {
  return mailing.parts.flatMap(({ sheetIndex, item, version }) => {
    const plan = mailing.plan.sheets[sheetIndex]!;
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

/** How a unit writes itself: chosen from the lists, by an alias, or with the county before its name. */
function writtenName(unit: Unit, random: Random): { readonly unit: string; readonly county: string | null } {
  const county = unit.county ?? PREFECTURE_UNITS;
  const draw = random.next();
  if (draw < 0.25 && unit.aliases.length > 0) return { unit: random.pick(unit.aliases), county };
  if (draw < 0.45 && unit.county !== null) {
    return { unit: unit.name.startsWith(unit.county) ? unit.name : `${unit.county}${unit.name}`, county: null };
  }
  return { unit: draw > 0.9 ? ` ${unit.name}（盖章）` : unit.name, county };
}

/** Some units write the month where the template has its first and last day. */
function withShortPeriod(version: SheetVersion, task: FormTask, random: Random): SheetVersion {
  const { sheet } = version;
  const month = monthOfPeriod(task);
  if (sheet.content !== 'rows' || sheet.period !== null || month === null || !random.chance(0.15)) return version;
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
  return unit.items.flatMap(({ item, inForce }) =>
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
