import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let folder = '';

/**
 * One folder for everything that a run of the tests lays down for a while, gone with the run: also what processes
 * that were killed and programs that are not ours leave behind. What runs after this inherits the environment.
 */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), 'bangfu-tests-'));
  // Some tests run the binary as another user.
  chmodSync(folder, 0o755);
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
