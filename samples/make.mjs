// Makes templates/, samples/ and reports/ anew: npm run samples. Needs LibreOffice for the files that it saves.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const campaign = join(root, 'samples', '塔城地区-2020年10月');
const allForms = join(root, 'samples', '示例-全部表格');
const bangfu = (...args) =>
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { stdio: 'inherit' });

/** Every fifth return, twelve in all, is opened and saved by LibreOffice, as a unit without Excel would. */
const SAVED_BY_LIBREOFFICE = 12;

function makeTemplates() {
  const folder = mkdtempSync(join(tmpdir(), 'bangfu-templates-'));
  const example = join(folder, '示例');
  bangfu('init', example, '--quiet');
  bangfu('templates', example, '--quiet');
  const blank = join(example, '模板', '空白模板');
  for (const name of readdirSync(join(root, 'templates'))) if (name.endsWith('.xlsx')) rmSync(join(root, 'templates', name));
  for (const name of readdirSync(blank)) cpSync(join(blank, name), join(root, 'templates', name));
  rmSync(folder, { recursive: true });
}

function makeCampaign() {
  rmSync(campaign, { recursive: true, force: true });
  bangfu('sample', campaign, '--counties', '7', '--units', '60', '--seed', '20201027', '--defects', '0.2', '--quiet');
  const inbox = join(campaign, '收件');
  const returns = readdirSync(inbox, { recursive: true })
    .map((name) => join(inbox, name))
    .filter((path) => path.endsWith('.xlsx') && statSync(path).size > 1000)
    .sort();
  const step = Math.floor(returns.length / SAVED_BY_LIBREOFFICE);
  const chosen = Array.from({ length: SAVED_BY_LIBREOFFICE }, (_, index) => returns[index * step]);
  for (const path of chosen) saveWithLibreOffice(path);
  return chosen.map((path) => path.slice(campaign.length + 1));
}

function saveWithLibreOffice(path) {
  const folder = mkdtempSync(join(tmpdir(), 'bangfu-saved-'));
  const profile = `-env:UserInstallation=file://${join(tmpdir(), 'bangfu-libreoffice')}`;
  execFileSync('soffice', [profile, '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', '--outdir', folder, path], {
    stdio: 'ignore',
  });
  cpSync(join(folder, basename(path)), path);
  rmSync(folder, { recursive: true });
}

/** A small one that asks for all eleven forms. */
function makeCampaignOfAllForms() {
  rmSync(allForms, { recursive: true, force: true });
  const size = ['--counties', '2', '--units', '12', '--seed', '1', '--defects', '0.15'];
  bangfu('sample', allForms, ...size, '--forms', '全部', '--quiet');
}

function makeReports() {
  // README.md in reports/ is ours to write by hand; aggregate carries over what it did not write.
  bangfu('aggregate', campaign, '--out', join(root, 'reports'), '--as-of', '2020-10-26T09:00:00+08:00');
}

mkdirSync(join(root, 'templates'), { recursive: true });
makeTemplates();
const saved = makeCampaign();
makeCampaignOfAllForms();
makeReports();
process.stdout.write(`opened and saved by LibreOffice:\n${saved.map((path) => `- ${path}`).join('\n')}\n`);
