import { describe, expect, it } from 'vitest';
import { fieldLines, fieldNamed, inferAll, inferTable, sheetSurvey } from './survey-table.js';

describe('the header of a table', () => {
  it('is found below 附件, title and labels, its groups joined', () => {
    const inferred = inferTable(
      `
      附件3
      乌苏市2020年10月走访统计表
      填报单位（盖章）： |  | 填报日期： |
      序号 | 帮扶村 | 走访情况 | | |
       | | 干部 | | 慰问金（元）
       | | 次数（次） | 人数（人） |
      1 | | | |
      2 | | | |
      合计 | | | |
      填表人： | | 审核人：
      注：1.一村一行。
      `,
      { merges: ['A4:A6', 'B4:B6', 'C4:E4', 'C5:D5', 'E5:E6'] },
    );
    expect(inferred.form.title).toBe('乌苏市走访统计表');
    expect(inferred.form.attachment).toBe(3);
    expect(inferred.leftOut).toEqual([{ title: '序号', purpose: 'rowNumber' }]);
    expect(fieldLines(inferred)).toEqual([
      '帮扶村 text',
      '走访情况·干部/次数(次) integer',
      '走访情况·干部/人数(人) integer',
      '走访情况/慰问金(元) amount',
    ]);
    expect(inferred.form.subject).toBe('f1');
    expect(inferred.form.templateRows).toBe(2);
    expect(inferred.form.instructions).toEqual(['一村一行。']);
    expect(inferred.form.fields.at(-1)).toMatchObject({ key: 'explanation', title: '说明', kind: 'text' });
  });

  it('is read without merged cells', () => {
    const inferred = inferTable(`
      走访统计表
      帮扶村 | 走访 | | 慰问 |
       | 户数（户） | 次数（次） | 金额（元） | 户数（户）
    `);
    expect(fieldLines(inferred)).toEqual([
      '帮扶村 text',
      '走访/户数(户) integer',
      '走访/次数(次) integer',
      '慰问/金额(元) amount',
      '慰问/户数(户) integer',
    ]);
  });

  it('ends before the rows that somebody filled in', () => {
    const inferred = inferTable(`
      人员名单
      姓名 | 性别 | 联系电话 | 年龄
      张三 | 男 | 13800000000 | 40
      李四 | 女 | 13900000000 | 35
    `);
    expect(fieldLines(inferred)).toEqual(['姓名 text', '性别 option', '联系电话 phone', '年龄 integer']);
    expect(fieldNamed(inferred, '姓名').privacy).toBe('name');
  });

  it('leaves out whose the row is where another column says what it is about', () => {
    const inferred = inferTable(`
      走访统计表
      序号 | 县（市） | 单位名称 | 村名 | 走访户数（户）
    `);
    expect(inferred.leftOut).toEqual([
      { title: '序号', purpose: 'rowNumber' },
      { title: '县（市）', purpose: 'county' },
      { title: '单位名称', purpose: 'unit' },
    ]);
    const alone = inferTable(`
      走访统计表
      单位 | 走访户数（户） | 走访次数（次）
    `);
    expect(alone.leftOut).toEqual([]);
    expect(alone.form.fields[0]!.title).toBe('单位');
  });
});

describe('sheets', () => {
  const form = sheetSurvey('走访统计表\n村名 | 走访户数（户）', { sheetName: '走访' });

  it('that are hidden or hold lists are passed over', () => {
    const hidden = sheetSurvey('旧表\n村名 | 走访次数（次）', { sheetName: '旧', visibility: 'hidden' });
    const list = sheetSurvey('县 | 乡镇\n乌苏市 | 石桥乡\n乌苏市 | 西湖镇\n沙湾市 | 金沟河镇', {
      sheetName: '名单',
    });
    const both = inferAll([form, hidden, list]);
    expect(both.map(({ sheetName }) => sheetName)).toEqual(['走访']);
    expect(inferAll([form, hidden], new Map(), '旧').map(({ form: { title } }) => title)).toEqual(['旧表']);
  });

  it('with several tables give a form each, numbered on where no 附件 is written', () => {
    const forms = inferAll([
      sheetSurvey(
        `
        表一
        机构数 | 人数（人） | 人次（人次）
        （1） | （2） | （3）

        表二
        机构数 | 金额（元） | 件数（件）
        （1） | （2） | （3）

        注：（2）大于0
        `,
        { sheetName: '月报' },
      ),
    ]);
    expect(forms.map(({ form: { title, attachment } }) => [title, attachment])).toEqual([
      ['月报 表一', 7],
      ['月报 表二', 8],
    ]);
    expect(forms.map(({ form: { instructions } }) => instructions)).toEqual([[], ['（2）大于0']]);
  });

  it('without any table give nothing', () => {
    expect(inferAll([sheetSurvey('关于开展走访的通知\n各单位：')])).toEqual([]);
    expect(inferAll([])).toEqual([]);
  });
});

describe('rows that are given', () => {
  it('with several columns to fill in are fixed rows', () => {
    const inferred = inferTable(
      `
      活动情况表
      序号 | 活动名称 | 活动类别 | 场次（场） | 金额（元） | 备注
      1 | 消费扶贫 | 线上 | | |
      2 | 健康扶贫 | 线下 | | |
      3 | 教育扶贫 | 线下 | | |
      合计 | | | | |
    `.replace('活动名称', '活动'),
    );
    expect(inferred.form.fixedRows).toBe('f1');
    expect(fieldNamed(inferred, '活动').options).toEqual([['消费扶贫'], ['健康扶贫'], ['教育扶贫']]);
    expect(inferred.form.breakdowns).toEqual([
      { title: '按活动', by: 'f1', measures: ['f3', 'f4'], texts: [] },
    ]);
  });

  it('with one column to fill in are fields, under the headings above them', () => {
    const inferred = inferTable(`
      村情况调查表
      贫困村（盖章）：
      编号 | 填表项目 | 单位 | 数量
       | 一、班子建设 | |
      101 | （一）支委人数 | 人 |
      102 | 其中：女支委人数 | 人 |
      103 | （二）成立领导小组：1.是2.否 | 代码 |
       | （三）资金 | |
      104 | 1.自筹资金 | 元 |
      105 | 2.专项资金 | 万元 |
       | 二、其他 | |
      106 | （一）支出率 | ％ |
    `);
    expect(fieldLines(inferred)).toEqual([
      '贫困村 text',
      '一、班子建设/支委人数(人) integer',
      '一、班子建设/其中：女支委人数(人) integer',
      '一、班子建设/成立领导小组 option',
      '一、班子建设·（三）资金/自筹资金(元) amount',
      '一、班子建设·（三）资金/专项资金(万元) decimal',
      '二、其他/支出率(%) decimal',
    ]);
    expect(fieldNamed(inferred, '成立领导小组').options).toEqual([
      ['是', '1', '1.是'],
      ['否', '2', '2.否'],
    ]);
  });

  it('under names of units are the rows of those units', () => {
    const inferred = inferTable(`
      汇总表
      单位名称 | 村名 | 走访户数（户） | 走访次数（次）
      财政局 | | |
      教育局 | | |
      民政局 | | |
    `);
    expect(inferred.form.fixedRows).toBeNull();
    expect(inferred.leftOut.map(({ title }) => title)).toEqual(['单位名称']);
  });
});
