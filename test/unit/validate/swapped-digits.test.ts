import { describe, expect, it } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { describeFinding } from '../../../src/issue/describe-finding.js';
import type { Finding } from '../../../src/issue/finding.js';
import { compileChecker } from '../../../src/validate/check-submission.js';
import { describeSwap } from '../../../src/validate/swapped-digits.js';
import { record, submissionOf } from './records.js';

const PARAMETERS = { wishAmountLimit: 2000, periodStart: '2020-10-01', periodEnd: '2020-10-31' };

describe('two neighbouring digits exchanged', () => {
  it.each<[number, number, string | null]>([
    [12_435, 12_345, '“34”写成了“43”'],
    [2_134_500, 1_234_500, '“12”写成了“21”'],
    [120, 102, '“02”写成了“20”'],
    [12_345, 12_345, null],
    [14_325, 12_345, null],
    [12_534, 12_345, null],
    [12_346, 12_345, null],
    [1_234, 12_345, null],
    [21, 12, null],
    [1_990, 1_909, '“09”写成了“90”'],
  ])('%d typed for %d: %s', (typed, right, words) => {
    expect(describeSwap(typed, right)).toBe(words);
    if (words !== null) expect((typed - right) % 9).toBe(0);
  });
});

const mismatch = (typed: string, sum: string): Finding => ({
  path: '收件/甲.xlsx',
  entry: null,
  rule: 'total-mismatch',
  level: 'query',
  sheet: donations.title,
  cell: 'G9',
  unit: 'A',
  form: donations.key,
  field: 'money',
  value: Number(typed),
  parameters: { title: '捐款金额', typed, sum },
  open: true,
  closedBy: null,
});

const words = (findings: readonly Finding[]) =>
  findings.map((finding) => describeFinding(finding, donations).message);

describe('a 合计 row', () => {
  const check = (typed: string, sum: string, money: number, off = false) => {
    const rows = [record(donations, 6, { donor: '甲', donatedOn: '2020-10-17', donorKind: '个人', money })];
    const submission = submissionOf(donations, 'A', rows, { findings: [mismatch(typed, sum)] });
    const checker = off
      ? compileChecker(donations, PARAMETERS, new Set())
      : compileChecker(donations, PARAMETERS);
    return words(checker(submission, null).findings.filter(({ rule }) => rule === 'total-mismatch'));
  };

  it('says so in the one finding', () => {
    expect(check('12435.5', '12345.5', 1_234_550)).toEqual([
      '第9行“捐款金额”“合计”行填了 12435.5，而各行相加是 12345.5，汇总按各行相加的数，像是把相邻两位写颠倒了：“34”写成了“43”',
    ]);
    expect(check('12435.5', '12345.5', 1_234_550, true)[0]).not.toContain('颠倒');
  });

  it('says nothing where a row of that amount explains it', () => {
    expect(check('12435.5', '12345.5', 9_000)[0]).not.toContain('颠倒');
  });
});

describe('a sum typed into a row', () => {
  it('says so beside the rule', () => {
    const values = {
      donor: '甲',
      donorKind: '个人',
      donatedOn: '2020-10-17',
      money: 1_234_500,
      total: 1_234_500,
      recipient: '某村',
    };
    const check = (typed: number) =>
      words(
        compileChecker(donations, PARAMETERS)(
          submissionOf(donations, 'A', [record(donations, 6, values, { typed: { total: typed } })]),
          null,
        ).findings,
      );
    expect(check(1_243_500)).toEqual([
      expect.stringMatching(/不等于它，像是把相邻两位写颠倒了：“34”写成了“43”$/),
    ]);
    expect(check(1_244_500)).toEqual([expect.stringMatching(/不等于它$/)]);
  });
});
