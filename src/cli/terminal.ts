import { availableParallelism } from 'node:os';
import { UsageError } from '../app/usage-error.js';
import { momentOfEpoch, parseMoment } from '../campaign/beijing-time.js';
import type { Moment } from '../campaign/campaign.js';

/** Options that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly asOf?: string;
  readonly strict?: boolean;
  readonly jobs?: string;
  readonly previous?: string;
}

/** Writes data to stdout. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Writes data to stdout as JSON. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 1));
}

/** Writes a message for people to stderr, unless --quiet. */
export function say(options: CommonOptions, text: string): void {
  if (!options.quiet) process.stderr.write(`${text}\n`);
}

/** The clock, in Beijing time. */
export function now(): Moment {
  return momentOfEpoch(Date.now());
}

/** --as-of, or the clock. Throws a UsageError when it is no time. */
export function asOfOption(options: CommonOptions): Moment {
  if (options.asOf === undefined) return now();
  const moment = parseMoment(options.asOf);
  if (moment === null) {
    throw new UsageError(`--as-of 的时间“${options.asOf}”看不懂`, [
      '请写成 2020-10-26T09:00:00+08:00 或 2020-10-26',
    ]);
  }
  return moment;
}

/** --jobs, or as many reading processes as there are processors, up to eight. Throws a UsageError when it is no number. */
export function jobsOption(options: CommonOptions): number {
  if (options.jobs === undefined) return Math.min(8, availableParallelism());
  if (!/^[1-9]\d?$/.test(options.jobs))
    throw new UsageError(`--jobs 的“${options.jobs}”不对`, ['请写 1 至 99 的整数']);
  return Number(options.jobs);
}

/** A progress bar on stderr when it is a terminal; nothing otherwise. */
export function progressBar(options: CommonOptions): (step: string, done: number, total: number) => void {
  if (options.quiet || !process.stderr.isTTY) return () => undefined;
  const width = 24;
  let shown = '';
  return (step, done, total) => {
    const filled = total === 0 ? width : Math.floor((done / total) * width);
    const line = `${step} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total}`;
    if (line === shown) return;
    shown = line;
    process.stderr.write(`\r\u001b[K${line}${done === total ? '\r\u001b[K' : ''}`);
  };
}
