import { formatDay, formatMoment } from '../campaign/beijing-time.js';
import type { Campaign, FormTask, Unit } from '../campaign/campaign.js';
import type { RuleParameters } from '../form/condition.js';
import { formulaOfExpression, formulaOfViolation } from '../form/excel-formula.js';
import { type FieldDefinition, type FormDefinition, measuresOf } from '../form/form-definition.js';
import { type HeaderPlan, planFormHeader } from '../form/header-plan.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import {
  ANSWERS,
  FOOTER_LABELS,
  INSTRUCTIONS_TITLE,
  LABELS,
  ROW_NUMBER_TITLE,
  TOTAL_TITLE,
} from '../form/shell.js';
import { cutText, MAX_VALIDATION_TEXT, MAX_VALIDATION_TITLE } from '../workbook/excel-limits.js';
import { type CellRange, formatColumn, formatReference } from '../workbook/reference.js';
import { COLORS, STYLES, wrappedLines } from '../workbook/theme.js';
import type {
  CellStyle,
  PlannedCell,
  PlannedConditionalFormat,
  PlannedRow,
  PlannedValidation,
  PlannedValue,
  SheetPlan,
} from '../workbook/workbook-plan.js';

/** Rows of the common shell (forms.md): 附件, title, labels, two header rows, then data. */
const TITLE_ROW = 2;
const LABEL_ROW = 3;
const HEADER_ROW = 4;
export const FIRST_DATA_ROW = 6;

/** Who fills in the sheet: a unit of the roster, or whoever chooses itself from drop-downs. */
export type Filler =
  | { readonly kind: 'unit'; readonly unit: Unit }
  | {
      readonly kind: 'anyone';
      readonly countyList: string;
      readonly unitList: (countyCell: string) => string;
    };

const LABEL_VALUE: CellStyle = {
  ...STYLES.cell,
  border: { bottom: 'thin', color: COLORS.line },
  horizontal: 'left',
  wrap: false,
  shrink: true,
};
const RED = { fill: COLORS.error, font: { color: COLORS.errorInk } } as const;
const AMBER = { fill: COLORS.query, font: { color: COLORS.queryInk } } as const;

/** Plans one form as a sheet to be filled in. `sheetName` is the form's title unless a workbook needs another. */
export function planFormSheet(
  campaign: Campaign,
  form: FormDefinition,
  task: FormTask,
  filler: Filler,
  sheetName: string = form.title,
): SheetPlan {
  const header = planFormHeader(form, HEADER_ROW, [{ title: ROW_NUMBER_TITLE, width: 6 }]);
  const lastDataRow = FIRST_DATA_ROW + form.templateRows - 1;
  const labels = planLabels(task, filler, header);
  const footer = planFooter(campaign, form, task, lastDataRow + 2, header);
  const parameters = ruleParameters(campaign, task);
  const right = Math.max(header.lastColumnNumber, labels.lastColumnNumber);
  return {
    name: sheetName,
    columnWidths: widen(header.columnWidths, right),
    rows: [
      {
        rowNumber: 1,
        height: 18,
        cells: [{ columnNumber: 1, value: `附件${task.attachment}`, style: STYLES.subtitle }],
      },
      {
        rowNumber: TITLE_ROW,
        height: 34,
        cells: [{ columnNumber: 1, value: task.title, style: STYLES.title }],
      },
      { rowNumber: LABEL_ROW, height: 24, cells: labels.cells },
      ...header.rows,
      ...planDataRows(form, header, lastDataRow, parameters),
      planTotalRow(form, header, lastDataRow + 1),
      ...footer.rows,
    ],
    merges: [
      { top: TITLE_ROW, left: 1, bottom: TITLE_ROW, right: header.lastColumnNumber },
      ...labels.merges,
      ...header.merges,
      ...footer.merges,
    ],
    validations: [...labels.validations, ...planValidations(form, task, header, lastDataRow)],
    conditionalFormats: planConditionalFormats(form, header, lastDataRow, parameters),
    freeze: { rows: FIRST_DATA_ROW - 1, columns: 2 },
    print: {
      orientation: 'landscape',
      pagesTall: 0,
      repeatRows: { first: HEADER_ROW, last: HEADER_ROW + 1 },
      area: { top: 1, left: 1, bottom: footer.lastRowNumber, right },
      footer: '&C第 &P 页 共 &N 页',
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    },
    zoom: 100,
  };
}

/** The campaign's values that rules refer to. */
export function ruleParameters(campaign: Campaign, task: FormTask): RuleParameters {
  return {
    wishAmountLimit: campaign.wishAmountLimit,
    periodStart: task.periodStart,
    periodEnd: task.periodEnd,
  };
}

function widen(widths: readonly number[], columns: number): number[] {
  return Array.from({ length: columns }, (_, index) => widths[index] ?? 12);
}

/** A piece of the label line: its text or value, and how wide it has to be. */
interface LabelPiece {
  readonly value: PlannedValue;
  readonly width: number;
  readonly style: CellStyle;
  readonly validation?: (cell: string) => Omit<PlannedValidation, 'range'>;
}

function planLabels(task: FormTask, filler: Filler, header: HeaderPlan) {
  const label = (text: string): LabelPiece => ({
    value: `${text}：`,
    width: text.length * 2 + 2,
    style: STYLES.label,
  });
  const pieces: LabelPiece[] = [
    ...(filler.kind === 'unit'
      ? [label(LABELS.unit), { value: filler.unit.name, width: 26, style: LABEL_VALUE }]
      : blankUnitPieces(filler, label)),
    label(LABELS.period),
    { value: `${task.periodStart} 至 ${task.periodEnd}`, width: 24, style: LABEL_VALUE },
    label(LABELS.filledOn),
    { value: null, width: 12, style: { ...LABEL_VALUE, numberFormat: 'yyyy-mm-dd' } },
    label(LABELS.answer),
    {
      value: ANSWERS.some,
      width: 6,
      style: { ...LABEL_VALUE, horizontal: 'center' },
      validation: () => ({
        type: 'list',
        formulas: [`"${ANSWERS.some},${ANSWERS.none}"`],
        allowBlank: false,
        errorStyle: 'stop',
        error: '请选“有”或“无”。',
        promptTitle: LABELS.answer,
        prompt: '无数据选“无”，下面不用填。',
      }),
    },
  ];
  return placeLabels(pieces, header);
}

function blankUnitPieces(
  filler: Extract<Filler, { kind: 'anyone' }>,
  label: (text: string) => LabelPiece,
): LabelPiece[] {
  let countyCell = '';
  const list = (formula: string, title: string, prompt: string): Omit<PlannedValidation, 'range'> => ({
    type: 'list',
    formulas: [formula],
    allowBlank: true,
    errorStyle: 'stop',
    errorTitle: '请从下拉列表中选择',
    error: '请从下拉列表中选择；列表中没有的，请与汇总单位联系。',
    promptTitle: title,
    prompt,
  });
  return [
    label(LABELS.county),
    {
      value: null,
      width: 16,
      style: LABEL_VALUE,
      validation: (cell) => {
        countyCell = cell;
        return list(filler.countyList, LABELS.county, '先选所属县（市），地直单位选“地直单位”。');
      },
    },
    label(LABELS.unit),
    {
      value: null,
      width: 26,
      style: LABEL_VALUE,
      validation: () => list(filler.unitList(countyCell), '填报单位', '选好县（市）后，在这里选本单位。'),
    },
  ];
}

/** Lays the pieces from left to right, each over as many columns as its width needs. */
function placeLabels(pieces: readonly LabelPiece[], header: HeaderPlan) {
  const cells: PlannedCell[] = [];
  const merges: CellRange[] = [];
  const validations: PlannedValidation[] = [];
  let columnNumber = 1;
  for (const piece of pieces) {
    const first = columnNumber;
    let width = 0;
    while (width < piece.width) width += header.columnWidths[columnNumber++ - 1] ?? 12;
    const range = { top: LABEL_ROW, left: first, bottom: LABEL_ROW, right: columnNumber - 1 };
    for (let column = first; column < columnNumber; column++) {
      cells.push({ columnNumber: column, value: column === first ? piece.value : null, style: piece.style });
    }
    if (columnNumber - 1 > first) merges.push(range);
    if (piece.validation) {
      const cell = `$${formatColumn(first)}$${LABEL_ROW}`;
      validations.push({ ...piece.validation(cell), range: { ...range, right: first } });
    }
  }
  return { cells, merges, validations, lastColumnNumber: columnNumber - 1 };
}

function planDataRows(
  form: FormDefinition,
  header: HeaderPlan,
  lastDataRow: number,
  parameters: RuleParameters,
): PlannedRow[] {
  const styles = form.fields.map(
    (field): CellStyle => ({
      ...STYLES.cell,
      horizontal: kindOf(field).horizontal,
      numberFormat: kindOf(field).numberFormat,
      wrap: !kindOf(field).isNumber,
      ...(field.computed ? { fill: COLORS.computed } : {}),
    }),
  );
  return Array.from({ length: lastDataRow - FIRST_DATA_ROW + 1 }, (_, index) => {
    const rowNumber = FIRST_DATA_ROW + index;
    return {
      rowNumber,
      height: 20,
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

function referencesIn(form: FormDefinition, header: HeaderPlan, rowNumber: number, anchor: '' | '$') {
  const columns = new Map(form.fields.map((field, index) => [field.key, header.fieldColumns[index]!]));
  return (fieldKey: string) => `${anchor}${formatReference(rowNumber, columns.get(fieldKey)!)}`;
}

function planTotalRow(form: FormDefinition, header: HeaderPlan, rowNumber: number): PlannedRow {
  const added = new Set(
    measuresOf(form).flatMap((measure) => (measure.kind === 'sum' ? [measure.field] : [])),
  );
  return {
    rowNumber,
    height: 22,
    cells: [
      { columnNumber: 1, value: TOTAL_TITLE, style: STYLES.totalLabel },
      ...form.fields.map((field, index): PlannedCell => {
        const columnNumber = header.fieldColumns[index]!;
        const column = formatColumn(columnNumber);
        // Up to the row above, wherever that is: rows inserted just before 合计 are counted as well.
        const formula = `SUM(${column}${FIRST_DATA_ROW}:INDEX(${column}:${column},ROW()-1))`;
        return {
          columnNumber,
          value: added.has(field.key) ? { kind: 'formula', formula, result: 0 } : null,
          style: { ...STYLES.total, numberFormat: kindOf(field).numberFormat },
        };
      }),
    ],
  };
}

function planFooter(
  campaign: Campaign,
  form: FormDefinition,
  task: FormTask,
  firstRow: number,
  header: HeaderPlan,
) {
  const width = header.columnWidths.reduce((total, value) => total + value, 0);
  const lines = instructionLines(campaign, form, task);
  const rows: PlannedRow[] = [
    { rowNumber: firstRow, height: 26, cells: planSignatures(header) },
    ...lines.map((text, index) => ({
      rowNumber: firstRow + 1 + index,
      height: wrappedLines(text, width) * 15 + 3,
      cells: [{ columnNumber: 1, value: text, style: STYLES.note }],
    })),
  ];
  return {
    rows,
    merges: lines.map((_, index) => ({
      top: firstRow + 1 + index,
      left: 1,
      bottom: firstRow + 1 + index,
      right: header.lastColumnNumber,
    })),
    lastRowNumber: firstRow + lines.length,
  };
}

/** Four labels with room for a name behind each, evenly over the width. */
function planSignatures(header: HeaderPlan): PlannedCell[] {
  const step = Math.max(2, Math.floor(header.lastColumnNumber / FOOTER_LABELS.length));
  return FOOTER_LABELS.flatMap((text, index): PlannedCell[] => {
    const columnNumber = index * step + (index === 0 ? 2 : 1);
    return [
      { columnNumber, value: `${text}：`, style: STYLES.label },
      { columnNumber: columnNumber + 1, value: null, style: { ...LABEL_VALUE, numberFormat: '@' } },
    ];
  });
}

function instructionLines(campaign: Campaign, form: FormDefinition, task: FormTask): string[] {
  const contact = [
    campaign.receiver && `报送至${campaign.receiver}`,
    campaign.email && `邮箱 ${campaign.email}`,
    campaign.contact && `联系人 ${campaign.contact}`,
    campaign.phone && `电话 ${campaign.phone}`,
  ].filter((part) => part);
  const paper = task.paperDeadline ? `；签字盖章的纸质件于 ${formatMoment(task.paperDeadline)} 前报送` : '';
  return [
    `${form.rowMeaning}。统计时段为 ${formatDay(task.periodStart)}至${formatDay(task.periodEnd)}。`,
    `请于 ${formatMoment(task.deadline)} 前报送电子表${paper}。${contact.length > 0 ? `${contact.join('，')}。` : ''}`,
    '本期没有数据的，“本期有无数据”选“无”，下面不用填；有数据的，没有的项目填 0。',
    '行不够时，在“合计”行上面插入行；灰色格子自动计算，不用填。',
    ...form.instructions,
    ...form.rules
      .filter((rule) => rule.level !== 'hint')
      .map(
        (rule) =>
          `${rule.level === 'error' ? '必须符合' : '请核对'}：${rule.text}${rule.level === 'query' ? '；属实的在“说明”栏写明原因' : ''}。`,
      ),
  ].map((line, index) => `${index === 0 ? `${INSTRUCTIONS_TITLE}：` : '　　　　　'}${index + 1}. ${line}`);
}

function planValidations(
  form: FormDefinition,
  task: FormTask,
  header: HeaderPlan,
  lastDataRow: number,
): PlannedValidation[] {
  return form.fields.flatMap((field, index): PlannedValidation[] => {
    if (field.computed) return [];
    const column = header.fieldColumns[index]!;
    const validation = kindOf(field).validation(field, task) ?? {
      type: 'textLength',
      operator: 'lessThanOrEqual',
      formulas: [500],
      allowBlank: true,
      errorStyle: 'stop',
      error: `“${field.title}”请不要超过 500 个字。`,
    };
    return [
      {
        ...validation,
        range: { top: FIRST_DATA_ROW, left: column, bottom: lastDataRow, right: column },
        ...(field.prompt
          ? {
              promptTitle: cutText(field.title, MAX_VALIDATION_TITLE),
              prompt: cutText(field.prompt, MAX_VALIDATION_TEXT),
            }
          : {}),
      },
    ];
  });
}

/** Marks for nothing that the checker reads as blank, as an Excel condition. */
const NOTHING_MARKS = ['—', '－', '-', '/', '\\', '无'];

function planConditionalFormats(
  form: FormDefinition,
  header: HeaderPlan,
  lastDataRow: number,
  parameters: RuleParameters,
): PlannedConditionalFormat[] {
  const reference = referencesIn(form, header, FIRST_DATA_ROW, '$');
  const range = (fieldKey: string): CellRange => {
    const column = header.fieldColumns[form.fields.findIndex((field) => field.key === fieldKey)]!;
    return { top: FIRST_DATA_ROW, left: column, bottom: lastDataRow, right: column };
  };
  const used = `(${form.fields
    .filter((field) => !field.computed)
    .map((field) => `LEN(TRIM(${reference(field.key)}))`)
    .join('+')})>0`;
  const unreadable = form.fields.flatMap((field): PlannedConditionalFormat[] => {
    const cell = reference(field.key);
    const filled = `LEN(TRIM(${cell}))>0`;
    const notNothing = NOTHING_MARKS.map((mark) => `TRIM(${cell})<>"${mark}"`).join(',');
    const kind = kindOf(field);
    if (kind.isNumber && !field.computed) {
      const bounds = kind.name === 'integer' ? `OR(${cell}<0,${cell}<>INT(${cell}))` : `${cell}<0`;
      return [
        {
          range: range(field.key),
          formula: `AND(${filled},NOT(ISNUMBER(${cell})),${notNothing})`,
          style: RED,
        },
        { range: range(field.key), formula: `AND(ISNUMBER(${cell}),${bounds})`, style: RED },
      ];
    }
    const style = field.unknownOption === 'error' ? RED : AMBER;
    const missing = { range: range(field.key), formula: `AND(${used},LEN(TRIM(${cell}))=0)`, style };
    if (kind.name === 'option') {
      const options = field.options.flatMap((option) => [option.value, ...option.synonyms]);
      const known = options.map((option) => `TRIM(${cell})="${option}"`).join(',');
      const unknown = {
        range: range(field.key),
        formula: `AND(${filled},${notNothing},NOT(OR(${known})))`,
        style,
      };
      return field.required ? [unknown, missing] : [unknown];
    }
    return field.required && !kind.isNumber ? [missing] : [];
  });
  const broken = form.rules.flatMap((rule) =>
    rule.level === 'hint'
      ? []
      : rule.checks.flatMap((check): PlannedConditionalFormat[] =>
          check.kind === 'row'
            ? [
                {
                  range: range(check.at),
                  formula: formulaOfViolation(form, check.holds, rule.blanks, parameters, reference),
                  style: rule.level === 'error' ? RED : AMBER,
                },
              ]
            : [],
        ),
  );
  // Errors first: the first format that applies to a cell wins.
  return [...unreadable, ...broken].sort((a, b) => Number(a.style === AMBER) - Number(b.style === AMBER));
}
