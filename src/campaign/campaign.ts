/** The county name under which 地直单位 (units without 所属县) are summed. */
export const PREFECTURE_UNITS = '地直单位';

/** 单位类别 offered in the drop-down; another text is kept as it is. */
export const UNIT_CATEGORIES = [
  '乡镇',
  '街道',
  '农牧团场',
  '县直部门',
  '地直部门',
  '垂管部门',
  '人民团体',
  '中小学',
  '中职学校',
  '企业',
  '社会组织',
  '驻村工作队',
  '其他',
] as const;

/**
 * A moment, ISO 8601 in Beijing time to the second: `2020-10-18T17:00:00+08:00`. Always this one shape, so that
 * moments compare as text.
 */
export type Moment = string;

/** One unit of 单位名册. */
export interface Unit {
  /** 单位编码, or 县/单位名称 when the roster gives none. */
  readonly code: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Null: 地直单位. */
  readonly county: string | null;
  readonly category: string;
  /** 归口单位, as written; blank is null. */
  readonly through: string | null;
  /** Keys of the forms that it owes. */
  readonly owes: ReadonlySet<string>;
  readonly contact: string | null;
  readonly phone: string | null;
  readonly email: string | null;
}

/** One enabled row of 报送任务, with blanks filled from 设置. */
export interface FormTask {
  /** The form's key. */
  readonly form: string;
  /** 印发标题. */
  readonly title: string;
  /** 附件号. */
  readonly attachment: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly deadline: Moment;
  readonly paperDeadline: Moment | null;
}

/** One row of 收件登记. */
export interface Receipt {
  readonly unit: string;
  /** Null: every form of the unit. */
  readonly form: string | null;
  readonly receivedAt: Moment | null;
  readonly paperReceived: boolean;
  readonly extendedTo: Moment | null;
  readonly exemptReason: string | null;
}

export const DECISION_ACTIONS = ['认定', '采用', '作废', '放行', '确认'] as const;
export type DecisionAction = (typeof DECISION_ACTIONS)[number];

/** One row of 人工认定. */
export interface Decision {
  /** Path below the working folder with `/`; a file inside a container behind its path with another `/`. */
  readonly file: string;
  /** Null: every sheet of the file. */
  readonly sheet: string | null;
  readonly unit: string | null;
  readonly form: string | null;
  readonly action: DecisionAction;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedOn: string | null;
}

/** 活动设置.xlsx as data. */
export interface Campaign {
  readonly name: string;
  readonly prefecture: string;
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly deadline: Moment;
  readonly receiver: string | null;
  readonly contact: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  /** Percent. */
  readonly targetPercent: number;
  /** 全部 or 网上. */
  readonly targetBasis: string;
  /** 元. */
  readonly wishAmountLimit: number;
  readonly passwords: readonly string[];
  /** Enabled forms in the order of 报送任务. */
  readonly tasks: readonly FormTask[];
  readonly units: readonly Unit[];
  readonly receipts: readonly Receipt[];
  readonly decisions: readonly Decision[];
}

/** The county under which a unit is summed. */
export function countyOf(unit: Pick<Unit, 'county'>): string {
  return unit.county ?? PREFECTURE_UNITS;
}

/** Counties in roster order, 地直单位 last. */
export function countiesOf(campaign: Pick<Campaign, 'units'>): readonly string[] {
  const counties = new Set(campaign.units.flatMap((unit) => (unit.county === null ? [] : [unit.county])));
  return campaign.units.some((unit) => unit.county === null)
    ? [...counties, PREFECTURE_UNITS]
    : [...counties];
}

/**
 * Until when 收件登记 lets a unit report a form, beyond the form's deadline; null without such an extension. The
 * latest of all that apply holds, and none makes a deadline earlier.
 */
export function extensionOf(
  campaign: Pick<Campaign, 'tasks' | 'receipts'>,
  unit: string,
  form: string,
): Moment | null {
  const deadline = campaign.tasks.find((task) => task.form === form)?.deadline ?? null;
  const extensions = campaign.receipts
    .filter((row) => row.unit === unit && (row.form === null || row.form === form))
    .flatMap((row) => (row.extendedTo === null ? [] : [row.extendedTo]))
    .filter((moment) => deadline === null || moment > deadline)
    .sort();
  return extensions.at(-1) ?? null;
}

/** Until when a unit may report a form: the extension where there is one, else the form's own deadline. */
export interface DueDate {
  readonly moment: Moment;
  readonly isExtended: boolean;
}

/** When a unit's form is due. A form without task (which settings do not allow) is due with the campaign. */
export function dueDateOf(
  campaign: Pick<Campaign, 'tasks' | 'receipts' | 'deadline'>,
  unit: string,
  form: string,
): DueDate {
  const extension = extensionOf(campaign, unit, form);
  if (extension !== null) return { moment: extension, isExtended: true };
  const task = campaign.tasks.find((item) => item.form === form);
  return { moment: task?.deadline ?? campaign.deadline, isExtended: false };
}

/** Units by code. */
export function unitsByCode(campaign: Pick<Campaign, 'units'>): ReadonlyMap<string, Unit> {
  return new Map(campaign.units.map((unit) => [unit.code, unit]));
}
