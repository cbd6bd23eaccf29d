import { parentPort, workerData } from 'node:worker_threads';
import { fileReader, type ReadTask } from './read-file.js';
import type { ReadAnswer, ReadRequest } from './read-files.js';

// The thread that reads files for readFiles. It says which file it begins before it begins it, so that readFiles
// knows the one that hangs or takes this thread down.

const read = fileReader(workerData as ReadTask);

function answer(message: ReadAnswer): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', async ({ path, skip }: ReadRequest) => {
  let index = 0;
  for (const { file, read: readOne } of read(path)) {
    if (index++ < skip) continue;
    answer({ kind: 'begun', file });
    answer({ kind: 'read', outcome: await readOne() });
  }
  answer({ kind: 'done' });
});
