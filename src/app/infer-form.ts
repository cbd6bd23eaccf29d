import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { FORM_ITEMS } from '../definition/definition-layout.js';
import { formKeyOf } from '../definition/derived-keys.js';
import { planDefinition } from '../definition/plan-definition.js';
import { defineForm } from '../form/form-definition.js';
import { inferForms } from '../infer/infer-forms.js';
import { formatNotes, type InferredForm, type Sureness, sureness } from '../infer/inferred-form.js';
import { fileNamesFor } from '../workbook/file-name.js';
import { describeUnreadable } from '../workbook/read/read-workbook.js';
import { surveyWorkbook } from '../workbook/read/survey-workbook.js';
import type { WorkbookSurvey } from '../workbook/survey.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { loadBuiltInForms } from './built-in-forms.js';
import { readWhole } from './campaign-folder.js';
import { writeDefinition } from './form-files.js';
import { UsageError } from './usage-error.js';

/** A 表格定义 that was written out of a table. */
export interface WrittenInference {
  readonly path: string;
  readonly title: string;
  readonly sheet: string;
  readonly fields: number;
  readonly rules: number;
  /** How many fields are as sure as their most doubtful guess. */
  readonly sureness: Readonly<Record<Sureness, number>>;
}

export interface InferResult {
  readonly written: readonly WrittenInference[];
  /** Sheets in which no table to be filled in was found. */
  readonly passedOver: readonly string[];
}

/**
 * Writes a 表格定义 for every table of a workbook that is to be filled in, or those of one sheet. Throws a UsageError
 * rather than overwrite anything, when nothing is found, or when `out` is to hold several.
 */
export async function inferForm(
  path: string,
  sheetName: string | null,
  out: string | null,
): Promise<InferResult> {
  const survey = readSurvey(path);
  checkSheetName(survey, sheetName);
  const known = await loadBuiltInForms();
  const forms = inferForms(survey, {
    sheetName,
    keyOfTitle: formKeyOf,
    firstAttachment: Math.max(0, ...known.map((form) => form.attachment)) + 1,
  });
  if (forms.length === 0)
    throw new UsageError(`“${basename(path)}”里没有找到要填的表`, [
      '表头要有两栏以上，下面留出要填的格子；隐藏的工作表请用 --sheet 写上名称',
    ]);
  if (out !== null && forms.length > 1)
    throw new UsageError(`“${basename(path)}”里有 ${forms.length} 张表，一个文件只能写一张`, [
      ...forms.map(({ form, sheetName: sheet }) => `工作表“${sheet}”：${form.title}`),
      '请用 --sheet 选一张工作表，或不写 --out，每张表各写一个文件',
    ]);
  const paths = out === null ? namesFor(forms) : [out];
  const taken = paths.filter((item) => existsSync(item));
  if (taken.length > 0)
    throw new UsageError(`“${taken.join('”“')}”已经存在，没有覆盖`, [
      '请先把它移走，或换一个文件夹运行；只有一张表的，可以用 --out 换一个文件名',
    ]);
  for (const [index, form] of forms.entries())
    await writeDefinition(paths[index]!, await writeWorkbook(planInferred(form)));
  return {
    written: forms.map((form, index) => summaryOf(form, paths[index]!)),
    passedOver: survey.sheets.flatMap(({ grid }) =>
      forms.some((form) => form.sheetName === grid.sheetName) ||
      grid.lastRowNumber === 0 ||
      sheetName !== null
        ? []
        : [grid.sheetName],
    ),
  };
}

function readSurvey(path: string): WorkbookSurvey {
  const result = surveyWorkbook(readWhole(path));
  if (result.kind === 'survey') return result.survey;
  throw new UsageError(`“${basename(path)}”打不开`, [describeUnreadable(result.reason)]);
}

function checkSheetName({ sheets }: WorkbookSurvey, sheetName: string | null): void {
  if (sheetName === null || sheets.some(({ grid }) => grid.sheetName === sheetName)) return;
  throw new UsageError(`没有名为“${sheetName}”的工作表`, [
    `可以写：${sheets.map(({ grid }) => grid.sheetName).join('、')}`,
  ]);
}

function namesFor(forms: readonly InferredForm[]): readonly string[] {
  return fileNamesFor(forms.map(({ form }) => form.title)).map((name) => `${name}（表格定义）.xlsx`);
}

/** The 表格定义 of an inferred form, its guesses in 待确认. */
export function planInferred({ form, formNotes, fieldNotes, ruleNotes }: InferredForm) {
  const items = [...formNotes].map(([item, notes]) => [FORM_ITEMS[item].title, formatNotes(notes)] as const);
  return planDefinition(defineForm(form), {
    items: new Map(items),
    fields: new Map([...fieldNotes].map(([key, notes]) => [key, formatNotes(notes)] as const)),
    rules: new Map([...ruleNotes].map(([id, notes]) => [id, formatNotes(notes)] as const)),
  });
}

function summaryOf({ form, sheetName, fieldNotes }: InferredForm, path: string): WrittenInference {
  const counts: Record<Sureness, number> = { sure: 0, check: 0, guess: 0 };
  for (const notes of fieldNotes.values()) counts[sureness(notes)]++;
  return {
    path,
    title: form.title,
    sheet: sheetName,
    fields: form.fields.length,
    rules: form.rules.length,
    sureness: counts,
  };
}
