import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../src/campaign/campaign.js';
import { indexRoster } from '../../../src/campaign/roster-index.js';
import { identifyUnit } from '../../../src/ingest/identify-unit.js';

// product.md, “From a file to a total”, step 2: what the mark, the 填报单位 cell, the file's name and its folders say
// together. Nothing is decided that contradicts itself.

function unit(code: string, county: string | null, name: string, more: Partial<Unit> = {}): Unit {
  const rest = { category: '其他', owes: new Set<string>(), contact: null, phone: null, email: null };
  return { code, name, county, aliases: [], through: null, ...rest, ...more };
}

const UNITS = [
  unit('T1', '塔城市', '和平街道'),
  unit('T2', '塔城市', '塔城市教育局', { aliases: ['市教育局', '教科局'] }),
  unit('T3', '塔城市', '塔城市民政局'),
  unit('T4', '塔城市', '塔城市第一中学', { through: '塔城市教育局' }),
  unit('T5', '塔城市', '新城街道'),
  unit('T6', '塔城市', '塔城市水利局'),
  unit('W1', '乌苏市', '乌苏市教育局'),
  unit('W2', '乌苏市', '乌苏市第一中学', { through: '乌苏市教育局' }),
  unit('W3', '乌苏市', '西城街道'),
  unit('E1', '额敏县', '额敏镇'),
  unit('E2', '额敏县', '额敏镇中心小学'),
  unit('E3', '额敏县', '上户镇'),
  unit('E4', '额敏县', '萨尔也木勒牧场'),
  unit('E5', '额敏县', '也木勒牧场'),
  unit('Y1', '裕民县', '新城街道'),
  unit('Y2', '裕民县', '哈拉布拉镇'),
  unit('Y3', '裕民县', '哈拉布拉乡'),
  unit('D1', null, '塔城地区教育局'),
  unit('D2', null, '塔城地区民政局'),
];
const ROSTER = indexRoster(UNITS, '塔城地区');

interface Told {
  readonly cell?: string;
  readonly county?: string;
  readonly mark?: string;
  /** Below 收件/, without extension. */
  readonly file?: string;
}

function identify({ cell, county, mark, file = '附件1' }: Told, roster = ROSTER) {
  return identifyUnit(roster, {
    decided: null,
    marked: mark ?? null,
    listed: null,
    written: cell === undefined ? null : { text: cell, cell: 'B3' },
    writtenCounty: county ?? null,
    path: `收件/${file}.xlsx`,
  });
}

/** `T1 cell` for a known unit, `? T1 T2` with the candidates for an unknown one. */
function short(told: Told, roster = ROSTER): string {
  const identity = identify(told, roster);
  return identity.kind === 'known'
    ? `${identity.unit} ${identity.by}`
    : ['?', ...identity.candidates].join(' ');
}

describe('a name that several units have', () => {
  it.each<[string, Told, string]>([
    ['alone is not decided', { cell: '新城街道' }, '? T5 Y1'],
    ['is decided by 县（市） beside it', { cell: '新城街道', county: '裕民县' }, 'Y1 cell'],
    ['is decided by the folder of a county', { cell: '新城街道', file: '裕民县/报表' }, 'Y1 path'],
    ['is decided by a zip of a county', { cell: '新城街道', file: '塔城市报送.zip/报表' }, 'T5 path'],
    ['is decided by the county in the file’s name', { cell: '新城街道', file: '裕民县-报表' }, 'Y1 path'],
    ['is decided by the file’s name', { cell: '教育局', file: '乌苏市教育局上报' }, 'W1 path'],
    ['is decided by the unit’s own folder', { cell: '教育局', file: '塔城地区教育局/报表' }, 'D1 path'],
    ['and the file too is not decided', { cell: '新城街道', file: '新城街道' }, '? T5 Y1'],
    ['and the file too, in a county’s folder', { cell: '新城街道', file: '裕民县/新城街道' }, 'Y1 path'],
    ['is not the other name that the file has', { cell: '新城街道', file: '和平街道' }, '? T1 T5 Y1'],
    ['is not decided by a county that has none', { cell: '新城街道', file: '额敏县/报表' }, '? T5 Y1'],
    [
      'nor by a village that is called like a county',
      { cell: '教育局', file: '帮扶乌苏村统计表' },
      '? T2 W1 D1',
    ],
    // Only one 市 has it among its aliases; every 市 has a 教育局.
    ['is 市教育局, whoever has it as an alias', { cell: '市教育局' }, '? T2 W1'],
  ])('%s', (_, told, expected) => {
    expect(short(told)).toBe(expected);
  });
});

describe('a misspelt name', () => {
  it.each<[string, Told, string]>([
    ['alone is not decided', { cell: '和评街道' }, '? T1 T5 W3'],
    ['with the mark', { cell: '和评街道', mark: 'T1' }, 'T1 mark'],
    ['with the file’s name', { cell: '和评街道', file: '和平街道-报表' }, 'T1 path'],
    ['with the unit’s folder', { cell: '和评街道', file: '和平街道/报表' }, 'T1 path'],
    ['with a character missing', { cell: '和平街', file: '和平街道' }, 'T1 path'],
    ['with a character twice', { cell: '和平街街道', file: '和平街道' }, 'T1 path'],
    ['with two characters changed about', { cell: '和街平道', file: '和平街道' }, 'T1 path'],
    ['in the place before it', { cell: '塔诚市和平街道', file: '和平街道' }, 'T1 path'],
    ['behind its county, the file bare', { cell: '塔城市较育局', file: '教育局' }, 'T2 path'],
    ['with 县（市）, the file bare', { cell: '较育局', county: '乌苏市', file: '教育局' }, 'W1 path'],
    // Its county is only guessed.
    ['in the county, the file bare', { cell: '塔诚市教育局', file: '教育局' }, '? T2 W1 D1'],
  ])('%s', (_, told, expected) => {
    expect(short(told)).toBe(expected);
  });

  it.each<[string, Told]>([
    ['whose file is another’s', { cell: '和评街道', file: '新城街道' }],
    ['whose mark is another’s', { cell: '和评街道', mark: 'T5' }],
    ['of another county than 县（市） says', { cell: '和评街道', county: '乌苏市', file: '和平街道' }],
    ['as near to another unit’s', { cell: '哈拉布拉真', file: '哈拉布拉镇' }],
    ['that is another’s without one character', { cell: '哈拉布拉', file: '哈拉布拉镇' }],
    ['with another number', { cell: '塔城市第三中学', file: '塔城市第一中学' }],
    ['with another number, marked', { cell: '塔城市第三中学', mark: 'T4' }],
    ['with another side of the river', { cell: '下户镇', file: '上户镇' }],
    ['with 老 before it', { cell: '老和平街道', file: '和平街道' }],
    ['of another kind of place', { cell: '上户乡', file: '上户镇' }],
    ['that is a department of its own', { cell: '塔城市水务局', file: '塔城市水利局' }],
    ['that is a department of its own, marked', { cell: '塔城市水务局', mark: 'T6' }],
    ['with two characters wrong', { cell: '和评接道', file: '和平街道' }],
  ])('%s is not taken for it', (_, told) => {
    expect(identify(told).kind).toBe('unknown');
  });
});

describe('two units in one cell', () => {
  it.each([
    '塔城市教育局、塔城市民政局',
    '教育局，民政局',
    '塔城市教育局/塔城市民政局',
    '塔城市教育局和民政局',
    '和平街道 新城街道',
    '额敏镇、上户镇',
    '额敏镇上户镇',
  ])('%s is nobody’s, whatever the mark and the file say', (cell) => {
    for (const told of [{}, { mark: 'T2' }, { mark: 'E1' }, { file: '塔城市教育局' }, { file: '额敏镇' }]) {
      expect(identify({ cell, ...told }).kind).toBe('unknown');
    }
  });

  it('are both named', () => {
    expect(short({ cell: '额敏镇、上户镇', file: '额敏镇' })).toBe('? E1 E3');
    expect(identify({ cell: '额敏镇、上户镇' })).toMatchObject({
      reason: expect.stringMatching(/写了几个单位（额敏县\/额敏镇、额敏县\/上户镇）/),
    });
  });
});

describe('a mark', () => {
  it.each<[string, Told, string]>([
    ['counts where nothing else is said', { mark: 'T1' }, 'T1 mark'],
    ['counts where the cell holds a dash', { mark: 'T1', cell: '/' }, 'T1 mark'],
    ['agrees with a fuller name', { mark: 'T1', cell: '塔城地区塔城市和平街道办事处' }, 'T1 mark'],
    ['agrees with more words', { mark: 'T2', cell: '塔城市教育局扶贫专干' }, 'T2 mark'],
    ['contradicts another unit’s name', { mark: 'T1', cell: '上户镇' }, '? E3 T1'],
    ['contradicts a school of the town', { mark: 'E1', cell: '额敏镇第二小学' }, '? E2 E1'],
    ['contradicts another file’s name, the cell blank', { mark: 'T1', file: '上户镇' }, '? T1 E3'],
    [
      'contradicts another file’s name, the cell its own',
      { mark: 'T1', cell: '和平街道', file: '上户镇' },
      '? T1 E3',
    ],
    ['does not mind another’s folder', { mark: 'T1', file: '上户镇/报表' }, 'T1 mark'],
    ['of nobody counts for nothing', { mark: 'X9', cell: '上户镇' }, 'E3 cell'],
  ])('%s', (_, told, expected) => {
    expect(short(told)).toBe(expected);
  });
});

describe('a cell against the file’s own name', () => {
  it.each<[string, Told, string]>([
    ['of another unit', { cell: '和平街道', file: '上户镇' }, '? T1 E3'],
    ['of the same name elsewhere', { cell: '塔城市教育局', file: '乌苏市教育局' }, '? T2 W1'],
    ['of two others', { cell: '和平街道', file: '上户镇、额敏镇' }, '? T1 E3'],
    ['within a zip', { cell: '和平街道', file: '塔城市.zip/上户镇' }, '? T1 E3'],
    ['behind a county where there is none', { cell: '和平街道', file: '乌苏市和平街道' }, '? T1'],
    ['of an organisation that goes on from it', { cell: '额敏镇', file: '额敏镇第二小学' }, '? E1'],
    ['of the unit that goes on from it', { cell: '额敏镇', file: '额敏镇中心小学' }, '? E1 E2'],
    ['of the unit that it ends with', { cell: '萨尔也木勒牧场', file: '也木勒牧场' }, '? E4 E5'],
    // Nothing speaks against these.
    ['of its folder only', { cell: '和平街道', file: '上户镇/报表' }, 'T1 cell'],
    ['of its folder, and its own name', { cell: '和平街道', file: '上户镇/和平街道' }, 'T1 cell'],
    ['of its 归口单位', { cell: '塔城市第一中学', file: '塔城市教育局' }, 'T4 cell'],
    ['of another’s 归口单位', { cell: '塔城市第一中学', file: '乌苏市教育局' }, '? T4 W1'],
    ['that has both', { cell: '塔城市第一中学', file: '塔城市民政局转塔城市第一中学' }, 'T4 cell'],
    ['of the town that its own name begins with', { cell: '额敏镇中心小学', file: '额敏镇' }, 'E2 cell'],
    ['of whom it helps', { cell: '塔城市民政局', file: '结对帮扶额敏镇统计表' }, 'T3 cell'],
    ['of a village that it helps', { cell: '塔城市民政局', file: '额敏镇红旗村走访表' }, 'T3 cell'],
    ['of one of its villages', { cell: '额敏镇', file: '额敏镇红旗村走访表' }, 'E1 cell'],
    ['of whom it helps in another county', { cell: '塔城市民政局', file: '帮扶额敏县额敏镇情况' }, 'T3 cell'],
    ['of whom it is sent to', { cell: '和平街道', file: '上报塔城市民政局' }, 'T1 cell'],
    [
      'of who sent the form out',
      { cell: '和平街道', file: '塔城市民政局关于开展活动月的通知附件' },
      'T1 cell',
    ],
    ['of who may have sent it out', { cell: '和平街道', file: '塔城市民政局关于活动月的统计表' }, 'T1 cell'],
    ['behind a date', { cell: '和平街道', file: '20201018和平街道' }, 'T1 cell'],
    ['of its county under its former name', { cell: '塔城市民政局', file: '塔城县民政局' }, 'T3 cell'],
    ['of a clerk', { cell: '塔城市教育局', file: '张三教育局' }, 'T2 cell'],
  ])('%s', (_, told, expected) => {
    expect(short(told)).toBe(expected);
  });
});

describe('a name without its place', () => {
  it.each<[string, Told, string]>([
    ['that one unit has', { cell: '水利局' }, 'T6 cell'],
    ['that one unit has, in its county’s folder', { cell: '水利局', file: '塔城市/报表' }, 'T6 cell'],
    ['that one unit has, in another county’s folder', { cell: '水利局', file: '额敏县/报表' }, '? T6'],
    ['with its place, in another county’s folder', { cell: '塔城市水利局', file: '额敏县/报表' }, 'T6 cell'],
    ['by an alias, where another county has one too', { cell: '教科局', file: '乌苏市/报表' }, 'T2 cell'],
  ])('%s', (_, told, expected) => {
    expect(short(told)).toBe(expected);
  });
});

describe('names with and without their place in one roster', () => {
  const mixed = indexRoster(
    [
      unit('T1', '塔城市', '教育局'),
      unit('T2', '塔城市', '卫生健康委员会'),
      unit('W1', '乌苏市', '教育局'),
      unit('W2', '乌苏市', '卫生健康委员会'),
      unit('D1', null, '塔城地区教育局'),
      unit('D2', null, '塔城地区卫生健康委员会'),
    ],
    '塔城地区',
  );
  it.each<[string, Told, string]>([
    ['the mark of the one that has more of a name', { mark: 'D1', cell: '教育局' }, 'D1 mark'],
    ['its mark and the file', { mark: 'D2', file: '卫生健康委员会' }, 'D2 mark'],
    ['its folder', { cell: '教育局', file: '地直单位/报表' }, 'D1 path'],
    ['its file', { cell: '教育局', file: '塔城地区教育局' }, 'D1 path'],
    ['another’s folder', { cell: '教育局', file: '乌苏市/报表' }, 'W1 path'],
    ['nothing', { cell: '教育局' }, '? T1 W1'],
    ['the prefecture before it', { cell: '塔城地区卫生健康委' }, 'D2 cell'],
    ['a county before it', { cell: '乌苏市教育局' }, 'W1 cell'],
  ])('%s', (_, told, expected) => {
    expect(short(told, mixed)).toBe(expected);
  });

  it('the prefecture’s is no county’s, though only one county has such a unit', () => {
    const one = indexRoster([unit('T1', '塔城市', '水利局'), unit('T2', '塔城市', '和平街道')], '塔城地区');
    expect(short({ cell: '塔城地区水利局' }, one).startsWith('?')).toBe(true);
    expect(short({ file: '塔城地区水利局' }, one).startsWith('?')).toBe(true);
    expect(short({ cell: '塔城地区和平街道' }, one)).toBe('T2 cell');
  });
});

describe('codes', () => {
  const coded = indexRoster(
    [
      unit('1', '塔城市', '和平街道'),
      unit('A4', '塔城市', '新城街道'),
      unit('202010', '塔城市', '南街道'),
      unit('654201', '塔城市', '北街道'),
    ],
    '塔城地区',
  );
  it.each<[string, Told, string]>([
    ['a page number', { file: '汇总(1)' }, '?'],
    ['a size of paper', { file: '打印版A4' }, '?'],
    ['a month', { file: '202010' }, '?'],
    ['a code', { file: '654201-报表' }, '654201 path'],
    ['a code in the cell', { cell: '1' }, '1 cell'],
  ])('%s', (_, told, expected) => {
    const found = short(told, coded);
    expect(expected === '?' ? found[0] : found).toBe(expected);
  });
});

describe('a blank cell', () => {
  it.each<[string, Told, string]>([
    ['and the file’s name', { file: '和平街道-报表' }, 'T1 path'],
    ['and 县（市） with a name that several have', { county: '裕民县', file: '新城街道' }, 'Y1 path'],
    ['and 县（市） against the file’s name', { county: '乌苏市', file: '和平街道' }, '? T1 T5 W3'],
    ['and what is no county', { county: '单位名称', file: '和平街道' }, 'T1 path'],
    ['and a report of its own', { file: '塔城市民政局关于活动月的报告' }, 'T3 path'],
    ['and who sent it, before whom it went to', { file: '和平街道上报塔城市民政局' }, 'T1 path'],
    ['and its county under its former name', { file: '塔城县民政局' }, '?'],
    ['and a folder', { file: '和平街道/报表' }, 'T1 path'],
    ['and a folder above a school that is not in the roster', { file: '额敏镇/额敏镇第二小学' }, '? E1 E2'],
    ['and a folder above a nursery', { file: '塔城市教育局/第三幼儿园' }, '?'],
    ['and a file of two', { file: '和平街道、新城街道' }, '? T1 T5 Y1'],
    ['and a file of one and of somebody else', { file: '塔城市教育局-红星公司' }, '? T2 W1 D1'],
    ['and a file of whom somebody helps', { file: '结对帮扶额敏镇统计表' }, '?'],
    ['and a longer name’s end', { file: '东新城街道' }, '? T5 Y1 W3'],
  ])('%s', (_, told, expected) => {
    const found = short(told);
    if (expected === '?') expect(found.startsWith('?')).toBe(true);
    else expect(found).toBe(expected);
  });
});

describe('the reason says why the candidates do not suffice', () => {
  it.each<[Told, RegExp]>([
    [
      { cell: '和平街', file: '附件1' },
      /“和平街”在单位名册中找不到；与“和平街道”等只是写法相近，不能据此认定/,
    ],
    [{ cell: '红旗公社', file: '和平街道' }, /文件名或文件夹是“和平街道”的，但两者差别较大，不能据此认定/],
    [
      { cell: '新城街道' },
      /与单位名册中的 2 个单位都相符（塔城市\/新城街道、裕民县\/新城街道），.*没有说明是哪一个/,
    ],
    [{ cell: '和平街道', file: '上户镇' }, /填报单位写的是“和平街道”，文件名却是“上户镇”的，两者不一致/],
    [{ mark: 'T1', cell: '上户镇' }, /模板是发给“和平街道”的，填报单位却写着“上户镇”，两者不一致/],
    [{ mark: 'T1', file: '上户镇' }, /模板是发给“和平街道”的，文件名却是“上户镇”的，两者不一致/],
    [
      { cell: '水利局', file: '额敏县/报表' },
      /没有写明县（市），名册中是“塔城市\/塔城市水利局”，文件名或文件夹却是额敏县的/,
    ],
    [
      { file: '和平街道、新城街道' },
      /填报单位没有填写，文件名与几个单位都相符（塔城市\/和平街道、塔城市\/新城街道、裕民县\/新城街道）/,
    ],
    [{}, /填报单位没有填写，文件名里也看不出是哪个单位/],
  ])('%j', (told, reason) => {
    expect(identify(told)).toMatchObject({ kind: 'unknown', reason: expect.stringMatching(reason) });
  });
});
