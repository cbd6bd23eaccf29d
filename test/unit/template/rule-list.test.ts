import { describe, expect, it } from 'vitest';
import { form as donations } from '../../../src/form/built-in/donations.js';
import { form as paired } from '../../../src/form/built-in/paired-assistance.js';
import { form as wishes } from '../../../src/form/built-in/wishes.js';
import { planRuleLines } from '../../../src/template/rule-lines.js';
import { listRulesOf } from '../../../src/template/rule-list.js';
import { COLORS } from '../../../src/workbook/theme.js';

const textsOf = (form: typeof paired) => listRulesOf(form).map((rule) => `${rule.level} ${rule.text}`);

describe('审核关系', () => {
  it('names the columns that a general rule is about', () => {
    expect(textsOf(donations)).toContain(
      'query 必须填写：“捐赠单位（个人）”、“捐赠方类型”、“捐赠日期”、“受赠单位（村、户）”',
    );
    expect(textsOf(wishes)).toContain('query “年龄”一般在 0 至 120 之间');
    expect(textsOf(wishes)).toContain('error 从下拉列表中选：“对接状态”');
    expect(textsOf(paired)).toContain('hint 必填的数空着按 0 计，没有的请填 0：各必填的数（共 10 栏）');
  });

  it('says nothing of kinds of column that the form has not', () => {
    expect(textsOf(paired).filter((text) => /日期|下拉/.test(text))).toEqual([]);
  });

  it('goes from what must be mended to what is only mentioned', () => {
    const levels = listRulesOf(wishes).map((rule) => rule.level);
    expect([...new Set(levels)]).toEqual(['error', 'query', 'hint']);
    expect(levels).toEqual([...levels].sort((a, b) => 'eqh'.indexOf(a[0]!) - 'eqh'.indexOf(b[0]!)));
  });
});

describe('its lines', () => {
  const widths = Array.from({ length: 20 }, () => 10);
  const plan = planRuleLines(paired, 30, widths);

  it('hold every rule once, in three parts of a wide sheet', () => {
    const texts = plan.rows.slice(1).flatMap((row) => row.cells.map((cell) => cell.value));
    expect([...texts].sort()).toEqual(
      listRulesOf(paired)
        .map(({ level, text }) => {
          const title = { error: '必须改', query: '请核对', hint: '仅提醒' }[level];
          return `【${title}】${text}`;
        })
        .sort(),
    );
    expect([
      ...new Set(plan.rows.slice(1).flatMap((row) => row.cells.map((cell) => cell.columnNumber))),
    ]).toEqual([1, 8, 14]);
  });

  it('stand under one another where the sheet is narrow', () => {
    const narrow = planRuleLines(paired, 30, [20, 20, 20]);
    expect(narrow.rows.length - 1).toBe(listRulesOf(paired).length);
    // Two lines of 60 for what is wider than 59.
    const heights = narrow.rows.slice(1).map((row) => row.height);
    expect(new Set(heights)).toEqual(new Set([16, 30]));
  });

  it('begin with the colours and what they mean', () => {
    const head = plan.rows[0]!;
    const fills = plan.formats.map(({ range, style }) => [
      head.cells.find((cell) => cell.columnNumber === range.left)!.value,
      style.fill,
    ]);
    // No fill of its own: that would pass for a mark of a returned file.
    expect(head.cells.filter((cell) => cell.style?.fill)).toEqual([]);
    expect(fills).toEqual([
      ['红色：必须改', COLORS.error],
      ['黄色：请核对，属实的在“说明”栏写明原因', COLORS.query],
      ['蓝色：仅提醒', COLORS.hint],
    ]);
  });
});
