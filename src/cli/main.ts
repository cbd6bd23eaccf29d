#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { UsageError } from '../app/usage-error.js';
import { addAggregate } from './commands/aggregate.js';
import { addArchive } from './commands/archive.js';
import { addCheck } from './commands/check.js';
import { addDisclose } from './commands/disclose.js';
import { addExplain } from './commands/explain.js';
import { addFinalize } from './commands/finalize.js';
import { addForm } from './commands/form.js';
import { addInit } from './commands/init.js';
import { addSample } from './commands/sample.js';
import { addStatus } from './commands/status.js';
import { addTemplates } from './commands/templates.js';
import { addVerify } from './commands/verify.js';
import { TOOL } from './tool.js';

/** Exit codes (product.md). */
const EXIT = { done: 0, usage: 2, bug: 70 } as const;

const program = new Command('bangfu')
  .description('帮扶：做模板、收报表、查错误、出汇总。离线运行，不上传任何数据。')
  .version(TOOL.version, '-V, --version', '显示版本')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand('help [command]', '显示某个命令的帮助')
  .showHelpAfterError('（用 bangfu --help 查看用法）')
  .configureOutput({ outputError: (text, write) => write(chineseError(text)) })
  .exitOverride();

const COMMANDS = [
  addInit,
  addTemplates,
  addAggregate,
  addStatus,
  addCheck,
  addExplain,
  addFinalize,
  addVerify,
  addArchive,
  addDisclose,
  addForm,
  addSample,
];
for (const add of COMMANDS) add(program);
for (const command of program.commands.flatMap((item) => [item, ...item.commands]))
  command.exitOverride().helpOption('-h, --help', '显示帮助');

/** Commander's own messages in Chinese, as far as users meet them. */
function chineseError(text: string): string {
  return text
    .replace(/^error: /, '用法不对：')
    .replace(/option '(.+?)' argument '(.*?)' is invalid\. ?/, '选项 $1 的内容“$2”不对，')
    .replace(/missing required argument '(.+?)'/, '缺少参数 $1')
    .replace(/unknown option '(.+?)'/, '没有选项 $1')
    .replace(/unknown command '(.+?)'/, '没有命令 $1')
    .replace(/option '(.+?)' argument missing/, '选项 $1 缺少内容')
    .replace(/required option '(.+?)' not specified/, '缺少选项 $1')
    .replace(/too many arguments.*/, '参数太多');
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else if (error instanceof UsageError) {
    process.stderr.write([`${error.message}`, ...error.details.map((line) => `  ${line}`), ''].join('\n'));
    process.exitCode = EXIT.usage;
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`程序内部出错，没有完成。请把下面的内容发给维护人员：\n${text}\n`);
    process.exitCode = EXIT.bug;
  }
}
