import type { Command } from 'commander';
import { formatExplanation } from '../../report/explanation-text.js';
import { runOptions } from '../run-options.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';

/** bangfu explain <dir> <workbook> <sheet!cell> */
export function addExplain(program: Command): void {
  program
    .command('explain')
    .description('汇总表里的一个数是怎么来的：哪个单位、哪个文件、哪张表、哪个格子')
    .argument('<dir>', '活动文件夹')
    .argument('<workbook>', '汇总工作簿，如 汇总/塔城地区汇总表.xlsx')
    .argument('<cell>', "工作表!单元格，如 '捐赠款物统计表!F12'；表名可以只写开头")
    .option('--as-of <time>', '按这个时间判断逾期，默认是现在')
    .option('--jobs <n>', '同时读取的进程数，默认按处理器')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, workbook: string, cell: string, options: CommonOptions) => {
      const { explain } = await import('../../app/explain.js');
      const explanation = await explain(await runOptions(dir, options), workbook, cell);
      if (explanation.isShortened) say(options, `下面说的是《${explanation.sheet}》${explanation.cell}`);
      if (explanation.isOutdated)
        say(
          options,
          '请留意：汇总表写出以后收件或设置有变动，下面是按现在的来件算的；请重新运行 bangfu aggregate',
        );
      if (options.json) {
        printJson(
          explanation.parts.map(({ role, form, key, title, unit, isMoney, shown, contributions }) => ({
            role,
            form,
            key,
            title,
            unit,
            total: shown,
            contributions: contributions.map((item) => ({
              unit: item.unit.code,
              path: item.path,
              entry: item.entry,
              sheet: item.sheet,
              cell: item.cell,
              value: isMoney ? item.value / 100 : item.value,
              // How the report stands, where reports are counted.
              ...(item.status === null ? {} : { status: item.status }),
            })),
          })),
        );
      } else print(formatExplanation(explanation, explanation.text));
    });
}
