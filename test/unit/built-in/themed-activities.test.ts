import { describe, expect, it } from 'vitest';
import { fixedRowsOf } from '../../../src/form/form-definition.js';
import { expectClean, FORMS, readReturn, totalsOf } from './read-form.js';

const form = FORMS.find((item) => item.key === 'themed-activities')!;
const THEMES = fixedRowsOf(form);

/** The template as a text table: the fifteen themes, and what was filled in behind some of them. */
const read = (filled: Readonly<Record<string, string>> = {}, answer = '有') =>
  readReturn(`
扶贫日系列活动开展情况表
填报单位： | 地区财政局 | 本期有无数据： | ${answer}
序号 | 主题活动 | 牵头单位 | 活动场次（场次） | 参加人次（人次） | 涉及金额（元） | 典型做法 | 说明 | 备注
${THEMES.map((theme, index) => `${index + 1} | ${theme} | ${filled[theme] ?? ''}`).join('\n')}
合计 | | | =0 | =0 | =0`);

describe('扶贫日系列活动开展情况表', () => {
  it('has fifteen themes, from 消费扶贫 to 青年建功扶贫', () => {
    expect([THEMES.length, THEMES[0], THEMES[14]]).toEqual([15, '消费扶贫', '青年建功扶贫']);
    expect(form.templateRows).toBe(15);
  });

  it('an untouched template is an empty form', () => {
    const sheet = read();
    expect([sheet.form, sheet.content, sheet.findings]).toEqual(['themed-activities', 'untouched', []]);
  });

  it('themes that nobody touched are no rows and lack nothing', () => {
    const sheet = read({
      消费扶贫: '地区财政局 | 3 | 260 | 45800.5 | 设展销专区 | |',
      教育扶贫: '地区教育局 | 2 | 180 | | 结对助学 | |',
      健康扶贫: ' | 0 | 0 | 0 | | |',
      青年建功扶贫: '团委 | 1 | 40 | 1200 | 青年突击队 | |',
    });
    expectClean(sheet, 'themed-activities');
    expect(sheet.column('theme')).toEqual(['消费扶贫', '教育扶贫', '健康扶贫', '青年建功扶贫']);
    expect(sheet.rowNumbers).toEqual([4, 8, 9, 18]);
    expect(totalsOf(sheet)).toEqual({
      rows: 4,
      themesHeld: 3,
      sessions: 6,
      participants: 480,
      amount: 47_000.5,
    });
  });

  it('zeros behind every theme are a zero report, and so is 无', () => {
    const zeros = read(Object.fromEntries(THEMES.map((theme) => [theme, ' | 0 | 0 | | | |'])));
    expect([zeros.content, zeros.findings]).toEqual(['nil', [['D4', 'nil-implied']]]);
    expect([read({}, '无').content, read({}, '无').findings]).toEqual(['nil', []]);
  });

  it('finds what is wrong', () => {
    const sheet = read({
      消费扶贫: ' | 3 | 2 | | | |',
      电商扶贫: '商务局 | 0 | 50 | 300 | | |',
      产业扶贫: '农业农村局 | | 0 | | | |',
    });
    expect(sheet.findings).toEqual([
      ['C4', 'XL-01'],
      ['E4', 'XL-03'],
      ['G4', 'XL-04'],
      ['D5', 'XL-02'],
      ['D6', 'blank-numbers'],
    ]);
  });

  it('a theme that was renamed to another is asked about', () => {
    const sheet = readReturn(`
填报单位： | 地区财政局 | 本期有无数据： | 有
序号 | 主题活动 | 牵头单位 | 活动场次（场次） | 参加人次（人次） | 涉及金额（元） | 典型做法 | 说明 | 备注
1 | 旅游扶贫 | 文旅局 | 1 | 20 | | 办了一期 | |
2 | 文化旅游扶贫 | 文旅局 | 1 | 20 | | 办了一期 | |
3 | 登山比赛 | 体育局 | 1 | 20 | | 办了一期 | |
4 | 自己加的主题`);
    expect(sheet.findings).toEqual([
      ['B4', 'XL-05'],
      ['B5', 'not-an-option'],
    ]);
    expect(sheet.column('theme')).toEqual(['文化旅游扶贫', '文化旅游扶贫', null]);
  });
});
