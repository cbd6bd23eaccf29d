import { fieldsOfExpression, type RuleParameters } from '../form/condition.js';
import { formulaOfExpression, type ReferenceOf } from '../form/excel-formula.js';
import {
  type FieldDefinition,
  type FormDefinition,
  fixedRowsOf,
  measuresOf,
} from '../form/form-definition.js';
import type { HeaderPlan } from '../form/header-plan.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import type { FormRecord } from '../form/record.js';
import { TOTAL_TITLE } from '../form/shell.js';
import { formatColumn, formatReference } from '../workbook/reference.js';
import { COLORS, STYLES } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedFormula,
  PlannedRow,
  PlannedValue,
} from '../workbook/workbook-plan.js';
import { FIRST_DATA_ROW } from './sheet-layout.js';

const TOTAL_HEIGHT = 20;
/** What the office has filled in: to be read like a label, and still to be changed. */
const FIXED: CellStyle = { ...STYLES.cell, fill: COLORS.total, horizontal: 'left', font: STYLES.header.font };

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

/** Rows that a unit has reported already, and what of them it may still change. */
export interface FilledRows {
  readonly records: readonly FormRecord[];
  /** Keys of the fields that are open in every row. */
  readonly open: ReadonlySet<string>;
}

/**
 * The rows to be filled in, numbered, with the formulas of computed fields. In `filled` rows cells that could not be
 * read are open too.
 */
export function planDataRows(
  form: FormDefinition,
  header: HeaderPlan,
  lastDataRow: number,
  parameters: RuleParameters,
  filled: FilledRows | null,
): readonly PlannedRow[] {
  const styles = form.fields.map(styleOf);
  const fixed = fixedRowsOf(form);
  const openStyles = styles.map((style): CellStyle => ({ ...style, unlocked: true, fill: COLORS.open }));
  const valueAt = (index: number, fieldIndex: number, rowNumber: number): PlannedValue => {
    const field = form.fields[fieldIndex]!;
    if (field.computed !== null) {
      const planned = computedFormula(form, field, header, rowNumber, parameters);
      // Filled rows are calculated when the workbook is opened.
      return filled === null ? planned : { ...planned, result: null };
    }
    if (filled === null && field.key === form.fixedRows) return fixed[index] ?? null;
    const value = filled?.records[index]?.values[fieldIndex] ?? null;
    return value === null ? null : kindOf(field).encode(value);
  };
  const isOpen = (index: number, fieldIndex: number): boolean => {
    const record = filled?.records[index];
    if (filled === null || record === undefined) return false;
    return filled.open.has(form.fields[fieldIndex]!.key) || record.states[fieldIndex] === 'bad';
  };
  const styleAt = (index: number, fieldIndex: number): CellStyle => {
    if (isOpen(index, fieldIndex)) return openStyles[fieldIndex]!;
    const isFixed = form.fields[fieldIndex]!.key === form.fixedRows && index < fixed.length;
    return isFixed ? FIXED : styles[fieldIndex]!;
  };
  return Array.from({ length: lastDataRow - FIRST_DATA_ROW + 1 }, (_, index) => {
    const rowNumber = FIRST_DATA_ROW + index;
    return {
      rowNumber,
      // No height: rows then grow with a long 说明, as Excel does only where none is set.
      cells: [
        { columnNumber: 1, value: index + 1, style: STYLES.centered },
        ...form.fields.map((_, fieldIndex) => ({
          columnNumber: header.fieldColumns[fieldIndex]!,
          value: valueAt(index, fieldIndex, rowNumber),
          style: styleAt(index, fieldIndex),
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

/** What the row's parts come to, blank while none of them is filled in. */
function computedFormula(
  form: FormDefinition,
  field: FieldDefinition,
  header: HeaderPlan,
  rowNumber: number,
  parameters: RuleParameters,
): PlannedFormula {
  const referenceOf = referencesIn(form, header, rowNumber, '');
  const formula = formulaOfExpression(field.computed!, parameters, referenceOf);
  const parts = fieldsOfExpression(field.computed!).map(referenceOf);
  return {
    kind: 'formula',
    formula: `IF(COUNT(${parts.join(',')})=0,"",${formula})`,
    result: '',
  };
}

/**
 * The 合计 row, with a sum below every column that adds up; below `filled` rows it is calculated when the workbook is
 * opened.
 */
export function planTotalRow(
  form: FormDefinition,
  header: HeaderPlan,
  rowNumber: number,
  filled: FilledRows | null,
): PlannedRow {
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
          value: added.has(field.key)
            ? { kind: 'formula', formula, result: filled === null ? 0 : null }
            : null,
          style: { ...STYLES.total, numberFormat: kindOf(field).numberFormat, shrink: true },
        };
      }),
    ],
  };
}
