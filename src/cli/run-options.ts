import type { RunOptions } from '../app/aggregate.js';
import { loadForms } from '../app/load-forms.js';
import { asOfOption, type CommonOptions, jobsOption, now, progressBar } from './terminal.js';
import { thisRun } from './this-run.js';
import { TOOL } from './tool.js';

/** What every command that reads a working folder hands to its use case. Throws a UsageError for a bad option. */
export async function runOptions(dir: string, options: CommonOptions): Promise<RunOptions> {
  return {
    dir,
    forms: await loadForms(dir),
    runAt: now(),
    asOf: asOfOption(options),
    tool: TOOL,
    previous: options.previous ?? null,
    jobs: jobsOption(options),
    run: thisRun(),
    onProgress: progressBar(options),
  };
}
