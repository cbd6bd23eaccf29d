import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { read, write } from '@e965/xlsx';
import officeCrypto from 'officecrypto-tool';

// Files to damage: the returns of the sample, the same in every other format, and a folder of anybody's files.

/** The password of the seeds that have one; the working folders know it. */
export const PASSWORD = 'bangfu-2020';

/** Larger files only slow the run down. */
const MOST_BYTES = 400 * 1024;
/** How many returns are converted to each format. */
const CONVERTED = 10;

/** Formats by how they are damaged: zip of parts, OLE2 file, markup, delimited text. */
const KINDS = {
  '.xlsx': 'package',
  '.xlsm': 'package',
  '.xlsb': 'package',
  '.ods': 'package',
  '.xls': 'ole',
  '.et': 'ole',
  '.html': 'markup',
  '.xml': 'markup',
  '.fods': 'markup',
  '.csv': 'text',
  '.txt': 'text',
};
/** Formats that the library writes, and the ending of each. */
const LIBRARY_FORMATS = {
  biff8: '.xls',
  biff5: '.xls',
  biff2: '.xls',
  xlsb: '.xlsb',
  ods: '.ods',
  fods: '.fods',
  csv: '.csv',
  txt: '.txt',
  html: '.html',
  xlml: '.xml',
};
const LIBREOFFICE_FORMATS = ['xls', 'ods', 'html', 'csv', 'fods', 'xlsx'];

/** Seeds of the sample's inbox and of `more` folders: `{ name, extension, kind, format, bytes }`. */
export function loadSeeds(inbox, more) {
  const returns = spreadsheetsBelow(inbox);
  const chosen = returns.filter((_, index) => index % Math.ceil(returns.length / CONVERTED) === 0);
  return [
    ...returns,
    ...chosen.flatMap(convertByLibrary),
    ...convertByLibreOffice(inbox, chosen),
    ...chosen.slice(0, 3).map(encrypted),
    ...more.flatMap(spreadsheetsBelow).map(withFileSystemChecked),
  ];
}

function spreadsheetsBelow(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.flatMap((name) => {
    const path = join(folder, name);
    const stats = statSync(path);
    if (!stats.isFile() || stats.size === 0 || stats.size > MOST_BYTES || basename(name).startsWith('~$'))
      return [];
    const bytes = readFileSync(path);
    // Microsoft's own file format for locked packages is OLE2, whatever the name.
    const kind = bytes[0] === 0xd0 ? 'ole' : KINDS[extname(name).toLowerCase()];
    return kind === undefined ? [] : [seed(name, extname(name).toLowerCase(), kind, bytes)];
  });
}

/** Anybody's OLE2 file may hold a loop, at which the library ends the whole program: it is tried in another one. */
function withFileSystemChecked(item) {
  if (item.kind !== 'ole') return item;
  const program =
    "import { CFB } from '@e965/xlsx'; import { readFileSync } from 'node:fs'; CFB.read(readFileSync(0), { type: 'buffer' });";
  const { status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    input: item.bytes,
    cwd: import.meta.dirname,
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: 10_000,
  });
  return status === 0 ? item : { ...item, kind: 'broken-ole' };
}

function seed(path, extension, kind, bytes, format = extension) {
  return { path, name: basename(path, extname(path)), extension, kind, format, bytes };
}

function convertByLibrary({ path, bytes }) {
  const workbook = read(bytes);
  // The library's writers complain of print titles.
  if (workbook.Workbook?.Names) {
    workbook.Workbook.Names = workbook.Workbook.Names.filter(({ Name }) => !Name.startsWith('_xlnm'));
  }
  return Object.entries(LIBRARY_FORMATS).map(([bookType, extension]) => {
    const written = write(workbook, { type: 'buffer', bookType });
    const isBare = bookType === 'biff2' || bookType === 'biff5';
    return seed(
      path,
      extension,
      isBare && written[0] !== 0xd0 ? 'bytes' : KINDS[extension],
      written,
      bookType,
    );
  });
}

/** None where LibreOffice is not installed. */
function convertByLibreOffice(inbox, returns) {
  const folder = mkdtempSync(join(tmpdir(), 'bangfu-fuzz-seeds-'));
  const soffice = (...args) =>
    execFileSync('soffice', [`-env:UserInstallation=file://${folder}/profile`, '--headless', ...args], {
      stdio: 'ignore',
    });
  try {
    soffice('--version');
    const paths = returns.map(({ path }) => join(inbox, path));
    return LIBREOFFICE_FORMATS.flatMap((format) => {
      soffice('--convert-to', format, '--outdir', join(folder, format), ...paths);
      return spreadsheetsBelow(join(folder, format));
    });
  } catch {
    return [];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function encrypted({ path, bytes }) {
  return seed(path, '.xlsx', 'ole', officeCrypto.encrypt(bytes, { password: PASSWORD }), 'locked');
}
