// Digits by which people can be reached or identified, in cells of their own and in the middle of texts.

/** How people group digits. */
const GAP = '[\\s\\-‐‑‒–—－._·]{0,2}';
const IDENTITY_OR_LONGER = new RegExp(`(?<!\\d)[1-9](?:${GAP}\\d){13,16}${GAP}[\\dXx](?![\\dXx])`, 'g');
const BANK_CARD = new RegExp(`(?<!\\d)\\d{4}(?:${GAP}\\d{4}){3}(?:${GAP}\\d{1,3})?(?!\\d)`, 'g');
const MOBILE = new RegExp(`(?<!\\d)(?:(?:\\+|00)?86${GAP})?1${GAP}[3-9](?:${GAP}\\d){9}(?!\\d)`, 'g');
const LANDLINE = new RegExp(`(?<!\\d)[(（]?0\\d{2,3}[)）]?${GAP}[1-9]\\d{2,3}${GAP}\\d{4}(?!\\d)`, 'g');
/** A number that its label tells: 电话 6222345, 微信号 abc123. */
const LABELLED =
  /((?:电话|手机|联系方式|号码|致电|拨打|微信号?|QQ号?|qq号?|[Tt][Ee][Ll]|账号|帐号|卡号|证号)[^\dA-Za-z\p{Script=Han}]{0,4})([\dA-Za-z][\dA-Za-z_\s-]{3,}[\dA-Za-z])/gu;
/** A mobile number with a digit too few or too many. */
const NEARLY_MOBILE = /(?<![\d.])1[3-9]\d{8}(?:\d{2})?(?!\d|\.\d|元|万)/g;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const PASSPORT = /(?<![A-Za-z\d])(?:[DEGPS]|E[A-Z])\d{7,8}(?!\d)/gi;
const NUMBER_PLATE =
  /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z\d]{5,6}(?![A-Z\d])/g;
/** A number written in characters: 一三八零零零零一二三四. */
const IN_CHARACTERS =
  /[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[\s\-－—]?[〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){6,}/g;

/** A text without numbers of telephones, identity papers, bank accounts and cars, and without mail addresses. */
export function maskNumbersIn(text: string): string {
  return withPlainDigits(text)
    .replace(IDENTITY_OR_LONGER, (found) => (isIdentityNumber(bareNumber(found)) ? maskNumber(found) : found))
    .replace(BANK_CARD, (found) => (isTwoDates(bareNumber(found)) ? found : maskNumber(found)))
    .replace(MAIL, '***')
    .replace(MOBILE, maskPhone)
    .replace(NEARLY_MOBILE, (found) => '*'.repeat(found.length))
    .replace(PASSPORT, maskNumber)
    .replace(NUMBER_PLATE, (found) => found.slice(0, 2) + '*'.repeat(found.length - 2))
    .replace(LANDLINE, maskPhone)
    .replace(LABELLED, (_, label: string, number: string) => label + '*'.repeat(bareNumber(number).length))
    .replace(IN_CHARACTERS, (found) => '*'.repeat(found.length));
}

/** A cell of telephone numbers: what is no number goes, and so does a number that nobody can tell the kind of. */
export function maskPhones(text: string): string {
  return withPlainDigits(text)
    .split(/[、，,;；/／\n]+/)
    .flatMap((part) => {
      const digits = part.replace(/\D/g, '');
      const several = /^(?:1[3-9]\d{9}){2,}$/.test(digits) ? digits.match(/\d{11}/g)! : [digits];
      return several.filter((number) => number !== '').map(maskPhone);
    })
    .join('、');
}

/** 138****1234; of a landline number the area and the last two digits; of anything else nothing. */
function maskPhone(text: string): string {
  const digits = text.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '');
  if (/^1[3-9]\d{9}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  const area = /^(0(?:10|2\d|[3-9]\d{2}))\d{7,8}$/.exec(digits)?.[1];
  if (area === undefined) return '*'.repeat(digits.length);
  return `${area}-${'*'.repeat(digits.length - area.length - 2)}${digits.slice(-2)}`;
}

/** The first three characters of a number and no more: the rest tells birthday and sex, or the account. */
export function maskNumber(text: string): string {
  const bare = bareNumber(withPlainDigits(text));
  return bare.length <= 3 ? '*'.repeat(bare.length) : bare.slice(0, 3) + '*'.repeat(bare.length - 3);
}

/** 18 or 15 characters with a birthday in their middle (GB 11643). */
function isIdentityNumber(bare: string): boolean {
  const birthday = /^\d{6}(?:(?:1[89]|20)\d{2}(\d{2})(\d{2})\d{3}[\dXx]|\d{2}(\d{2})(\d{2})\d{3})$/.exec(
    bare,
  );
  if (birthday === null) return false;
  const [month, day] = [Number(birthday[1] ?? birthday[3]), Number(birthday[2] ?? birthday[4])];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/** 20201001-20201031 is a stretch of time, no account. */
function isTwoDates(bare: string): boolean {
  return /^(?:20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])){2}$/.test(bare);
}

function bareNumber(text: string): string {
  return text.replace(/[^\dA-Za-z]/g, '');
}

/** Full-width digits and letters as plain ones; nothing else changes. */
function withPlainDigits(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ＋]/g, (character) => character.normalize('NFKC'));
}
