import type { Command } from 'commander';
import { runOptions } from '../run-options.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';

/** bangfu finalize <dir> [--note <text>] [--by <name>] [--previous <folder>] [--with <folders…>] */
export function addFinalize(program: Command): void {
  program
    .command('finalize')
    .description('定稿：把现在的 汇总/ 原样保存到 定稿/，以后的汇总写明与它相比变了什么')
    .argument('<dir>', '活动文件夹')
    .option('--note <text>', '备注，如 第一次上报')
    .option('--by <name>', '经办人')
    .option('--as-of <time>', '定稿时间，默认是现在')
    .option('--previous <folder>', '汇总时写了的，照样写上')
    .option('--with <folders...>', '汇总时写了的，照样写上')
    .option('--jobs <n>', '同时读取的进程数，默认按处理器')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions & { note?: string; by?: string; with?: string[] }) => {
      const { finalize } = await import('../../app/finalize.js');
      const { path, files, checkCode, warnings } = await finalize({
        ...(await runOptions(dir, options)),
        earlier: options.with ?? [],
        note: options.note ?? null,
        by: options.by ?? null,
      });
      for (const warning of warnings) say(options, `请留意：${warning}`);
      if (options.json) printJson({ path, files, checkCode });
      else print(`已定稿：${path}（${files} 个文件），汇总表校验码 ${checkCode}`);
    });
}
