import { type Command, InvalidArgumentError } from 'commander';
import { formatDoubts } from '../../disclose/disclosure-text.js';
import { parseIsoDate } from '../../workbook/date-serial.js';
import { runOptions } from '../run-options.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';

/** bangfu disclose <dir> [--from <date>] [--days <n>] */
export function addDisclose(program: Command): void {
  program
    .command('disclose')
    .description('写出公示/：捐赠款物、微心愿等的公示表，个人姓名、电话等已隐去')
    .argument('<dir>', '活动文件夹')
    .option('--from <date>', '公示从哪一天起，如 2020-11-02；不写就留空，打印后填写', isoDate)
    .option('--days <n>', '公示几天', wholeDays, 7)
    .option('--as-of <time>', '按这个时间写“截至”，默认是现在')
    .option('--jobs <n>', '同时读取的线程数，默认按处理器')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions & { from?: string; days: number }) => {
      const { disclose } = await import('../../app/disclose.js');
      const { workbooks, doubts, warnings } = await disclose({
        ...(await runOptions(dir, options)),
        period: { from: options.from ?? null, days: options.days },
      });
      for (const warning of [...warnings, ...formatDoubts(doubts)]) say(options, `请留意：${warning}`);
      if (options.json) printJson({ workbooks, doubts });
      else print(workbooks.map(({ path, rows }) => `已写出 ${path}：${rows} 行`).join('\n'));
      say(options, '文字栏里可能还写有个人情况，公示前请逐行看一遍。');
    });
}

function isoDate(text: string): string {
  if (parseIsoDate(text) === null) throw new InvalidArgumentError('请写成 2020-11-02');
  return text;
}

function wholeDays(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('请写 1 至 999 的整数');
  return Number(text);
}
