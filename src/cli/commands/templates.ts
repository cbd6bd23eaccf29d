import type { Command } from 'commander';
import { loadBuiltInForms } from '../../app/built-in-forms.js';
import { type CommonOptions, printJson, progressBar, say } from '../terminal.js';
import { thisRun } from '../this-run.js';

/** bangfu templates <dir> */
export function addTemplates(program: Command): void {
  program
    .command('templates')
    .description('按活动设置写出模板/：空白模板、分单位、分县打包')
    .argument('<dir>', '活动文件夹')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions) => {
      const { writeTemplates } = await import('../../app/write-templates.js');
      const result = await writeTemplates(dir, await loadBuiltInForms(), progressBar(options), thisRun());
      for (const warning of result.warnings) say(options, `请留意：${warning}`);
      if (options.json) printJson(result);
      say(
        options,
        `模板已写到“${result.folder}”：空白模板 ${result.blank} 个，分单位 ${result.units} 个，分县打包 ${result.zips} 个`,
      );
    });
}
