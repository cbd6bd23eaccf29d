import type { Command } from 'commander';
import { type CheckedFile, checkFiles } from '../../app/check-files.js';
import { loadFormsNear } from '../../app/load-forms.js';
import { formatChecked } from '../check-text.js';
import { screenOf } from '../paint.js';
import { type CommonOptions, print, printJson } from '../terminal.js';

/** bangfu check <file…> */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('检查单个报表文件，不需要单位名册；有“必须改”的，退出码为 1')
    .argument('<file...>', '报表文件')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (files: string[], options: CommonOptions) => {
      const checked = await checkFiles(files, await loadFormsNear(files));
      if (options.json) printJson(checked);
      else print(formatChecked(checked, screenOf(process.stdout, process.env)));
      const isBad = (file: CheckedFile) =>
        file.unreadable !== null ||
        file.sheets.length === 0 ||
        file.findings.some((item) => item.level === 'error');
      if (checked.some(isBad)) process.exitCode = 1;
    });
}
