import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Unset: every test. `1`: without the suites that are slow. `dates`: for another time zone, without what knows none. */
const quick = process.env.BANGFU_QUICK ?? '';

/** They start processes or read large folders of foreign files: dates come there from text and become text again. */
const SLOW = ['test/e2e/**', 'test/foreign/**', 'test/intake/containers.test.ts'];
/** Slow for their kind, and about no date: names of units, passwords, threads, pixels. */
const WITHOUT_DATES = [
  'test/property/mangled-returns.test.ts',
  'test/unit/workbook/read/ole/unlock.test.ts',
  'test/unit/app/read-files.test.ts',
  'test/unit/chart/**',
];
const LEFT_OUT = new Map([
  ['', []],
  ['1', SLOW],
  ['dates', [...SLOW, ...WITHOUT_DATES]],
]);
const exclude = LEFT_OUT.get(quick);
if (exclude === undefined) throw new Error(`BANGFU_QUICK is 1 or dates, not ${quick}`);

/**
 * Files that take half a minute and more, the longest first. They begin before all others, so that no core waits in
 * the end for one that began late; a list that has grown old makes a run longer and nothing else.
 */
const LONGEST = [
  'test/e2e/kill.test.ts',
  'test/e2e/faults.test.ts',
  'test/foreign/recalculate.test.ts',
  'test/foreign/format-matrix.test.ts',
  'test/e2e/finalize.test.ts',
  'test/e2e/defined-forms.test.ts',
  'test/e2e/aggregate.test.ts',
  'test/e2e/same-bytes.test.ts',
  'test/unit/sample/plan-sample.test.ts',
  'test/e2e/sample-campaigns.test.ts',
  'test/foreign/template-conditional-formats.test.ts',
  'test/e2e/trend.test.ts',
  'test/foreign/template-verdicts.test.ts',
  'test/e2e/settings.test.ts',
  'test/e2e/disclose.test.ts',
  'test/e2e/outputs.test.ts',
  'test/foreign/report-page.test.ts',
  'test/foreign/own-packages.test.ts',
  'test/e2e/return-trip.test.ts',
  'test/unit/app/workpaper-law.test.ts',
  'test/e2e/limits.test.ts',
  'test/unit/app/previous.test.ts',
  'test/foreign/marked-copies.test.ts',
  'test/intake/containers.test.ts',
  'test/foreign/format-losses.test.ts',
  'test/foreign/links.test.ts',
  'test/e2e/explain.test.ts',
  'test/e2e/own-forms.test.ts',
  'test/e2e/all-forms.test.ts',
  'test/foreign/defined-forms.test.ts',
  'test/e2e/privacy.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.findIndex((name) => moduleId.endsWith(name));
      return index < 0 ? LONGEST.length : index;
    };
    return sorted.sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude,
    globalSetup: ['test/setup/temporary-folder.ts'],
    setupFiles: ['test/setup/fail-on-console.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By default a core is left to the process that only hands out the work: of two cores the half.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
  },
});
