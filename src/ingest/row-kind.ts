import { NIL_WORDS } from '../form/shell.js';
import { foldText } from '../workbook/cell-text.js';

// What a row of a table is beside data, told by its first texts.

const TOTAL = /^(.{0,12}?)(本页合计|总合计|合计|总计|共计|累计|小计|合计数)(?:[:(].*)?$/;
const FOOTER =
  /^(?:单位负责人|审核人|填报人|填表人|制表人|填表说明|填报说明|注:|单位领导签字|(?:说明|备注|负责人|分管领导|主要领导|审核|制表|经办人|联系人|联系电话|(?:填报|填表|报送)(?:日期|时间)):)/;
const EXAMPLE = /^(?:\(?(?:填写|填报)?(?:例|示例|样例|范例|例如|举例)\)?)\d*(?::.*)?$/;
const NIL = /^(?:本(?:期|月|单位|季度)无.{0,8}|无此项.{0,6})$/;
const STEMS = '甲乙丙丁戊己庚辛壬癸';

/** `total` for a grand total, `subtotal` for part of one; null for any other text. */
export function totalKindOf(text: string): 'total' | 'subtotal' | null {
  const match = TOTAL.exec(foldText(text));
  if (!match) return null;
  return match[1] === '' && !['小计', '本页合计', '累计'].includes(match[2]!) ? 'total' : 'subtotal';
}

/** True for the words with which the lines below a table begin: there reading ends. */
export function isFooterText(text: string): boolean {
  return FOOTER.test(foldText(text));
}

/** True for the mark of an example row that was left standing. */
export function isExampleText(text: string): boolean {
  return EXAMPLE.test(foldText(text));
}

/** True for words that say that there is nothing to report. */
export function isNilText(text: string): boolean {
  const folded = foldText(text);
  return NIL_WORDS.includes(folded) || NIL.test(folded);
}

/** True for the 甲 乙 丙 1 2 3 row under a header: stems and consecutive numbers only, at least three. */
export function isColumnNumberRow(values: readonly (string | number)[]): boolean {
  const texts = values.map((value) =>
    foldText(String(value))
      .replace(/^\((.*)\)$/, '$1')
      .replace(/^栏次$/, '')
      // 1=2+3 says how the column is added up.
      .replace(/^(\d{1,3})=[\d+\-*/×÷()]+$/, '$1'),
  );
  const marks = texts.filter((text) => text !== '');
  const numbers = marks.filter((text) => /^\d{1,3}$/.test(text)).map(Number);
  const stems = marks.filter((text) => text.length === 1 && STEMS.includes(text));
  if (marks.length < 3 || numbers.length + stems.length < marks.length) return false;
  return (
    numbers.every((number, index) => index === 0 || number === numbers[index - 1]! + 1) &&
    (stems.length > 0 || numbers[0] === 1)
  );
}
