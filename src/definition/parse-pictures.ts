import type {
  BreakdownDefinition,
  ChartDefinition,
  FieldDefinition,
  MeasureDefinition,
  RateDefinition,
} from '../form/form-definition.js';
import { privacyOfTitle } from '../privacy/private-titles.js';
import { foldText } from '../workbook/cell-text.js';
import type { GridWorkbook } from '../workbook/grid.js';
import {
  BREAKDOWN_COLUMNS,
  type BreakdownColumn,
  BY_COUNTY,
  CHART_COLUMNS,
  CHART_WORDS,
  type ChartColumn,
  DEFINITION_SHEETS,
} from './definition-layout.js';
import type { DefinitionReport } from './definition-report.js';
import { type DefinitionRow, readDefinitionRows } from './definition-row.js';
import { findField, nearestField } from './find-names.js';
import { kindWord } from './parse-fields.js';
import { checkSheetTitle, readTotals } from './parse-form-items.js';
import { checkRepeated } from './parse-totals.js';
import { findRate } from './total-names.js';
import { parseWordList } from './word-list.js';

interface KnownNames {
  readonly fields: readonly FieldDefinition[];
  readonly derivedMeasures: readonly MeasureDefinition[];
  readonly rates: readonly RateDefinition[];
}

/** Reads 分项. */
export function parseBreakdowns(
  workbook: GridWorkbook,
  names: KnownNames,
  report: DefinitionReport,
): readonly BreakdownDefinition[] {
  const rows =
    readDefinitionRows<BreakdownColumn>(
      workbook,
      {
        sheet: DEFINITION_SHEETS.breakdowns,
        columns: BREAKDOWN_COLUMNS,
        required: ['title', 'by'],
        isOptional: true,
      },
      report,
    ) ?? [];
  checkRepeated(rows, 'title', 'total-title-twice');
  return rows.flatMap((row) => {
    const title = row.needed('title');
    if (title !== null) checkSheetTitle(row, 'title', title);
    const by = row.needed('by') === null ? null : readCategory(row, 'by', names.fields);
    const [measureText, textText] = [row.text('measures'), row.text('texts')];
    if (measureText === null && textText === null) row.add('measures', 'breakdown-empty');
    const measures = measureText === null ? [] : readTotals(row, 'measures', measureText, names);
    const texts = textText === null ? [] : readTexts(row, textText, names.fields);
    return title === null || by === null ? [] : [{ title, by, measures, texts }];
  });
}

function readTexts(
  row: DefinitionRow<BreakdownColumn>,
  text: string,
  fields: readonly FieldDefinition[],
): readonly string[] {
  const keys: string[] = [];
  for (const name of findField(text, fields) === null ? parseWordList(text) : [text]) {
    const field = findField(name, fields);
    if (field === null)
      row.add('texts', 'unknown-field', { value: name, nearest: nearestField(name, fields) });
    else if (field.kind !== 'text')
      row.add('texts', 'not-a-text', { value: field.title, kind: kindWord(field.kind) });
    else if (keys.includes(field.key)) row.add('texts', 'named-twice', { value: name });
    else if (checkShown(row, 'texts', field)) keys.push(field.key);
  }
  return keys;
}

/** True for a field that leaders may see; what is private, by its 隐私 or by its title, is reported. */
function checkShown<Column extends string>(
  row: DefinitionRow<Column>,
  column: Column,
  { title, kind, privacy }: FieldDefinition,
): boolean {
  if (privacy !== null) row.add(column, 'shows-private', { value: title });
  else if (privacyOfTitle(title, kind) !== null) row.add(column, 'shows-unmarked', { value: title });
  else return true;
  return false;
}

/** A field whose values make lines or categories. */
function readCategory<Column extends string>(
  row: DefinitionRow<Column>,
  column: Column,
  fields: readonly FieldDefinition[],
): string | null {
  const name = row.text(column)!;
  const field = findField(name, fields);
  if (field === null) row.add(column, 'unknown-field', { value: name, nearest: nearestField(name, fields) });
  else if (field.kind !== 'option' && field.kind !== 'text')
    row.add(column, 'by-not-a-word', { value: field.title });
  else checkShown(row, column, field);
  return field?.key ?? null;
}

/** Reads 图表; null where it says nothing, and charts are left to the program. */
export function parseCharts(
  workbook: GridWorkbook,
  names: KnownNames,
  report: DefinitionReport,
): readonly ChartDefinition[] | null {
  const rows =
    readDefinitionRows<ChartColumn>(
      workbook,
      { sheet: DEFINITION_SHEETS.charts, columns: CHART_COLUMNS, required: ['kind'], isOptional: true },
      report,
    ) ?? [];
  if (rows.length === 0) return null;
  checkRepeated(rows, 'title', 'total-title-twice');
  return rows.flatMap((row) => {
    const kind = row.neededWord('kind', CHART_WORDS);
    if (kind === 'none') {
      if (rows.length > 1) row.add('kind', 'no-charts-among-charts');
      return [];
    }
    const title = row.needed('title');
    const listed = row.needed('measures');
    const measures = listed === null ? [] : readTotals(row, 'measures', listed, names);
    const rate = readRate(row, names.rates);
    const byText = row.text('by');
    const isByCounty =
      byText === null || foldText(byText) === foldText(BY_COUNTY) || foldText(byText) === '县';
    const by = isByCounty ? null : readCategory(row, 'by', names.fields);
    if (kind === 'doughnut' && measures.length > 1) row.add('measures', 'doughnut-one');
    if (kind === 'doughnut' && row.text('rate') !== null) row.add('rate', 'doughnut-rate');
    return kind === null || title === null || measures.length === 0
      ? []
      : [{ title, kind, measures, rate, by }];
  });
}

function readRate(row: DefinitionRow<ChartColumn>, rates: readonly RateDefinition[]): string | null {
  const name = row.text('rate');
  if (name === null) return null;
  const rate = findRate(name, { rates });
  if (rate === null)
    row.add('rate', 'unknown-rate', { value: name, known: rates.map((item) => item.title).join('、') });
  return rate;
}
