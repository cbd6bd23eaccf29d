import type { Command } from 'commander';
import { formatFormOutline } from '../../definition/form-outline.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';

/** bangfu form check <xlsx> */
export function addFormCheck(form: Command): void {
  form
    .command('check')
    .description('检查一个表格定义：写错的地方在哪张工作表的哪一格、怎么改；有错的，退出码为 1')
    .argument('<xlsx>', '表格定义文件')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (path: string, options: CommonOptions) => {
      const { checkDefinition, stepAfterCheck } = await import('../../app/form-files.js');
      const checked = await checkDefinition(path);
      if (options.json) printJson(checked);
      else if (checked.kind === 'form') {
        print(formatFormOutline(checked.form));
        say(options, stepAfterCheck(path));
      } else
        print(
          [
            `${path}\n有 ${checked.problems.length} 处需要改正：`,
            ...checked.problems.map((text) => `  ${text}`),
          ].join('\n'),
        );
      if (checked.kind === 'problems') process.exitCode = 1;
    });
}
