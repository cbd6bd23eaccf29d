import type { Command } from 'commander';
import { formatRun } from '../../report/result/run-text.js';
import { runOptions } from '../run-options.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';

/** bangfu aggregate <dir> [--out <folder>] [--with <folders…>] */
export function addAggregate(program: Command): void {
  program
    .command('aggregate')
    .description('读取收件/里的全部来件，检查、合并，写出汇总/')
    .argument('<dir>', '活动文件夹')
    .option('--out <folder>', '汇总写到这个文件夹，默认是活动文件夹里的 汇总/')
    .option('--as-of <time>', '按这个时间判断逾期，默认是现在')
    .option('--previous <folder>', '上期的活动文件夹或它的 汇总/，用来核对与上期相同、突增突减')
    .option('--with <folders...>', '以前各月的活动文件夹或它们的 汇总/，在汇总表里加上《月度趋势》和累计')
    .option('--strict', '有退回或未报送的，退出码为 1')
    .option('--jobs <n>', '同时读取的进程数，默认按处理器')
    .option('--json', '在标准输出写 result.json 的内容')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions & { out?: string; with?: string[] }) => {
      const { aggregate } = await import('../../app/aggregate.js');
      const { summary, result, warnings, out } = await aggregate({
        ...(await runOptions(dir, options)),
        out: options.out ?? null,
        earlier: options.with ?? [],
      });
      for (const warning of warnings) say(options, `请留意：${warning}`);
      if (options.json) printJson(result);
      else print(formatRun(summary, out));
      const owed = [...summary.completeness, ...summary.materials.entries.filter(({ isOwed }) => isOwed)];
      const isIncomplete = owed.some((entry) =>
        ['returned', 'pending', 'empty', 'missing'].includes(entry.status),
      );
      if (options.strict && isIncomplete) process.exitCode = 1;
    });
}
