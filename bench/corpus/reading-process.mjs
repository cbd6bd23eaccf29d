import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./read-file.mjs', import.meta.url));
/** As much as a reading process of a run may take (src/app/read-files.ts). */
const MEGABYTES = 1024;
const KEPT_OUTPUT = 2000;

/**
 * Reads one file after another in a process of their own, and starts a new one behind each file at which it is lost.
 * What it answers for a file is read-file.mjs's answer, or `{kind: 'crashed', error}` or `{kind: 'timed-out'}`.
 */
export class ReadingProcess {
  #seconds;
  #child = null;
  #output = '';

  constructor(seconds) {
    this.#seconds = seconds;
  }

  read(path) {
    this.#child ??= this.#start();
    const child = this.#child;
    return new Promise((resolve) => {
      const end = (answer, isLost) => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (isLost) {
          this.#child = null;
          child.kill('SIGKILL');
        }
        resolve(answer);
      };
      const timer = setTimeout(() => end({ kind: 'timed-out' }, true), this.#seconds * 1000);
      child.on('message', (answer) => end(answer, false));
      child.on('exit', (code, signal) => {
        end({ kind: 'crashed', error: `exit ${code ?? signal}: ${this.#output.trim()}` }, true);
      });
      child.send(path);
    });
  }

  stop() {
    this.#child?.kill();
    this.#child = null;
  }

  #start() {
    const child = fork(PROGRAM, {
      execArgv: [`--max-old-space-size=${MEGABYTES}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
    });
    this.#output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text) => {
        this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
      });
    }
    return child;
  }
}
