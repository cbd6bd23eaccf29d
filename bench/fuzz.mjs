// npm run fuzz -- --files 20000 --minutes 20 --seed 1 [--seeds <folder>] [--keep <folder>]
//
// Damages returns in every way that comes to mind and runs the built binary over them, folder by folder. It ends with
// 1 when a run ended otherwise than with 0, forgot a file, lost a process (程序出错), took too long for a file or more
// memory than it may. Files at which that happened are kept: each is a regression test to be written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { damagedFile } from './fuzz/damage.mjs';
import { aggregateFiles, settingsWithPassword } from './fuzz/run-folder.mjs';
import { loadSeeds } from './fuzz/seeds.mjs';

const INBOX = join(import.meta.dirname, '../samples/塔城地区-2020年10月/收件');
const FILES_A_FOLDER = 400;
const MOST_MEMORY = 500 * 1024 * 1024;
/** Whole returns in each folder that must be read whatever lies beside them. */
const WHOLE = 5;

/** Reasons that name an accident of the reader rather than a fault of the file (src/app/read-files.ts). */
const ACCIDENTS = [
  { name: 'crashed', pattern: /程序出错/ },
  { name: 'timed out', pattern: /读取超过 \d+ 秒/ },
  { name: 'out of memory', pattern: /占用内存超过/ },
];

const { values: options } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', multiple: true, default: [] },
    keep: { type: 'string', default: join(tmpdir(), 'bangfu-fuzz-failures') },
  },
});
const runSeed = Number(options.seed);
const wanted = Number(options.files);
const end = performance.now() + Number(options.minutes) * 60_000;

const seeds = loadSeeds(INBOX, options.seeds);
const settings = await settingsWithPassword();
const whole = seeds.slice(0, WHOLE).map((seed, index) => ({ name: `完好${index}.xlsx`, bytes: seed.bytes }));
const say = (text) => process.stdout.write(`${text}\n`);
say(`${seeds.length} seeds: ${countBy(seeds, (seed) => seed.format)}`);

const totals = { files: 0, entries: 0, peak: 0, slowest: 0 };
const reasons = new Map();
const failures = [];

for (let first = 0; first < wanted && performance.now() < end; first += FILES_A_FOLDER) {
  const length = Math.min(FILES_A_FOLDER, wanted - first);
  const files = Array.from({ length }, (_, index) => damagedFile(seeds, runSeed, first + index));
  const run = await aggregateFiles([...whole, ...files], settings);
  count(files, run);
  for (const failure of failuresOf(files, run)) {
    if (await happensAlone(failure, files)) await report(failure, files);
    else say(`${failure.what} only while the machine was busy: ${failure.names.join(', ')}`);
  }
  say(
    `${totals.files} files, ${run.seconds.toFixed(0)} s, ${megabytes(run.peak)} MB, ${failures.length} failures`,
  );
}
summarize();
process.exitCode = failures.length === 0 ? 0 : 1;

function count(files, run) {
  totals.files += files.length;
  totals.peak = Math.max(totals.peak, run.peak ?? 0);
  totals.slowest = Math.max(totals.slowest, run.seconds);
  for (const file of run.files ?? []) {
    totals.entries++;
    // Details stand in parentheses, numbers differ from file to file.
    const reason = `${file.disposition} ${(file.reason ?? '').replaceAll(/（.*?）|\d+|“.*?”/g, '').slice(0, 40)}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
}

/** `{ what, names }` for everything that must not happen; `names` null where no single file is known. */
function failuresOf(files, run) {
  if (run.code !== 0 || run.files === null) {
    return [
      {
        what: `exit ${run.code}`,
        names: null,
        detail: run.stderr,
        isSame: (other) => other.code === run.code,
      },
    ];
  }
  const found = [];
  const seen = new Set(run.files.map((file) => file.path));
  const forgotten = [...whole, ...files].filter(
    (file) => !seen.has(`收件/${file.name}`.normalize('NFC')) && !seen.has(`收件/${file.name}`),
  );
  if (forgotten.length > 0)
    found.push({ what: 'forgotten', names: forgotten.map((file) => file.name), detail: '' });
  for (const file of run.files) {
    const accident = accidentOf(file);
    if (accident)
      found.push({
        what: accident.name,
        names: [nameOf(file)],
        detail: `${file.entry ?? ''} ${file.reason}`,
      });
    const isWhole = whole.some(({ name }) => name === nameOf(file));
    if (isWhole && file.sheets.length === 0)
      found.push({ what: 'whole return not read', names: null, detail: file.reason, isSame: () => false });
  }
  if ((run.peak ?? 0) > MOST_MEMORY) {
    const isSame = (other) => (other.peak ?? 0) > MOST_MEMORY;
    found.push({ what: 'memory', names: null, detail: `${megabytes(run.peak)} MB`, isSame });
  }
  return found;
}

/** False for a file that took too long beside others and does not when it is the only one. */
async function happensAlone(failure, files) {
  if (failure.what !== 'timed out') return true;
  const alone = files.filter((file) => failure.names.includes(file.name));
  const run = await aggregateFiles(alone, settings);
  return run.files === null || run.files.some((file) => accidentOf(file)?.name === failure.what);
}

function accidentOf(file) {
  return ACCIDENTS.find(({ pattern }) => pattern.test(file.reason ?? ''));
}

function nameOf(file) {
  return file.path.replace(/^收件\//, '');
}

/** Keeps the files of a failure; where the whole run failed, the fewest that make it fail. */
async function report(failure, files) {
  const culprits =
    failure.names === null
      ? await narrow(files, failure.isSame)
      : files.filter((file) => failure.names.includes(file.name));
  const folder = join(options.keep, `seed-${runSeed}`);
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of culprits.slice(0, 20)) writeFileSync(join(folder, name), bytes);
  const line = [
    failure.what,
    failure.detail.trim().slice(0, 2000),
    ...culprits.slice(0, 20).map((file) => `  ${file.name}`),
  ].join('\n');
  failures.push({ what: failure.what, line });
  writeFileSync(join(folder, 'failures.txt'), `${failures.map((item) => item.line).join('\n\n')}\n`);
  say(line);
}

/** Halves a folder as long as one of the halves still fails. */
async function narrow(files, isSame) {
  let left = files;
  while (left.length > 1) {
    const middle = Math.ceil(left.length / 2);
    const halves = [left.slice(0, middle), left.slice(middle)];
    const failing = [];
    for (const half of halves) {
      if (failing.length === 0 && isSame(await aggregateFiles(half, settings))) failing.push(half);
    }
    if (failing.length === 0) break;
    left = failing[0];
  }
  return left;
}

function summarize() {
  say('');
  say(`${totals.files} damaged files, ${totals.entries} files and entries judged, seed ${runSeed}`);
  for (const [reason, times] of [...reasons].sort((a, b) => b[1] - a[1]))
    say(`${String(times).padStart(7)}  ${reason}`);
  say(`most memory ${megabytes(totals.peak)} MB, slowest folder ${totals.slowest.toFixed(0)} s`);
  say(
    failures.length === 0
      ? 'nothing crashed, hung or was forgotten'
      : `${failures.length} failures (${countBy(failures, (item) => item.what)}), kept in ${options.keep}`,
  );
}

function megabytes(bytes) {
  return bytes === null ? '?' : Math.round(bytes / (1024 * 1024));
}

function countBy(list, keyOf) {
  const counts = new Map();
  for (const item of list) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...counts].map(([key, number]) => `${key} ${number}`).join(', ');
}
