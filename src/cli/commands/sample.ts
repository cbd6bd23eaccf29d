import { type Command, InvalidArgumentError } from 'commander';
import { chooseForms } from '../../app/choose-forms.js';
import { loadForms } from '../../app/load-forms.js';
import { type CommonOptions, printJson, progressBar, say } from '../terminal.js';

/** bangfu sample <dir> --counties N --units N --seed N --defects P */
export function addSample(program: Command): void {
  program
    .command('sample')
    .description('造一个虚构的活动文件夹，附样本真值.json，用来试用和检验')
    .argument('<dir>', '新的活动文件夹')
    .option('--counties <n>', '县（市）数', wholeNumber, 7)
    .option('--units <n>', '单位总数', wholeNumber, 60)
    .option('--seed <n>', '随机种子：同样的种子造出同样的文件', wholeNumber, 1)
    .option('--defects <share>', '有错的来件所占比例，0 至 1', share, 0)
    .option('--forms <names>', '要报哪些表：表名或附件号，几个之间用“、”或逗号隔开；全部 即所有的表')
    .option('--month <month>', '统计时段是哪个月，如 2020-09', month)
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(
      async (
        dir: string,
        options: CommonOptions & {
          counties: number;
          units: number;
          seed: number;
          defects: number;
          month?: string;
          forms?: string;
        },
      ) => {
        const { writeSample } = await import('../../app/write-sample.js');
        const known = await loadForms(dir);
        const { counties, units, seed, defects } = options;
        const size = {
          counties,
          units,
          seed,
          defects,
          ...(options.month === undefined ? {} : { month: options.month }),
        };
        const asked = options.forms === undefined ? null : chooseForms(options.forms, known);
        const result = await writeSample(
          dir,
          asked === null ? size : { ...size, isAsked: (form) => asked.has(form.key) },
          known,
          progressBar(options),
        );
        if (options.json) printJson(result);
        say(
          options,
          `已写出“${dir}”：来件 ${result.files} 个，真值在“${result.truth}”。示例数据，纯属虚构。`,
        );
      },
    );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('请写整数');
  return Number(text);
}

function month(text: string): string {
  if (!/^[12]\d{3}-(?:0[1-9]|1[0-2])$/.test(text)) throw new InvalidArgumentError('请写成 2020-09');
  return text;
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('请写 0 至 1 之间的数');
  return value;
}
