import type { Command } from 'commander';
import { type CommonOptions, printJson, say } from '../terminal.js';

/** bangfu form new <title> [--out <xlsx>] */
export function addFormNew(form: Command): void {
  form
    .command('new')
    .description('写出一份空白的表格定义，自己填上栏目')
    .argument('<title>', '表名，如 义诊活动统计表')
    .option('--out <xlsx>', '写到这个文件，默认是 <表名>（表格定义）.xlsx')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (title: string, options: CommonOptions & { out?: string }) => {
      const { newForm } = await import('../../app/new-form.js');
      const { path } = await newForm(title, options.out ?? null);
      if (options.json) printJson({ path });
      say(
        options,
        `已写出“${path}”。\n下一步：打开它，在《字段》里一行写一栏（标题、类型必填），保存、关闭，再运行 bangfu form check ${path}`,
      );
    });
}
