import { describe, expect, it } from 'vitest';
import type { Summary } from '../../../../src/merge/summary.js';
import {
  LEAST_TEXT,
  type PhonePicture,
  type PlannedText,
} from '../../../../src/report/phone/phone-picture.js';
import { MOST_HEIGHT, planPhonePicture } from '../../../../src/report/phone/plan-phone-picture.js';
import { textPixels, wrapNames, wrapText } from '../../../../src/report/phone/text-lines.js';
import { buildSummary, CAMPAIGN, entry, pairedAssistance, ratesOf, unitOf } from '../summary/fixture.js';

const plan = (summary: Summary) => planPhonePicture(summary, '1234-ABCD');
const textsOf = ({ items }: PhonePicture): readonly PlannedText[] =>
  items.filter((item) => item.kind === 'text');
const wordsOf = (picture: PhonePicture) => textsOf(picture).map(({ text }) => text);

/** Nobody has reported; `name` makes the name of a unit. */
function nobodyAnswered(counties: number, each: number, name = (index: number) => `第${index}乡`): Summary {
  const units = Array.from({ length: counties * each }, (_, index) =>
    unitOf(`U${index}`, name(index), `第${1 + Math.floor(index / each)}县`),
  );
  const { key } = pairedAssistance;
  const none = (owed: number) => new Map([[key, ratesOf(owed, 0, 0, 0)]]);
  return {
    ...buildSummary(),
    campaign: { ...CAMPAIGN, units, receipts: [] },
    forms: [pairedAssistance],
    findings: [],
    notCounted: [],
    totals: new Map(),
    completeness: units.map(({ code }) => entry(code, pairedAssistance, 'missing', { overdue: true })),
    rates: {
      prefecture: none(units.length),
      counties: new Map(Array.from({ length: counties }, (_, index) => [`第${1 + index}县`, none(each)])),
    },
  };
}

/** Left, right, upper and lower edge of a line of text. */
function edgesOf({ x, y, text, size, align }: PlannedText) {
  const width = textPixels(text, size);
  const left = align === 'left' ? x : align === 'center' ? x - width / 2 : x - width;
  return { left, right: left + width, top: y, bottom: y + size, text };
}

function findOverlaps(picture: PhonePicture): readonly string[] {
  const edges = textsOf(picture)
    .map(edgesOf)
    .toSorted((a, b) => a.top - b.top);
  return edges.flatMap((a, index) =>
    edges
      .slice(index + 1)
      .filter((b) => b.top < a.bottom && b.left < a.right && a.left < b.right)
      .map((b) => `${a.text} / ${b.text}`),
  );
}

const long = (index: number) =>
  `和布克赛尔蒙古自治县示例（第${index}）巴嘎乌图布拉格牧场及阿依古丽·买买提社区工作委员会`;
const LONG_TITLE = {
  ...pairedAssistance,
  title: '一张名称很长的统计表（含各项附属设施及有关说明材料）2020年第四季度补报'.repeat(2),
};
const PICTURES: readonly (readonly [string, Summary])[] = [
  ['a small campaign', buildSummary()],
  ['nobody in the roster', nobodyAnswered(0, 0)],
  ['one county', nobodyAnswered(1, 3)],
  ['ten counties of two hundred units each', nobodyAnswered(10, 200)],
  ['long names', nobodyAnswered(3, 12, long)],
  [
    'a form of a long name and no rates',
    { ...buildSummary(), forms: [{ ...LONG_TITLE, rates: [], target: null, keyMeasures: [] }] },
  ],
  ['forty forms', { ...buildSummary(), forms: Array.from({ length: 40 }, () => pairedAssistance) }],
];

describe.each(PICTURES)('总览.png of %s', (_name, summary) => {
  const picture = plan(summary);

  it('is 1080 wide and not too tall, nothing cut off or over another', () => {
    expect(picture.width).toBe(1080);
    expect(picture.height).toBeLessThanOrEqual(MOST_HEIGHT);
    const outside = textsOf(picture)
      .map(edgesOf)
      .filter(({ left, right, bottom }) => left < 30 || right > 1050 || bottom > picture.height);
    expect(outside).toEqual([]);
    expect(findOverlaps(picture)).toEqual([]);
  });

  it('is written in letters that are read without enlarging', () => {
    expect(Math.min(...textsOf(picture).map(({ size }) => size))).toBeGreaterThanOrEqual(LEAST_TEXT);
  });

  it('bears the code and the time', () => {
    const words = wordsOf(picture);
    expect(words).toContain('校验码：1234-ABCD');
    expect(words).toContain('截至：2020年10月26日 09:00');
  });
});

describe('总览.png', () => {
  it('shows what the summary holds', () => {
    const words = wordsOf(plan(buildSummary()));
    // 9 of 14; 1,500.60 元 of consolation; 101,334.55 元 of donations; 6 of 20 wishes.
    for (const text of [
      '64.3%',
      '应报 14 份',
      '1,500.60',
      '10.13',
      '30.0%',
      '另有 1 家待改，未计入（约 3.52 万元）',
    ])
      expect(words).toContain(text);
    expect(words).toContain('甲县：县教育局（缺 1 份）');
  });

  it('shows no figures of a form that nobody has sent', () => {
    const words = wordsOf(plan(nobodyAnswered(2, 2)));
    expect(words).toContain('还没有计入的数据。');
    expect(words).not.toContain('慰问款物合计');
  });

  it('names so many, and says how many the others are', () => {
    const words = wordsOf(plan(nobodyAnswered(2, 200))).join('');
    expect(words).toContain('第1县：第0乡、');
    expect(words).toContain('第7乡、等 200 个单位');
    expect(words).not.toContain('第8乡');
  });

  it('ranks one county against nobody', () => {
    expect(wordsOf(plan(nobodyAnswered(1, 3)))).not.toContain('各县（市）报送率');
    expect(wordsOf(plan(nobodyAnswered(2, 3)))).toContain('各县（市）报送率');
  });

  it('says what is left out of a picture that would be too tall', () => {
    const summary = { ...buildSummary(), forms: Array.from({ length: 40 }, () => pairedAssistance) };
    const words = wordsOf(plan(summary)).join('');
    expect(words).toMatch(/另有 \d+ 张表的主要数据没有列出，见《丙地区汇总表》的“总览”。/);
    expect(words).toMatch(/其他的图没有列出，见“图表”文件夹/);
  });

  it('holds nobody to call, and no value of a cell', () => {
    const words = wordsOf(plan(buildSummary())).join('');
    expect(words).not.toMatch(/张老师|李主任|13800000000|0901/);
  });
});

describe('lines', () => {
  it('are full, and begin with no mark', () => {
    // Ten characters of 30 pixels a line.
    expect(wrapText('一二三四五六七八九十，一二三四五六', 300, 30)).toEqual([
      '一二三四五六七八九',
      '十，一二三四五六',
    ]);
  });
  it('keep a number with its unit', () => {
    expect(wrapText('一二三四五六七八另有 12 个单位未报', 300, 30)).toEqual([
      '一二三四五六七八另有',
      '12 个单位未报',
    ]);
  });
  it('break behind a name', () => {
    expect(wrapNames('甲县：城关镇、河东乡、河西乡', 300, 30)).toEqual(['甲县：城关镇、', '河东乡、河西乡']);
  });
  it('lose nothing of what is longer than they are', () => {
    expect(wrapNames('一二三四五六七八九十十一十二', 300, 30).join('')).toBe('一二三四五六七八九十十一十二');
  });
});
