import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readInboxFile, unreadable } from './find-files.js';
import { type FileFacts, factsOf, fileReader, type ReadFile, type ReadTask } from './read-file.js';

/** Below this many files a further process costs more than it saves. */
const LEAST_FILES_A_PROCESS = 40;
/** Far above what the largest file within the other limits takes, on a slow machine too. */
export const SECONDS_A_FILE = 60;
/** Of one process's heap. The largest honest returns need a tenth of it. */
export const MEGABYTES_A_PROCESS = 512;

/** Above this many bytes a process makes way for a new one: what huge files left behind is given back at once. */
const MOST_KEPT = 150 * 1024 * 1024;

/** Sent to a process: first the task, then each inbox path to read, and how many of the files in it are read already. */
export type ReadOrder =
  | { readonly kind: 'task'; readonly task: ReadTask }
  | { readonly kind: 'path'; readonly path: string; readonly skip: number };

/** A process's answers: for each file in the path `begun` and `read` or `failed`, in the end `done`. */
export type ReadAnswer =
  | { readonly kind: 'begun'; readonly file: FileFacts }
  | { readonly kind: 'read'; readonly outcome: ReadFile['outcome'] }
  | { readonly kind: 'failed'; readonly message: string }
  /** `memory`: bytes that the process holds. */
  | { readonly kind: 'done'; readonly memory: number };

/** How files are read. */
export interface ReadFilesOptions {
  /** Processes that may read at once. */
  readonly jobs: number;
  readonly onFile: (done: number, total: number) => void;
  /** For one file; those in a zip or a mail count on their own. */
  readonly seconds?: number;
  /** Memory of one process. */
  readonly megabytes?: number;
  /** The process's program; null reads in this one, which nothing protects from a file that hangs. */
  readonly program?: URL | null;
}

/**
 * Reads files, what is in zips and mails too; the answers stand in the order of `paths`. They are read in processes of
 * their own: a file that hangs, crashes its reader or fills its memory is `unreadable` and takes nothing else with it.
 * A thread would not do: since Node 24 one that fills its memory may end the whole process.
 */
export async function readFiles(
  task: ReadTask,
  paths: readonly string[],
  options: ReadFilesOptions,
): Promise<readonly ReadFile[]> {
  const { jobs, onFile, program = readProgram() } = options;
  const results: (readonly ReadFile[])[] = [];
  let next = 0;
  let done = 0;
  const takeNext = () => (next < paths.length ? next++ : null);
  const finish = (index: number, read: readonly ReadFile[]) => {
    results[index] = read;
    onFile(++done, paths.length);
  };
  if (program === null) {
    await readHere(task, paths, takeNext, finish);
  } else {
    const processes = Math.min(jobs, Math.ceil(paths.length / LEAST_FILES_A_PROCESS));
    const { seconds = SECONDS_A_FILE, megabytes = MEGABYTES_A_PROCESS } = options;
    const source: ReadSource = { task, paths, program, seconds, megabytes, takeNext, finish };
    await Promise.all(Array.from({ length: processes }, () => new ReadingProcess(source).run()));
  }
  return results.flat();
}

/** The sources of a test run are TypeScript, which Node 20 cannot load. */
function readProgram(): URL | null {
  return import.meta.url.endsWith('.js') ? new URL('../cli/read-process.js', import.meta.url) : null;
}

async function readHere(
  task: ReadTask,
  paths: readonly string[],
  takeNext: () => number | null,
  finish: (index: number, read: readonly ReadFile[]) => void,
): Promise<void> {
  const read = fileReader(task);
  for (let index = takeNext(); index !== null; index = takeNext()) {
    const files: ReadFile[] = [];
    for (const item of read(paths[index]!)) files.push({ file: item.file, outcome: await item.read() });
    finish(index, files);
  }
}

interface ReadSource {
  readonly task: ReadTask;
  readonly paths: readonly string[];
  readonly program: URL;
  readonly seconds: number;
  readonly megabytes: number;
  /** The index of the next path that nobody reads; null when there is none. */
  readonly takeNext: () => number | null;
  readonly finish: (index: number, read: readonly ReadFile[]) => void;
}

/** One process after another, each until it hangs or ends before its time, until there is nothing more to read. */
class ReadingProcess {
  private readonly source: ReadSource;
  private child: ChildProcess | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(source: ReadSource) {
    this.source = source;
  }

  async run(): Promise<void> {
    const { takeNext, finish, paths } = this.source;
    for (let index = takeNext(); index !== null; index = takeNext()) {
      finish(index, await this.readPath(paths[index]!));
    }
    this.retire();
  }

  /** A process that nobody talks to any more ends by itself. */
  private retire(): void {
    this.child?.disconnect();
    this.child = null;
  }

  /** Reads a path to its end, in a new process behind each file at which one was lost. */
  private async readPath(path: string): Promise<readonly ReadFile[]> {
    const files: ReadFile[] = [];
    let losses = 0;
    for (;;) {
      const lost = await this.readOn(path, files);
      if (lost === null) return files;
      files.push({
        file: lost.begun ?? factsOf(readInboxFile(this.source.task.dir, path)),
        outcome: unreadable(lost.reason),
      });
      // Lost before the first file was reached: the container itself cannot be opened.
      if (lost.begun === null) return files;
      if (++losses < MOST_LOSSES || lost.begun.entry === null) continue;
      const container = factsOf(readInboxFile(this.source.task.dir, path));
      return [...files, { file: container, outcome: unreadable(GIVEN_UP) }];
    }
  }

  /** Reads on behind the files that are read; ends with null at the path's end, or with what the process was lost at. */
  private readOn(
    path: string,
    files: ReadFile[],
  ): Promise<{ readonly begun: FileFacts | null; readonly reason: string } | null> {
    const child = this.child ?? this.start();
    return new Promise((resolve) => {
      let begun: FileFacts | null = null;
      const end = (lostBy: string | null) => {
        if (this.timer !== null) clearTimeout(this.timer);
        child.off('message', hear).off('exit', leave);
        if (lostBy === null) {
          resolve(null);
          return;
        }
        this.child = null;
        child.kill('SIGKILL');
        resolve({ begun, reason: lostBy });
      };
      const restartTimer = () => {
        if (this.timer !== null) clearTimeout(this.timer);
        this.timer = setTimeout(() => end(describeTimeout(this.source.seconds)), this.source.seconds * 1000);
      };
      const hear = (message: unknown) => {
        const answer = message as ReadAnswer;
        restartTimer();
        if (answer.kind === 'begun') begun = answer.file;
        else if (answer.kind === 'done') {
          end(null);
          if (answer.memory > MOST_KEPT) this.retire();
        } else if (answer.kind === 'failed') end(`读取时程序出错（${answer.message}）；${SAVE_AGAIN}`);
        else if (begun !== null) {
          files.push({ file: begun, outcome: answer.outcome });
          begun = null;
        }
      };
      const leave = (code: number | null, signal: string | null) =>
        end(describeLoss(code, signal, this.source.megabytes));
      child.on('message', hear).on('exit', leave);
      restartTimer();
      send(child, { kind: 'path', path, skip: files.length });
    });
  }

  private start(): ChildProcess {
    const { program, megabytes, task } = this.source;
    this.child = fork(fileURLToPath(program), {
      execArgv: [`--max-old-space-size=${megabytes}`],
      // Maps and missing values arrive as they were sent.
      serialization: 'advanced',
      // Node prints pages when it runs out of memory.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    send(this.child, { kind: 'task', task });
    return this.child;
  }
}

/** A process that has ended cannot be told anything; that it ended is what counts. */
function send(child: ChildProcess, order: ReadOrder): void {
  child.send(order, () => undefined);
}

/** Processes that one zip or mail may cost: a thousand files that hang must not stop the run for a day. */
const MOST_LOSSES = 3;
const GIVEN_UP = `里面已有 ${MOST_LOSSES} 个文件使读取中断，其余没有读取，请解压后放入收件文件夹`;

const SAVE_AGAIN = '请用 Excel 或 WPS 打开原表，另存为 xlsx 后重新放入收件文件夹';

function describeTimeout(seconds: number): string {
  return `读取超过 ${seconds} 秒，已停止；${SAVE_AGAIN}`;
}

/** How a process ends that Node itself stops: its heap is full. Windows knows no signals. */
const ABORTED = { signal: 'SIGABRT', codes: [134, 0x80000003] } as const;

function describeLoss(code: number | null, signal: string | null, megabytes: number): string {
  const isMemory = signal === ABORTED.signal || ABORTED.codes.some((item) => item === code);
  return isMemory
    ? `读取时占用内存超过 ${megabytes} MB，已停止；${SAVE_AGAIN}`
    : `读取时程序出错；${SAVE_AGAIN}`;
}
