import { expect, it } from 'vitest';
import { loadBuiltInForms } from '../../../src/app/built-in-forms.js';
import { privacyOfTitle } from '../../../src/privacy/private-titles.js';

it.each([
  ['姓名', 'text', 'name'],
  ['户主', 'text', 'name'],
  ['受助学生姓名', 'text', 'name'],
  ['联系人', 'text', 'name'],
  ['身份证号', 'text', 'number'],
  ['银行卡号', 'text', 'number'],
  ['联系电话', 'text', 'phone'],
  ['电话', 'phone', 'phone'],
  ['随便什么', 'phone', 'phone'],
  ['家庭住址', 'text', 'place'],
  ['牵头单位', 'text', null],
  ['典型做法', 'text', null],
  ['实施地点（村、社区）', 'text', null],
  ['票据（凭证）号', 'text', null],
  ['联系人数', 'integer', null],
  ['户主', 'option', null],
] as const)('%s of kind %s: %s', (title, kind, privacy) => expect(privacyOfTitle(title, kind)).toBe(privacy));

it('built-in forms mark what their titles say', async () => {
  const fields = (await loadBuiltInForms()).flatMap((form) => form.fields);
  const said = fields.filter(({ title, kind }) => privacyOfTitle(title, kind) !== null);
  expect(said.length).toBeGreaterThan(3);
  expect(said.filter(({ privacy }) => privacy === null).map(({ title }) => title)).toEqual([]);
});
