import { countyOf, type Unit } from '../campaign/campaign.js';
import { compileCount } from '../form/evaluate.js';
import { type FormDefinition, measuresOf } from '../form/form-definition.js';
import type { FormRecord } from '../form/record.js';
import { compileSaid } from '../form/said.js';
import type { Status } from '../issue/finding.js';
import { COUNTED_IN } from '../issue/report-counts.js';
import { formatReference } from '../workbook/reference.js';
import type { OriginArea, PartOrigin, RowGroup, TotalOrigin } from '../workbook/workbook-plan.js';
import { MATERIALS_COUNTED_IN } from './measure-materials.js';
import type { CountedSubmission, Summary } from './summary.js';

/** One cell, counted row or report and what it adds to a total. */
export interface Contribution {
  readonly unit: Unit;
  /** Null where nothing came of a report that is owed. */
  readonly path: string | null;
  readonly entry: string | null;
  /** Null for a report. */
  readonly sheet: string | null;
  /** The cell added; for counts, and for sums whose column the sheet lacks, the row's first cell. */
  readonly cell: string | null;
  readonly rowNumber: number | null;
  /** How the report stands; null for rows. */
  readonly status: Status | null;
  /** As totals hold it: cents for amounts. */
  readonly value: number;
}

/** Everything that one total is made of, in roster and row order; what adds nothing is left out. */
export function findContributions(summary: Summary, origin: PartOrigin): readonly Contribution[] {
  switch (origin.kind) {
    case 'total':
      return findRows(summary, origin);
    case 'units':
      return findUnits(summary, origin);
    case 'reports':
      return findReports(summary, origin);
  }
}

/** A counted submission with its records of a group. */
interface GroupedRecords {
  readonly unit: Unit;
  readonly counted: CountedSubmission;
  readonly records: readonly FormRecord[];
}

function findRows(summary: Summary, { form: key, key: measured, area, group }: TotalOrigin): Contribution[] {
  const form = formOf(summary, key);
  const measure = measuresOf(form).find((item) => item.key === measured) ?? null;
  const counts = measure?.when ? compileCount(form, measure.when) : () => true;
  const index = measure?.field ? form.fields.findIndex((field) => field.key === measure.field) : null;
  return groupedRecords(summary, form, area, group).flatMap(({ unit, counted, records }) =>
    records.flatMap((record): Contribution[] => {
      const value = !counts(record) ? 0 : index === null ? 1 : Number(record.values[index] ?? 0);
      return value === 0 ? [] : [contributionOf(unit, counted, record, index, value)];
    }),
  );
}

/** Each unit once, at its first row. */
function findUnits(
  summary: Summary,
  { form, area, group }: Extract<PartOrigin, { kind: 'units' }>,
): Contribution[] {
  return groupedRecords(summary, formOf(summary, form), area, group).flatMap(({ unit, counted, records }) =>
    records.slice(0, 1).map((record) => contributionOf(unit, counted, record, null, 1)),
  );
}

function findReports(
  summary: Summary,
  { of, count, area }: Extract<PartOrigin, { kind: 'reports' }>,
): Contribution[] {
  const units = unitsIn(summary, area);
  const entries =
    of.kind === 'form'
      ? summary.completeness.filter((entry) => entry.form === of.key && COUNTED_IN[count](entry))
      : summary.materials.entries
          .filter((entry) => entry.isOwed && entry.material === of.key && MATERIALS_COUNTED_IN[count](entry))
          .map((entry) => ({ ...entry, ...(entry.files[0] ?? { path: null, entry: null }) }));
  const byUnit = new Map(entries.map((entry) => [entry.unit, entry]));
  return units.flatMap((unit): Contribution[] => {
    const found = byUnit.get(unit.code);
    if (found === undefined) return [];
    const { path, entry, status } = found;
    return [{ unit, path, entry, sheet: null, cell: null, rowNumber: null, status, value: 1 }];
  });
}

function contributionOf(
  unit: Unit,
  { source, sheet, columns }: CountedSubmission,
  { rowNumber, anchors }: FormRecord,
  index: number | null,
  value: number,
): Contribution {
  const column = index === null ? null : (columns[index] ?? null);
  const anchor = index === null ? undefined : anchors?.get(index);
  const cell = anchor ?? formatReference(rowNumber, column ?? 1);
  return { ...source, unit, sheet, cell, rowNumber, status: null, value };
}

function groupedRecords(
  summary: Summary,
  form: FormDefinition,
  area: OriginArea,
  group: RowGroup | null,
): readonly GroupedRecords[] {
  const said = group === null ? null : compileSaid(form, group.field);
  const belongs = (record: FormRecord) => said === null || group!.values.includes(said(record));
  const byUnit = new Map(
    summary.counted.filter((item) => item.form === form.key).map((item) => [item.unit, item]),
  );
  return unitsIn(summary, area).flatMap((unit) => {
    const counted = byUnit.get(unit.code);
    return counted === undefined ? [] : [{ unit, counted, records: counted.records.filter(belongs) }];
  });
}

function formOf({ forms }: Summary, key: string): FormDefinition {
  const form = forms.find((item) => item.key === key);
  if (form === undefined) throw new Error(`no form ${key}`);
  return form;
}

function unitsIn({ campaign }: Summary, area: OriginArea): readonly Unit[] {
  switch (area.kind) {
    case 'prefecture':
      return campaign.units;
    case 'county':
      return campaign.units.filter((unit) => countyOf(unit) === area.county);
    case 'unitKind':
      return campaign.units.filter(
        (unit) => countyOf(unit) === area.county && unit.category === area.category,
      );
    case 'unit':
      return campaign.units.filter(({ code }) => code === area.code);
  }
}
