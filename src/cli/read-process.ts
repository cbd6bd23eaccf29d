import { fileReader } from '../app/read-file.js';
import type { ReadAnswer, ReadOrder } from '../app/read-files.js';

// The process that reads files for readFiles. It says which file it begins before it begins it, so that readFiles
// knows the one that hangs or takes this process down.

let read: ReturnType<typeof fileReader> | null = null;

function answer(message: ReadAnswer): void {
  process.send?.(message);
}

process.on('message', async (order: ReadOrder) => {
  if (order.kind === 'task') {
    read = fileReader(order.task);
    return;
  }
  try {
    let index = 0;
    for (const { file, read: readOne } of read?.(order.path) ?? []) {
      if (index++ < order.skip) continue;
      answer({ kind: 'begun', file });
      answer({ kind: 'read', outcome: await readOne() });
    }
    answer({ kind: 'done', memory: process.memoryUsage.rss() });
  } catch (error) {
    // Told before this process ends, since nothing else of it is seen.
    answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

// Whoever reads for nobody stops.
process.on('disconnect', () => process.exit());
