import { foldText } from '../../workbook/cell-text.js';
import { MAX_VALIDATION_LIST } from '../../workbook/excel-limits.js';
import { NUMBER_FORMATS, textWidth } from '../../workbook/theme.js';
import { cellTextFormula, isFilledFormula, isOneOfFormula } from '../excel-cell.js';
import { type FieldDefinition, headerTitle } from '../form-definition.js';
import { cellText, type FieldKind, readAs, unreadable } from './field-kind.js';
import { headerWidth } from './header-width.js';

/** One of a short list of words. */
export const optionKind: FieldKind = {
  name: 'option',
  numberFormat: NUMBER_FORMATS.text,
  horizontal: 'center',
  isNumber: false,
  isMoney: false,
  most: null,
  columnWidth: (field) =>
    Math.max(
      headerWidth(headerTitle(field), 7.5),
      // Words longer than four characters go over two lines.
      ...field.options.map((option) => Math.min(9, textWidth(option.value) + 2)),
    ),
  validation: (field, context) => {
    const list = context.listOf(field) ?? inlineList(field);
    // Without a place for the words there is no drop-down; the conditional format still marks other words.
    if (list === null) return null;
    return {
      type: 'list',
      formulas: [list],
      allowBlank: true,
      errorStyle: 'stop',
      errorTitle: '请从下拉列表中选择',
      error: `“${field.title}”请选：${field.options.map((option) => option.value).join('、')}。`,
    };
  },
  formulas: (field, reference) => {
    const known = isOneOfFormula(
      reference,
      field.options.flatMap((option) => [option.value, ...option.synonyms]),
    );
    const filled = isFilledFormula(reference);
    const takesAny = typeof field.unknownOption === 'object';
    return {
      readable: takesAny ? `AND(${filled},NOT(ISERROR(${reference})))` : known,
      operand: cellTextFormula(reference),
      wrong: [
        { rules: ['formula-error'], level: 'error', formula: `ISERROR(${reference})` },
        {
          rules: ['not-an-option'],
          level: field.unknownOption === 'error' ? 'error' : 'query',
          formula: `AND(${filled},NOT(ISERROR(${reference})),NOT(${known}))`,
        },
      ],
    };
  },
  decode: (cell, field) => {
    const written = foldText(cellText(cell.value));
    const option = field.options.find((item) =>
      [item.value, ...item.synonyms].some((word) => foldText(word) === written),
    );
    if (option) return readAs(option.value);
    const parameters = { options: field.options.map((item) => item.value).join('、') };
    if (field.unknownOption === 'error') return unreadable('not-an-option', 'error', parameters);
    if (field.unknownOption === 'blank') return unreadable('not-an-option', 'query', parameters);
    const { readAs: fallback } = field.unknownOption;
    return readAs(fallback, {
      rule: 'not-an-option',
      level: 'query',
      parameters: { ...parameters, readAs: fallback },
    });
  },
  encode: (value) => value,
  format: (value) => String(value),
  operand: (value) => value,
};

/** The options as a list inside a validation; null where Excel would cut or split it. */
export function inlineList(field: Pick<FieldDefinition, 'options'>): string | null {
  const words = field.options.map((option) => option.value);
  const list = words.join(',');
  return list === '' || list.length > MAX_VALIDATION_LIST || words.some((word) => /[,"]/.test(word))
    ? null
    : `"${list}"`;
}
