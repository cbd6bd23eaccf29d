import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describeLedgerProblem, type LedgerEntry, parseLedger, planLedger } from '../campaign/ledger.js';
import { describeUnreadable, readWorkbook } from '../workbook/read/read-workbook.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { NAMES, readWhole } from './campaign-folder.js';
import { replaceFile } from './replace-folder.js';
import { UsageError } from './usage-error.js';

const WHAT_TO_DO = '时间以台账为准，不能丢：请从备份恢复，或改名保存后再运行（改名后按文件时间重新登记）';

/** Reads 收件台账.xlsx; an absent one is empty. Throws a UsageError when it is damaged: times of receipt hang on it. */
export function readLedger(dir: string): readonly LedgerEntry[] {
  const path = join(dir, NAMES.ledger);
  if (!existsSync(path)) return [];
  const result = readWorkbook(readWhole(path));
  if (result.kind === 'unreadable') {
    throw new UsageError(`${NAMES.ledger}打不开`, [describeUnreadable(result.reason), WHAT_TO_DO]);
  }
  const parsed = parseLedger(result.workbook);
  if (parsed.kind === 'damaged') {
    throw new UsageError(`${NAMES.ledger}内容不完整`, [
      ...parsed.problems.map(describeLedgerProblem),
      WHAT_TO_DO,
    ]);
  }
  return parsed.entries;
}

/** Writes 收件台账.xlsx whole or not at all. */
export async function writeLedger(
  dir: string,
  entries: readonly LedgerEntry[],
  campaignName: string,
): Promise<void> {
  await replaceFile(join(dir, NAMES.ledger), await writeWorkbook(planLedger(entries, campaignName)));
}
