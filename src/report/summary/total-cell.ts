import type { FormDefinition } from '../../form/form-definition.js';
import { formatReference, quoteSheetName } from '../../workbook/reference.js';
import { comparisonTable } from './comparison.js';
import { figuresOf } from './figures.js';
import type { Scope } from './scope.js';
import { unitsTable } from './units.js';

/** Where the total or rate of the workbook's whole area stands, for formulas; null where no table has it. */
export function totalCell(scope: Scope, form: FormDefinition, key: string): string | null {
  const table = scope.county === null ? comparisonTable(scope, form) : unitsTable(scope, form);
  const index = figuresOf(form).findIndex((figure) => figure.key === key);
  if (table === null || index < 0) return null;
  const cell = formatReference(table.totalRow, table.firstFigureColumn + index);
  return `${quoteSheetName(table.sheet)}!${cell}`;
}
