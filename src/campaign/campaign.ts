import type { Suspicions } from '../issue/suspicions.js';

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

/** What a file is that is no spreadsheet, told from its bytes. */
export const DOCUMENT_FORMATS = ['word', 'pdf', 'picture', 'video', 'other'] as const;
export type DocumentFormat = (typeof DOCUMENT_FORMATS)[number];

/** One enabled row of 材料: what units owe beside their tables, such as 活动总结 or 活动照片. */
export interface Material {
  readonly name: string;
  /** 应报单位, as written: categories, counties or units; null: every unit owes it. */
  readonly owedBy: string | null;
  readonly deadline: Moment;
  readonly formats: readonly DocumentFormat[];
  /** Files that a unit is to send; fewer are asked about. */
  readonly leastFiles: number;
  /** Pixels that each picture is to have; 0: any will do. */
  readonly leastPixels: number;
  /** Words by which names of files and folders and subjects of mails are known to mean it. */
  readonly words: readonly string[];
  readonly note: string | null;
}

/** One row of 收件登记. */
export interface Receipt {
  readonly unit: string;
  /** Key of a form or of a material (materialKey); null: everything that the unit owes. */
  readonly form: string | null;
  readonly receivedAt: Moment | null;
  readonly paperReceived: boolean;
  readonly extendedTo: Moment | null;
  readonly exemptReason: string | null;
}

/** True when 收件登记 has the stamped paper copy of a unit's form, by itself or with everything that the unit owes. */
export function hasPaperCopy(receipts: readonly Receipt[], unit: string, form: string): boolean {
  return receipts.some(
    (row) => row.unit === unit && row.paperReceived && (row.form === null || row.form === form),
  );
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
  /** Key of a form or of a material (materialKey). */
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
  /** The checks that only suspect, without those that are switched off. */
  readonly suspicions: Suspicions;
  /** Enabled forms in the order of 报送任务. */
  readonly tasks: readonly FormTask[];
  /** Enabled materials in the order of 材料. */
  readonly materials: readonly Material[];
  readonly units: readonly Unit[];
  readonly receipts: readonly Receipt[];
  readonly decisions: readonly Decision[];
}

/** The county under which a unit is summed. */
export function countyOf(unit: Pick<Unit, 'county'>): string {
  return unit.county ?? PREFECTURE_UNITS;
}

/** Counties in roster order, 地直单位 last. */
export function countiesOf(campaign: { readonly units: readonly Pick<Unit, 'county'>[] }): readonly string[] {
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

/** How 收件登记 and 人工认定 hold a material in the place of a form: never a form's key. */
export function materialKey(name: string): string {
  return `材料:${name}`;
}

/** When a unit's material is due; of all extensions of 收件登记 the latest holds, and none makes it earlier. */
export function dueDateOfMaterial(
  campaign: Pick<Campaign, 'receipts'>,
  unit: string,
  material: Material,
): DueDate {
  const moments = receiptsOfMaterial(campaign, unit, material).flatMap(({ extendedTo }) => extendedTo ?? []);
  const latest = moments.sort().at(-1) ?? material.deadline;
  return latest > material.deadline
    ? { moment: latest, isExtended: true }
    : { moment: material.deadline, isExtended: false };
}

/** The rows of 收件登记 that hold for a unit's material; rows that name it come first. */
export function receiptsOfMaterial(
  campaign: Pick<Campaign, 'receipts'>,
  unit: string,
  material: Material,
): Receipt[] {
  const key = materialKey(material.name);
  const own = campaign.receipts.filter((row) => row.unit === unit && (row.form === key || row.form === null));
  return [...own.filter((row) => row.form === key), ...own.filter((row) => row.form === null)];
}

/** Units by code. */
export function unitsByCode(campaign: Pick<Campaign, 'units'>): ReadonlyMap<string, Unit> {
  return new Map(campaign.units.map((unit) => [unit.code, unit]));
}
