import type { RuleParameters } from '../form/condition.js';
import { formulaOfExpression, type ReferenceOf } from '../form/excel-formula.js';
import { type FieldDefinition, type FormDefinition, measuresOf } from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { TOTAL_TITLE } from '../form/shell.js';
import { formatColumn, formatReference } from '../workbook/reference.js';
import { COLORS, STYLES } from '../workbook/theme.js';
import type { CellStyle, PlannedCell, PlannedRow, PlannedValue } from '../workbook/workbook-plan.js';
import { FIRST_DATA_ROW } from './sheet-layout.js';

const TOTAL_HEIGHT = 20;

/** Where the cells of one row lie; `$` as anchor keeps the columns in formulas that Excel moves. */
export function referencesIn(
  form: FormDefinition,
  header: HeaderPlan,
  rowNumber: number,
  anchor: '' | '$',
): ReferenceOf {
  const columns = new Map(form.fields.map((field, index) => [field.key, header.fieldColumns[index]!]));
  return (fieldKey) => `${anchor}${formatReference(rowNumber, columns.get(fieldKey)!)}`;
}

/** The rows to be filled in, numbered, with the formulas of computed fields. */
export function planDataRows(
  form: FormDefinition,
  header: HeaderPlan,
  lastDataRow: number,
  parameters: RuleParameters,
): readonly PlannedRow[] {
  const styles = form.fields.map(styleOf);
  return Array.from({ length: lastDataRow - FIRST_DATA_ROW + 1 }, (_, index) => {
    const rowNumber = FIRST_DATA_ROW + index;
    return {
      rowNumber,
      // No height: rows then grow with a long 说明, as Excel does only where none is set.
      cells: [
        { columnNumber: 1, value: index + 1, style: STYLES.centered },
        ...form.fields.map((field, fieldIndex) => ({
          columnNumber: header.fieldColumns[fieldIndex]!,
          value: field.computed ? computedFormula(form, field, header, rowNumber, parameters) : null,
          style: styles[fieldIndex]!,
        })),
      ],
    };
  });
}

function styleOf(field: FieldDefinition): CellStyle {
  const kind = kindOf(field);
  return {
    ...STYLES.cell,
    horizontal: kind.horizontal,
    numberFormat: kind.numberFormat,
    // A number that does not fit shrinks; wrapped it would show as ####.
    ...(kind.isNumber ? { wrap: false, shrink: true } : {}),
    ...(field.computed ? { fill: COLORS.computed } : {}),
  };
}

/** The sum of the row's parts, blank while none of them is filled in. */
function computedFormula(
  form: FormDefinition,
  field: FieldDefinition,
  header: HeaderPlan,
  rowNumber: number,
  parameters: RuleParameters,
): PlannedValue {
  const formula = formulaOfExpression(field.computed!, parameters, referencesIn(form, header, rowNumber, ''));
  return {
    kind: 'formula',
    formula: `IF(COUNT(${formula.replace(/^SUM\(|\)$/g, '')})=0,"",${formula})`,
    result: '',
  };
}

/** The 合计 row, with a sum below every column that adds up. */
export function planTotalRow(form: FormDefinition, header: HeaderPlan, rowNumber: number): PlannedRow {
  const added = new Set(
    measuresOf(form).flatMap((measure) => (measure.kind === 'sum' ? [measure.field] : [])),
  );
  return {
    rowNumber,
    height: TOTAL_HEIGHT,
    cells: [
      { columnNumber: 1, value: TOTAL_TITLE, style: { ...STYLES.totalLabel, shrink: true } },
      ...form.fields.map((field, index): PlannedCell => {
        const columnNumber = header.fieldColumns[index]!;
        const column = formatColumn(columnNumber);
        // Up to the row above, wherever that is: rows inserted just before 合计 are counted as well.
        const formula = `SUM(${column}${FIRST_DATA_ROW}:INDEX(${column}:${column},ROW()-1))`;
        return {
          columnNumber,
          value: added.has(field.key) ? { kind: 'formula', formula, result: 0 } : null,
          style: { ...STYLES.total, numberFormat: kindOf(field).numberFormat, shrink: true },
        };
      }),
    ],
  };
}
