import { describe, expect, it } from 'vitest';
import { expectClean, ratesOf, readReturn, totalsOf } from './read-form.js';

const read = (rows: string) =>
  readReturn(
    `
月度任务推进表
填报单位： | 地区财政局 | 本期有无数据： | 有
序号 | 重点任务 | 牵头单位 | 责任单位 | 推进情况 | 存在问题 | 下一步打算 | 完成时限 | 推进状态 | 说明 | 备注
${rows}`,
    { dates: ['H'] },
  );

describe('月度任务推进表', () => {
  it('counts tasks and keeps what is said in words', () => {
    const sheet =
      read(`1 | 项目资产清查 | 地区财政局 | 各县财政局 | 已完成 7 个县的清查 | | 汇总上报 | 2020-11-30 | 正在推进 | |
2 | 消费扶贫专柜 | 商务局 | | 12 个专柜全部投用 | | | 2020-10-15 | 已完成 | |
3 | 社会扶贫网推广 | 扶贫办 | 各乡镇 | 注册率 61% | 村级管理员不足 | 集中培训 | 2020-12-31 | 滞后 | |
4 | 扶贫日活动 | 扶贫办 | 各单位 | 活动结束 | | | 2020-10-17 | 办结 | |`);
    expectClean(sheet, 'monthly-tasks');
    expect(totalsOf(sheet)).toEqual({ rows: 4, tasks: 4, done: 2, delayed: 1 });
    expect(ratesOf(sheet)).toEqual({ 任务完成率: 2 / 4 });
    expect(sheet.column('status')).toEqual(['推进中', '已完成', '进度滞后', '已完成']);
    expect(sheet.column('progress')[2]).toBe('注册率 61%');
  });

  it('finds what is wrong', () => {
    const sheet = read(`1 | 项目资产清查 | 地区财政局 | | 正在清查 | | | 2020-10-20 | 推进中 | |
2 | 社会扶贫网推广 | 扶贫办 | | 慢 | | | 2020-12-31 | 进度滞后 | |
3 | 社会扶贫网推广 | 扶贫办 | | | | | 2020-12-31 | 七成 | |
4 | 扶贫日活动 | 扶贫办 | | 收尾 | | | 2020-10-17 | 推进中 | 材料待印 |`);
    expect(sheet.findings).toEqual([
      ['I4', 'RW-01'],
      ['F5', 'RW-02'],
      ['B6', 'RW-03'],
      ['E6', 'missing-value'],
      ['I6', 'not-an-option'],
      ['I7', 'RW-01'],
    ]);
    const errors = sheet.submission.findings.filter((finding) => finding.level === 'error');
    expect(errors.map(({ cell }) => cell)).toEqual(['I6']);
  });
});
