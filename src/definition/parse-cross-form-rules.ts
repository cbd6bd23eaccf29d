import type { CrossFormRule, FieldDefinition, FormDefinition } from '../form/form-definition.js';
import { foldText } from '../workbook/cell-text.js';
import type { GridWorkbook } from '../workbook/grid.js';
import {
  CROSS_FORM_COLUMNS,
  CROSS_FORM_LEVEL_WORDS,
  type CrossFormColumn,
  DEFINITION_SHEETS,
} from './definition-layout.js';
import type { DefinitionReport } from './definition-report.js';
import { type DefinitionRow, readDefinitionRows } from './definition-row.js';
import { findField, nearestField } from './find-names.js';
import { CROSS_FORM_WORDS } from './message-names.js';
import { kindWord } from './parse-fields.js';
import { readMessage } from './read-message.js';
import { fixOf } from './relation-words.js';

/** A form as others name it. */
export type FormNames = Pick<FormDefinition, 'key' | 'title' | 'fields'>;

type CrossFormRow = DefinitionRow<CrossFormColumn>;

/**
 * Reads 跨表核对. Another form and its field are named by title where the form is among `known`, else by key, which is
 * taken as it stands. `taken`: the 编号 of other rules.
 */
export function parseCrossFormRules(
  workbook: GridWorkbook,
  fields: readonly FieldDefinition[],
  taken: readonly string[],
  known: readonly FormNames[],
  report: DefinitionReport,
): readonly CrossFormRule[] {
  const rows =
    readDefinitionRows<CrossFormColumn>(
      workbook,
      {
        sheet: DEFINITION_SHEETS.crossFormRules,
        columns: CROSS_FORM_COLUMNS,
        required: ['field', 'otherForm', 'otherField'],
        isOptional: true,
      },
      report,
    ) ?? [];
  const ids = readIds(rows, taken);
  return rows.flatMap((row, index) => {
    const level = row.word('level', CROSS_FORM_LEVEL_WORDS) ?? 'query';
    const field = readAmount(row, 'field', fields);
    const other = readOther(row, known);
    const message = readMessage(row, fields, CROSS_FORM_WORDS);
    if (field === null || other === null) return [];
    const text = row.text('text') ?? `“${field.title}”不与${other.title}重复填报`;
    return [
      {
        id: ids[index]!,
        level,
        field: field.key,
        otherForm: other.form,
        otherField: other.field,
        text,
        message: message ?? `“${field.title}”{amount} 元，与《{otherTitle}》第 {otherRow} 行相同`,
        fix: row.text('fix') ?? fixOf(level),
      },
    ];
  });
}

function readIds(rows: readonly CrossFormRow[], taken: readonly string[]): readonly string[] {
  const places = new Map<string, string>();
  const used = new Set(taken);
  const written = rows.map((row) => {
    const id = row.text('id');
    if (id === null) return null;
    if (used.has(id))
      row.add('id', 'id-twice', { value: id, first: places.get(id) ?? `《${DEFINITION_SHEETS.rules}》` });
    else places.set(id, row.cell('id'));
    used.add(id);
    return id;
  });
  let number = 0;
  return written.map((id) => {
    if (id !== null) return id;
    let next: string;
    do next = `KB-${String(++number).padStart(2, '0')}`;
    while (used.has(next));
    return next;
  });
}

function readAmount(
  row: CrossFormRow,
  column: 'field' | 'otherField',
  fields: readonly FieldDefinition[],
): FieldDefinition | null {
  const name = row.needed(column);
  if (name === null) return null;
  const field = findField(name, fields);
  if (field === null) row.add(column, 'unknown-field', { value: name, nearest: nearestField(name, fields) });
  else if (field.kind !== 'amount') {
    row.add(column, 'not-an-amount', { value: field.title, kind: kindWord(field.kind) });
    return null;
  }
  return field;
}

interface OtherField {
  readonly form: string;
  readonly title: string;
  readonly field: string;
}

function readOther(row: CrossFormRow, known: readonly FormNames[]): OtherField | null {
  const name = row.needed('otherForm');
  if (name === null) {
    row.needed('otherField');
    return null;
  }
  const form =
    known.find((item) => item.key === name) ?? known.find((item) => foldText(item.title) === foldText(name));
  if (form !== undefined) {
    const field = readAmount(row, 'otherField', form.fields);
    return field === null ? null : { form: form.key, title: form.title, field: field.key };
  }
  const fieldName = row.needed('otherField');
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    row.add('otherForm', 'unknown-form', { value: name, known: known.map((item) => item.title).join('、') });
    return null;
  }
  if (fieldName === null) return null;
  if (/^[a-z][A-Za-z0-9]*$/.test(fieldName)) return { form: name, title: name, field: fieldName };
  row.add('otherField', 'bad-key', { value: fieldName });
  return null;
}
