import { foldText } from '../../workbook/cell-text.js';
import { MAX_VALIDATION_LIST } from '../../workbook/excel-limits.js';
import { NUMBER_FORMATS, textWidth } from '../../workbook/theme.js';
import { headerTitle } from '../form-definition.js';
import { cellText, type FieldKind, readAs, unreadable } from './field-kind.js';
import { headerWidth } from './header-width.js';

/** One of a short list of words. */
export const optionKind: FieldKind = {
  name: 'option',
  numberFormat: NUMBER_FORMATS.text,
  horizontal: 'center',
  isNumber: false,
  isMoney: false,
  columnWidth: (field) =>
    Math.max(
      headerWidth(headerTitle(field), 8),
      ...field.options.map((option) => textWidth(option.value) + 2),
    ),
  validation: (field) => {
    const list = field.options.map((option) => option.value).join(',');
    if (list.length > MAX_VALIDATION_LIST)
      throw new Error(`options of ${field.key} are longer than a validation list`);
    return {
      type: 'list',
      formulas: [`"${list}"`],
      allowBlank: true,
      errorStyle: 'stop',
      errorTitle: '请从下拉列表中选择',
      error: `“${field.title}”请选：${field.options.map((option) => option.value).join('、')}。`.slice(
        0,
        250,
      ),
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
