import type { FieldKindName, Measure } from '../form/form-definition.js';
import { isTelephone } from '../form/kinds/phone.js';
import type { CellValue } from '../workbook/cell-value.js';
import { GENERAL_FORMAT, type SurveyedValidation } from '../workbook/survey.js';
import type { InferenceNote, Sureness } from './inferred-form.js';
import type { CodedOption } from './title-words.js';
import { isCountedUnit, isMoneyUnit, isYuan } from './units.js';

/** All that a table says of what is filled into a column (or, in a list, into a row). */
export interface KindEvidence {
  readonly title: string;
  readonly group: string | null;
  readonly unit: string | null;
  readonly options: readonly CodedOption[];
  readonly validation: SurveyedValidation | null;
  /** The words of a list validation; null when it has none or they could not be found. */
  readonly listed: readonly string[] | null;
  readonly format: string;
  readonly samples: readonly { readonly value: CellValue; readonly isDate: boolean }[];
}

export interface InferredKind {
  readonly kind: FieldKindName;
  readonly options: readonly (string | readonly string[])[];
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly note: InferenceNote;
}

/** The kind of a field by its data validation, unit, number format, samples and words, in this order. */
export function inferKind(evidence: KindEvidence): InferredKind {
  return (
    byValidation(evidence) ??
    byOptions(evidence) ??
    byUnit(evidence) ??
    byFormat(evidence) ??
    bySamples(evidence) ??
    byTitle(evidence) ??
    byGroup(evidence) ??
    UNKNOWN_KIND
  );
}

/** What is said where nothing tells the kind. */
export const UNKNOWN_KIND: InferredKind = kind('text', 'guess', '标题和格子都看不出填什么，暂定为文字');
/** The same in a table of numbers. */
export const NUMBER_AMONG_NUMBERS: InferredKind = kind(
  'decimal',
  'guess',
  '看不出填什么，因为旁边的栏多是数字，暂定为小数',
);

function kind(name: FieldKindName, sureness: Sureness, why: string): InferredKind {
  return {
    kind: name,
    options: [],
    minimum: null,
    maximum: null,
    note: { sureness, item: '类型', why },
  };
}

function byValidation({ validation, listed, unit, options, title }: KindEvidence): InferredKind | null {
  switch (validation?.type) {
    case 'list':
      if (listed === null || listed.length === 0) return null;
      if (options.length === listed.length && listed.every((word) => /^\d+$/.test(word))) {
        // Codes alone say nothing; the words that they stand for are in the title.
        const words = options.map(({ value }, index) => [value, listed[index]!]);
        return {
          ...kind('option', 'check', `下拉列表是${listed.join('、')}，照标题写成文字`),
          options: words,
        };
      }
      return { ...kind('option', 'sure', '数据验证是下拉列表'), options: listed };
    case 'whole': {
      const [low, high] = validation.formulas.map(constant);
      const isBetween = validation.operator === 'between';
      return {
        ...(unit !== null && isYuan(unit)
          ? kind('amount', 'check', '单位是元，数据验证是整数')
          : kind('integer', 'sure', '数据验证是整数')),
        minimum: isBetween && low !== undefined && high !== undefined && low !== 0 ? low : null,
        maximum: isBetween && high !== undefined && high > 0 && high < 1_000_000 ? high : null,
      };
    }
    case 'decimal':
      return unit !== null && isYuan(unit)
        ? kind('amount', 'sure', '数据验证是小数，单位是元')
        : kind('decimal', 'sure', '数据验证是小数');
    case 'date':
      return kind('date', 'sure', '数据验证是日期');
    case 'textLength':
      return PHONE_WORDS.test(title)
        ? kind('phone', 'sure', '标题是电话')
        : kind('text', 'sure', '数据验证是文字长度');
    default:
      return null;
  }
}

function constant(formula: string): number | undefined {
  return /^-?\d+(?:\.\d+)?$/.test(formula) ? Number(formula) : undefined;
}

function byOptions({ options }: KindEvidence): InferredKind | null {
  if (options.length < 2) return null;
  return {
    ...kind('option', 'check', '标题里列出了选项'),
    options: options.map(({ value, code }) => (code === null ? value : [value, code, `${code}.${value}`])),
  };
}

function byUnit({ unit, title }: KindEvidence): InferredKind | null {
  if (unit === null) return null;
  if (isYuan(unit)) return kind('amount', 'sure', '单位是元');
  if (isMoneyUnit(unit))
    return kind(
      'decimal',
      'check',
      `单位是${unit}，照原表按小数填；要按元汇总的，把单位改为元、类型改为金额`,
    );
  if (AVERAGE_WORDS.test(title)) return kind('decimal', 'check', `单位是${unit}，标题是比率或平均数`);
  return isCountedUnit(unit)
    ? kind('integer', 'sure', `单位是${unit}`)
    : kind('decimal', 'sure', `单位是${unit}`);
}

function byFormat({ format, title }: KindEvidence): InferredKind | null {
  const code = format.split(';')[0]!.replace(/\[[^\]]*\]|"[^"]*"|\\./g, '');
  if (code === GENERAL_FORMAT || code === '@' || code === '') return null;
  if (/[ymd]/i.test(code) && !/[0#]/.test(code)) return kind('date', 'sure', '单元格格式是日期');
  if (code.includes('%')) return kind('decimal', 'check', '单元格格式是百分比，填的是 0.5 还是 50 请核对');
  if (/\.[0#?]/.test(code))
    return kind('decimal', MONEY_WORDS.test(title) ? 'check' : 'sure', '单元格格式有小数位');
  return /[0#]/.test(code) ? kind('integer', 'check', '单元格格式是整数') : null;
}

/** As many samples as are worth believing. */
const ENOUGH_SAMPLES = 2;

function bySamples({ samples, title }: KindEvidence): InferredKind | null {
  if (samples.length < ENOUGH_SAMPLES) return null;
  if (samples.every(({ isDate }) => isDate)) return kind('date', 'sure', '已填的都是日期');
  const texts = samples.map(({ value }) => value).filter((value) => typeof value === 'string');
  const numbers = samples.map(({ value }) => value).filter((value) => typeof value === 'number');
  if (numbers.length === samples.length) {
    if (numbers.every((value) => isTelephone(String(value))))
      return kind('phone', 'check', '已填的像电话号码');
    if (MONEY_WORDS.test(title)) return kind('decimal', 'check', NO_MONEY_UNIT);
    return numbers.every(Number.isInteger)
      ? kind('integer', 'check', '已填的都是整数')
      : kind('decimal', 'check', '已填的有小数');
  }
  if (texts.length < samples.length) return null;
  if (texts.every(isTelephone)) return kind('phone', 'sure', '已填的是电话号码');
  const words = [...new Set(texts)];
  const isYesNo = words.every((word) => ['是', '否', '有', '无', '男', '女'].includes(word));
  return isYesNo && words.length === 2
    ? { ...kind('option', 'check', `已填的只有${words.join('、')}`), options: words }
    : null;
}

const PHONE_WORDS = /电话|手机|联系方式/;
const MONEY_WORDS =
  /金额|资金|经费|款$|款额|捐款|收入|支出|产值|投入|投资|折价|折款|价值|补助|补贴|工资|销售额|借款|贷款|存款|费用|费$|慰问金|低保金|保险金/;
const NO_MONEY_UNIT = '像金额但没有写单位（元还是万元），暂定为小数；是元的，请填单位“元”、类型改为金额';
const AVERAGE_WORDS =
  /率$|比例$|占比$|比重$|构成比$|之比$|诊次比$|平均|人均|户均|均值|指数$|^每|每[人户床百千]/;
const COUNT_WORDS =
  /(?:人|户|个|次|例|件|台|床|日|天|项|场|所|家|村|车|项目|机构|总)数$|(?:人|户|场|批|项|台)次$|数$|总量$|例$|床位$|总工时$/;

function byTitle({ title }: KindEvidence): InferredKind | null {
  if (/日期$|年月日?$|^生日$/.test(title)) return kind('date', 'sure', '标题是日期');
  if (title === '时间') return kind('text', 'check', '标题是时间，看不出填日期还是月份');
  if (/时间$/.test(title)) return kind('date', 'check', '标题是时间，暂定为日期');
  if (PHONE_WORDS.test(title)) return kind('phone', 'sure', '标题是电话');
  if (/^是否|是否.{0,8}$/.test(title))
    return { ...kind('option', 'check', '标题是“是否”'), options: ['是', '否'] };
  if (/^有无/.test(title)) return { ...kind('option', 'check', '标题是“有无”'), options: ['有', '无'] };
  if (title === '性别') return { ...kind('option', 'sure', '标题是性别'), options: ['男', '女'] };
  if (AVERAGE_WORDS.test(title) || /^[%％‰]$/.test(title))
    return kind('decimal', 'check', '标题是比率或平均数');
  if (WHO_WORDS.test(title)) return kind('text', 'check', '标题像文字');
  if (MONEY_WORDS.test(title)) return kind('decimal', 'check', NO_MONEY_UNIT);
  if (/^数量$/.test(title)) return kind('decimal', 'check', '标题是数量，没有写单位');
  if (COUNT_WORDS.test(title)) return kind('integer', 'check', '标题像个数，没有写单位');
  if (TEXT_WORDS.test(title)) return kind('text', 'check', '标题像文字');
  return null;
}

/** 捐款单位（人）, 出资方: who pays, not how much. */
const WHO_WORDS = /(?:单位|人|者|方|名称|姓名|对象|来源|用途|依据|票据号)(?:[（(][^（()）]*[)）])?$/;
const TEXT_WORDS =
  /名称|姓名|单位|地址|住址|地点|内容|备注|说明|情况|原因|做法|事项|村$|社区|学校|户主|人员|负责人|联系人|经办人|类别|类型|品名|规格|编号|代码|职务|部门|举措|措施|进展|问题|建议|方式|途径|形式|主题|项目$|者$|人$|名$|号码?$|用途|依据|学历|职称|民族|面貌|籍贯/;

/** 甲级 under 愈合例数: what the group counts, its parts count too. */
function byGroup({ group, title }: KindEvidence): InferredKind | null {
  if (group === null) return null;
  const parts = group.split(GROUP_JOINT).reverse();
  for (const part of parts) {
    if (AVERAGE_WORDS.test(part)) return kind('decimal', 'guess', `上级标题“${part}”是比率或平均数`);
    if (MONEY_WORDS.test(part)) return kind('decimal', 'check', NO_MONEY_UNIT);
    if (COUNT_WORDS.test(part) || /(?:次|数|例)$/.test(part.replace(/[（(].*[)）]$/, '')))
      return kind('integer', 'guess', `上级标题“${part}”像个数`);
  }
  if (/^(?:合计|总计|小计|计)$/.test(title)) return kind('decimal', 'guess', '是合计，没有写单位');
  return null;
}

/** Between the titles that stand one above the other. */
export const GROUP_JOINT = '·';

const STOCK_WORDS = /年末|年底|期末|月末|季末|年初|期初|累计|现有|实有|在册|存量|截至|截止|历年|以来|总人口/;
/** What is counted as it is, not as it happens: people, households, things. */
const STANDING = /^(?:户|人|个|名|家|所|处|座|张|台|套|辆|口|村|间|栋|幢|支|亩|公顷|公里|平方米|㎡)$/;

/** Whether the numbers add up over months; null for those that do not add up at all. */
export function inferMeasure(
  evidence: Pick<KindEvidence, 'title' | 'group' | 'unit'>,
  name: FieldKindName,
): { readonly measure: Measure | null; readonly note: InferenceNote | null } {
  if (name !== 'integer' && name !== 'amount' && name !== 'decimal') return { measure: null, note: null };
  const { title, group, unit } = evidence;
  const note = (sureness: Sureness, why: string): InferenceNote => ({ sureness, item: '计量', why });
  if (isNotAdded(title, unit)) return { measure: null, note: note('check', '比率和平均数不相加') };
  if (STOCK_WORDS.test(title) || STOCK_WORDS.test(group ?? ''))
    return { measure: 'stock', note: note('check', '像某一天的数，各月不相加') };
  if (unit !== null && STANDING.test(unit) && /基本情况|现状|概况/.test(group ?? ''))
    return { measure: 'stock', note: note('guess', '在基本情况下面，像某一天的数，各月不相加') };
  const isClear = unit !== null && !STANDING.test(unit) && name !== 'decimal';
  return { measure: 'flow', note: isClear ? null : note('guess', '暂按各月相加；某一天的现有数请改为时点') };
}

function isNotAdded(title: string, unit: string | null): boolean {
  return (
    AVERAGE_WORDS.test(title) ||
    /^[%％‰±]$/.test(title) ||
    /^(?:年龄|单价)$/.test(title) ||
    (unit !== null && /^(?:%|％|‰|岁)$|\//.test(unit))
  );
}
