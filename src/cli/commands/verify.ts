import type { Command } from 'commander';
import { formatCheckedVersions, formatFoundCode } from '../../report/finalized/verify-text.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';

/** bangfu verify <dir> [<code>] */
export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('核对校验码是哪一版汇总的；不写校验码时，核对各次定稿的文件有没有被改过')
    .argument('<dir>', '活动文件夹')
    .argument('[code]', '汇总表页脚上的校验码，如 7K2M-9QXD')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, code: string | undefined, options: CommonOptions) => {
      const { findCheckCode, verifyVersions } = await import('../../app/verify.js');
      const { loadForms } = await import('../../app/load-forms.js');
      if (code === undefined) {
        const versions = verifyVersions(dir);
        if (options.json) printJson({ versions });
        else print(formatCheckedVersions(versions));
        if (versions.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
        return;
      }
      const found = findCheckCode(dir, code);
      for (const warning of found.warnings) say(options, `请留意：${warning}`);
      if (options.json) printJson({ code: found.code, matches: found.matches });
      else print(formatFoundCode(found, await loadForms(dir)));
      if (found.matches.length === 0) process.exitCode = 1;
    });
}
