import type { Command } from 'commander';
import { loadForms } from '../../app/load-forms.js';
import { runOptions } from '../run-options.js';
import { type CommonOptions, printJson, progressBar, say } from '../terminal.js';
import { thisRun } from '../this-run.js';

/** bangfu templates <dir> */
export function addTemplates(program: Command): void {
  program
    .command('templates')
    .description('按活动设置写出模板/：空白模板、分单位、分县打包')
    .argument('<dir>', '活动文件夹')
    .option('--supplement', '只写补报模板：表格改版后，给已按旧版报来的单位补填新增的栏')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions & { readonly supplement?: boolean }) => {
      if (options.supplement === true) return writeSupplement(dir, options);
      const { writeTemplates } = await import('../../app/write-templates.js');
      const result = await writeTemplates(dir, await loadForms(dir), progressBar(options), thisRun());
      for (const warning of result.warnings) say(options, `请留意：${warning}`);
      if (options.json) printJson(result);
      say(
        options,
        `模板已写到“${result.folder}”：空白模板 ${result.blank} 个，分单位 ${result.units} 个，分县打包 ${result.zips} 个`,
      );
    });
}

async function writeSupplement(dir: string, options: CommonOptions): Promise<void> {
  const { writeSupplements } = await import('../../app/write-templates.js');
  const result = await writeSupplements(await runOptions(dir, options));
  for (const warning of result.warnings) say(options, `请留意：${warning}`);
  if (options.json) printJson(result);
  say(
    options,
    result.units === 0
      ? '没有按旧版表报来、需要补报的单位'
      : `补报模板已写到“${result.folder}”：${result.units} 个单位。单位只填打开的几栏，发回后放进收件文件夹即可`,
  );
}
