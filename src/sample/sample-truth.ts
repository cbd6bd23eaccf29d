import { countiesOf, countyOf, type Moment } from '../campaign/campaign.js';
import type { SettingsContent } from '../campaign/settings-content.js';
import type { FormDefinition } from '../form/form-definition.js';
import type { Level, Status } from '../issue/finding.js';
import { compareText } from '../workbook/cell-text.js';
import { formatReference } from '../workbook/reference.js';
import type { Place } from './fill-sheet.js';
import type { SampleRow } from './sample-row.js';
import { addTotals, type SampleTotals, totalsOf } from './sample-totals.js';

/** One finding that result.json must show. */
export interface TruthFinding {
  readonly rule: string;
  readonly level: Level;
  readonly path: string;
  readonly entry: null;
  readonly sheet: string | null;
  readonly cell: string | null;
  readonly unit: string;
  readonly form: string;
  readonly field: string | null;
  readonly open: boolean;
}

/** Status of one owed unit × form. */
export interface TruthEntry {
  readonly unit: string;
  readonly form: string;
  readonly status: Status;
  readonly late: boolean;
  readonly overdue: boolean;
}

/** 样本真值.json: what result.json must show at `asOf`; amounts in 元, shapes as in result.json. */
export interface SampleTruth {
  readonly asOf: Moment;
  readonly totals: Readonly<
    Record<
      string,
      {
        readonly prefecture: SampleTotals;
        readonly counties: Readonly<Record<string, SampleTotals>>;
        readonly units: Readonly<Record<string, SampleTotals>>;
      }
    >
  >;
  readonly completeness: readonly TruthEntry[];
  readonly findings: readonly TruthFinding[];
}

/** What counts of a unit's form; nothing stands for it when nothing is in force. */
export interface CountedRows {
  readonly unit: string;
  readonly form: string;
  readonly rows: readonly SampleRow[];
}

/** A finding with its place in the sheet, for sorting. */
export interface PlacedFinding {
  readonly finding: Omit<TruthFinding, 'cell'>;
  readonly place: Place | null;
}

/** Totals at three levels: units → counties → prefecture. */
export function truthTotals(
  content: SettingsContent,
  forms: readonly FormDefinition[],
  counted: readonly CountedRows[],
): SampleTruth['totals'] {
  return Object.fromEntries(
    forms.map((form) => {
      const rowsOf = new Map(
        counted.filter((item) => item.form === form.key).map((item) => [item.unit, item.rows]),
      );
      const units = content.units.flatMap((unit) => {
        const rows = rowsOf.get(unit.code);
        return rows === undefined ? [] : [{ unit, totals: totalsOf(form, rows) }];
      });
      const counties = countiesOf(content).map((county) => {
        const own = units.filter(({ unit }) => countyOf(unit) === county).map(({ totals }) => totals);
        return [county, addTotals(form, own)] as const;
      });
      return [
        form.key,
        {
          prefecture: addTotals(
            form,
            counties.map(([, totals]) => totals),
          ),
          counties: Object.fromEntries(counties),
          units: Object.fromEntries(units.map(({ unit, totals }) => [unit.code, totals])),
        },
      ];
    }),
  );
}

/** Findings in the order of result.json: file, sheet, row, column, rule; those without a cell first. */
export function truthFindings(placed: readonly PlacedFinding[]): readonly TruthFinding[] {
  return [...placed]
    .sort(
      (a, b) =>
        compareText(a.finding.path, b.finding.path) ||
        compareText(a.finding.sheet ?? '', b.finding.sheet ?? '') ||
        (a.place?.rowNumber ?? 0) - (b.place?.rowNumber ?? 0) ||
        (a.place?.columnNumber ?? 0) - (b.place?.columnNumber ?? 0) ||
        compareText(a.finding.rule, b.finding.rule),
    )
    .map(({ finding, place }) => {
      const { rule, level, path, entry, sheet, ...rest } = finding;
      const cell = place === null ? null : formatReference(place.rowNumber, place.columnNumber);
      return { rule, level, path, entry, sheet, cell, ...rest };
    });
}
