import { Worker } from 'node:worker_threads';
import { readInboxFile, unreadable } from './find-files.js';
import { type FileFacts, factsOf, fileReader, type ReadFile, type ReadTask } from './read-file.js';

/** Below this many files a further thread costs more than it saves. */
const LEAST_FILES_A_THREAD = 40;
/** Far above what the largest file within the other limits takes, on a slow machine too. */
export const SECONDS_A_FILE = 60;
/** Of one thread's heap. The largest honest returns need a tenth of it. */
export const MEGABYTES_A_THREAD = 512;

/** Sent to a thread: the inbox path to read next, and how many of the files in it are read already. */
export interface ReadRequest {
  readonly path: string;
  readonly skip: number;
}

/** A thread's answers: for each file in the path `begun` and `read`, in the end `done`. */
export type ReadAnswer =
  | { readonly kind: 'begun'; readonly file: FileFacts }
  | { readonly kind: 'read'; readonly outcome: ReadFile['outcome'] }
  | { readonly kind: 'done' };

/** How files are read. */
export interface ReadFilesOptions {
  /** Threads that may read at once. */
  readonly jobs: number;
  readonly onFile: (done: number, total: number) => void;
  /** For one file; those in a zip or a mail count on their own. */
  readonly seconds?: number;
  /** Memory of one thread. */
  readonly megabytes?: number;
  /** The thread's program; null reads in this thread, which nothing protects from a file that hangs. */
  readonly program?: URL | null;
}

/**
 * Reads files, what is in zips and mails too; the answers stand in the order of `paths`. They are read in threads: a
 * file that hangs, crashes its reader or fills its memory is `unreadable` and takes nothing else with it.
 */
export async function readFiles(
  task: ReadTask,
  paths: readonly string[],
  options: ReadFilesOptions,
): Promise<readonly ReadFile[]> {
  const { jobs, onFile, program = threadProgram() } = options;
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
    const threads = Math.min(jobs, Math.ceil(paths.length / LEAST_FILES_A_THREAD));
    const { seconds = SECONDS_A_FILE, megabytes = MEGABYTES_A_THREAD } = options;
    const source: ThreadSource = { task, paths, program, seconds, megabytes, takeNext, finish };
    await Promise.all(Array.from({ length: threads }, () => new ReadingThread(source).run()));
  }
  return results.flat();
}

/** The sources of a test run are TypeScript, which a thread of Node 20 cannot load. */
function threadProgram(): URL | null {
  return import.meta.url.endsWith('.js') ? new URL('./read-worker.js', import.meta.url) : null;
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

interface ThreadSource {
  readonly task: ReadTask;
  readonly paths: readonly string[];
  readonly program: URL;
  readonly seconds: number;
  readonly megabytes: number;
  /** The index of the next path that nobody reads; null when there is none. */
  readonly takeNext: () => number | null;
  readonly finish: (index: number, read: readonly ReadFile[]) => void;
}

/** One thread after another, each until it hangs or ends before its time, until there is nothing more to read. */
class ReadingThread {
  private readonly source: ThreadSource;
  private worker: Worker | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(source: ThreadSource) {
    this.source = source;
  }

  async run(): Promise<void> {
    const { takeNext, finish, paths } = this.source;
    for (let index = takeNext(); index !== null; index = takeNext()) {
      finish(index, await this.readPath(paths[index]!));
    }
    await this.worker?.terminate();
  }

  /** Reads a path to its end, in a new thread behind each file at which a thread was lost. */
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

  /** Reads on behind the files that are read; ends with null at the path's end, or with what the thread was lost at. */
  private readOn(
    path: string,
    files: ReadFile[],
  ): Promise<{ readonly begun: FileFacts | null; readonly reason: string } | null> {
    const worker = this.worker ?? this.start();
    return new Promise((resolve) => {
      let begun: FileFacts | null = null;
      const end = (lostBy: string | null) => {
        if (this.timer !== null) clearTimeout(this.timer);
        // Without a name it would take away the listeners of Node's own as well.
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
        if (lostBy === null) {
          resolve(null);
          return;
        }
        this.worker = null;
        // A thread that is stopped may still report an error, which nobody waits for.
        worker.on('error', () => undefined);
        void worker.terminate().then(() => resolve({ begun, reason: lostBy }));
      };
      const restartTimer = () => {
        if (this.timer !== null) clearTimeout(this.timer);
        this.timer = setTimeout(() => end(describeTimeout(this.source.seconds)), this.source.seconds * 1000);
      };
      worker.on('message', (answer: ReadAnswer) => {
        restartTimer();
        if (answer.kind === 'begun') begun = answer.file;
        else if (answer.kind === 'done') end(null);
        else if (begun !== null) {
          files.push({ file: begun, outcome: answer.outcome });
          begun = null;
        }
      });
      worker.on('error', (error) => end(describeLoss(error, this.source.megabytes)));
      worker.on('exit', () => end(describeLoss(null, this.source.megabytes)));
      restartTimer();
      worker.postMessage({ path, skip: files.length } satisfies ReadRequest);
    });
  }

  private start(): Worker {
    this.worker = new Worker(this.source.program, {
      workerData: this.source.task,
      resourceLimits: { maxOldGenerationSizeMb: this.source.megabytes },
    });
    return this.worker;
  }
}

/** Threads that one zip or mail may cost: a thousand files that hang must not stop the run for a day. */
const MOST_LOSSES = 3;
const GIVEN_UP = `里面已有 ${MOST_LOSSES} 个文件使读取中断，其余没有读取，请解压后放入收件文件夹`;

const SAVE_AGAIN = '请用 Excel 或 WPS 打开原表，另存为 xlsx 后重新放入收件文件夹';

function describeTimeout(seconds: number): string {
  return `读取超过 ${seconds} 秒，已停止；${SAVE_AGAIN}`;
}

function describeLoss(error: (Error & { readonly code?: string }) | null, megabytes: number): string {
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `读取时占用内存超过 ${megabytes} MB，已停止；${SAVE_AGAIN}`;
  }
  return `读取时程序出错${error === null ? '' : `（${error.message}）`}；${SAVE_AGAIN}`;
}
