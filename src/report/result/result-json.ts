import {
  type Campaign,
  countiesOf,
  type DocumentFormat,
  type FormTask,
  type Moment,
} from '../../campaign/campaign.js';
import {
  type FormDefinition,
  fieldOf,
  type MeasureDefinition,
  measuresOf,
} from '../../form/form-definition.js';
import { describeFinding } from '../../issue/describe-finding.js';
import type { ClosedBy, Disposition, Finding, Level, Status } from '../../issue/finding.js';
import type {
  CompletenessEntry,
  FileRecord,
  FormTotals,
  MaterialEntry,
  ReceivedBy,
  ReportingRates,
  Summary,
  Totals,
} from '../../merge/summary.js';
import { NOTHING_OWED } from '../status-counts.js';

/** Who made the result. */
export interface ToolName {
  readonly name: string;
  readonly version: string;
}

/** Totals of one form, county or unit: amounts in 元, other measures as they are. */
export type ResultTotals = Readonly<Record<string, number>>;

/** result.json (product.md): the contract with programs that read what a run found out. Every key is always there. */
export interface ResultJson {
  readonly schemaVersion: 1;
  readonly tool: ToolName;
  readonly asOf: Moment;
  readonly campaign: {
    readonly name: string;
    readonly prefecture: string;
    readonly forms: readonly {
      readonly form: string;
      readonly title: string;
      readonly periodStart: string;
      readonly periodEnd: string;
      readonly deadline: Moment;
    }[];
  };
  readonly units: readonly {
    readonly code: string;
    readonly name: string;
    readonly county: string | null;
    readonly category: string;
  }[];
  readonly files: readonly {
    readonly path: string;
    readonly entry: string | null;
    readonly sha256: string;
    readonly size: number;
    readonly receivedAt: Moment;
    readonly receivedBy: ReceivedBy;
    readonly disposition: Disposition;
    readonly reason: string | null;
    readonly sheets: readonly {
      readonly sheet: string;
      readonly form: string | null;
      readonly units: readonly string[];
      readonly rows: number;
      readonly disposition: Disposition;
    }[];
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly level: Level;
    readonly path: string;
    readonly entry: string | null;
    readonly sheet: string | null;
    readonly cell: string | null;
    readonly unit: string | null;
    readonly form: string | null;
    readonly field: string | null;
    readonly value: string | number | null;
    readonly message: string;
    readonly fix: string;
    readonly open: boolean;
    readonly closedBy: ClosedBy | null;
  }[];
  readonly completeness: readonly {
    readonly unit: string;
    readonly form: string;
    readonly status: Status;
    readonly late: boolean;
    readonly overdue: boolean;
    readonly receivedAt: Moment | null;
    readonly path: string | null;
    readonly entry: string | null;
  }[];
  readonly rates: {
    readonly prefecture: Readonly<Record<string, ReportingRates>>;
    readonly counties: Readonly<Record<string, Readonly<Record<string, ReportingRates>>>>;
  };
  readonly totals: Readonly<
    Record<
      string,
      {
        readonly prefecture: ResultTotals;
        readonly counties: Readonly<Record<string, ResultTotals>>;
        readonly units: Readonly<Record<string, ResultTotals>>;
      }
    >
  >;
  /** What was asked for beside tables (材料); every part is empty where nothing was. */
  readonly materials: {
    readonly kinds: readonly {
      readonly material: string;
      /** As 应报单位 says; null: every unit. */
      readonly owedBy: string | null;
      readonly deadline: Moment;
      readonly formats: readonly DocumentFormat[];
      readonly leastFiles: number;
      readonly leastPixels: number;
    }[];
    readonly completeness: readonly {
      readonly unit: string;
      readonly material: string;
      readonly owed: boolean;
      readonly status: MaterialEntry['status'];
      readonly late: boolean;
      readonly overdue: boolean;
      readonly receivedAt: Moment | null;
      readonly paperReceived: boolean;
      readonly files: readonly {
        readonly path: string;
        readonly entry: string | null;
        readonly receivedAt: Moment;
        readonly format: string;
        readonly width: number | null;
        readonly height: number | null;
        readonly small: boolean;
      }[];
      readonly waiting: readonly { readonly path: string; readonly entry: string | null }[];
    }[];
    readonly rates: {
      readonly prefecture: Readonly<Record<string, ReportingRates>>;
      readonly counties: Readonly<Record<string, Readonly<Record<string, ReportingRates>>>>;
    };
    /** 纸质盖章件 of forms, as 收件登记 has them. */
    readonly papers: readonly { readonly unit: string; readonly form: string; readonly received: boolean }[];
  };
  readonly outputs: readonly string[];
}

/** Plans result.json of a run; `outputs` are the paths of what it wrote, relative to the working folder. */
export function planResult(summary: Summary, tool: ToolName, outputs: readonly string[]): ResultJson {
  const { campaign, forms } = summary;
  const keys = forms.map((form) => form.key);
  const formOf = new Map(forms.map((form) => [form.key, form]));
  return {
    schemaVersion: 1,
    tool: { name: tool.name, version: tool.version },
    asOf: summary.asOf,
    campaign: planCampaign(campaign, forms),
    units: campaign.units.map(({ code, name, county, category }) => ({ code, name, county, category })),
    files: summary.files.map(planFile),
    findings: summary.findings.map((finding) =>
      planFinding(finding, finding.form === null ? null : (formOf.get(finding.form) ?? null)),
    ),
    completeness: summary.completeness.map(planCompleteness),
    rates: {
      prefecture: planRates(keys, summary.rates.prefecture),
      counties: objectOf(
        countiesOf(campaign).map((county) => [county, planRates(keys, summary.rates.counties.get(county))]),
      ),
    },
    totals: objectOf(
      forms.map((form) => [form.key, planTotals(form, campaign, summary.totals.get(form.key))]),
    ),
    materials: planMaterials(summary),
    outputs: [...outputs],
  };
}

function planCampaign(campaign: Campaign, forms: readonly FormDefinition[]): ResultJson['campaign'] {
  const tasks = forms.flatMap((form) => campaign.tasks.filter((task) => task.form === form.key));
  const planTask = ({ form, title, periodStart, periodEnd, deadline }: FormTask) => ({
    form,
    title,
    periodStart,
    periodEnd,
    deadline,
  });
  return { name: campaign.name, prefecture: campaign.prefecture, forms: tasks.map(planTask) };
}

function planFile(file: FileRecord): ResultJson['files'][number] {
  const { path, entry, sha256, size, receivedAt, receivedBy, disposition, reason } = file;
  return {
    path,
    entry,
    sha256,
    size,
    receivedAt,
    receivedBy,
    disposition,
    reason,
    sheets: file.sheets.map((sheet) => ({
      sheet: sheet.sheet,
      form: sheet.form,
      units: [...sheet.units],
      rows: sheet.rows,
      disposition: sheet.disposition,
    })),
  };
}

function planFinding(finding: Finding, form: FormDefinition | null): ResultJson['findings'][number] {
  const { rule, level, path, entry, sheet, cell, unit, field, value, open, closedBy } = finding;
  const { message, fix } = describeFinding(finding, form);
  return {
    rule,
    level,
    path,
    entry,
    sheet,
    cell,
    unit,
    form: finding.form,
    field,
    value,
    message,
    fix,
    open,
    closedBy,
  };
}

function planCompleteness(item: CompletenessEntry): ResultJson['completeness'][number] {
  const { unit, form, status, late, overdue, receivedAt, path, entry } = item;
  return { unit, form, status, late, overdue, receivedAt, path, entry };
}

function planMaterials({ campaign, materials }: Summary): ResultJson['materials'] {
  const names = campaign.materials.map(({ name }) => name);
  const hasAny = names.length > 0;
  return {
    kinds: campaign.materials.map(({ name, owedBy, deadline, formats, leastFiles, leastPixels }) => ({
      material: name,
      owedBy,
      deadline,
      formats,
      leastFiles,
      leastPixels,
    })),
    completeness: materials.entries.map(planMaterialEntry),
    rates: {
      prefecture: planRates(names, materials.rates.prefecture),
      counties: objectOf(
        (hasAny ? countiesOf(campaign) : []).map((county) => [
          county,
          planRates(names, materials.rates.counties.get(county)),
        ]),
      ),
    },
    papers: materials.papers.map(({ unit, form, received }) => ({ unit, form, received })),
  };
}

function planMaterialEntry(item: MaterialEntry): ResultJson['materials']['completeness'][number] {
  const { unit, material, isOwed, status, late, overdue, receivedAt, paperReceived } = item;
  return {
    unit,
    material,
    owed: isOwed,
    status,
    late,
    overdue,
    receivedAt,
    paperReceived,
    files: item.files.map((file) => ({
      path: file.path,
      entry: file.entry,
      receivedAt: file.receivedAt,
      format: file.formatName,
      width: file.width,
      height: file.height,
      small: file.isSmall,
    })),
    waiting: item.waiting.map(({ path, entry }) => ({ path, entry })),
  };
}

function planRates(
  keys: readonly string[],
  rates: ReadonlyMap<string, ReportingRates> | undefined,
): Readonly<Record<string, ReportingRates>> {
  return objectOf(
    keys.map((key) => {
      const found = rates?.get(key) ?? NOTHING_OWED;
      const { owed, received, accepted, onTime, rate, acceptedRate, onTimeRate } = found;
      return [key, { owed, received, accepted, onTime, rate, acceptedRate, onTimeRate }];
    }),
  );
}

/** Every county stands there, with zeros when nothing counts; a unit only when a submission of it is in force. */
function planTotals(
  form: FormDefinition,
  campaign: Campaign,
  totals: FormTotals | undefined,
): ResultJson['totals'][string] {
  const convert = totalsConverter(form);
  return {
    prefecture: convert(totals?.prefecture),
    counties: objectOf(countiesOf(campaign).map((county) => [county, convert(totals?.counties.get(county))])),
    units: objectOf([...(totals?.units ?? [])].map(([code, ofUnit]) => [code, convert(ofUnit)])),
  };
}

/** Totals of the inside (amounts in cents) → those of result.json: `rows`, then every measure in the form's order. */
function totalsConverter(form: FormDefinition): (totals: Totals | undefined) => ResultTotals {
  const measures = measuresOf(form).map((measure) => ({
    key: measure.key,
    isAmount: isAmount(form, measure),
  }));
  return (totals) =>
    objectOf([
      ['rows', totals?.rows ?? 0],
      ...measures.map(({ key, isAmount }): [string, number] => {
        const total = totals?.[key] ?? 0;
        // The quotient is the double nearest to the decimal, so it prints with two decimals at most.
        return [key, isAmount ? total / 100 : total];
      }),
    ]);
}

/** Totals of result.json → those of the inside, amounts in cents. A measure that was not known then is not there. */
export function parseTotals(form: FormDefinition, given: ResultTotals): Totals {
  const amounts = new Set(
    measuresOf(form).flatMap((measure) => (isAmount(form, measure) ? [measure.key] : [])),
  );
  return objectOf(
    Object.entries(given).map(([key, value]) => [key, amounts.has(key) ? Math.round(value * 100) : value]),
  );
}

function isAmount(form: FormDefinition, measure: MeasureDefinition): boolean {
  return measure.field !== null && fieldOf(form, measure.field).kind === 'amount';
}

/**
 * An object with these own properties. Names of units and counties are keys here, and assigning to a key such as
 * `__proto__` would not make a property: fromEntries defines each one.
 */
function objectOf<Value>(entries: Iterable<readonly [string, Value]>): Readonly<Record<string, Value>> {
  return Object.fromEntries(entries);
}
