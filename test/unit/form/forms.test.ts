import { describe, expect, it } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as paired } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import {
  defineForm,
  type FieldDefinition,
  type FormDefinition,
  headerTitle,
  measuresOf,
} from '../../../src/form/form-definition.js';

// The built-in forms against the tables of forms.md, which stand here as they stand there.

const PAIRED_FIELDS = `
| key | group | title（unit） | kind | | measure | also known as |
|---|---|---|---|---|---|---|
| village | | 帮扶村（社区） | text | ✔ | | 帮扶村, 贫困村, 村名, 村（社区） |
| householdsPaired | 结对情况 | 结对帮扶户数（户） | integer | ✔ | stock | 结对户数, 帮扶户数 |
| responsibleCadres | 结对情况 | 帮扶责任人数（人） | integer | ✔ | stock | 帮扶责任人, 帮扶干部人数 |
| measuresMade | 结对情况 | 制定帮扶措施（户） | integer | ○ | flow | |
| cadreVisits | 走访情况 | 参加走访干部（人次） | integer | ✔ | flow | 走访干部人次, 走访人次 |
| leaderVisits | 走访情况 | 其中：单位领导（人次） | integer | ✔ | flow | 单位领导人次, 其中领导 |
| householdsVisited | 走访情况 | 走访户数（户） | integer | ✔ | flow | 入户户数, 走访贫困户 |
| householdVisitTimes | 走访情况 | 走访次数（户次） | integer | ○ | flow | 入户走访, 走访户次 |
| activities | 活动情况 | 开展活动（场次） | integer | ✔ | flow | 活动场次 |
| trained | 活动情况 | 技能培训（人次） | integer | ○ | flow | 培训人次 |
| leaflets | 活动情况 | 发放宣传资料（份） | integer | ○ | flow | 宣传资料 |
| householdsConsoled | 慰问情况 | 慰问户数（户） | integer | ✔ | flow | |
| consolationMoney | 慰问情况 | 慰问金（元） | amount | ✔ | flow | 慰问资金 |
| consolationGoods | 慰问情况 | 慰问品折价（元） | amount | ✔ | flow | 慰问物资折价, 慰问品折款 |
| consolationTotal | 慰问情况 | 慰问款物合计（元） | amount | = | flow | |
| problemsCollected | 解决问题 | 收集困难问题（件） | integer | ○ | flow | |
| problemsSolved | 解决问题 | 解决困难问题（件） | integer | ✔ | flow | 解决实际问题, 办实事 |
| projectsBrought | 引进帮扶 | 引进项目（个） | integer | ○ | flow | |
| fundsBrought | 引进帮扶 | 引进资金（元） | amount | ○ | flow | |
| produceBought | 消费帮扶 | 直接购买农产品（元） | amount | ○ | flow | |
| produceSold | 消费帮扶 | 帮助销售农产品（元） | amount | ○ | flow | 帮销农产品 |
| explanation | | 说明 | text | ○ | | |
| remarks | | 备注 | text | ○ | | |
`;

const PAIRED_RULES = `
| rule | level | holds when | reported at |
|---|---|---|---|
| JD-01 | error | leaderVisits ≤ cadreVisits | leaderVisits |
| JD-02 | query | householdsVisited ≤ householdsPaired | householdsVisited |
| JD-03 | error | householdVisitTimes ≥ householdsVisited, when given | householdVisitTimes |
| JD-04 | query | householdsConsoled ≤ householdsVisited | householdsConsoled |
| JD-05 | error | a typed consolationTotal = consolationMoney + consolationGoods (±0.01) | consolationTotal |
| JD-06 | hint | problemsSolved ≤ problemsCollected, when given (含以前月份收集的) | problemsSolved |
| JD-07 | query | householdsPaired > 0 → responsibleCadres > 0 | responsibleCadres |
| JD-08 | query | consolationTotal > 0 → householdsConsoled > 0, and 50 ≤ consolationTotal / householdsConsoled ≤ 5000 元 | consolationTotal |
| JD-09 | query | the same village is not reported twice by one unit | village of the later row |
`;

const DONATIONS_FIELDS = `
| key | group | title（unit） | kind | | measure | also known as |
|---|---|---|---|---|---|---|
| donor | 捐赠方 | 捐赠单位（个人） | text | ✔ | | 捐赠者, 捐款单位（人）, 捐赠人 |
| donorKind | 捐赠方 | 捐赠方类型 | 单位/职工集体/企业/社会组织/个人 | ✔ | | |
| donorCount | 捐赠方 | 捐款人数（人） | integer | ○ | flow | |
| consent | 捐赠方 | 是否同意公开 | 是/否 | ○ | | |
| donatedOn | 捐赠方 | 捐赠日期 | date | ✔ | | 捐赠时间 |
| money | 捐款 | 捐款金额（元） | amount | ○ | flow | 捐款, 现金捐款 |
| goodsName | 捐物 | 物资名称 | text | ○ | | 捐赠物资, 品名 |
| goodsQuantity | 捐物 | 数量 | decimal | ○ | | |
| goodsUnit | 捐物 | 计量单位 | text | ○ | | 单位 |
| goodsBasis | 捐物 | 折价依据 | 发票/合同/政府采购价/市场价估算/其他 | ○ | | |
| goodsValue | 捐物 | 折价金额（元） | amount | ○ | flow | 物资折价, 折款 |
| total | | 合计金额（元） | amount | = | flow | 款物合计 |
| recipient | 受赠 | 受赠单位（村、户） | text | ✔ | | 受赠方 |
| intent | 受赠 | 捐赠意向 | 定向/非定向 (是 = 定向, 否 = 非定向) | ○ | | 是否定向 |
| purpose | 受赠 | 用途 | text | ○ | | 使用去向 |
| receiptNo | | 票据（凭证）号 | text | ○ | | 票据号 |
| explanation | | 说明 | text | ○ | | |
| remarks | | 备注 | text | ○ | | |
`;

const DONATIONS_RULES = `
| rule | level | holds when | reported at |
|---|---|---|---|
| JZ-01 | query | money > 0 or goodsValue > 0 (row with a donor) | money |
| JZ-02 | error | goodsName, goodsQuantity or goodsUnit given → goodsValue > 0; goodsValue > 0 → goodsName given | the missing one |
| JZ-03 | error | a typed total = money + goodsValue (±0.01) | total |
| JZ-04 | query | donatedOn lies in the form's reporting period | donatedOn |
| JZ-05 | query | donorKind = 职工集体 → donorCount ≥ 1 | donorCount |
| JZ-06 | query | intent = 定向 → purpose given | purpose |
| JZ-07 | hint | receiptNo appears once within the unit | receiptNo of the later row |
| JZ-08 | query | a unit of 单位类别 中小学 reports no donation. Text: 学校一般不组织捐赠。如为教职工自愿捐款或接受捐赠，请在“说明”栏注明 | donor of the first row |
| JZ-09 | query | two units do not report the same donor (not 职工集体), date and value | donor of the later row |
`;

const WISHES_FIELDS = `
| key | group | title（unit） | kind | | privacy | also known as |
|---|---|---|---|---|---|---|
| wishNo | | 心愿编号 | text | ○ | | 编号 |
| name | 心愿人 | 姓名 | text | ✔ | name | 许愿人, 户主姓名 |
| sex | 心愿人 | 性别 | 男/女 | ○ | | |
| age | 心愿人 | 年龄（岁） | integer 0–120 | ○ | | |
| category | 心愿人 | 人员类别 | 脱贫户/监测户/边缘户/低保户/特困人员/残疾人/困境儿童/老人/其他 (建档立卡户, 建档立卡贫困户 = 脱贫户; 留守儿童 = 困境儿童) | ✔ | | |
| place | 心愿人 | 所在村（社区、学校） | text | ✔ | minors: hidden | 家庭住址, 所在村 |
| phone | 心愿人 | 联系电话 | phone | ○ | phone | |
| wish | 心愿 | 微心愿内容 | text | ✔ | | 心愿内容, 愿望 |
| wishKind | 心愿 | 心愿类别 | 生活用品/学习用品/医疗康复/产业就业/住房环境/陪伴体验/其他 | ○ | | |
| budget | 心愿 | 预计金额（元） | amount | ○ | | |
| collectedOn | 心愿 | 征集日期 | date | ○ | | |
| status | 对接 | 对接状态 | 待对接/已对接/已实现/已取消 (未对接, 待认领 = 待对接; 已认领, 对接成功 = 已对接; 已点亮, 已完成, 已圆梦 = 已实现) | ✔ | | 对接情况, 是否对接 |
| onPlatform | 对接 | 社会扶贫网对接 | 是/否 | ○ | | 是否网上对接 |
| claimUnit | 对接 | 认领单位 | text | ○ | | |
| claimer | 对接 | 认领人 | text | ○ | name | 爱心人士 |
| claimerPhone | 对接 | 认领人电话 | phone | ○ | phone | |
| claimedOn | 对接 | 对接日期 | date | ○ | | 认领日期 |
| fulfilledOn | 对接 | 完成日期 | date | ○ | | |
| spent | 对接 | 实际金额（元） | amount | ○ | | |
| explanation | | 说明 | text | ○ | | 未能办理原因 |
| remarks | | 备注 | text | ○ | | |
`;

const WISHES_RULES = `
| rule | level | holds when | reported at |
|---|---|---|---|
| WX-01 | query | 已对接 or 已实现 → claimUnit or claimer given | claimer |
| WX-02 | query | 已对接 or 已实现 → claimedOn given; 已实现 → fulfilledOn given | the missing one |
| WX-03 | query | 已实现 → spent given | spent |
| WX-04 | query | 待对接 → claimedOn and fulfilledOn blank | the given one |
| WX-05 | query | collectedOn ≤ claimedOn ≤ fulfilledOn, where given | the later field |
| WX-06 | query | wishNo unique within the unit | wishNo of the later row |
| WX-07 | query | the same name, place and wish are not reported twice, by one unit or by two | name of the later row |
| WX-08 | query | budget and spent ≤ 单个微心愿金额上限 | the offending one |
| WX-09 | hint | phone numbers are mainland mobile or landline numbers | that cell |
| WX-10 | query | 已取消 → explanation given (暂不能办理的要做好解释说明) | explanation |
`;

const FORMS: readonly (readonly [string, FormDefinition, string, string])[] = [
  ['paired-assistance', paired, PAIRED_FIELDS, PAIRED_RULES],
  ['donations', donations, DONATIONS_FIELDS, DONATIONS_RULES],
  ['wishes', wishes, WISHES_FIELDS, WISHES_RULES],
];

function rowsOf(table: string): string[][] {
  const lines = table.trim().split('\n').slice(2);
  return lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** `integer 0–120`, `男/女`, `定向/非定向 (是 = 定向, …)` → kind and options with synonyms. */
function parseKind(text: string): Pick<FieldDefinition, 'kind' | 'minimum' | 'maximum' | 'options'> {
  const [, kind = 'option'] = /^(text|integer|amount|decimal|date|phone)\b/.exec(text) ?? [];
  const range = /(\d+)–(\d+)/.exec(text);
  const [words = '', notes = ''] = text.split(/[ ]?\(/);
  const synonyms = new Map<string, string[]>();
  // Synonyms that wait for the option named behind the last of them: 建档立卡户, 建档立卡贫困户 = 脱贫户.
  const pending: string[] = [];
  for (const note of notes.replace(/\)$/, '').split(/[,;] ?/)) {
    pending.push(note.split(' = ')[0]!.trim());
    if (!note.includes(' = ')) continue;
    const option = note.split(' = ')[1]!.trim();
    synonyms.set(option, [...(synonyms.get(option) ?? []), ...pending.splice(0)]);
  }
  return {
    kind: kind as FieldDefinition['kind'],
    minimum: range ? Number(range[1]) : null,
    maximum: range ? Number(range[2]) : null,
    options:
      kind === 'option'
        ? words.split('/').map((value) => ({ value, synonyms: synonyms.get(value) ?? [] }))
        : [],
  };
}

describe.each(FORMS)('form %s', (key, form, fieldTable, ruleTable) => {
  it('has the fields of forms.md, in order', () => {
    const isWishes = key === 'wishes';
    const expected = rowsOf(fieldTable).map(([field, group, title, kind, need, measure, aliases]) => ({
      key: field,
      group: group === '' ? null : group,
      header: title,
      required: need === '✔',
      isComputed: need === '=',
      measure: isWishes || measure === '' ? null : measure,
      privacy: isWishes && measure !== '' ? (measure === 'minors: hidden' ? 'minorsPlace' : measure) : null,
      aliases: aliases === '' ? [] : aliases!.split(', '),
      ...parseKind(kind!),
    }));
    const actual = form.fields.map((field) => ({
      key: field.key,
      group: field.group,
      header: headerTitle(field),
      required: field.required,
      isComputed: field.computed !== null,
      measure: field.measure,
      // Names that may be a unit's are not in these tables; they are tested below.
      privacy: field.privacy === 'party' ? null : field.privacy,
      aliases: field.aliases,
      kind: field.kind,
      minimum: field.minimum,
      maximum: field.maximum,
      options: field.options,
    }));
    expect(actual).toEqual(expected);
  });

  it('has the rules of forms.md with their levels, and blames fields that they name', () => {
    const expected = rowsOf(ruleTable).map(([id, level]) => [id, level]);
    expect(form.rules.map((rule) => [rule.id, rule.level])).toEqual(expected);
    for (const [id, , , at] of rowsOf(ruleTable)) {
      const blamed = form.rules.find((rule) => rule.id === id)!.checks.map((check) => check.at);
      const [named] = /^(\w+)/.exec(at!) ?? [];
      const isField = form.fields.some((field) => field.key === named);
      if (isField) expect(new Set(blamed)).toEqual(new Set([named]));
    }
  });

  it('blames what forms.md says in words', () => {
    const blamed = (id: string) => form.rules.find((rule) => rule.id === id)?.checks.map((check) => check.at);
    const inWords: Record<string, Record<string, string[]>> = {
      'paired-assistance': {},
      donations: { 'JZ-02': ['goodsValue', 'goodsName'] },
      wishes: {
        'WX-02': ['claimedOn', 'fulfilledOn'],
        'WX-04': ['claimedOn', 'fulfilledOn'],
        'WX-05': ['claimedOn', 'fulfilledOn', 'fulfilledOn'],
        'WX-08': ['budget', 'spent'],
        'WX-09': ['phone', 'claimerPhone'],
      },
    };
    for (const [id, fields] of Object.entries(inWords[key]!)) expect([id, blamed(id)]).toEqual([id, fields]);
  });

  it('counts blanks as 0 in five rules only', () => {
    const asZero = form.rules.filter((rule) => rule.blanks === 'zero').map((rule) => rule.id);
    const expected = ['JD-05', 'JD-08', 'JZ-01', 'JZ-02', 'JZ-03'].filter((id) =>
      form.rules.some((rule) => rule.id === id),
    );
    expect(asZero).toEqual(expected);
  });

  it('ends with 说明 and 备注', () => {
    expect(form.fields.slice(-2).map((field) => field.title)).toEqual(['说明', '备注']);
    expect(form.explanation).toBe('explanation');
  });

  it('is frozen', () => {
    expect(Object.isFrozen(form.fields[0]!.aliases)).toBe(true);
    expect(Object.isFrozen(form.rules[0]!.checks[0])).toBe(true);
  });
});

describe('the forms together', () => {
  it('have the titles of forms.md', () => {
    expect(FORMS.map(([, form]) => [form.key, form.title])).toEqual([
      ['paired-assistance', '结对帮扶活动月统计表'],
      ['donations', '捐赠款物统计表'],
      ['wishes', '微心愿对接表'],
    ]);
  });

  it('have the rates of forms.md', () => {
    const rates = (form: FormDefinition) =>
      form.rates.map((rate) => [rate.title, rate.numerator, rate.denominator]);
    expect(rates(paired)).toEqual([
      ['走访覆盖率', 'householdsVisited', 'householdsPaired'],
      ['问题解决率', 'problemsSolved', 'problemsCollected'],
    ]);
    expect(rates(donations)).toEqual([]);
    expect(rates(wishes)).toEqual([
      ['对接率', 'docked', 'wishes'],
      ['网上对接率', 'dockedOnline', 'wishes'],
      ['完成率', 'fulfilled', 'wishes'],
    ]);
  });

  it('have the totals of product.md', () => {
    expect(measuresOf(wishes).map((measure) => measure.key)).toEqual([
      'wishes',
      'docked',
      'dockedOnline',
      'fulfilled',
      'budget',
      'spent',
    ]);
    expect(measuresOf(donations).map((measure) => measure.key)).toEqual([
      'donorCount',
      'money',
      'goodsValue',
      'total',
    ]);
    expect(
      measuresOf(paired)
        .filter((measure) => measure.measure === 'stock')
        .map((measure) => measure.key),
    ).toEqual(['householdsPaired', 'responsibleCadres']);
  });

  it('treat words outside the options as forms.md says', () => {
    const unknown = (form: FormDefinition, key: string) =>
      form.fields.find((field) => field.key === key)?.unknownOption;
    expect(unknown(wishes, 'status')).toBe('error');
    expect(unknown(wishes, 'category')).toEqual({ readAs: '其他' });
    expect([unknown(wishes, 'sex'), unknown(donations, 'donorKind')]).toEqual(['blank', 'blank']);
  });

  it('say who reports what', () => {
    expect(paired.instructions.join('')).toContain('走访户数：同一户只算 1 户；走访次数：每去一次算 1 次');
    expect(donations.instructions.join('')).toContain('谁捐赠、谁填报，受赠村不重复填报');
    expect(wishes.instructions.join('')).toContain('谁帮扶、谁填报');
  });
});

describe('defineForm', () => {
  const plain = {
    key: 'plain',
    title: '测试表',
    version: 1,
    attachment: 4,
    rowMeaning: '每村填一行',
    subject: 'village',
    fields: [{ key: 'village', title: '村', kind: 'text' as const }],
    rules: [],
    derivedMeasures: [],
    rates: [],
    target: null,
    explanation: 'village',
    instructions: [],
    keyMeasures: [],
    amountAtStake: null,
    templateRows: 10,
  };

  it('takes a plain form', () => {
    expect(defineForm(plain).fields[0]).toMatchObject({
      key: 'village',
      required: false,
      options: [],
      computed: null,
    });
  });

  it.each([
    ['a subject that is no field', { subject: 'nobody' }, /no field nobody/],
    ['a field twice', { fields: [...plain.fields, ...plain.fields] }, /village twice/],
    [
      'a rate of unknown totals',
      { rates: [{ key: 'rate', title: '率', numerator: 'x', denominator: 'rows' }] },
      /no total x/,
    ],
    ['a title longer than a sheet name', { title: '表'.repeat(32) }, /title/],
    ['no fields', { fields: [] }, /fields/],
    ['a key with capitals', { key: 'Plain' }, /key/],
  ])('refuses %s', (_what, change, problem) => {
    expect(() => defineForm({ ...plain, ...change } as Parameters<typeof defineForm>[0])).toThrow(problem);
  });
});

describe('names of persons or units', () => {
  it.each([
    [donations, ['donor', 'recipient']],
    [wishes, ['claimUnit']],
    [paired, []],
  ] as const)('are known in %#', (form, keys) => {
    expect(form.fields.filter((field) => field.privacy === 'party').map((field) => field.key)).toEqual(keys);
  });
});
