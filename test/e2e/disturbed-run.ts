import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeSample } from '../../src/app/write-sample.js';
import { BINARY } from './working-folder.js';

// The built binary as a process that is disturbed while it runs: from outside, or at one operation on files.

/**
 * Makes the campaign whose runs are disturbed: two counties, some twenty returns of one form, the one with the fewest
 * charts. More forms would add a second of drawing to each of more than a hundred runs, and no file of another kind.
 */
export async function sampleCampaign(dir: string): Promise<void> {
  const forms = (await loadBuiltInForms()).filter((form) => form.key === 'donations');
  await writeSample(dir, { counties: 2, units: 40, seed: 7, defects: 0.2 }, forms, () => undefined);
}

type Environment = Readonly<Record<string, string>>;

/** A run that goes on beside the test. */
export interface StartedRun {
  readonly process: ChildProcess;
  /** How it ended: the signal that killed it, else its exit code; and what it said. */
  readonly ended: Promise<{ readonly how: NodeJS.Signals | number; readonly stderr: string }>;
}

export function startBangfu(args: readonly string[], env: Environment = {}): StartedRun {
  const child = spawn(process.execPath, [BINARY, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  // One that is stopped would stay for ever when the test fails before it goes on.
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<{ how: NodeJS.Signals | number; stderr: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ how: signal ?? code ?? -1, stderr }));
  });
  return { process: child, ended };
}

/** Loaded before the binary, in the processes that it starts too. */
const DISTURBANCE = `
const fs = require('node:fs');
const { basename, dirname } = require('node:path');
const { code, at, file, change } = JSON.parse(process.env.DISTURBANCE);
const disturb = (args) => {
  const path = String(args[0]);
  if (file === undefined ? !path.replaceAll('\\\\', '/').includes('/收件/') : basename(path) !== file) return;
  if (change !== undefined) {
    // Once: whichever process makes this folder first.
    try { fs.mkdirSync(change.done); } catch { return; }
    for (const name of change.removed) fs.rmSync(name);
    for (const name of change.cut) fs.truncateSync(name, Math.floor(fs.statSync(name).size / 2));
  } else if (code.startsWith('SIG')) process.kill(process.pid, code);
  else throw Object.assign(new Error(code + ': injected'), { code });
};
for (const name of at) {
  const original = fs[name];
  fs[name] = (...args) => {
    disturb(args);
    return original(...args);
  };
}
require('node:module').syncBuiltinESMExports();
`;

let preload: string | null = null;

function disturbance(what: object): Environment {
  if (preload === null) {
    const folder = mkdtempSync(join(tmpdir(), 'bangfu-disturbance-'));
    preload = join(folder, 'disturbance.cjs');
    writeFileSync(preload, DISTURBANCE);
    afterAll(() => {
      preload = null;
      rmSync(folder, { recursive: true, force: true });
    });
  }
  return { NODE_OPTIONS: `--require=${preload}`, DISTURBANCE: JSON.stringify(what) };
}

/**
 * The environment in which the binary, just before it does an operation (`renameSync`) to a file or folder of that
 * name, kills or stops itself, or is answered with an error (`EBUSY`) each time.
 */
export function answer(code: string, operation: string, file: string): Environment {
  return disturbance({ code, at: [operation], file });
}

/**
 * The environment in which files are removed and others cut to half their length when the first file of 收件/ is
 * about to be opened: what lies there is known by then, and not yet read. `done`: a folder that says it has been done.
 */
export function changeWhileReading(change: {
  readonly removed: readonly string[];
  readonly cut: readonly string[];
  readonly done: string;
}): Environment {
  return disturbance({ at: ['openSync', 'readFileSync'], change });
}

/** One digest of the names and contents of all files below a folder, without their times; null when there is none. */
export function digestOf(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const digest = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!lstatSync(join(folder, path)).isFile()) continue;
    const bytes = readFileSync(join(folder, path));
    digest.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return digest.digest('hex');
}
