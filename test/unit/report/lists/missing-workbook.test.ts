import { describe, expect, it } from 'vitest';
import { planMissingWorkbook } from '../../../../src/report/lists/missing-workbook.js';
import { CAMPAIGN, SUMMARY, sheetOf, textRows, withStatus } from './list-fixture.js';

const plan = planMissingWorkbook(SUMMARY);

describe('未报送单位', () => {
  const sheet = sheetOf(plan, '未报送单位');

  it('names missing and empty units by county, 归口单位 and unit, and nobody else', () => {
    expect(textRows(sheet, 3)).toEqual([
      [
        '序号',
        '所属县（市）',
        '归口单位',
        '单位名称',
        '单位类别',
        '表名',
        '截止时间',
        '逾期天数',
        '情况',
        '联系人',
        '联系电话',
      ],
      [1, '乌苏市', '市扶贫办', '乙镇', '乡镇', '捐款表', '2020年10月18日', 8, '未报送', null, null],
      [
        2,
        '乌苏市',
        '市教育局',
        '乌苏一中',
        '中小学',
        '捐款表',
        '2020年10月28日\n（已延期）',
        null,
        '未报送',
        null,
        null,
      ],
      [3, '沙湾县', null, '丁乡', '乡镇', '捐款表', '2020年10月18日', 8, '空表', null, null],
      [4, '地直单位', null, '地区林草局', '地直部门', '捐款表', '2020年10月18日', 8, '未报送', null, null],
      [
        5,
        '地直单位',
        null,
        '地区林草局',
        '地直部门',
        '走访表',
        '2020年10月30日 18:00',
        null,
        '未报送',
        null,
        null,
      ],
    ]);
  });

  it('is titled with campaign and moment and counts units, not lines', () => {
    expect(textRows(sheet, 1)[0]).toEqual(['2020年扶贫日活动未报送单位名单']);
    expect(textRows(sheet, 1)[1]).toEqual([
      '截至时间：2020年10月26日 09:00（北京时间）　　未报送 4 个单位、5 张表',
    ]);
  });

  it('prints on A4 landscape, one page wide, header repeated', () => {
    expect(sheet.print).toMatchObject({
      orientation: 'landscape',
      pagesTall: 0,
      repeatRows: { first: 3, last: 3 },
      footer: '&C第 &P 页 共 &N 页',
    });
    expect(sheet.freeze).toEqual({ rows: 3, columns: 4 });
    expect(sheet.autoFilter).toEqual({ top: 3, left: 1, bottom: 8, right: 11 });
  });

  it('takes the latest extension that applies, never one before the deadline, and an hour late as a day', () => {
    const grant = (form: string | null, extendedTo: string) => ({
      ...CAMPAIGN.receipts[0]!,
      unit: 'W03',
      form,
      extendedTo,
    });
    const dueOf = (receipts: typeof CAMPAIGN.receipts, asOf: string) =>
      textRows(
        sheetOf(planMissingWorkbook({ ...SUMMARY, asOf, campaign: { ...CAMPAIGN, receipts } }), '未报送单位'),
        4,
      )[0]?.slice(3, 8);
    const earlier = grant('gifts', '2020-10-16T23:59:59+08:00');
    const later = grant(null, '2020-10-25T17:00:00+08:00');
    expect(dueOf([earlier], SUMMARY.asOf)).toEqual(['乙镇', '乡镇', '捐款表', '2020年10月18日', 8]);
    expect(dueOf([earlier, later], '2020-10-25T17:00:01+08:00')).toEqual([
      '乙镇',
      '乡镇',
      '捐款表',
      '2020年10月25日 17:00\n（已延期）',
      1,
    ]);
    expect(dueOf([earlier, later], '2020-10-25T17:00:00+08:00')?.[4]).toBeNull();
  });

  it('says in words that nobody is missing', () => {
    const rows = textRows(sheetOf(planMissingWorkbook(withStatus('accepted')), '未报送单位'), 4);
    expect(rows.map((cells) => cells[0])).toEqual(['全部已报送']);
    const waiting = textRows(sheetOf(planMissingWorkbook(withStatus('pending')), '未报送单位'), 4);
    expect(waiting[0]?.[0]).toBe('没有未报送的单位；已来件待处理的见“已来件待处理”');
    const exempt = textRows(sheetOf(planMissingWorkbook(withStatus('exempt')), '未报送单位'), 4);
    expect(exempt[0]?.[0]).toBe('没有应报单位');
  });
});

describe('按表汇总', () => {
  it('counts each form by county, exempt units left out of 应报', () => {
    expect(textRows(sheetOf(plan, '按表汇总'), 3)).toEqual([
      ['表名', '所属县（市）', '应报', '已报', '其中：待改', '已来件待处理', '未报', '迟报', '免报'],
      ['捐款表', '乌苏市', 4, 2, 1, 0, 2, 1, 0],
      ['捐款表', '沙湾县', 2, 0, 0, 1, 1, 0, 1],
      ['捐款表', '地直单位', 1, 0, 0, 0, 1, 0, 0],
      ['捐款表', '合计', 7, 2, 1, 1, 4, 1, 1],
      ['走访表', '乌苏市', 4, 4, 0, 0, 0, 0, 0],
      ['走访表', '沙湾县', 2, 2, 0, 0, 0, 0, 1],
      ['走访表', '地直单位', 1, 0, 0, 0, 1, 0, 0],
      ['走访表', '合计', 7, 6, 0, 0, 1, 0, 1],
    ]);
  });
});

describe('已报待改', () => {
  const sheet = sheetOf(plan, '已报待改');

  it('counts the open errors of that unit and form only', () => {
    expect(textRows(sheet, 4)).toEqual([
      [
        1,
        '乌苏市',
        '甲乡',
        '捐款表',
        '乌苏市/甲乡 #1 100%.xlsx',
        '2020年10月20日 10:00\n（按文件创建时间）',
        2,
        '王某',
        '13800000001',
      ],
    ]);
  });

  it('links to the file below the working folder by its plain path', () => {
    expect(sheet.rows[3]?.cells[4]?.value).toMatchObject({
      kind: 'link',
      target: '../收件/乌苏市/甲乡 #1 100%.xlsx',
    });
    const elsewhere = sheetOf(planMissingWorkbook(SUMMARY, '../塔城'), '已报待改');
    expect(elsewhere.rows[3]?.cells[4]?.value).toMatchObject({
      target: '../塔城/收件/乌苏市/甲乡 #1 100%.xlsx',
    });
  });

  it('says so when there is none', () => {
    expect(textRows(sheetOf(planMissingWorkbook(withStatus('missing')), '已报待改'), 4)[0]?.[0]).toBe(
      '没有待改的单位',
    );
  });
});

describe('已来件待处理', () => {
  const sheet = sheetOf(plan, '已来件待处理');

  it('names the file in its container and why it waits', () => {
    expect(textRows(sheet, 4)).toEqual([
      [
        1,
        '沙湾县',
        '戊乡',
        '捐款表',
        '沙湾县/打包.zip › 戊乡.xlsx',
        '2020年10月17日 10:00\n（按文件创建时间）',
        '打不开',
        '有打开密码，设置里的密码都不对',
        null,
        null,
      ],
    ]);
    expect(sheet.rows[3]?.cells[4]?.value).toMatchObject({ target: '../收件/沙湾县/打包.zip' });
  });
});
