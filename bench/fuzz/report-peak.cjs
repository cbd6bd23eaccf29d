// Loaded before a program and the processes that it starts (NODE_OPTIONS=--require=…): writes the most memory that
// they held together, in bytes, to the file that BANGFU_PEAK_FILE names. A process that is killed says nothing.
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');

const FILE = process.env.BANGFU_PEAK_FILE;
const READERS = `${FILE}-readers`;
const isReader = process.send !== undefined;
const ownPeak = () => process.resourceUsage().maxRSS * 1024;

/** Of the program: the most that it held until then, by time. */
const held = [];
const note = () => held.push({ at: Date.now(), peak: ownPeak() });
if (!isReader) setInterval(note, 20).unref();

process.on('exit', () => {
  if (isReader) {
    appendFileSync(READERS, `${JSON.stringify({ at: Date.now(), peak: ownPeak() })}\n`);
    return;
  }
  note();
  const readers = existsSync(READERS) ? readFileSync(READERS, 'utf8').trim().split('\n').map(JSON.parse) : [];
  const together = readers.map(({ at, peak }) => peak + (held.findLast((item) => item.at <= at)?.peak ?? 0));
  writeFileSync(FILE, String(Math.max(ownPeak(), ...together)));
});
