import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Set to 1 to leave out the suites that start processes and read large folders of foreign files. */
const isQuick = process.env.BANGFU_QUICK === '1';

/**
 * Files that take half a minute and more, the longest first. They begin before all others, so that no core waits in
 * the end for one that began late; a list that has grown old makes a run longer and nothing else.
 */
const LONGEST = ['test/e2e/kill.test.ts', 'test/e2e/faults.test.ts', 'test/foreign/format-matrix.test.ts'];

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
    exclude: isQuick ? ['test/e2e/**', 'test/foreign/**', 'test/intake/containers.test.ts'] : [],
    setupFiles: ['test/setup/fail-on-console.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // By default a core is left to the process that only hands out the work: of two cores the half.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
  },
});
