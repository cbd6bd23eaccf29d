import type { FormDefinition } from '../form/form-definition.js';
import type { WorkbookPlan } from '../workbook/workbook-plan.js';
import { planDecisions } from './settings/plan-decisions.js';
import { planItems } from './settings/plan-items.js';
import { planMaterials } from './settings/plan-materials.js';
import { planNotes } from './settings/plan-notes.js';
import { planReceipts } from './settings/plan-receipts.js';
import { planRoster } from './settings/plan-roster.js';
import { planTasks } from './settings/plan-tasks.js';
import { listReported } from './settings/read-cells.js';
import type { ContentMaterial, ContentTask, SettingsContent } from './settings-content.js';
import { usualMaterials } from './usual-materials.js';

export { contentOfCampaign, type SettingsContent } from './settings-content.js';

/** Writes 活动设置.xlsx: what parseSettings reads back is the content again. Forms without a task stand there as 否. */
export function planSettings(content: SettingsContent, forms: readonly FormDefinition[]): WorkbookPlan {
  const titles = new Map(forms.map((form) => [form.key, form.title]));
  const tasks = [...content.tasks, ...missingTasks(content, forms)].filter((task) => titles.has(task.form));
  const materials = withUsualMaterials(content);
  const reported = new Map(listReported(forms, materials).map(({ key, title }) => [key, title]));
  return {
    title: content.name,
    sheets: [
      planNotes(),
      planItems(content),
      planTasks(content, tasks, titles),
      planMaterials(content, materials),
      planRoster(content, forms),
      planReceipts(content.receipts, reported, tasks.length),
      planDecisions(content.decisions, reported, tasks.length),
    ],
    activeSheetIndex: 0,
  };
}

/** Materials, with the usual ones as 否 where the content has none of that name. */
function withUsualMaterials(content: SettingsContent): readonly ContentMaterial[] {
  const known = new Set(content.materials.map(({ name }) => name));
  return [...content.materials, ...usualMaterials(content.deadline).filter(({ name }) => !known.has(name))];
}

function missingTasks(content: SettingsContent, forms: readonly FormDefinition[]): readonly ContentTask[] {
  const known = new Set(content.tasks.map((task) => task.form));
  return forms
    .filter((form) => !known.has(form.key))
    .map((form) => ({
      form: form.key,
      title: form.title,
      attachment: String(form.attachment),
      enabled: false,
      periodStart: content.periodStart,
      periodEnd: content.periodEnd,
      deadline: content.deadline,
      paperDeadline: null,
      owedBy: null,
    }));
}
