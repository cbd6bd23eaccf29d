import { Worker } from 'node:worker_threads';
import { fileReader, type ReadFile, type ReadTask } from './read-file.js';

/** Below this many files a thread costs more than it saves. */
const LEAST_FILES_A_THREAD = 40;
/** Files that a thread is handed at once: few enough to share evenly, enough not to chat. */
const FILES_A_BATCH = 8;

/** Sent to a thread: the inbox paths to read next. */
export type BatchRequest = readonly string[];
/** Its answer, in the same order. */
export type BatchAnswer = readonly ReadFile[];

/** Reads files, in up to `jobs` threads when there are enough of them; the answers stand in the order of `paths`. */
export async function readFiles(
  task: ReadTask,
  paths: readonly string[],
  jobs: number,
  onFile: (done: number, total: number) => void,
): Promise<readonly ReadFile[]> {
  const threads = Math.min(jobs, Math.floor(paths.length / LEAST_FILES_A_THREAD));
  if (threads < 2 || !canStartThreads()) {
    const read = fileReader(task);
    return paths.map((path, index) => {
      const result = read(path);
      onFile(index + 1, paths.length);
      return result;
    });
  }
  const batches: BatchRequest[] = [];
  for (let at = 0; at < paths.length; at += FILES_A_BATCH) batches.push(paths.slice(at, at + FILES_A_BATCH));
  const answers: BatchAnswer[] = [];
  let next = 0;
  let done = 0;
  await Promise.all(
    Array.from({ length: threads }, () =>
      runThread(task, () => {
        const index = next++;
        const batch = batches[index];
        if (batch === undefined) return null;
        return {
          batch,
          finish: (answer) => {
            answers[index] = answer;
            done += batch.length;
            onFile(done, paths.length);
          },
        };
      }),
    ),
  );
  return answers.flat();
}

/** The sources of a test run are TypeScript, which a thread of Node 20 cannot load. */
function canStartThreads(): boolean {
  return import.meta.url.endsWith('.js');
}

interface Batch {
  readonly batch: BatchRequest;
  readonly finish: (answer: BatchAnswer) => void;
}

/** Keeps one thread busy until there is nothing more to hand out. */
function runThread(task: ReadTask, takeBatch: () => Batch | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./read-worker.js', import.meta.url), { workerData: task });
    let current = takeBatch();
    const proceed = () => {
      if (current === null) {
        resolve();
        void worker.terminate();
      } else worker.postMessage(current.batch);
    };
    worker.on('message', (answer: BatchAnswer) => {
      current?.finish(answer);
      current = takeBatch();
      proceed();
    });
    worker.on('error', reject);
    proceed();
  });
}
