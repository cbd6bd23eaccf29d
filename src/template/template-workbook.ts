import {
  type Campaign,
  countiesOf,
  countyOf,
  type FormTask,
  PREFECTURE_UNITS,
  type Unit,
} from '../campaign/campaign.js';
import type { FormDefinition } from '../form/form-definition.js';
import { type MarkedSheet, planMark } from '../form/mark.js';
import type { FormRecord } from '../form/record.js';
import { sheetNameFor } from '../workbook/excel-limits.js';
import { formatColumn } from '../workbook/reference.js';
import type { SheetPlan, WorkbookPlan } from '../workbook/workbook-plan.js';
import type { FilledRows } from './data-rows.js';
import { planFormSheet } from './form-sheet.js';
import type { Filler } from './label-line.js';
import { planOptionLists } from './option-lists.js';

/** Very hidden sheet with the roster behind the drop-downs of a blank template. */
const LISTS_SHEET = 'bangfu_lists';

/** One unit's workbook: exactly the enabled forms that it owes, unit and period filled in. Null when it owes none. */
export function planUnitWorkbook(
  campaign: Campaign,
  forms: readonly FormDefinition[],
  unit: Unit,
): WorkbookPlan | null {
  const owed = enabledForms(campaign, forms).filter(({ form }) => unit.owes.has(form.key));
  return owed.length === 0 ? null : planWorkbook(campaign, owed, unit, { kind: 'unit', unit }, []);
}

/** A form that a unit has reported on an earlier version. */
export interface Supplement {
  readonly form: FormDefinition;
  /** The version that it was reported on. */
  readonly version: number;
  readonly records: readonly FormRecord[];
}

/**
 * What a unit is to add to what it has reported: its own rows, in which only the fields of later versions and 说明 are
 * open. Sent back it takes the place of the earlier return.
 */
export function planSupplementWorkbook(
  campaign: Campaign,
  supplements: readonly Supplement[],
  unit: Unit,
): WorkbookPlan {
  const owed = enabledForms(
    campaign,
    supplements.map(({ form }) => form),
  ).map(({ form, task }) => {
    const { records, version } = supplements.find((item) => item.form === form)!;
    const added = form.fields.filter((field) => field.since > version).map((field) => field.key);
    return { form, task, filled: { records, open: new Set([...added, form.explanation]) } };
  });
  return planWorkbook(campaign, owed, unit, { kind: 'unit', unit }, []);
}

/** One form for any unit to choose itself in: county first, then unit. */
export function planBlankWorkbook(campaign: Campaign, form: FormDefinition, task: FormTask): WorkbookPlan {
  const counties = countiesOf(campaign);
  const lists = planLists(campaign, form, counties);
  const lastColumn = formatColumn(Math.max(1, counties.length));
  const countyRow = `${LISTS_SHEET}!$A$1:$${lastColumn}$1`;
  const filler: Filler = {
    kind: 'anyone',
    countyList: countyRow,
    unitList: (countyCell) => {
      const position = `MATCH(${countyCell},${countyRow},0)`;
      return `OFFSET(${LISTS_SHEET}!$A$3,0,${position}-1,INDEX(${LISTS_SHEET}!$A$2:$${lastColumn}$2,1,${position}),1)`;
    },
  };
  return planWorkbook(campaign, [{ form, task }], null, filler, [lists]);
}

function enabledForms(campaign: Campaign, forms: readonly FormDefinition[]) {
  return campaign.tasks.flatMap((task) => {
    const form = forms.find((candidate) => candidate.key === task.form);
    return form ? [{ form, task }] : [];
  });
}

function planWorkbook(
  campaign: Campaign,
  owed: readonly { readonly form: FormDefinition; readonly task: FormTask; readonly filled?: FilledRows }[],
  unit: Unit | null,
  filler: Filler,
  hidden: readonly SheetPlan[],
): WorkbookPlan {
  const lists = planOptionLists(owed.map(({ form }) => form));
  const names = new Set<string>();
  const sheets = owed.map(({ form, task, filled = null }) => {
    const name = sheetNameFor(form.title, names);
    names.add(name);
    return planFormSheet(campaign, form, task, filler, { sheetName: name, listOf: lists.listOf, filled });
  });
  const mark = planMark(
    owed.map(
      ({ form, task }, index): MarkedSheet => ({
        sheet: sheets[index]!.name,
        role: 'form',
        form: form.key,
        version: form.version,
        unit: unit?.code ?? '',
        periodStart: task.periodStart,
        periodEnd: task.periodEnd,
      }),
    ),
  );
  return {
    title: `${campaign.name}${unit ? ` ${unit.name}` : ''}`,
    sheets: [...sheets, ...hidden, ...(lists.sheet ? [lists.sheet] : []), mark.sheet],
    definedNames: mark.definedNames,
  };
}

/** Row 1 counties, row 2 how many units each has, then the units below their county. */
function planLists(campaign: Campaign, form: FormDefinition, counties: readonly string[]): SheetPlan {
  const units = counties.map((county) => {
    const all = campaign.units.filter((unit) => countyOf(unit) === county);
    const owing = all.filter((unit) => unit.owes.has(form.key));
    return (owing.length > 0 ? owing : all).map((unit) => unit.name);
  });
  const depth = Math.max(1, ...units.map((names) => names.length));
  const columns = counties.map((_, index) => index);
  return {
    name: LISTS_SHEET,
    visibility: 'veryHidden',
    columnWidths: [],
    rows: [
      {
        rowNumber: 1,
        cells: columns.map((index) => ({
          columnNumber: index + 1,
          value: counties[index] ?? PREFECTURE_UNITS,
        })),
      },
      {
        rowNumber: 2,
        cells: columns.map((index) => ({
          columnNumber: index + 1,
          value: Math.max(1, units[index]!.length),
        })),
      },
      ...Array.from({ length: depth }, (_, row) => ({
        rowNumber: row + 3,
        cells: columns.flatMap((index) => {
          const value = units[index]![row];
          return value === undefined ? [] : [{ columnNumber: index + 1, value }];
        }),
      })),
    ],
  };
}
