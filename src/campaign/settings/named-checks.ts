import { type CellCheck, listCheck, promptCheck } from '../../hand-kept/cell-checks.js';
import { formatRange, quoteSheetName } from '../../workbook/reference.js';
import { SETTINGS_SHEETS } from '../settings-layout.js';

/** A drop-down of the forms that stand in the rows of 报送任务; names of materials, which it lacks, may be typed. */
export function formCheck(taskCount: number, prompt: string): CellCheck {
  const range = formatRange({ top: 2, left: 1, bottom: taskCount + 1, right: 1 }).replace(
    /([A-Z]+)(\d+)/g,
    '$$$1$$$2',
  );
  return listCheck(`${quoteSheetName(SETTINGS_SHEETS.tasks)}!${range}`, prompt, 'none');
}

/** Of a cell that names a unit. */
export const UNIT_CHECK = promptCheck('单位编码、单位名称，或 县/单位名称');
