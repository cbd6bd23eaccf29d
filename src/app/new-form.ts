import { explainDefinitionProblem } from '../definition/definition-problem.js';
import { planBlankDefinition } from '../definition/plan-definition.js';
import { sheetTitleProblem } from '../definition/sheet-title.js';
import { foldText } from '../workbook/cell-text.js';
import { fileNameFor } from '../workbook/file-name.js';
import { writeWorkbook } from '../workbook/write/write-workbook.js';
import { loadBuiltInForms } from './built-in-forms.js';
import { writeDefinition } from './form-files.js';
import { UsageError } from './usage-error.js';

/**
 * Writes a 表格定义.xlsx that names its form and is blank otherwise. Throws a UsageError when there is a built-in form
 * of that title, when the title cannot be one, and rather than overwrite anything.
 */
export async function newForm(title: string, out: string | null): Promise<{ readonly path: string }> {
  const name = title.trim();
  if (name === '') throw new UsageError('没有写表名', ['如 bangfu form new 义诊活动统计表']);
  const problem = sheetTitleProblem(name);
  if (problem !== null) throw new UsageError('表名不合适', [explainDefinitionProblem(problem)]);
  const same = (await loadBuiltInForms()).find((form) => foldText(form.title) === foldText(name));
  if (same !== undefined)
    throw new UsageError(`已经有一张《${same.title}》`, [
      `要在它的基础上改，请用 bangfu form export ${same.title}；要另做一张，请换一个表名`,
    ]);
  const path = out ?? `${fileNameFor(name)}（表格定义）.xlsx`;
  await writeDefinition(path, await writeWorkbook(planBlankDefinition(name)));
  return { path };
}
