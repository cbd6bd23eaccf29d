import { NO_DOUBT } from '../definition/definition-layout.js';
import type { FormInput } from '../form/form-definition.js';

/** How sure a guess is: 有把握, 请核对, 猜的. */
export type Sureness = 'sure' | 'check' | 'guess';

/** One thing that was inferred, and from what. */
export interface InferenceNote {
  readonly sureness: Sureness;
  /** What of it: 类型, 单位, 分组 … */
  readonly item: string;
  readonly why: string;
}

/** Items of a form that a note may be about. */
export type FormItemName =
  | 'title'
  | 'attachment'
  | 'rowMeaning'
  | 'subject'
  | 'explanation'
  | 'templateRows'
  | 'fixedRows'
  | 'instruction';

/** A column of the table that is none of the form's: who fills it in and which row it is, the program knows. */
export interface LeftOutColumn {
  readonly title: string;
  readonly purpose: 'rowNumber' | 'unit' | 'county';
}

/** A form as it was made out of a table, with what is to be looked at. */
export interface InferredForm {
  readonly form: FormInput;
  readonly sheetName: string;
  readonly leftOut: readonly LeftOutColumn[];
  readonly formNotes: ReadonlyMap<FormItemName, readonly InferenceNote[]>;
  readonly fieldNotes: ReadonlyMap<string, readonly InferenceNote[]>;
  readonly ruleNotes: ReadonlyMap<string, readonly InferenceNote[]>;
}

const WORDS: Readonly<Record<Sureness, string>> = { sure: NO_DOUBT, check: '请核对', guess: '猜的' };
const ORDER: readonly Sureness[] = ['guess', 'check', 'sure'];

/** The least sure of the notes. */
export function sureness(notes: readonly InferenceNote[]): Sureness {
  return ORDER.find((item) => notes.some((note) => note.sureness === item)) ?? 'sure';
}

/** Notes as 待确认 tells them, the doubtful ones first: `请核对 类型：…；有把握 单位：…`. */
export function formatNotes(notes: readonly InferenceNote[]): string {
  return ORDER.flatMap((sureness) => {
    const told = notes.filter((note) => note.sureness === sureness);
    return told.length === 0
      ? []
      : [`${WORDS[sureness]} ${told.map(({ item, why }) => `${item}：${why}`).join('；')}`];
  }).join('\n');
}
