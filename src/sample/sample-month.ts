import type { SettingsContent } from '../campaign/settings-content.js';
import { daysInMonth } from '../workbook/date-serial.js';

/** The same campaign in another month (`2020-09`): its periods are the whole month, its deadlines the same days of it. */
export function inMonth(content: SettingsContent, month: string): SettingsContent {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const period = {
    periodStart: `${month}-01`,
    periodEnd: `${month}-${String(daysInMonth(year, number)).padStart(2, '0')}`,
  };
  const moved = (moment: string) => month + moment.slice(month.length);
  return {
    ...content,
    ...period,
    name: content.name.replace(/\d{4}年/, `${year}年${number}月`),
    deadline: moved(content.deadline),
    tasks: content.tasks.map((task) => ({
      ...task,
      ...period,
      deadline: moved(task.deadline),
      paperDeadline: task.paperDeadline === null ? null : moved(task.paperDeadline),
    })),
    materials: content.materials.map((material) => ({ ...material, deadline: moved(material.deadline) })),
  };
}
