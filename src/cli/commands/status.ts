import type { Command } from 'commander';
import { formatMaterialReminder } from '../../report/reminder/material-reminder.js';
import { formatReminder, formatStatusTable } from '../../report/reminder/reminder-text.js';
import { planResult } from '../../report/result/result-json.js';
import { runOptions } from '../run-options.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';
import { TOOL } from '../tool.js';

/** bangfu status <dir> */
export function addStatus(program: Command): void {
  program
    .command('status')
    .description('谁报了、谁没报、谁迟报，附可以直接粘贴的催报文字；不写任何文件')
    .argument('<dir>', '活动文件夹')
    .option('--as-of <time>', '按这个时间判断逾期，默认是现在')
    .option('--previous <folder>', '上期的活动文件夹或它的 汇总/，用来核对与上期相同、突增突减')
    .option('--jobs <n>', '同时读取的进程数，默认按处理器')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions) => {
      const { inspect } = await import('../../app/aggregate.js');
      const { summary, warnings } = await inspect(await runOptions(dir, options));
      for (const warning of warnings) say(options, `请留意：${warning}`);
      if (options.json) {
        const { completeness, rates, materials } = planResult(summary, TOOL, []);
        printJson({ asOf: summary.asOf, completeness, rates, materials });
        return;
      }
      const reminders = summary.forms.map(
        (form) => `【${form.title}】\n${formatReminder(summary, form, null)}`,
      );
      const ofMaterials = summary.campaign.materials.map(
        (material) => `【${material.name}】\n${formatMaterialReminder(summary, material, null)}`,
      );
      print(
        [formatStatusTable(summary), '', '催报文字（可直接粘贴）', ...reminders, ...ofMaterials].join('\n'),
      );
    });
}
