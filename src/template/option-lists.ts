import type { FieldDefinition, FormDefinition } from '../form/form-definition.js';
import { inlineList } from '../form/kinds/option.js';
import { formatColumn } from '../workbook/reference.js';
import type { SheetPlan } from '../workbook/workbook-plan.js';

/** Very hidden sheet with the options that are too long, or too oddly spelt, for a list inside a validation. */
const OPTIONS_SHEET = 'bangfu_options';

/** Where drop-downs find options that a validation cannot hold itself. */
export interface OptionLists {
  /** Null when every list fits its validation. */
  readonly sheet: SheetPlan | null;
  readonly listOf: (field: FieldDefinition) => string | null;
}

/** Lays the long lists of the forms into one sheet, a column a field. */
export function planOptionLists(forms: readonly FormDefinition[]): OptionLists {
  const fields = forms
    .flatMap((form) => form.fields)
    .filter((field) => field.options.length > 0 && inlineList(field) === null);
  if (fields.length === 0) return { sheet: null, listOf: () => null };
  const depth = Math.max(...fields.map((field) => field.options.length));
  return {
    sheet: {
      name: OPTIONS_SHEET,
      visibility: 'veryHidden',
      columnWidths: [],
      rows: Array.from({ length: depth }, (_, index) => ({
        rowNumber: index + 1,
        cells: fields.flatMap((field, column) => {
          const option = field.options[index];
          return option === undefined ? [] : [{ columnNumber: column + 1, value: option.value }];
        }),
      })),
    },
    listOf: (field) => {
      const index = fields.indexOf(field);
      const column = `$${formatColumn(index + 1)}`;
      return index < 0 ? null : `${OPTIONS_SHEET}!${column}$1:${column}$${field.options.length}`;
    },
  };
}
