import type { Command } from 'commander';
import { type CommonOptions, printJson, say } from '../terminal.js';

/** bangfu init <dir> [--from <earlier dir>] */
export function addInit(program: Command): void {
  program
    .command('init')
    .description('建立活动文件夹，写出填好示例的活动设置.xlsx')
    .argument('<dir>', '新的活动文件夹')
    .option('--from <earlier>', '沿用以前活动文件夹里的单位名册、别名和报送任务')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions & { from?: string }) => {
      const { initDefinedFolder } = await import('../../app/init-folder.js');
      const settings = await initDefinedFolder(dir, options.from ?? null);
      if (options.json) printJson({ settings });
      say(
        options,
        `已建立“${dir}”。\n下一步：打开“${settings}”，改好设置和单位名册，再运行 bangfu templates ${dir}`,
      );
    });
}
