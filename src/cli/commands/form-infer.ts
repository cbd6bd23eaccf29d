import type { Command } from 'commander';
import { type CommonOptions, printJson, say } from '../terminal.js';

/** bangfu form infer <workbook> [--sheet name] [--out <xlsx>] */
export function addFormInfer(form: Command): void {
  form
    .command('infer')
    .description('从办公室现有的 Excel 表推出表格定义，拿不准的写在“待确认”一栏')
    .argument('<file>', '现有的表，xlsx、xls 等')
    .option('--sheet <name>', '只看这张工作表')
    .option('--out <xlsx>', '写到这个文件，默认是 <表名>（表格定义）.xlsx')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (file: string, options: CommonOptions & { sheet?: string; out?: string }) => {
      const { inferForm } = await import('../../app/infer-form.js');
      const result = await inferForm(file, options.sheet ?? null, options.out ?? null);
      if (options.json) printJson(result);
      for (const { path, fields, rules, sureness } of result.written)
        say(
          options,
          `已写出“${path}”：${fields} 栏，其中有把握 ${sureness.sure}、请核对 ${sureness.check}、猜的 ${sureness.guess}；审核关系 ${rules} 条。`,
        );
      if (result.passedOver.length > 0)
        say(
          options,
          `没有用到的工作表：${result.passedOver.join('、')}。其中有要填的表的，请用 --sheet 写上名称再运行一次。`,
        );
      say(
        options,
        '请打开表格定义，照“待确认”一栏逐项核对、改正，再用 bangfu form check 检查一遍，然后放进活动文件夹的“表格定义”里。',
      );
    });
}
