// Loaded before a program (node --require): writes the most memory that it ever held, in bytes, to the file that
// BANGFU_PEAK_FILE names. `maxRSS` is the whole process's, all threads together, on every system.
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    writeFileSync(process.env.BANGFU_PEAK_FILE, String(process.resourceUsage().maxRSS * 1024));
  });
}
