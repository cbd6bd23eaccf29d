import type { Command } from 'commander';
import { type CheckedFile, checkFiles } from '../../app/check-files.js';
import { loadFormsNear } from '../../app/load-forms.js';
import { fullPath, LEVEL_TITLES } from '../../issue/finding.js';
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
      else print(checked.map(formatFile).join('\n\n'));
      const isBad = (file: CheckedFile) =>
        file.unreadable !== null ||
        file.sheets.length === 0 ||
        file.findings.some((item) => item.level === 'error');
      if (checked.some(isBad)) process.exitCode = 1;
    });
}

function formatFile(file: CheckedFile): string {
  const path = fullPath(file);
  if (file.unreadable !== null) return `${path}\n  打不开：${file.unreadable}`;
  if (file.sheets.length === 0) return `${path}\n  没有找到任何一张表：标题和表头都对不上`;
  const contents = { rows: '', nil: '，零报告', untouched: '，空表' } as const;
  const lines = file.sheets.map(
    (sheet) => `  工作表《${sheet.sheet}》：${sheet.title}，${sheet.rows} 行${contents[sheet.content]}`,
  );
  const findings = file.findings.map(
    (item) =>
      `  ${LEVEL_TITLES[item.level]}　《${item.sheet}》${item.cell ?? ''}　${item.message}，${item.fix}${item.open || item.level === 'hint' ? '' : '（已说明）'}`,
  );
  return [path, ...lines, ...(findings.length > 0 ? findings : ['  没有发现问题'])].join('\n');
}
