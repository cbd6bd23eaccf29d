import { describe, expect, it } from 'vitest';
import { form as paired } from '../../../../src/form/built-in/paired-assistance.js';
import { describeFinding } from '../../../../src/issue/describe-finding.js';
import { planFindingsWorkbook } from '../../../../src/report/lists/findings-workbook.js';
import { COLORS } from '../../../../src/workbook/theme.js';
import { CAMPAIGN, GIFTS, SUMMARY, sheetOf, textRows } from './list-fixture.js';

const plan = planFindingsWorkbook(SUMMARY);

describe('校验问题', () => {
  const sheet = sheetOf(plan, '校验问题');
  const rows = textRows(sheet, 4);

  it('groups by unit, most open errors first, and what is open and grave first within a unit', () => {
    expect(rows.map((cells) => [cells[0], cells[1], cells[3], cells[7], cells[13]])).toEqual([
      [1, '必须改', '甲乡', 'C7', '待处理'],
      [2, '必须改', '甲乡', 'B9', '待处理'],
      [3, '仅提醒', '甲乡', 'C6', '无需处理'],
      [4, '必须改', '甲乡', 'C8', '已被新件替代'],
      [5, '请核对', '丙镇', 'B6', '待处理'],
      [6, '请核对', '丙镇', 'C6', '已认定'],
      [7, '仅提醒', '（单位未认定）', 'Z5', '无需处理'],
    ]);
  });

  it('says where: county, form, file, sheet, field with its unit, and what was typed', () => {
    expect(rows[0]?.slice(2, 10)).toEqual([
      '乌苏市',
      '甲乡',
      '捐款表',
      '乌苏市/甲乡 #1 100%.xlsx',
      '捐款表',
      'C7',
      '捐款金额（元）',
      '约30元',
    ]);
    expect(rows[3]?.[9]).toBe('-5');
    expect(rows[6]?.slice(2, 10)).toEqual([
      null,
      '（单位未认定）',
      null,
      '沙湾县/打包.zip › 戊乡.xlsx',
      '捐款表',
      'Z5',
      null,
      '血型',
    ]);
  });

  it('takes problem and remedy from the one table of messages', () => {
    const text = describeFinding(SUMMARY.findings[3]!, GIFTS);
    expect(rows[0]?.slice(10, 13)).toEqual(['填的不是数字', text.message, text.fix]);
  });

  it('colours the level', () => {
    const fills = sheet.rows.slice(3).map((row) => row.cells[1]?.style?.fill);
    const { error, query, computed } = COLORS;
    expect(fills).toEqual([error, error, computed, error, query, query, computed]);
  });

  it('opens the file at the cell, for an entry its container, without a cell the file', () => {
    expect(sheet.rows[3]?.cells[7]?.value).toMatchObject({
      text: 'C7',
      target: '../收件/乌苏市/甲乡 #1 100%.xlsx',
      location: "'捐款表'!C7",
    });
    expect(sheet.rows[9]?.cells[7]?.value).toMatchObject({
      text: 'Z5',
      target: '../收件/沙湾县/打包.zip',
    });
    expect(sheet.rows[9]?.cells[7]?.value).not.toHaveProperty('location');
    const whole = planFindingsWorkbook({ ...SUMMARY, findings: [{ ...SUMMARY.findings[3]!, cell: null }] });
    const cells = sheetOf(whole, '校验问题').rows[3]!.cells;
    expect(cells[5]?.value).toMatchObject({ target: '../收件/乌苏市/甲乡 #1 100%.xlsx' });
    expect(cells[7]?.value).toBeNull();
  });

  it('opens the marked copy where there is one, and says why what is closed is right', () => {
    const marked = planFindingsWorkbook(
      { ...SUMMARY, findings: [{ ...SUMMARY.findings[1]!, reason: '已电话核实' }, SUMMARY.findings[3]!] },
      '..',
      ({ path }) => (path === SUMMARY.findings[3]!.path ? '退回修改/乌苏市/甲乡/表（退回修改）.xlsx' : null),
    );
    expect(textRows(sheetOf(marked, '校验问题'), 4).map((cells) => cells.slice(13))).toEqual([
      ['待处理', null, '打开'],
      ['已认定', '已电话核实', null],
    ]);
    expect(sheetOf(marked, '校验问题').rows[3]?.cells[15]?.value).toMatchObject({
      target: '退回修改/乌苏市/甲乡/表（退回修改）.xlsx',
    });
  });

  it('shades every other unit, but not the colours of levels and states', () => {
    const fills = sheet.rows.slice(3).map((row) => row.cells[3]?.style?.fill);
    expect(fills).toEqual([...Array(4).fill(undefined), COLORS.total, COLORS.total, undefined]);
  });

  it('counts what waits in the line below the title', () => {
    expect(textRows(sheet, 2)[0]?.[0]).toContain('待处理：必须改 2 处，请核对 1 处；仅提醒 2 处');
  });

  it('freezes and repeats the header and filters the table', () => {
    expect(sheet.freeze?.rows).toBe(3);
    expect(sheet.autoFilter).toEqual({ top: 3, left: 1, bottom: 10, right: 16 });
  });

  it('says so when nothing was found', () => {
    const none = planFindingsWorkbook({ ...SUMMARY, findings: [], files: [] });
    expect(none.sheets.map((item) => textRows(item, 4)[0]?.[0])).toEqual([
      '没有发现问题',
      '没有发现问题',
      '没有发现问题',
      '没有需要人工认定的文件',
    ]);
  });

  it('goes on on a further sheet before Excel runs out of links', () => {
    const many = planFindingsWorkbook({
      ...SUMMARY,
      findings: Array.from({ length: 30_001 }, () => SUMMARY.findings[0]!),
    });
    expect(many.sheets.map((item) => item.name)).toEqual([
      '按单位',
      '按规则统计',
      '校验问题',
      '校验问题(2)',
      '需要人工认定',
    ]);
    expect(textRows(sheetOf(many, '校验问题(2)'), 4)).toHaveLength(1);
  });

  it('cuts what was typed when it is a novel', () => {
    const long = planFindingsWorkbook({
      ...SUMMARY,
      findings: [{ ...SUMMARY.findings[3]!, value: '长'.repeat(40_000) }],
    });
    expect(textRows(sheetOf(long, '校验问题'), 4)[0]?.[9]).toBe(`${'长'.repeat(200)}…`);
  });
});

describe('按规则统计', () => {
  it('counts each rule at each level: all, open, units, files', () => {
    const rows = textRows(sheetOf(plan, '按规则统计'), 4).map((cells) => cells.slice(1, 8));
    expect(rows).toEqual([
      ['小于 0', '必须改', '捐款表', 1, 0, 1, 1],
      ['填的不是数字', '必须改', '捐款表', 1, 1, 1, 1],
      ['应填整数', '必须改', '捐款表', 1, 1, 1, 1],
      ['必填的没有填', '请核对', '捐款表', 1, 1, 1, 1],
      ['按万元填写', '请核对', '捐款表', 1, 0, 1, 1],
      ['多出一栏', '仅提醒', '', 1, 0, 0, 1],
      ['写法不规范', '仅提醒', '捐款表', 1, 0, 1, 1],
    ]);
  });

  it('shows an example and what is done about it', () => {
    const row = textRows(sheetOf(plan, '按规则统计'), 4)[1]!;
    const { message, fix } = describeFinding(SUMMARY.findings[3]!, GIFTS);
    expect(row.slice(8)).toEqual([message, fix]);
  });

  it("calls a form's own rule by its number and text", () => {
    const rule = { ...SUMMARY.findings[3]!, rule: 'JD-01', form: 'paired-assistance' };
    const own = planFindingsWorkbook({ ...SUMMARY, forms: [paired], findings: [rule] });
    expect(textRows(sheetOf(own, '按规则统计'), 4)[0]?.[1]).toBe(
      'JD-01　“其中：单位领导”不大于“参加走访干部”',
    );
  });
});

describe('按单位', () => {
  const sheet = sheetOf(plan, '按单位');
  const rows = textRows(sheet, 4);

  it('has a line for each unit, worst first, with what waits and whom to call', () => {
    expect(rows.map((cells) => [...cells.slice(0, 8), ...cells.slice(12)])).toEqual([
      [1, '乌苏市', '甲乡', 2, 0, 1, 1, '捐款表', '王某', '13800000001'],
      [2, '乌苏市', '丙镇', 0, 1, 0, 1, '捐款表', null, null],
      [3, null, '（单位未认定）', 0, 0, 1, 0, '', null, null],
    ]);
  });

  it('tells the gravest first, with its remedy', () => {
    const { message, fix } = describeFinding(SUMMARY.findings[3]!, GIFTS);
    expect(rows[0]?.[8]).toBe(`${message}，${fix}`);
    const closed = { ...SUMMARY.findings[1]! };
    const settled = planFindingsWorkbook({ ...SUMMARY, findings: [closed] });
    expect(textRows(sheetOf(settled, '按单位'), 4)[0]?.[8]).toBe('（都已办结）');
  });

  it("leads to the unit's first line in 校验问题, also on a further sheet", () => {
    const targets = (of: typeof plan) =>
      sheetOf(of, '按单位')
        .rows.slice(3)
        .map((row) => row.cells[9]?.value);
    expect(targets(plan)).toMatchObject([
      { target: "#'校验问题'!A4" },
      { target: "#'校验问题'!A8" },
      { target: "#'校验问题'!A10" },
    ]);
    expect(textRows(sheetOf(plan, '校验问题'), 8)[0]?.[3]).toBe('丙镇');
    const many = planFindingsWorkbook({
      ...SUMMARY,
      findings: [
        ...Array.from({ length: 30_001 }, () => SUMMARY.findings[3]!),
        { ...SUMMARY.findings[0]!, level: 'query' as const },
      ],
    });
    expect(targets(many)).toMatchObject([{ target: "#'校验问题'!A4" }, { target: "#'校验问题(2)'!A5" }]);
    expect(textRows(sheetOf(many, '校验问题(2)'), 5)[0]?.[3]).toBe('丙镇');
  });

  it('opens the file and its marked copy, and says how many there are', () => {
    const [first] = SUMMARY.findings.filter((item) => item.rule === 'not-a-number');
    const two = planFindingsWorkbook(
      { ...SUMMARY, findings: [first!, { ...first!, path: '收件/更正.xlsx' }] },
      '..',
      ({ path }) => (path === '收件/更正.xlsx' ? '退回修改/乌苏市/甲乡/更正（退回修改）.xlsx' : null),
    );
    const cells = sheetOf(two, '按单位').rows[3]!.cells;
    expect(cells[10]?.value).toMatchObject({
      text: '打开（共 2 件）',
      target: '../收件/乌苏市/甲乡 #1 100%.xlsx',
    });
    expect(cells[11]?.value).toMatchObject({
      text: '打开',
      target: '退回修改/乌苏市/甲乡/更正（退回修改）.xlsx',
    });
    expect(rows.map((row) => row[11])).toEqual([null, null, null]);
  });

  it('counts what waits in the line below the title', () => {
    expect(textRows(sheet, 2)[0]?.[0]).toContain('2 个单位有待处理的问题：必须改 2 处');
  });
});

describe('需要人工认定', () => {
  const sheet = sheetOf(plan, '需要人工认定');

  it('ends in exactly the columns of 人工认定', () => {
    expect(textRows(sheet, 3)[0]?.slice(7)).toEqual([
      '文件',
      '工作表',
      '单位',
      '表名',
      '处理',
      '理由',
      '经办人',
      '日期',
    ]);
  });

  it('names every doubtful sheet, gravest first, with its reason and candidates', () => {
    expect(textRows(sheet, 4).map((cells) => cells.slice(1, 6))).toEqual([
      ['沙湾县/打包.zip › 戊乡.xlsx', null, '打不开', '有打开密码，设置里的密码都不对', null],
      ['不知名.xlsx', '捐款表', '认不出', '填报单位“乙乡”与名册中的单位都不完全相同', '乌苏市 乙镇'],
      ['不知名.xlsx', '捐款表', '认不出', '填报单位“乙乡”与名册中的单位都不完全相同', '沙湾县 戊乡'],
      ['乌苏市/甲乡 #1 100%.xlsx', '捐款表', '退回修改', null, '乌苏市 甲乡'],
      ['乌苏市/甲乡 #1 100%.xlsx', '捐款表', '退回修改', null, '乌苏市 甲乡'],
      ['丙镇.xlsx', '捐款表', '已计入待说明', null, '乌苏市 丙镇'],
    ]);
  });

  it('offers rows to copy: candidates by code or, where that is generated, by name; only units with errors', () => {
    expect(textRows(sheet, 4).map((cells) => cells.slice(7))).toEqual([
      [null, null, null, null, null, null, null, null],
      ['收件/不知名.xlsx', '捐款表', 'W03', '捐款表', '认定', null, null, null],
      ['收件/不知名.xlsx', '捐款表', '戊乡', '捐款表', '认定', null, null, null],
      ['收件/乌苏市/甲乡 #1 100%.xlsx', '捐款表', 'W01', '捐款表', '放行', null, null, null],
      ['收件/乌苏市/甲乡 #1 100%.xlsx', '捐款表', 'W01', '捐款表', '作废', null, null, null],
      ['收件/丙镇.xlsx', '捐款表', '丙镇', '捐款表', '确认', null, null, null],
    ]);
  });

  it('keeps county and name where the name alone fits two units', () => {
    const twin = { ...CAMPAIGN.units[5]!, code: '沙湾县/丙镇', name: '丙镇' };
    const twins = planFindingsWorkbook({
      ...SUMMARY,
      campaign: { ...CAMPAIGN, units: [...CAMPAIGN.units, twin] },
    });
    expect(textRows(sheetOf(twins, '需要人工认定'), 4).at(-1)?.[9]).toBe('乌苏市/丙镇');
  });

  it('names a file in a container as 人工认定 does, and leaves the unit blank when nobody is near', () => {
    const file = {
      ...SUMMARY.files[1]!,
      path: '收件/包.zip',
      entry: '内/表.xlsx',
      sheets: [{ ...SUMMARY.files[1]!.sheets[0]!, form: null, candidates: [] }],
    };
    const rows = textRows(sheetOf(planFindingsWorkbook({ ...SUMMARY, files: [file] }), '需要人工认定'), 4);
    expect(rows.map((cells) => cells.slice(5))).toEqual([
      [
        '没有相近的单位',
        '确认是哪个单位后，复制那一行到“人工认定”；没有列出的，请补填单位、表名。',
        '收件/包.zip/内/表.xlsx',
        '捐款表',
        null,
        null,
        '认定',
        null,
        null,
        null,
      ],
    ]);
  });
});
