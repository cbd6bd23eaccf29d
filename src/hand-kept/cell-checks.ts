import { serialOfDate } from '../workbook/date-serial.js';
import type { PlannedValidation } from '../workbook/workbook-plan.js';

/** Excel's data validation of cells yet to be placed. */
export type CellCheck = Omit<PlannedValidation, 'range'>;

/** A drop-down of words. `stop` refuses other words, `none` lets them stand after saying so. */
export function wordsCheck(words: readonly string[], prompt: string, refusal: 'stop' | 'none'): CellCheck {
  return listCheck(`"${words.join(',')}"`, prompt, refusal);
}

/** A drop-down of what a formula names. */
export function listCheck(formula: string, prompt: string, refusal: 'stop' | 'none'): CellCheck {
  const isRefused = refusal === 'stop';
  return {
    type: 'list',
    formulas: [formula],
    allowBlank: true,
    errorStyle: isRefused ? 'stop' : 'information',
    errorTitle: isRefused ? '请从下拉框选' : '下拉框里没有',
    error: isRefused ? '这里只能填下拉框里的内容。' : '下拉框里没有这一项，照这样写也可以。',
    prompt,
  };
}

/** Dates may be written as text too: a warning that can be answered with “yes”. */
export function dateCheck(prompt: string): CellCheck {
  return {
    type: 'date',
    operator: 'between',
    formulas: [serialOfDate('2000-01-01'), serialOfDate('2099-12-31')],
    allowBlank: true,
    errorStyle: 'warning',
    errorTitle: '请核对日期',
    error: '日期请写成 2020-10-18 或 2020-10-18 18:00 的样子。',
    prompt,
  };
}

/** A number from 0 to `maximum`, said when the cell is selected; another one is asked about. */
export function rangeCheck(maximum: number, prompt: string): CellCheck {
  return {
    type: 'decimal',
    operator: 'between',
    formulas: [0, maximum],
    allowBlank: true,
    errorStyle: 'warning',
    errorTitle: '请核对数字',
    error: prompt,
    prompt,
  };
}

/** A whole number between two, said when the cell is selected; another one is asked about. */
export function wholeCheck(minimum: number, maximum: number, prompt: string): CellCheck {
  return { ...rangeCheck(maximum, prompt), type: 'whole', formulas: [minimum, maximum] };
}

/** Only tells what belongs here when the cell is selected; every text is allowed. */
export function promptCheck(prompt: string): CellCheck {
  return {
    type: 'textLength',
    operator: 'greaterThanOrEqual',
    formulas: [0],
    allowBlank: true,
    errorStyle: 'information',
    prompt,
  };
}
