import type { FieldKindName, PrivacyKind } from '../form/form-definition.js';

/** What the titles of columns say that private things stand below them. */
const TITLES: readonly (readonly [RegExp, PrivacyKind])[] = [
  [/身份证|证件号|社保卡|银行卡|银行账[号户]|收款账[号户]|卡号$/, 'number'],
  [/(?:电话|手机)(?:号码?)?$|联系方式$|微信号?$|QQ号?$/i, 'phone'],
  [/姓名$|^户主$|^(?:监护人|申请人|受助人|受助学生|联系人|联系人员|经办人|填报人|认领人)$/, 'name'],
  [/(?:家庭|居住)地址$|住址$/, 'place'],
];

/** What must not be told of a field, as its title has it; null where it says nothing of persons. */
export function privacyOfTitle(title: string, kind: FieldKindName): PrivacyKind | null {
  if (kind === 'phone') return 'phone';
  if (kind !== 'text') return null;
  return TITLES.find(([pattern]) => pattern.test(title))?.[1] ?? null;
}
