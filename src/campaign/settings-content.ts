import { type Campaign, type FormTask, type Material, PREFECTURE_UNITS, type Unit } from './campaign.js';

/** A row of 报送任务, enabled or not. */
export interface ContentTask extends FormTask {
  readonly enabled: boolean;
  /** 应报单位, as written: who owes a form that 单位名册 has no column for; null where there is a column. */
  readonly owedBy: string | null;
}

/** A row of 材料, enabled or not. */
export interface ContentMaterial extends Material {
  readonly enabled: boolean;
}

/**
 * Everything that stands in 活动设置.xlsx: a campaign with its switched-off forms and materials. `owes` of its units names
 * switched-off forms too, so that switching a form on again next year finds who owes it.
 */
export interface SettingsContent extends Omit<Campaign, 'tasks' | 'materials'> {
  readonly tasks: readonly ContentTask[];
  readonly materials: readonly ContentMaterial[];
}

/** What a unit without 单位编码 is known as: 县/单位名称. */
export function codeWithoutNumber(unit: Pick<Unit, 'county' | 'name'>): string {
  return `${unit.county ?? PREFECTURE_UNITS}/${unit.name}`;
}

/** The campaign that the settings describe: enabled forms only, in tasks and in what units owe. */
export function campaignOfContent(content: SettingsContent): Campaign {
  const tasks = content.tasks.flatMap(({ enabled, owedBy, ...task }) => (enabled ? [task] : []));
  const enabled = new Set(tasks.map((task) => task.form));
  return {
    ...content,
    tasks,
    materials: content.materials.flatMap(({ enabled: isEnabled, ...material }) =>
      isEnabled ? [material] : [],
    ),
    units: content.units.map((unit) => ({
      ...unit,
      owes: new Set([...unit.owes].filter((form) => enabled.has(form))),
    })),
  };
}

/**
 * Settings for the next campaign out of an earlier one (`init --from`): roster, aliases and tasks are kept, what
 * was received and decided is not. Hand in the content of parseSettings rather than the campaign to keep who owes
 * switched-off forms.
 */
export function contentOfCampaign(campaign: Campaign | SettingsContent): SettingsContent {
  return {
    ...campaign,
    tasks: campaign.tasks.map((task) => ({ enabled: true, owedBy: null, ...task })),
    materials: campaign.materials.map((material) => ({ enabled: true, ...material })),
    receipts: [],
    decisions: [],
  };
}
