import { ROW_REASONS_TITLE } from '../form/shell.js';
import { parseRowReasons } from '../issue/return-list.js';
import { foldText } from '../workbook/cell-text.js';
import type { Submission } from './submission.js';

/** A 底稿 hands on what units wrote in 《退回修改清单》 in a column of its own, which is no extra column of theirs. */
export function takeRowReasons(submission: Submission): Submission {
  const title = foldText(ROW_REASONS_TITLE);
  const at = submission.extraTitles.findIndex((item) => foldText(item) === title);
  if (at < 0) return submission;
  const without = <Item>(items: readonly Item[]) => items.filter((_, index) => index !== at);
  return {
    ...submission,
    extraTitles: without(submission.extraTitles),
    records: submission.records.map((record) => ({ ...record, extras: without(record.extras) })),
    explanations: submission.records.flatMap((record) =>
      parseRowReasons(record.extras[at] ?? '', record.rowNumber),
    ),
  };
}
