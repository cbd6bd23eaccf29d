import { afterEach, beforeEach, expect, vi } from 'vitest';

// The program speaks through src/cli alone. A console call in any other file of src is something left behind, and
// fails the test during which it was made. Tests themselves may write: they say why they skip.

const METHODS = ['debug', 'error', 'info', 'log', 'warn', 'trace', 'table', 'dir'] as const;
const OURS = /[\\/]src[\\/](?!cli[\\/])/;

let calls: string[] = [];

beforeEach(() => {
  calls = [];
  for (const method of METHODS) {
    const original = console[method].bind(console) as (...values: unknown[]) => void;
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      const caller = callerOf(new Error().stack ?? '');
      if (OURS.test(caller)) calls.push(`console.${method} ${caller.trim()}`);
      else original(...values);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  expect(calls, 'console calls in src, outside src/cli').toEqual([]);
});

/** The first line of the stack that is neither this file nor the test runner. */
function callerOf(stack: string): string {
  return (
    stack
      .split('\n')
      .slice(1)
      .find((line) => !line.includes('fail-on-console') && !line.includes('node_modules')) ?? ''
  );
}
