// npm run bench: how long our reader takes for a campaign's returns, against exceljs in the same run. Ratios only:
// machines differ and are noisy. The whole run is timed as well, for what one return costs from file to total.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { aggregate, loadBuiltInForms, writeSample } from '../dist/index.js';
import { readWorkbook } from '../dist/workbook/read/read-workbook.js';

const ROUNDS = 5;
const UNITS = Number(process.argv[2] ?? 200);

const folder = mkdtempSync(join(tmpdir(), 'bangfu-bench-'));
const dir = join(folder, '活动');
const forms = await loadBuiltInForms();
await writeSample(dir, { counties: 7, units: UNITS, seed: 1, defects: 0.1 }, forms, () => {});
const files = readdirSync(join(dir, '收件'), { recursive: true })
  .filter((name) => name.endsWith('.xlsx'))
  .map((name) => readFileSync(join(dir, '收件', name)));

async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const ours = [];
const peers = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(
    await milliseconds(() => {
      for (const bytes of files) readWorkbook(bytes);
    }),
  );
  peers.push(
    await milliseconds(async () => {
      for (const bytes of files) {
        await new ExcelJS.Workbook().xlsx.load(bytes).catch(() => null);
      }
    }),
  );
}
const whole = await milliseconds(() =>
  aggregate({
    dir,
    forms,
    runAt: '2020-10-26T09:00:00+08:00',
    asOf: '2020-10-26T09:00:00+08:00',
    tool: { name: 'bangfu', version: 'bench' },
    onProgress: () => {},
    out: null,
  }),
);
const perFile = (value) => (value / files.length).toFixed(2);
process.stdout.write(
  [
    `${files.length} returns of ${UNITS} units, median of ${ROUNDS} rounds`,
    `read: bangfu ${perFile(median(ours))} ms a file, exceljs ${perFile(median(peers))} ms, ratio ${(median(peers) / median(ours)).toFixed(1)}`,
    `aggregate: ${(whole / 1000).toFixed(1)} s in all, ${perFile(whole)} ms a file`,
    '',
  ].join('\n'),
);
rmSync(folder, { recursive: true });
