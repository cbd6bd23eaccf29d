import { LABELS } from '../form/shell.js';
import { isFooterText, totalKindOf } from '../ingest/row-kind.js';
import { LEVEL_TITLES } from '../issue/finding.js';
import { foldText } from '../workbook/cell-text.js';

// What a line above or below a table is, told by its words.

const OWN_LABELS: ReadonlySet<string> = new Set(
  [LABELS.unit, LABELS.period, LABELS.filledOn, LABELS.answer].map(foldText),
);
const LABEL = /^[^:]{1,16}:|\((?:盖章|公章|签章|章|签名|签字)\)|^(?:填报|填表|报送|统计)(?:日期|时间|时段)/;

/** True for a label beside which something is filled in: 填报单位（盖章）, 填报日期：. */
export function isLabelText(text: string): boolean {
  const folded = foldText(text);
  return OWN_LABELS.has(folded) || LABEL.test(folded);
}

/** 附件1, 附表二 … alone in a line, with the number where it is one. */
export function attachmentOf(text: string): { readonly number: number | null } | null {
  const match = /^附(?:件|表)?([\d一二三四五六七八九十-]*)[:：]?$/.exec(foldText(text));
  if (match === null) return null;
  const digits = /^\d{1,2}/.exec(match[1] ?? '')?.[0];
  return { number: digits === undefined ? null : Number(digits) };
}

const NOTES = /^(?:注|说明|备注|补充资料|填[表报]说明|指标解释|审核关系)[:0-9.、]|^\*.*[。，,为]/;
/** A line of 审核关系 as our templates print it; several stand side by side. */
const RULE_LINE = new RegExp(`^【(?:${Object.values(LEVEL_TITLES).join('|')})】`);
const DATE_LINE = /^(?:\d{4})?年(?:\d{1,2})?月(?:\d{1,2})?日?$/;
const SIGNATURE =
  /^(?:(?:单位|分管|主要)?(?:负责人|领导)(?:签字)?|审核人?|复核人?|填[报表]人|制表人?|经办人|联系人|联系电话|(?:填报|填表|报送|报出)(?:日期|时间))(?:\(.*\))?(?::|$)/;

/** True for the first line below a table: signatures, notes. */
export function endsTable(text: string): boolean {
  return isFooterText(text) || NOTES.test(foldText(text)) || RULE_LINE.test(text) || isSignature(text);
}

/** True for a line in which people sign: nothing of it tells how to fill in the form. */
export function isSignature(text: string): boolean {
  const folded = foldText(text);
  return SIGNATURE.test(folded) || DATE_LINE.test(folded) || /\((?:盖章|公章|签章|签名|签字)\)/.test(folded);
}

/** True for 合计 and 总计 in front of a row. */
export function isTotalText(text: string): boolean {
  return totalKindOf(text) === 'total';
}

const STEMS = '甲乙丙丁戊己庚辛壬癸';

/** True for the row 甲 乙 (1) (2) (3) under a header; numbers in brackets may leave some out. */
export function isIndexRow(texts: readonly string[]): boolean {
  const marks = texts.map((text) => foldText(text));
  if (marks.length < 3) return false;
  const numbers: number[] = [];
  for (const mark of marks) {
    const number = /^\((\d{1,3})\)(?:=.*)?$|^(\d{1,3})(?:=.*)?$/.exec(mark);
    if (number) numbers.push(Number(number[1] ?? number[2]));
    else if (mark.length !== 1 || !STEMS.includes(mark)) return false;
  }
  const inBrackets = marks.some((mark) => mark.startsWith('('));
  return numbers.every((number, index) => {
    if (index === 0) return inBrackets || number === 1 || marks.length > numbers.length;
    const step = number - numbers[index - 1]!;
    return inBrackets ? step > 0 : step === 1;
  });
}

/** The number of a column in the row of numbers; null for 甲. */
export function indexOfMark(text: string): number | null {
  const match = /^\(?(\d{1,3})\)?(?:=.*)?$/.exec(foldText(text));
  return match === null ? null : Number(match[1]);
}
