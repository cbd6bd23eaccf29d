import { countyOf, type Unit } from '../campaign/campaign.js';
import { compileCount } from '../form/evaluate.js';
import { type FormDefinition, measuresOf } from '../form/form-definition.js';
import type { FileSource } from '../issue/finding.js';
import { formatReference } from '../workbook/reference.js';
import type { TotalOrigin } from '../workbook/workbook-plan.js';
import type { Summary } from './summary.js';

/** One cell (or counted row) of a returned file and what it adds to a total. */
export interface Contribution extends FileSource {
  readonly unit: Unit;
  readonly sheet: string;
  /** The cell added; for counts, and for sums whose column the sheet lacks, the row's first cell. */
  readonly cell: string;
  readonly rowNumber: number;
  /** As totals hold it: cents for amounts. */
  readonly value: number;
}

/** Everything that one total is made of, in roster and row order; what adds nothing is left out. */
export function findContributions(
  summary: Summary,
  form: FormDefinition,
  key: string,
  area: TotalOrigin['area'],
): readonly Contribution[] {
  const measure = measuresOf(form).find((item) => item.key === key) ?? null;
  const counts = measure?.when ? compileCount(form, measure.when) : () => true;
  const index = measure?.field ? form.fields.findIndex((field) => field.key === measure.field) : null;
  const counted = new Map(
    summary.counted.filter((item) => item.form === form.key).map((item) => [item.unit, item]),
  );
  return summary.campaign.units
    .filter((unit) => isInArea(unit, area))
    .flatMap((unit) => {
      const item = counted.get(unit.code);
      if (!item) return [];
      return item.records.flatMap((record): Contribution[] => {
        const value = !counts(record) ? 0 : index === null ? 1 : Number(record.values[index] ?? 0);
        if (value === 0) return [];
        const column = index === null ? null : (item.columns[index] ?? null);
        const anchor = index === null ? undefined : record.anchors?.get(index);
        return [
          {
            ...item.source,
            unit,
            sheet: item.sheet,
            cell: anchor ?? formatReference(record.rowNumber, column ?? 1),
            rowNumber: record.rowNumber,
            value,
          },
        ];
      });
    });
}

function isInArea(unit: Unit, area: TotalOrigin['area']): boolean {
  if (area.kind === 'prefecture') return true;
  return area.kind === 'county' ? countyOf(unit) === area.county : unit.code === area.code;
}
