import type { Command } from 'commander';
import { type CommonOptions, printJson, say } from '../terminal.js';

/** bangfu form export <form> [--out <xlsx>] */
export function addFormExport(form: Command): void {
  form
    .command('export')
    .description('把一张表写成表格定义，改好后放进活动文件夹的“表格定义”')
    .argument('<form>', '表名或编码，如 微心愿对接表')
    .option('--out <xlsx>', '写到这个文件，默认是 <表名>（表格定义）.xlsx')
    .option('--dir <dir>', '也从这个活动文件夹的“表格定义”里找')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (name: string, options: CommonOptions & { out?: string; dir?: string }) => {
      const { exportForm } = await import('../../app/form-files.js');
      const { loadForms } = await import('../../app/load-forms.js');
      const { loadBuiltInForms } = await import('../../app/built-in-forms.js');
      const forms = options.dir === undefined ? await loadBuiltInForms() : await loadForms(options.dir);
      const { path, form: exported } = await exportForm(name, options.out ?? null, forms);
      if (options.json) printJson({ path, form: exported.key });
      say(
        options,
        `已写出“${path}”。改好后放进活动文件夹的“表格定义”里；改之前先用 bangfu form check 检查一遍。`,
      );
    });
}
