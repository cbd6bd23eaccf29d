import { parentPort, workerData } from 'node:worker_threads';
import { fileReader, type ReadTask } from './read-file.js';
import type { BatchAnswer, BatchRequest } from './read-files.js';

// The thread that reads files for readFiles: paths in, what the files turned out to be out.

const read = fileReader(workerData as ReadTask);

parentPort?.on('message', (batch: BatchRequest) => {
  const answer: BatchAnswer = batch.map(read);
  parentPort?.postMessage(answer);
});
