import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { PASSWORD } from './seeds.mjs';

const ROOT = join(import.meta.dirname, '../..');
const BINARY = join(ROOT, 'dist/cli/main.js');
const SAMPLE = join(ROOT, 'samples/塔城地区-2020年10月');
/** Longer than any folder may take: files that hang are stopped one by one long before. */
const MINUTES_A_FOLDER = 30;

/** The sample's settings with the password of the locked seeds, as bytes. */
export async function settingsWithPassword() {
  const workbook = await new ExcelJS.Workbook().xlsx.readFile(join(SAMPLE, '活动设置.xlsx'));
  let isSet = false;
  workbook.eachSheet((sheet) =>
    sheet.eachRow((row) => {
      if (row.getCell(1).text !== '文件打开密码') return;
      row.getCell(2).value = PASSWORD;
      isSet = true;
    }),
  );
  if (!isSet) throw new Error('the settings of the sample have no 文件打开密码');
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/**
 * Runs the real binary over a folder of these files. Gives its exit code, what it said, how long it took, the most
 * memory that it held (null when it did not end by itself) and the files of result.json (null without one).
 */
export async function aggregateFiles(files, settings) {
  const folder = mkdtempSync(join(tmpdir(), 'bangfu-fuzz-'));
  try {
    mkdirSync(join(folder, '收件'));
    writeFileSync(join(folder, '活动设置.xlsx'), settings);
    for (const { name, bytes } of files) writeFileSync(join(folder, '收件', name), bytes);
    const peakFile = join(folder, 'peak');
    const start = performance.now();
    const { code, stderr } = await runBinary(folder, peakFile);
    const result = join(folder, '汇总/result.json');
    return {
      code,
      stderr,
      seconds: (performance.now() - start) / 1000,
      peak: existsSync(peakFile) ? Number(readFileSync(peakFile, 'utf8')) : null,
      files: existsSync(result) ? JSON.parse(readFileSync(result, 'utf8')).files : null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runBinary(folder, peakFile) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BINARY, 'aggregate', folder, '--quiet'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        ...process.env,
        NODE_OPTIONS: `--require=${join(import.meta.dirname, 'report-peak.cjs')}`,
        BANGFU_PEAK_FILE: peakFile,
      },
    });
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), MINUTES_A_FOLDER * 60_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? signal, stderr });
    });
  });
}
