import type { FieldDefinition, FormDefinition, MeasureDefinition } from '../form/form-definition.js';
import { kindOf } from '../form/kinds/field-kinds.js';
import { plainText } from '../hand-kept/sheet-table.js';
import { foldText } from '../workbook/cell-text.js';
import type { GridWorkbook } from '../workbook/grid.js';
import {
  DEFAULT_TEMPLATE_ROWS,
  DEFINITION_SHEETS,
  FORM_COLUMNS,
  FORM_ITEMS,
  type FormItemKey,
  MOST_TEMPLATE_ROWS,
  NO_AMOUNT_AT_STAKE,
  NO_KEY_MEASURES,
} from './definition-layout.js';
import type { DefinitionReport } from './definition-report.js';
import { type DefinitionRow, readDefinitionRows } from './definition-row.js';
import { formKeyOf } from './derived-keys.js';
import { findField, nearestField } from './find-names.js';
import { sheetTitleProblem } from './sheet-title.js';
import { findTotal, totalNames } from './total-names.js';
import { parseWordList } from './word-list.js';

type ItemColumn = keyof typeof FORM_COLUMNS;
type ItemRow = DefinitionRow<ItemColumn>;

/** What 表 says of the form itself; what names fields and totals is read when these are known. */
export interface ParsedItems {
  readonly title: string;
  readonly key: string;
  readonly version: number;
  readonly attachment: number | null;
  readonly rowMeaning: string | null;
  readonly templateRows: number | null;
  readonly targetTitle: string | null;
  readonly instructions: readonly string[];
  /** Items that name something, by what they are. */
  readonly rows: ReadonlyMap<FormItemKey, ItemRow>;
}

const ITEMS = Object.entries(FORM_ITEMS) as [FormItemKey, (typeof FORM_ITEMS)[FormItemKey]][];

/** Reads 表. What cannot be read is reported and stands as if it were blank. */
export function parseFormItems(
  workbook: GridWorkbook,
  known: readonly FormDefinition[],
  report: DefinitionReport,
): ParsedItems {
  const sheet = DEFINITION_SHEETS.form;
  const found = readDefinitionRows<ItemColumn>(
    workbook,
    { sheet, columns: FORM_COLUMNS, required: ['item', 'content'], isOptional: false },
    report,
  );
  const { rows, instructions } = collectItems(found ?? []);
  const textOf = (key: FormItemKey) => rows.get(key)?.text('content') ?? null;
  const wholeOf = (key: FormItemKey, most: number) =>
    rows.get(key)?.whole('content', 1, most, FORM_ITEMS[key].title) ?? null;
  const title = textOf('title');
  if (title === null && found !== null) {
    const cell = rows.get('title')?.cell('content') ?? null;
    report.forSheet(sheet).add(cell, 'item-missing', { title: FORM_ITEMS.title.title });
  }
  if (title !== null) checkSheetTitle(rows.get('title')!, 'content', title);
  const same = known.find((form) => foldText(form.title) === foldText(title ?? ''));
  return {
    title: title ?? '',
    key: readKey(rows.get('key')) ?? same?.key ?? formKeyOf(title ?? ''),
    version: wholeOf('version', 999) ?? 1,
    attachment: wholeOf('attachment', 999) ?? same?.attachment ?? null,
    rowMeaning: textOf('rowMeaning'),
    templateRows: wholeOf('templateRows', MOST_TEMPLATE_ROWS),
    targetTitle: textOf('targetTitle'),
    instructions,
    rows,
  };
}

/** Rows by item; items written twice or unknown are reported. 填报说明 may stand there as often as needed. */
function collectItems(found: readonly ItemRow[]) {
  const keys = new Map(
    ITEMS.flatMap(([key, item]) =>
      [item.title, ...item.aliases].map((title) => [foldText(title), key] as const),
    ),
  );
  const rows = new Map<FormItemKey, ItemRow>();
  const instructions: string[] = [];
  for (const row of found) {
    const label = row.text('item');
    if (label === null) continue;
    const key = keys.get(foldText(label));
    const first = key === undefined ? undefined : rows.get(key);
    if (key === undefined)
      row.add('item', 'item-unknown', {
        value: label,
        known: ITEMS.map(([, item]) => item.title).join('、'),
      });
    else if (key === 'instruction') {
      const text = row.text('content');
      if (text !== null) instructions.push(text);
    } else if (first !== undefined)
      row.add('item', 'item-twice', { title: label, first: first.cell('item') });
    else rows.set(key, row);
  }
  return { rows, instructions };
}

function readKey(row: ItemRow | undefined): string | null {
  const key = row?.text('content') ?? null;
  if (row === undefined || key === null) return null;
  if (/^[a-z][a-z0-9-]*$/.test(key)) return key;
  row.add('content', 'bad-form-key', { value: key });
  return null;
}

/** Titles of forms and 分项 become names of sheets, whole. */
export function checkSheetTitle<Column extends string>(
  row: DefinitionRow<Column>,
  column: Column,
  title: string,
): void {
  const problem = sheetTitleProblem(title);
  if (problem !== null) row.add(column, problem.code, problem.parameters);
}

/** Items of 表 that name fields and totals. */
export interface ParsedRoles {
  readonly subject: string;
  readonly explanation: string;
  readonly fixedRows: string | null;
  readonly templateRows: number;
  readonly rowMeaning: string;
  readonly keyMeasures: readonly string[];
  readonly amountAtStake: string | null;
}

/** Figures that stand large on 总览, where the definition names none. */
const DEFAULT_KEY_MEASURES = 4;

/** Reads what 表 says of fields and totals; what is not said is chosen. */
export function parseRoles(
  items: ParsedItems,
  fields: readonly FieldDefinition[],
  derivedMeasures: readonly MeasureDefinition[],
): ParsedRoles {
  const named = (key: FormItemKey): FieldDefinition | null => {
    const row = items.rows.get(key);
    const text = row?.text('content') ?? null;
    if (row === undefined || text === null) return null;
    const field = findField(text, fields);
    if (field === null)
      row.add('content', 'unknown-field', { value: text, nearest: nearestField(text, fields) });
    return field;
  };
  const subject =
    named('subject') ??
    fields.find((field) => field.kind === 'text' && field.required) ??
    fields.find((field) => field.kind === 'text' && foldText(field.title) !== '说明') ??
    fields[0]!;
  const explanation = named('explanation') ?? fields.find((field) => foldText(field.title) === '说明');
  if (explanation !== undefined && explanation.kind !== 'text')
    items.rows.get('explanation')?.add('content', 'explanation-not-text', { value: explanation.title });
  const fixed = named('fixedRows');
  if (fixed !== null && fixed.kind !== 'option')
    items.rows.get('fixedRows')!.add('content', 'fixed-rows-not-option', { value: fixed.title });
  const count = fixed?.options.length ?? 0;
  const templateRows =
    items.templateRows ?? (count > 0 ? Math.min(count, MOST_TEMPLATE_ROWS) : DEFAULT_TEMPLATE_ROWS);
  if (fixed !== null && count > templateRows) {
    const blamed = items.templateRows === null ? 'fixedRows' : 'templateRows';
    items.rows
      .get(blamed)!
      .add('content', 'fixed-rows-beyond', { field: fixed.title, count, rows: templateRows });
  }
  return {
    subject: subject.key,
    explanation: (explanation ?? fields.at(-1)!).key,
    fixedRows: fixed?.key ?? null,
    templateRows,
    rowMeaning: items.rowMeaning ?? `每个“${subject.title}”填一行`,
    keyMeasures: readKeyMeasures(items, fields, derivedMeasures),
    amountAtStake: readAmountAtStake(items, fields, derivedMeasures),
  };
}

function readKeyMeasures(
  { rows }: ParsedItems,
  fields: readonly FieldDefinition[],
  derivedMeasures: readonly MeasureDefinition[],
): readonly string[] {
  const row = rows.get('keyMeasures');
  const text = row?.text('content') ?? null;
  if (row === undefined || text === null) {
    const totals = [...fields.filter((field) => field.measure !== null), ...derivedMeasures];
    return totals.slice(0, DEFAULT_KEY_MEASURES).map((total) => total.key);
  }
  if (foldText(text) === NO_KEY_MEASURES) return [];
  return readTotals(row, 'content', text, { fields, derivedMeasures });
}

function readAmountAtStake(
  { rows }: ParsedItems,
  fields: readonly FieldDefinition[],
  derivedMeasures: readonly MeasureDefinition[],
): string | null {
  const row = rows.get('amountAtStake');
  const text = row?.text('content') ?? null;
  if (row === undefined || text === null) {
    const amounts = fields.filter((field) => field.kind === 'amount' && field.measure !== null);
    return (amounts.find((field) => field.computed !== null) ?? amounts[0])?.key ?? null;
  }
  if (foldText(text) === NO_AMOUNT_AT_STAKE) return null;
  return readTotals(row, 'content', text, { fields, derivedMeasures })[0] ?? null;
}

/** The totals that a cell lists; unknown and repeated ones are reported and left out. */
export function readTotals<Column extends string>(
  row: DefinitionRow<Column>,
  column: Column,
  text: string,
  form: {
    readonly fields: readonly FieldDefinition[];
    readonly derivedMeasures: readonly MeasureDefinition[];
  },
): readonly string[] {
  const keys: string[] = [];
  // A title may hold a separator: the whole cell comes first.
  const names = findTotal(text, form) === null ? parseWordList(text) : [text];
  for (const name of names) {
    const key = findTotal(name, form);
    if (key === null)
      row.add(column, 'unknown-total', { value: name, known: totalNames(form).slice(0, 30).join('、') });
    else if (keys.includes(key)) row.add(column, 'named-twice', { value: name });
    else keys.push(key);
  }
  return keys;
}

/** True when 说明栏 is left to the program, which then sees to it that there is one. */
export function choosesExplanation(items: ParsedItems): boolean {
  const row = items.rows.get('explanation');
  return row === undefined || plainText(row.content('content')) === null;
}

/** Whether a field's values are numbers. */
export function isNumberField(field: FieldDefinition): boolean {
  return kindOf(field).isNumber;
}
