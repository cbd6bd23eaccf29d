import type { Command } from 'commander';
import { addFormCheck } from './form-check.js';
import { addFormExport } from './form-export.js';
import { addFormInfer } from './form-infer.js';
import { addFormList } from './form-list.js';
import { addFormNew } from './form-new.js';

/** bangfu form …: each of its commands is a file form-*.ts and a name in this list. */
export function addForm(program: Command): void {
  const form = program
    .command('form')
    .description('表格定义：列出、新建、导出、从现有的表推出、检查')
    .helpCommand(false);
  for (const add of [addFormList, addFormNew, addFormExport, addFormInfer, addFormCheck]) add(form);
}
