import type { Command } from 'commander';
import { type CommonOptions, print, printJson } from '../terminal.js';

/** bangfu form list [<dir>] */
export function addFormList(form: Command): void {
  form
    .command('list')
    .description('列出内置的表和活动文件夹“表格定义”里的表')
    .argument('[dir]', '活动文件夹')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string | undefined, options: CommonOptions) => {
      const { listForms } = await import('../../app/load-forms.js');
      const forms = await listForms(dir ?? null);
      if (options.json) printJson(forms);
      else
        print(
          forms
            .map(({ attachment, title, key, version, fields, isDefined }) =>
              [
                `附件${attachment}`,
                title,
                key,
                `${fields} 栏`,
                ...(version === 1 ? [] : [`第 ${version} 版`]),
                ...(isDefined ? ['自己定义'] : []),
              ].join('　'),
            )
            .join('\n'),
        );
    });
}
