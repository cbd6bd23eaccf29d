import type { FormDefinition } from '../form/form-definition.js';
import { ALL_SUSPICIONS } from '../issue/suspicions.js';
import { momentOf } from './beijing-time.js';
import type { Campaign, Moment, Unit } from './campaign.js';
import {
  EXAMPLE_PREFECTURE_UNITS,
  EXAMPLE_TOWNSHIPS,
  type ExampleUnit,
  exampleUnitsOf,
} from './example-roster.js';
import { isNamedIn } from './settings/owed-by.js';
import {
  type ContentTask,
  campaignOfContent,
  codeWithoutNumber,
  type SettingsContent,
} from './settings-content.js';
import { DEFAULT_TARGET_PERCENT, DEFAULT_WISH_AMOUNT_LIMIT, TARGET_BASES } from './settings-layout.js';
import { usualMaterials } from './usual-materials.js';

const PREFECTURE = '塔城地区';
const DEADLINE = momentOf('2020-10-18', 18 * 3600);
const WISHES_DEADLINE = momentOf('2020-10-23', 18 * 3600);

interface ExampleTask {
  readonly title: string;
  readonly deadline: Moment;
  /** 应报单位 of a form that is only offered, to be switched on by those who need it. */
  readonly owedBy?: string;
}

const TOWNSHIPS = '乡镇、街道、农牧团场';
const DEPARTMENTS = '县直部门、地直部门';

/** What the notice calls the forms, by form key, and until when they are due. */
const EXAMPLE_TASKS: ReadonlyMap<string, ExampleTask> = new Map<string, ExampleTask>([
  ['paired-assistance', { title: '塔城地区2020年“结对帮扶活动月”活动情况统计表', deadline: DEADLINE }],
  ['donations', { title: '塔城地区定点帮扶单位扶贫捐赠款物统计表', deadline: DEADLINE }],
  ['wishes', { title: '塔城地区微心愿对接表', deadline: WISHES_DEADLINE }],
  ['education-activities', offered('教育系统扶贫日活动情况统计表', '中小学、中职学校')],
  ['consumption-assistance', offered('消费帮扶统计表', `${DEPARTMENTS}、垂管部门、人民团体、企业`)],
  ['platform-promotion', offered('社会扶贫网推广统计表', TOWNSHIPS)],
  ['project-pledges', offered('社会帮扶项目认领认捐表', TOWNSHIPS)],
  ['assistance-visits', offered('定点帮扶走访登记表', `${DEPARTMENTS}、垂管部门、人民团体`)],
  ['themed-activities', offered('扶贫日系列活动开展情况表', `${DEPARTMENTS}、人民团体`)],
  ['donation-use', offered('捐赠款物使用情况表', `${TOWNSHIPS}、${DEPARTMENTS}`)],
  ['monthly-tasks', offered('月度任务推进表', DEPARTMENTS)],
]);

function offered(title: string, owedBy: string): ExampleTask {
  return { title: `${PREFECTURE}${title}`, deadline: DEADLINE, owedBy };
}

/** The forms that the example asks for: those of the notice, and any that it does not know. */
export function isAskedInExample(form: Pick<FormDefinition, 'key'>): boolean {
  return EXAMPLE_TASKS.get(form.key)?.owedBy === undefined;
}

/**
 * Forms that a 单位类别 does not owe; every other is owed. Donations are asked of helping units, schools as a rule
 * organise none and help no village.
 */
const NOT_OWED: ReadonlyMap<string, readonly string[]> = new Map([
  ['乡镇', ['donations']],
  ['街道', ['donations']],
  ['农牧团场', ['donations']],
  ['中小学', ['donations', 'paired-assistance']],
  ['驻村工作队', ['donations']],
]);

/** 类型 of the statistical register → 单位类别. */
const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['乡', '乡镇'],
  ['镇', '乡镇'],
]);

/**
 * The filled-in settings that `bangfu init` writes: 塔城地区, October 2020. Contacts and numbers are made up. Forms that
 * are not asked for stand there switched off.
 */
export function exampleContent(
  forms: readonly FormDefinition[],
  isAsked: (form: FormDefinition) => boolean = isAskedInExample,
): SettingsContent {
  return {
    name: '塔城地区2020年“结对帮扶活动月”',
    prefecture: PREFECTURE,
    periodStart: '2020-10-01',
    periodEnd: '2020-10-31',
    deadline: DEADLINE,
    receiver: '塔城地区扶贫开发领导小组办公室',
    contact: '示例联系人',
    phone: '0901-6200000',
    email: 'example@example.com',
    targetPercent: DEFAULT_TARGET_PERCENT,
    targetBasis: TARGET_BASES[0],
    wishAmountLimit: DEFAULT_WISH_AMOUNT_LIMIT,
    passwords: [],
    suspicions: ALL_SUSPICIONS,
    tasks: forms.map((form) => exampleTask(form, isAsked(form))),
    materials: usualMaterials(DEADLINE),
    units: exampleUnits(forms.filter(isAsked)),
    receipts: [],
    decisions: [],
  };
}

/** The example as a campaign. */
export function exampleCampaign(
  forms: readonly FormDefinition[],
  isAsked: (form: FormDefinition) => boolean = isAskedInExample,
): Campaign {
  return campaignOfContent(exampleContent(forms, isAsked));
}

function exampleTask(form: FormDefinition, enabled: boolean): ContentTask {
  const known = EXAMPLE_TASKS.get(form.key);
  const deadline = known?.deadline ?? DEADLINE;
  return {
    form: form.key,
    title: known?.title ?? form.title,
    attachment: String(form.attachment),
    enabled,
    periodStart: '2020-10-01',
    periodEnd: '2020-10-31',
    deadline,
    // Of an office's own forms nobody has said that they come on paper too.
    paperDeadline: known === undefined ? null : deadline,
    owedBy: known?.owedBy ?? null,
  };
}

function exampleUnits(forms: readonly FormDefinition[]): readonly Unit[] {
  const ofCounties = EXAMPLE_TOWNSHIPS.flatMap(([county, lines]) => [
    ...lines.split('\n').map((line) => township(county, line)),
    ...exampleUnitsOf(county).map((unit) => madeUpUnit(unit, county)),
  ]);
  const ofPrefecture = EXAMPLE_PREFECTURE_UNITS.map((unit) => madeUpUnit(unit, null));
  return [...ofCounties, ...ofPrefecture].map((unit, index) => ({
    ...unit,
    owes: new Set(forms.map((form) => form.key).filter((form) => isOwedInExample(form, unit))),
    contact: '示例联系人',
    phone: `0901-${6_200_001 + index}`,
    email: null,
  }));
}

/** By 应报单位 where the form has one, else by what its category does not owe. */
export function isOwedInExample(form: string, unit: UnitIdentity): boolean {
  const owedBy = EXAMPLE_TASKS.get(form)?.owedBy;
  if (owedBy !== undefined) return isNamedIn(owedBy, unit);
  return NOT_OWED.get(unit.category)?.includes(form) !== true;
}

type UnitIdentity = Pick<Unit, 'code' | 'name' | 'aliases' | 'county' | 'category' | 'through'>;

function township(county: string, line: string): UnitIdentity {
  const [code = '', kind = '', name = ''] = line.trim().split(' ');
  return { code, name, aliases: [], county, category: CATEGORIES.get(kind) ?? kind, through: null };
}

function madeUpUnit(unit: ExampleUnit, county: string | null): UnitIdentity {
  return { code: codeWithoutNumber({ county, name: unit.name }), county, ...unit };
}
