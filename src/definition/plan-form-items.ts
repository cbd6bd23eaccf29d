import type { Condition } from '../form/condition.js';
import type { FormDefinition } from '../form/form-definition.js';
import { formatCondition } from '../form/relation/format-relation.js';
import { nameOfField } from '../form/relation/relation-names.js';
import { type CellCheck, promptCheck, wholeCheck } from '../hand-kept/cell-checks.js';
import {
  HAND_KEPT_PRINT,
  HINT_STYLE,
  headerRow,
  LABEL_STYLE,
  NOTE_STYLE,
  TEXT_STYLE,
} from '../hand-kept/hand-kept-styles.js';
import { wrappedLines } from '../workbook/theme.js';
import type { CellStyle, PlannedRow, PlannedValue, SheetPlan } from '../workbook/workbook-plan.js';
import {
  DEFINITION_SHEETS,
  FORM_COLUMNS,
  FORM_ITEMS,
  type FormItemKey,
  MOST_TEMPLATE_ROWS,
  NO_AMOUNT_AT_STAKE,
  NO_KEY_MEASURES,
  TO_CONFIRM,
} from './definition-layout.js';
import { doubtStyle } from './doubt-column.js';
import { nameOfTotal } from './total-names.js';
import { formatWordList } from './word-list.js';

const NOTE =
  '这张表叫什么、怎么填、汇总时看什么。只有“表名”必须填，其余空着就按“说明”里写的办。栏目写在《字段》里。';
const WIDTHS = [20, 60, 62] as const;
const DOUBT_WIDTH = 44;
const FIRST_ROW = 3;
/** Rows of 填报说明 that stand ready to be filled in. */
const SPARE_INSTRUCTIONS = 3;
const WHOLE_STYLE: CellStyle = { ...TEXT_STYLE, numberFormat: '0', horizontal: 'left' };

const CHECKS: Readonly<Partial<Record<FormItemKey, CellCheck>>> = {
  key: promptCheck('以后每期都用同一个编码，程序才知道是同一张表'),
  version: wholeCheck(1, 999, '1 以上的整数'),
  attachment: wholeCheck(1, 999, '1 以上的整数'),
  templateRows: wholeCheck(1, MOST_TEMPLATE_ROWS, `1 至 ${MOST_TEMPLATE_ROWS} 的整数`),
};

/** What 表 says: an item and its content, in order. */
export type FormItemValues = readonly (readonly [FormItemKey, PlannedValue])[];

/** 表: an item a row, with what it is for. */
export function planFormItems(items: FormItemValues, doubts: ReadonlyMap<string, string> | null): SheetPlan {
  const widths = doubts === null ? WIDTHS : [...WIDTHS, DOUBT_WIDTH];
  const titles = [FORM_COLUMNS.item.title, FORM_COLUMNS.content.title, FORM_COLUMNS.note.title];
  return {
    name: DEFINITION_SHEETS.form,
    columnWidths: widths,
    rows: [
      { rowNumber: 1, height: 26, cells: [{ columnNumber: 1, value: NOTE, style: NOTE_STYLE }] },
      { ...headerRow(doubts === null ? titles : [...titles, TO_CONFIRM]), rowNumber: 2 },
      ...items.map(([key, value], index): PlannedRow => {
        const { title, note } = FORM_ITEMS[key];
        const doubt = doubts?.get(title) ?? null;
        const texts = [String(value ?? ''), note, doubt ?? ''];
        const lines = texts.map((text, column) => wrappedLines(text, widths[column + 1] ?? DOUBT_WIDTH));
        return {
          rowNumber: FIRST_ROW + index,
          height: 14 * Math.max(...lines) + 8,
          cells: [
            { columnNumber: 1, value: title, style: LABEL_STYLE },
            { columnNumber: 2, value, style: typeof value === 'number' ? WHOLE_STYLE : TEXT_STYLE },
            { columnNumber: 3, value: note, style: HINT_STYLE },
            ...(doubts === null ? [] : [{ columnNumber: 4, value: doubt, style: doubtStyle(doubt) }]),
          ],
        };
      }),
    ],
    merges: [{ top: 1, left: 1, bottom: 1, right: widths.length }],
    validations: items.flatMap(([key], index) => {
      const check = CHECKS[key];
      if (check === undefined) return [];
      const rowNumber = FIRST_ROW + index;
      return [{ ...check, range: { top: rowNumber, left: 2, bottom: rowNumber, right: 2 } }];
    }),
    freeze: { rows: 2, columns: 1 },
    print: { ...HAND_KEPT_PRINT, repeatRows: { first: 2, last: 2 } },
  };
}

/** 表 of a form that nobody has described yet: its name, and everything else as it is where nothing is said. */
export function blankItemValues(title: string): FormItemValues {
  const keys = Object.keys(FORM_ITEMS) as FormItemKey[];
  return keys.flatMap((key) =>
    key === 'instruction' ? spareInstructions() : [[key, key === 'title' ? title : null] as const],
  );
}

function spareInstructions(): FormItemValues {
  return Array.from({ length: SPARE_INSTRUCTIONS }, () => ['instruction', null] as const);
}

export function itemValues(form: FormDefinition): FormItemValues {
  const fieldName = (key: string) => {
    const field = form.fields.find((item) => item.key === key);
    return field === undefined ? key : nameOfField(field, form.fields);
  };
  const measures = form.keyMeasures.map((key) => nameOfTotal(key, form));
  return [
    ['title', form.title],
    ['key', form.key],
    ['version', form.version],
    ['attachment', form.attachment],
    ['rowMeaning', form.rowMeaning],
    ['subject', fieldName(form.subject)],
    ['explanation', fieldName(form.explanation)],
    ['templateRows', form.templateRows],
    ['fixedRows', form.fixedRows === null ? null : fieldName(form.fixedRows)],
    ['keyMeasures', measures.length === 0 ? NO_KEY_MEASURES : formatWordList(measures)],
    [
      'amountAtStake',
      form.amountAtStake === null ? NO_AMOUNT_AT_STAKE : nameOfTotal(form.amountAtStake, form),
    ],
    ['targetTitle', form.target?.title ?? null],
    ...disclosureValues(form, fieldName),
    ...form.instructions.map((text) => ['instruction', text] as const),
    ...spareInstructions(),
  ];
}

function disclosureValues(
  { fields, disclosure }: FormDefinition,
  fieldName: (key: string) => string,
): FormItemValues {
  const inWords = (condition: Condition | null | undefined) =>
    condition ? formatCondition(condition, fields) : null;
  return [
    ['disclosed', disclosure === null ? null : formatWordList(disclosure.fields.map(fieldName))],
    ['disclosedUnit', inWords(disclosure?.isUnit)],
    ['disclosedConsent', inWords(disclosure?.agrees)],
    ['disclosedMinor', inWords(disclosure?.isMinor)],
  ];
}
