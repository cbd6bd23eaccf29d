import type { Command } from 'commander';
import { runOptions } from '../run-options.js';
import { type CommonOptions, print, printJson, say } from '../terminal.js';

/** bangfu archive <dir> [--out <file>] */
export function addArchive(program: Command): void {
  program
    .command('archive')
    .description('归档：把设置、台账、来件、定稿和目录装进一个 zip')
    .argument('<dir>', '活动文件夹')
    .option('--out <file>', '写到这个文件，默认是活动文件夹里的 <活动文件夹名>-归档.zip')
    .option('--as-of <time>', '目录上写的归档时间，默认是现在')
    .option('--json', '在标准输出写 JSON')
    .option('--quiet', '不显示提示')
    .action(async (dir: string, options: CommonOptions & { out?: string }) => {
      const { archive } = await import('../../app/archive.js');
      const { path, files, sha256, problems } = await archive({
        ...(await runOptions(dir, options)),
        out: options.out ?? null,
      });
      for (const problem of problems) say(options, `请留意：${problem}`);
      if (options.json) printJson({ path, files, sha256, problems });
      else print(`已归档：${path}（${files} 个文件和目录）\nsha256 ${sha256}`);
      if (problems.length > 0) process.exitCode = 1;
    });
}
