import type { FormDefinition } from '../form/form-definition.js';
import { cutText } from '../workbook/excel-limits.js';
import { parseReference } from '../workbook/reference.js';
import type { Finding } from './finding.js';

/** A finding in words: where and what was found, and what to do about it. */
export interface FindingText {
  readonly message: string;
  readonly fix: string;
}

/** `{name}` stands for a parameter, `{value}` for what was filled in. */
interface Wording {
  readonly message: string;
  readonly fix: string;
}

// The checks that every form has (forms.md); a form's own rules carry their texts in its definition.
const WORDINGS: Readonly<Record<string, Wording>> = {
  'not-a-number': { message: '填了“{value}”', fix: '请改成数字，如 30' },
  'not-an-integer': { message: '填了“{value}”，应是整数', fix: '请改成整数，如 30' },
  negative: { message: '填了“{value}”，不能小于 0', fix: '请改成 0 或大于 0 的数' },
  'out-of-range': {
    message: '填了“{value}”，一般{range}',
    fix: '有误请改正，属实请在“说明”栏写明原因',
  },
  'formula-error': {
    message: '的公式没有算出结果（{error}）',
    fix: '请打开保存后重报；公式仍算不出的，请改成数字',
  },
  'not-an-option': { message: '填了“{value}”，不在可选项内', fix: '请从下列各项中选一个：{options}' },
  'missing-value': { message: '没有填', fix: '请补填；确实没有的，请在“说明”栏写明原因' },
  'blank-numbers': {
    message: '等 {count} 个应填数字的格子是空的，已按 0 计',
    fix: '没有数的请填 0；本来就是 0 的，不用改',
  },
  'bad-date': { message: '填了“{value}”，认不出是哪一天', fix: '请按 2020-10-17 的格式填写日期' },
  converted: { message: '填了“{value}”，已读作 {readAs}', fix: '读得对的，不用改' },
  'digits-lost': {
    message: '“{value}”的部分数字已被 Excel 丢掉',
    fix: '请把格子设成“文本”格式，重新填写完整的号码',
  },
  scaled: { message: '“{value}”按万元计，已乘以 10000{readAsPart}', fix: '请核对金额；以后请以元为单位填写' },
  'column-missing': { message: '表中找不到“{title}”这一栏', fix: '请用下发的模板填写，不要删改表头' },
  supplement: {
    message: '是按第 {version} 版表填的，没有后来增加的 {count} 栏：{titles}，这几栏暂时没有数',
    fix: '请在补报模板里补填新增的栏，已填过的不用重填',
  },
  'column-ambiguous': { message: '表中有两栏都像“{title}”', fix: '请只留一栏，或把另一栏改名' },
  'column-unknown': {
    message: '多了一栏“{title}”，不计入汇总',
    fix: '不需要的可以删去；需要说明的请写在“说明”或“备注”栏',
  },
  'total-mismatch': {
    message: '“合计”行填了 {typed}，而各行相加是 {sum}，汇总按各行相加的数',
    fix: '请核对是否漏行或加错；合计可留给表格自动计算',
  },
  'period-mismatch': {
    message: '写着“{value}”，而本次统计时段是 {expected}',
    fix: '请核对是不是报错了月份；只是写错的请改正',
  },
  'nil-with-rows': {
    message: '“本期有无数据”选了“无”，下面却填了 {rows} 行',
    fix: '请二选一：有数据的改选“有”，没有的删去各行',
  },
  'nil-implied': { message: '只填了“{value}”，已当作零报告', fix: '没有数据的，请在“本期有无数据”选“无”' },
  'copied-rows': {
    message: '有 {rows} 行与“{otherUnit}”填报的完全相同',
    fix: '请核对是否误用了别的单位的表；属实请在“说明”栏写明原因',
  },
  'magnitude-slip': {
    message: '填了 {amount}，{basis}多在 {range}之间，{guess}',
    fix: '请核对单位是元还是万元，有误请改正；没有错的，请告诉汇总单位，由汇总员确认',
  },
  'row-copied': {
    message: '所在的一行与“{otherUnit}”第 {otherRow} 行填的完全相同，不同单位一般不会整行相同',
    fix: '请核对是否误填了别的单位的数；属实请在“说明”栏写明原因',
  },
  'same-amounts': {
    message: '起的 {rows} 行金额行行相同：{amounts}；同类单位各行的金额一般各不相同',
    fix: '请核对是否向下填充时带错了数；属实请在“说明”栏写明原因',
  },
  'same-as-previous': {
    message: '起的 {rows} 行与上期（{period}）报的完全相同，各期一般不会全都相同',
    fix: '请核对是否误报了上期的表；确实没有变化的，请在“说明”栏写明后重报',
  },
  jump: {
    message: '{what}各行合计 {now}，上期是 {before}；照同类单位的变化，一般在 {low}至 {high}之间',
    fix: '请核对是否漏报、重报或填错了单位；属实请在“说明”栏写明原因',
  },
  'not-owed': {
    message: '“{unitName}”本次不需报这张表，数据已照常计入',
    fix: '不用改；以后都要报的，请在单位名册中勾选',
  },
  'unit-unknown': {
    message: '{reason}，{rows} 行没有计入',
    fix: '请改成单位名册中的名称，或把这个写法加到单位名册的“别名”栏',
  },
};

// What is asked about materials, which are files and have no cells.
const MATERIAL_WORDINGS: Readonly<Record<string, Wording>> = {
  'material-too-few': {
    message: '“{material}”只收到 {count} 份，要求至少 {least} 份',
    fix: '请补报；确实只有这些的，请在人工认定里确认',
  },
  'material-small': {
    message: '“{material}”的这张图片是 {size}，约 {pixels} 万像素，低于 {least} 万像素',
    fix: '请作为文件发送原图；确实没有更清楚的，请在人工认定里确认',
  },
  'material-locked': {
    message: '“{material}”的这份{format}设有密码或使用限制',
    fix: '请核对能不能打开；打不开的，请单位重新报送',
  },
};

/** Of a rule that the forms at hand do not have, or no longer. */
const UNKNOWN: Wording = { message: '不符合这张表的审核关系', fix: '请对照填表说明核对' };

/** The rules of MATERIAL_WORDINGS. */
export const MATERIAL_RULES: readonly string[] = Object.keys(MATERIAL_WORDINGS);

/** The rules of WORDINGS: every check that is not a form's own. */
export const GENERAL_RULES: readonly string[] = Object.keys(WORDINGS);

/** The text of a finding; `form` is the one that the finding names, null when it names none or it is not known. */
export function describeFinding(finding: Finding, form: FormDefinition | null): FindingText {
  const rule = [...(form?.rules ?? []), ...(form?.crossFormRules ?? [])].find(
    (item) => item.id === finding.rule,
  );
  const wording = rule ?? WORDINGS[finding.rule] ?? MATERIAL_WORDINGS[finding.rule] ?? UNKNOWN;
  const { readAs } = finding.parameters;
  const fill = (text: string) =>
    fillIn(text, {
      ...finding.parameters,
      value: finding.value ?? '',
      readAsPart: readAs === undefined || readAs === '' ? '' : `，读作 ${readAs} 元`,
    }).replace('（）', '');
  const { more, swapped } = finding.parameters;
  const guess = swapped === undefined ? '' : `，像是把相邻两位写颠倒了：${swapped}`;
  const others = more === undefined ? '' : `（同样的问题另有 ${more} 处，没有逐条列出）`;
  return {
    message: placeOf(finding, form, rule !== undefined) + fill(wording.message) + guess + others,
    fix: fill(wording.fix),
  };
}

/** 第14行“走访户数” — a rule's own message names its fields itself. */
function placeOf(finding: Finding, form: FormDefinition | null, isOwnMessage: boolean): string {
  const reference = parseReference(finding.cell ?? '');
  const row = reference === null ? '' : `第${reference.rowNumber}行`;
  const title = form?.fields.find((field) => field.key === finding.field)?.title;
  if (isOwnMessage || title === undefined || finding.rule.startsWith('column-'))
    return row === '' ? '' : `${row}：`;
  return `${row}“${title}”`;
}

function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    shorten(String(values[name] ?? placeholder)),
  );
}

/** Long enough for what belongs in any cell; a novel in a cell must not fill the message. */
const MAX_QUOTED = 500;

function shorten(text: string): string {
  return text.length > MAX_QUOTED ? `${cutText(text, MAX_QUOTED)}…` : text;
}
