import { describe, expect, it } from 'vitest';
import type { CheckedFile } from '../../../src/app/check-files.js';
import { formatChecked } from '../../../src/cli/check-text.js';
import { colourPaint, plainPaint, screenOf } from '../../../src/cli/paint.js';
import { textWidth } from '../../../src/workbook/theme.js';

// What `bangfu check` shows, written down by hand.

type Item = CheckedFile['findings'][number];

const item = (level: Item['level'], cell: string | null, more: Partial<Item> = {}): Item => ({
  rule: `${level}-rule`,
  level,
  path: '甲.xlsx',
  entry: null,
  sheet: '走访',
  cell,
  unit: null,
  form: 'visits',
  field: 'times',
  value: null,
  parameters: {},
  open: level !== 'hint',
  closedBy: null,
  message: `问题在${cell ?? '表'}`,
  fix: '请改正',
  ...more,
});

const sheet = (
  name: string,
  more: Partial<CheckedFile['sheets'][number]> = {},
): CheckedFile['sheets'][number] => ({
  sheet: name,
  form: name === '走访' ? 'visits' : 'gifts',
  title: name === '走访' ? '走访统计表' : '捐款统计表',
  rows: 3,
  content: 'rows',
  ...more,
});

const file = (path: string, more: Partial<CheckedFile> = {}): CheckedFile => ({
  path,
  entry: null,
  unreadable: null,
  sheets: [sheet('走访')],
  findings: [],
  ...more,
});

const FILES: readonly CheckedFile[] = [
  file('好的.xlsx'),
  file('甲.xlsx', {
    sheets: [sheet('捐款', { rows: 12 }), sheet('走访')],
    findings: [
      item('query', 'C9', { sheet: '捐款', form: 'gifts' }),
      item('hint', 'D4'),
      item('error', 'AB10', {
        message: '第10行“走访户数”填了“约30户左右，因为有3户外出务工，还有 2 户没有统计”',
        fix: '请改成数字，如 30',
      }),
      item('error', 'C7'),
      item('query', 'B4', { open: false, closedBy: 'explanation' }),
      item('query', null),
    ],
  }),
  file('包.zip', { entry: '乙.xlsx', unreadable: '有打开密码', sheets: [] }),
  file('空.xlsx', { sheets: [sheet('走访', { rows: 0, content: 'untouched' })] }),
];

describe('a check of some files', () => {
  it('reads worst first, with what to do and what will count', () => {
    expect(formatChecked(FILES, { width: 60, paint: plainPaint })).toBe(
      `
包.zip/乙.xlsx
  打不开：有打开密码

甲.xlsx
  工作表《走访》：走访统计表，3 行
  必须改 2 处　请核对 1 处　仅提醒 1 处　改好“必须改”的以后才计入汇总
    必须改  C7    问题在C7
                  → 请改正
    必须改  AB10  第10行“走访户数”填了“约30户左右，因为有3户
                  外出务工，还有 2 户没有统计”
                  → 请改成数字，如 30
    请核对  整表  问题在表
                  → 请改正
    仅提醒  D4    问题在D4
                  → 请改正
    请核对  B4    问题在B4（已说明）
                  → 请改正
  工作表《捐款》：捐款统计表，12 行
  请核对 1 处　计入汇总，请改正或在“说明”栏写明原因
    请核对  C9  问题在C9
                → 请改正

好的.xlsx
  工作表《走访》：走访统计表，3 行
  没有发现问题

空.xlsx
  工作表《走访》：走访统计表，0 行，空表
  没有填数，不计入汇总

共 4 个文件、4 张表：必须改 2 处，请核对 2 处，仅提醒 1 处
计入汇总的：2 张表、15 行；不计入的：1 张表要先改好，1 张表
没有填数，1 个文件读不了。
填报单位是否在名册中、别的单位是否报重，到汇总时才核对。`.trim(),
    );
  });

  it.each([50, 80, 120])('fits a screen of %d columns, colours not counted', (width) => {
    const plain = formatChecked(FILES, { width, paint: plainPaint });
    const coloured = formatChecked(FILES, { width, paint: colourPaint });
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(plain);
    const findings = plain.split('\n').filter((line) => line.startsWith('    '));
    expect(findings.length).toBeGreaterThan(10);
    for (const line of findings) expect(textWidth(line)).toBeLessThanOrEqual(width);
  });

  it('names the cells of many hints of one kind instead of repeating them', () => {
    const cells = ['C4', 'C5', 'C6', 'C7'];
    const many = (count: number) =>
      formatChecked(
        [file('甲.xlsx', { findings: cells.slice(0, count).map((cell) => item('hint', cell)) })],
        {
          width: 80,
          paint: plainPaint,
        },
      );
    expect(many(3)).not.toContain('同样的');
    expect(many(4)).toContain('仅提醒 4 处');
    expect(many(4)).toContain('同样的还有 3 处：C5 C6 C7');
    expect(many(4)).not.toContain('问题在C5');
  });

  it('never folds what is to be put right', () => {
    const findings = Array.from({ length: 30 }, (_, index) => item('error', `C${index + 1}`));
    const text = formatChecked([file('甲.xlsx', { findings })], { width: 80, paint: plainPaint });
    expect(text.match(/→ 请改正/g)).toHaveLength(30);
  });
});

describe('the screen', () => {
  it('has colours for a terminal, not for a file, and not where NO_COLOR is set', () => {
    expect(screenOf({ isTTY: true, columns: 80 }, {})).toEqual({ paint: colourPaint, width: 80 });
    expect(screenOf({ isTTY: true, columns: 80 }, { NO_COLOR: '1' }).paint).toBe(plainPaint);
    expect(screenOf({ isTTY: true, columns: 80 }, { NO_COLOR: '' }).paint).toBe(colourPaint);
    expect(screenOf({ isTTY: true, columns: 80 }, { TERM: 'dumb' }).paint).toBe(plainPaint);
    expect(screenOf({}, {})).toEqual({ paint: plainPaint, width: 100 });
    expect(screenOf({ isTTY: true, columns: 300 }, {}).width).toBe(140);
  });
});
