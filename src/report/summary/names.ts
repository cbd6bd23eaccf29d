import type { FormDefinition } from '../../form/form-definition.js';
import { cutText } from '../../workbook/excel-limits.js';
import { formatColumn, quoteSheetName } from '../../workbook/reference.js';
import type { WorkbookPlan } from '../../workbook/workbook-plan.js';
import { comparisonTable } from './comparison.js';
import { figuresOf } from './figures.js';
import type { Scope } from './scope.js';
import { FIRST_DATA_ROW, type FigureTable } from './table.js';
import { unitsTable } from './units.js';

type DefinedName = NonNullable<WorkbookPlan['definedNames']>[number];

/** ECMA-376 part 1, 18.2.5. */
const MOST_CHARACTERS = 255;
/** Endings of forms' titles that say no more than that it is a table. */
const TABLE_ENDING = /(?:情况)?(?:统计|登记|对接|推进|认捐)?表$/;

/**
 * Names by which formulas of whoever uses the workbook reach its numbers: for each form the totals, the table of
 * counties with a name a column, and the table of units. Columns of units only where no subtotals stand between them:
 * their sum would count everything twice.
 */
export function planDefinedNames(scope: Scope): readonly DefinedName[] {
  const take = nameTaker();
  return scope.summary.forms.flatMap((form) => {
    const base = take(formName(form));
    const units = unitsTable(scope, form);
    if (units === null) return [];
    if (scope.county !== null) return namesOf(form, units, base, '各单位', take);
    return [
      ...namesOf(form, comparisonTable(scope, form), base, '各县市', take),
      tableName(form, units, take(`${base}_各单位`)),
    ];
  });
}

/** How names of a form begin: 捐赠款物 of 捐赠款物统计表. */
function formName({ title }: FormDefinition): string {
  return title.replace(TABLE_ENDING, '') || title;
}

/** The totals below a table, the table, and its columns. What a form is known by first is its total. */
function namesOf(
  form: FormDefinition,
  table: FigureTable,
  base: string,
  rows: '各县市' | '各单位',
  take: (text: string) => string,
): readonly DefinedName[] {
  const figures = figuresOf(form).map(({ key, title }, index) => ({
    key,
    title,
    column: formatColumn(table.firstFigureColumn + index),
  }));
  const at = `${quoteSheetName(table.sheet)}!`;
  const totalIn = (column: string) => `${at}$${column}$${table.totalRow}`;
  const first = figures.find(({ key }) => key === form.keyMeasures[0]) ?? figures[0]!;
  return [
    { name: take(`${base}_合计`), formula: totalIn(first.column) },
    tableName(form, table, take(`${base}_${rows}`)),
    ...figures.flatMap(({ title, column }) => [
      { name: take(`${base}_合计_${title}`), formula: totalIn(column) },
      {
        name: take(`${base}_${rows}_${title}`),
        formula: `${at}$${column}$${FIRST_DATA_ROW}:$${column}$${table.totalRow - 1}`,
      },
    ]),
  ];
}

/** The rows of a table from its first column to its last number, without header and totals. */
function tableName(form: FormDefinition, table: FigureTable, name: string): DefinedName {
  const last = formatColumn(table.firstFigureColumn + figuresOf(form).length - 1);
  const range = `$A$${FIRST_DATA_ROW}:$${last}$${table.totalRow - 1}`;
  return { name, formula: `${quoteSheetName(table.sheet)}!${range}` };
}

/** Makes texts to names that Excel takes, no two the same. */
function nameTaker(): (text: string) => string {
  const taken = new Set<string>();
  return (text) => {
    const clean = text.replace(/[^\p{L}\p{N}\p{M}_.]+/gu, '_').replace(/_+$/, '');
    const whole = /^[\p{L}_]/u.test(clean) ? clean : `_${clean}`;
    for (let attempt = 1; ; attempt++) {
      const ending = attempt === 1 ? '' : `_${attempt}`;
      const name = cutText(whole, MOST_CHARACTERS - ending.length) + ending;
      if (taken.has(name.toLowerCase())) continue;
      taken.add(name.toLowerCase());
      return name;
    }
  };
}
