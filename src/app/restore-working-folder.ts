import { join } from 'node:path';
import { NAMES } from './campaign-folder.js';
import { isAside, restoreFolder } from './replace-folder.js';
import { type RunIdentity, whileLocked } from './run-lock.js';
import { UsageError } from './usage-error.js';

/** What commands replace as a whole in a working folder; a file that was being replaced leaves only its new one. */
const REPLACED = [NAMES.ledger, NAMES.outputs, NAMES.templates, NAMES.disclosure] as const;

/**
 * Puts back what a stopped run left aside, and removes its leftovers, before a command writes. Throws a UsageError
 * when it cannot. To be called while the folder is locked.
 */
export async function restoreWorkingFolder(dir: string): Promise<void> {
  for (const name of REPLACED) await restoreFolder(join(dir, name));
}

/**
 * The same for a command that only reads: nothing is written unless a folder has to be put back, and never while
 * another run is at work, which may have put it aside just now. What keeps a folder from being put back is no
 * hindrance to reading; it is returned as warnings.
 */
export async function restoreForReading(
  dir: string,
  run: RunIdentity | undefined,
): Promise<readonly string[]> {
  const isInterrupted = () => REPLACED.some((name) => isAside(join(dir, name)));
  if (!isInterrupted()) return [];
  try {
    await whileLocked([dir], run, () => restoreWorkingFolder(dir));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    // The other run has put it in its place by now.
    if (isInterrupted()) return [[error.message, ...error.details].join('；')];
  }
  return [];
}
