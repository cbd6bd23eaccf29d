// npm run corpus -- <folder> [--seconds 60] [--jobs 2] [--list]
//
// Reads and identifies every spreadsheet below a folder with the normal limits and says what became of it. Where a file
// F has a truth file ../truth/F.json, its cells are compared. Ends with 1 when a file crashed its reader or took too
// long, was refused for a reason outside the closed list, or less than 99.9 % of the cells are equal. A refused file's
// cells count as unequal, those in corpus/known-differences.json are left out.
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { isKnownDifference, KNOWN_DIFFERENCES, placeOf } from './corpus/compare-values.mjs';
import { ReadingProcess } from './corpus/reading-process.mjs';

const SPREADSHEET = /\.(?:xls[xmb]?|xlt[xm]?|ett?|ods|ots|csv|tsv|xml|html?)$/i;
const LEAST_SHARE = 0.999;
const MOST_KNOWN = 60;
const MOST_SHOWN = 50;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    list: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
const say = (line) => process.stdout.write(`${line}\n`);
if (folder === undefined || !existsSync(folder)) {
  say('usage: npm run corpus -- <folder> [--seconds 60] [--jobs 2] [--list]');
  process.exit(2);
}

const files = readdirSync(folder, { recursive: true })
  .filter((path) => SPREADSHEET.test(path) && !path.split(sep).includes('truth'))
  .sort()
  .map((path) => join(folder, path));
const start = performance.now();
const results = await readAll();
process.exitCode = report() ? 0 : 1;

async function readAll() {
  const answers = [];
  let next = 0;
  const readSome = async () => {
    const reader = new ReadingProcess(Number(options.seconds));
    while (next < files.length) {
      const index = next++;
      answers[index] = { path: files[index], ...(await reader.read(files[index])) };
    }
    reader.stop();
  };
  await Promise.all(Array.from({ length: Number(options.jobs) }, readSome));
  return answers;
}

/** True when nothing failed. */
function report() {
  const of = (kind) => results.filter((result) => result.kind === kind);
  const [read, refused, crashed, timedOut] = ['read', 'refused', 'crashed', 'timed-out'].map(of);
  const unlisted = refused.filter((result) => !result.isListed);
  const seconds = (performance.now() - start) / 1000;
  say(
    `${results.length} files in ${seconds.toFixed(0)} s: ${read.length} read, ${refused.length} refused, ${crashed.length} crashed, ${timedOut.length} timed out`,
  );
  say(`identified as one of our forms: ${read.filter((result) => result.forms > 0).length}`);
  for (const [reason, paths] of groupByReason(refused)) {
    say(`refused, ${reason}: ${paths.length}`);
    if (options.list) for (const path of paths) say(`  ${relative(folder, path)}`);
  }
  for (const { path, error } of crashed) say(`CRASHED ${relative(folder, path)}\n${error}`);
  for (const { path } of timedOut) say(`TIMED OUT ${relative(folder, path)}`);
  for (const { path, reason } of unlisted) say(`REASON NOT LISTED ${relative(folder, path)}: ${reason}`);
  const isEqual = reportTruth(read, [...refused, ...crashed, ...timedOut]);
  return crashed.length + timedOut.length + unlisted.length === 0 && isEqual;
}

function groupByReason(refused) {
  const groups = new Map();
  for (const { reason, path } of refused) groups.set(reason, [...(groups.get(reason) ?? []), path]);
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}

function reportTruth(read, unread) {
  const differences = read.flatMap((result) => result.differences);
  const known = differences.filter(isKnownDifference);
  const others = differences.filter((difference) => !isKnownDifference(difference));
  const lost = sum(unread.map((result) => result.truthCells ?? 0));
  const cells = sum(read.map((result) => result.truthCells)) + lost - known.length;
  if (cells === 0) return true;
  const equal = cells - lost - others.length;
  for (const difference of others.slice(0, MOST_SHOWN)) {
    const { found, expected } = difference;
    say(`DIFFERENT ${placeOf(difference)}: ${JSON.stringify(found)}, truth ${JSON.stringify(expected)}`);
  }
  if (others.length > MOST_SHOWN) say(`… and ${others.length - MOST_SHOWN} more`);
  const compared = results.filter((result) => result.truthCells > 0).length;
  say(
    `${compared} files with truth: ${equal} of ${cells} cells equal (${((100 * equal) / cells).toFixed(3)} %), ${known.length} known differences left out`,
  );
  if (KNOWN_DIFFERENCES.length > MOST_KNOWN)
    say(`more than ${MOST_KNOWN} known differences: ${KNOWN_DIFFERENCES.length}`);
  return equal / cells >= LEAST_SHARE && KNOWN_DIFFERENCES.length <= MOST_KNOWN;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
