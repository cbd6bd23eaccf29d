import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/campaign/campaign.js';
import { packageOf, SHEET, STYLES, worksheet } from '../unit/workbook/read/package.js';
import { filledTemplate, twoDonations } from './filled-template.js';
import { inboxOfLines, type Seen } from './inbox-of-lines.js';
import { linesOf } from './lines.js';
import {
  DONATION_HEADERS,
  DONATIONS,
  donationsSheet,
  donorOf,
  firstDonation,
  oneFile,
  PAIRED,
  SEVENTEENTH,
  secondDonation,
  type Typed,
  unitLine,
  WISHES,
  xlsxOf,
} from './typed-workbook.js';

// “Cells” of the list: what is typed, and what it is read as. Most of it is typed into E4, the amount of a donation.

const { line, eachLineHasOneTest } = linesOf('Cells');

/** A donation of 17 October with this amount, date or receipt. */
function donation(unit: Unit, typed: { money?: Typed; date?: Typed; letter?: string }): readonly Typed[] {
  const { money = 500, date = SEVENTEENTH, letter = '甲' } = typed;
  return [1, donorOf(unit, letter), '企业', date, money, '上户村'];
}

/** A wish nobody has taken up yet; these columns beside the required ones, from column G on. */
function wishesFile(unit: Unit, columns: Readonly<Record<string, Typed>>, category: Typed = '低保户') {
  return oneFile({
    rows: [
      [WISHES],
      unitLine(unit),
      ['序号', '姓名', '人员类别', '所在村（社区、学校）', '微心愿内容', '对接状态', ...Object.keys(columns)],
      [1, `小红${unit.code}`, category, '上户村', '书包', '待对接', ...Object.values(columns)],
    ],
  });
}

function expectDisposition(seen: Seen, disposition: 'accepted' | 'queried' | 'returned'): void {
  expect(seen.files).toEqual([['报表.xlsx', null, disposition]]);
  expect(seen.status('donations')).toBe(disposition);
}

describe('Cells', () => {
  const { arrives, outputs } = inboxOfLines();

  /** The amount is this number of 元, and read tolerantly. */
  const amount = (typed: Typed, money: number) =>
    arrives(
      (unit) => oneFile(donationsSheet(unit, [donation(unit, { money: typed })])),
      (seen) => {
        expect(seen.totals('donations')).toMatchObject({ rows: 1, money, total: money });
        expect(seen.findings).toEqual([['E4', 'converted']]);
        expectDisposition(seen, 'accepted');
      },
    );
  /** The amount is this number of 元, which the coordinator must look at. */
  const scaled = (typed: Typed, money: number) =>
    arrives(
      (unit) => oneFile(donationsSheet(unit, [donation(unit, { money: typed })])),
      (seen) => {
        expect(seen.totals('donations')).toMatchObject({ rows: 1, money, total: money });
        expect(seen.findings).toEqual([['E4', 'scaled']]);
        expectDisposition(seen, 'queried');
      },
    );
  /** The amounts are none; the table is returned and counts nowhere, not even as 0. */
  const noNumber = (...typed: Typed[]) =>
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(
            unit,
            typed.map((money, index) => donation(unit, { money, letter: '甲乙丙'[index]! })),
          ),
        ),
      (seen) => {
        expect(seen.findings).toEqual(typed.map((_, index) => [`E${index + 4}`, 'not-a-number']));
        expectDisposition(seen, 'returned');
        expect(seen.totals('donations')).toBeNull();
      },
    );
  /** Nothing stands in a column of any kind when this mark stands there alone. */
  const blank = (mark: string) =>
    arrives(
      (unit) =>
        wishesFile(
          unit,
          {
            性别: mark,
            '年龄（岁）': mark,
            联系电话: mark,
            '预计金额（元）': mark,
            征集日期: ` ${mark} `,
            认领单位: mark,
            对接日期: mark,
          },
          mark,
        ),
      (seen) => {
        // Only the required one is missed; a date of 对接 would speak against 待对接 (WX-04).
        expect(seen.findings).toEqual([['C4', 'missing-value']]);
        for (const field of ['sex', 'age', 'phone', 'budget', 'collectedOn', 'claimUnit', 'claimedOn'])
          expect([field, seen.values('wishes', field)]).toEqual([field, [null]]);
        expect(seen.totals('wishes')).toMatchObject({ rows: 1, wishes: 1, budget: 0 });
      },
    );
  /** The date is 17 October 2020; typed as text or number it is converted. */
  const date = (typed: Typed, isText: boolean, options: { readonly date1904?: boolean } = {}) =>
    arrives(
      async (unit) => ({
        '报表.xlsx': await xlsxOf([donationsSheet(unit, [donation(unit, { date: typed })])], options),
      }),
      (seen) => {
        expect(seen.values('donations', 'donatedOn')).toEqual(['2020-10-17']);
        expect(seen.findings).toEqual(isText ? [['D4', 'converted']] : []);
        expectDisposition(seen, 'accepted');
      },
    );

  it(line('full-width-digits'), amount('１２３', 123));
  it(line('blanks-around'), amount(' 123 ', 123));
  it(line('thousands'), amount('1,234', 1234));
  it(line('thousands-full-width'), amount('1，234.50', 1234.5));

  it(
    line('apostrophe'),
    arrives(
      async (unit, neighbour) => ({
        ...(await oneFile(donationsSheet(unit, [donation(unit, { money: "'123" })]))),
        // As Excel keeps it: the apostrophe is part of the format, not of the text.
        '另一份.xlsx': quotedNumber(neighbour),
      }),
      (seen) => {
        for (const of of [seen.unit, seen.neighbour])
          expect(seen.totals('donations', of)).toMatchObject({ rows: 1, money: 123 });
        expect(seen.findings).toEqual([
          ['E4', 'converted'],
          ['E4', 'converted'],
        ]);
      },
    ),
  );

  it(line('currency'), amount('¥1,000.00', 1000));
  it(line('no-break-space'), amount('1\u00a0234', 1234));
  it(line('zero-width'), amount('\u200b12\u200c3\ufeff', 123));

  it(
    line('own-unit'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [PAIRED],
            unitLine(unit),
            [
              '帮扶村（社区）',
              '结对帮扶户数（户）',
              '帮扶责任人数（人）',
              '参加走访干部（人次）',
              '其中：单位领导（人次）',
              '走访户数（户）',
              '开展活动（场次）',
              '慰问户数（户）',
              '慰问金（元）',
              '慰问品折价（元）',
              '解决困难问题（件）',
            ],
            ['上户村', '3户', 1, 8, 2, 3, 1, 1, 300, 0, 2],
          ],
        }),
      (seen) => {
        expect(seen.totals('paired-assistance')).toMatchObject({ rows: 1, householdsPaired: 3 });
        expect(seen.findings).toEqual([['B4', 'converted']]);
        expect(seen.status('paired-assistance')).toBe('accepted');
      },
    ),
  );

  it(line('own-unit-yuan'), amount('500元', 500));
  it(line('own-unit-kuai'), amount('500块', 500));
  it(line('another-unit'), noNumber('198件'));
  it(line('about'), noNumber('约500'));
  it(line('more-than'), noNumber('500多'));
  it(line('ten-thousand'), scaled('2.5万', 25_000));
  it(line('ten-thousand-yuan'), scaled('2000万元', 20_000_000));

  it(
    line('ten-thousand-header'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [DONATIONS],
            unitLine(unit),
            DONATION_HEADERS.map((title) => title.replace('（元）', '（万元）')),
            donation(unit, { money: 2.5 }),
            donation(unit, { money: 0.00605, letter: '乙' }),
          ],
        }),
      (seen) => {
        expect(seen.totals('donations')).toMatchObject({ rows: 2, money: 25_060.5, total: 25_060.5 });
        expect(seen.findings).toEqual([['E3', 'scaled']]);
        expectDisposition(seen, 'queried');
      },
    ),
  );

  it(line('numeral'), noNumber('三'));
  it(line('numerals'), noNumber('十二'));
  // Typed into a cell without format, Excel makes a date of it.
  it(line('range'), noNumber('3-5', { shown: new Date(Date.UTC(2020, 2, 5)), format: 'm"月"d"日"' }));
  it(line('several'), noNumber('若干'));
  it(line('attached'), noNumber('见附件'));

  it(line('blank-dash'), blank('—'));
  it(line('blank-full-width-hyphen'), blank('－'));
  it(line('blank-hyphen'), blank('-'));
  it(line('blank-slash'), blank('/'));
  it(line('blank-backslash'), blank('\\'));
  it(line('blank-none'), blank('无'));

  it(line('date-hyphens'), date('2020-10-17', true));
  it(line('date-points'), date('2020.10.17', true));
  it(line('date-slashes'), date('2020/10/17', true));
  it(line('date-chinese'), date('2020年10月17日', true));

  it(
    line('date-without-year'),
    arrives(
      (unit, neighbour) =>
        oneFile({
          rows: [
            [DONATIONS],
            ['单位名称', ...DONATION_HEADERS],
            [unit.name, ...donation(unit, { date: '10月17日' })],
            [neighbour.name, ...donation(neighbour, { date: '1月5日' })],
            [neighbour.name, ...donation(neighbour, { date: '12月28日', letter: '乙' })],
          ],
        }),
      (seen) => {
        expect(seen.values('donations', 'donatedOn')).toEqual(['2020-10-17']);
        // The period ends on 31 October 2020: the next January is nearer to it than the last.
        expect(seen.values('donations', 'donatedOn', seen.neighbour)).toEqual(['2021-01-05', '2020-12-28']);
        expect(seen.findings.filter(([, rule]) => rule === 'converted').map(([cell]) => cell)).toEqual([
          'E3',
          'E4',
          'E5',
        ]);
      },
    ),
  );

  it(
    line('date-digits'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            donation(unit, { date: '20201017' }),
            donation(unit, { date: 20201017, letter: '乙' }),
          ]),
        ),
      (seen) => {
        expect(seen.values('donations', 'donatedOn')).toEqual(['2020-10-17', '2020-10-17']);
        expect(seen.findings).toEqual([
          ['D4', 'converted'],
          ['D5', 'converted'],
        ]);
        expectDisposition(seen, 'accepted');
      },
    ),
  );

  it(line('date-1900'), date(SEVENTEENTH, false));
  it(line('date-1904'), date(SEVENTEENTH, false, { date1904: true }));
  it(line('date-as-text'), date({ shown: '2020/10/17', format: '@' }, true));

  it(
    line('phone-number'),
    arrives(
      async (unit, neighbour) => ({
        '甲.xlsx': (await wishesFile(unit, { 联系电话: 13800001234 }))['报表.xlsx']!,
        '乙.xlsx': (await wishesFile(neighbour, { 联系电话: { shown: 13800001234, format: '0.00E+00' } }))[
          '报表.xlsx'
        ]!,
      }),
      (seen) => {
        for (const of of [seen.unit, seen.neighbour])
          expect(seen.values('wishes', 'phone', of)).toEqual(['13800001234']);
        expect(seen.findings).toEqual([]);
      },
    ),
  );

  it(
    line('phone-hyphens'),
    arrives(
      (unit) => wishesFile(unit, { 联系电话: '138-0000-1234' }),
      (seen) => {
        expect(seen.values('wishes', 'phone')).toEqual(['13800001234']);
        expect(seen.findings).toEqual([['G4', 'converted']]);
      },
    ),
  );

  it(
    line('digits-exponent'),
    arrives(
      (unit) => wishesFile(unit, { 联系电话: '1.38E+10' }),
      (seen) => {
        expect(seen.findings).toEqual([['G4', 'digits-lost']]);
        expect(seen.values('wishes', 'phone')).toEqual([null]);
        expect(seen.status('wishes')).toBe('queried');
      },
    ),
  );

  it(
    line('digits-id'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [DONATIONS],
            unitLine(unit),
            [...DONATION_HEADERS, '票据（凭证）号'],
            [...firstDonation(unit), 654201199001010000],
            // As text all its digits are there.
            [...secondDonation(unit), '654201199001011000'],
          ],
        }),
      (seen) => {
        expect(seen.findings).toEqual([['G4', 'digits-lost']]);
        expect(seen.values('donations', 'receiptNo')).toEqual([null, '654201199001011000']);
        expectDisposition(seen, 'queried');
      },
    ),
  );

  /** In M6 of the template stands what it computes: 合计金额（元）. */
  const computed = (cell: ExcelJS.CellFormulaValue) =>
    arrives(
      async (unit) => ({
        '报表.xlsx': await filledTemplate(unit, 'donations', { ...twoDonations(unit), M6: cell }),
      }),
      (seen) => {
        expect(seen.totals('donations')).toMatchObject({ rows: 2, money: 560.5, total: 560.5 });
        expect(seen.findings).toEqual([]);
        expectDisposition(seen, 'accepted');
      },
    );

  it(line('computed-cached'), computed({ formula: 'G6+L6', result: 1 }));
  it(line('computed-absent'), computed({ formula: 'G6+L6' }));
  it(line('computed-error'), computed({ formula: 'G6+#REF!', result: { error: '#REF!' } }));

  const totalRow = (cell: Typed) =>
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [firstDonation(unit), secondDonation(unit), ['合计', null, null, null, cell]]),
        ),
      (seen) => {
        expect(seen.totals('donations')).toMatchObject({ rows: 2, money: 560.5 });
        expect(seen.findings).toEqual([]);
        expectDisposition(seen, 'accepted');
      },
    );

  it(line('total-cached'), totalRow({ formula: 'SUM(E4:E5)', result: 999 }));
  it(line('total-absent'), totalRow({ formula: 'SUM(E4:E5)' }));
  it(line('total-error'), totalRow({ formula: 'SUM(#REF!)', result: { error: '#REF!' } }));

  it(
    line('formula-cached'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            // Not what the formula would give: it is not calculated.
            donation(unit, { money: { formula: '250*2', result: 510 } }),
            donation(unit, {
              date: { shown: { formula: 'D4', result: EIGHTEENTH_AS_DATE }, format: 'yyyy-mm-dd' },
              letter: '乙',
            }),
          ]),
        ),
      (seen) => {
        expect(seen.totals('donations')).toMatchObject({ rows: 2, money: 1010 });
        expect(seen.values('donations', 'donatedOn')).toEqual(['2020-10-17', '2020-10-18']);
        expect(seen.findings).toEqual([]);
        expectDisposition(seen, 'accepted');
      },
    ),
  );

  it(
    line('formula-absent'),
    arrives(
      (unit) => oneFile(donationsSheet(unit, [donation(unit, { money: { formula: '250*2' } })])),
      (seen) => {
        expect(seen.findings).toEqual([['E4', 'formula-error']]);
        expect(seen.messages[0]).toContain('请打开保存后重报');
        expect(seen.totals('donations')).toBeNull();
        expectDisposition(seen, 'returned');
      },
    ),
  );

  const ERRORS = ['#REF!', '#DIV/0!', '#N/A', '#VALUE!', '#NAME?', '#NUM!', '#NULL!'] as const;

  it(
    line('formula-error'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            ...ERRORS.map((error, index) =>
              donation(unit, { money: { error }, letter: '甲乙丙丁戊己庚'[index]! }),
            ),
            donation(unit, { money: { formula: '1/0', result: { error: '#DIV/0!' } }, letter: '辛' }),
            // Not only in numbers.
            [9, { error: '#N/A' }, '企业', SEVENTEENTH, 1, '上户村'],
            // A row that is not used: only its 序号 is an error.
            [{ error: '#REF!' }],
          ]),
        ),
      (seen) => {
        expect(seen.findings).toEqual([
          ...[4, 5, 6, 7, 8, 9, 10, 11].map((rowNumber) => [`E${rowNumber}`, 'formula-error']),
          ['B12', 'formula-error'],
        ]);
        expectDisposition(seen, 'returned');
      },
    ),
  );

  /** As the name of a donor, and where it is no option and so shown in the list of findings. */
  const plainText = (textOf: (unit: Unit) => string) =>
    arrives(
      (unit) => oneFile(donationsSheet(unit, [[1, textOf(unit), textOf(unit), SEVENTEENTH, 500, '上户村']])),
      async (seen) => {
        const text = textOf(seen.unit);
        expect(seen.values('donations', 'donor')).toEqual([text]);
        expect(seen.findings).toEqual([['C4', 'not-an-option']]);
        const found = await cellsWith(outputs(), text);
        expect(found.map((cell) => cell.path)).toEqual(
          expect.arrayContaining([
            expect.stringContaining('底稿/示例地区底稿.xlsx'),
            expect.stringContaining('校验问题清单.xlsx'),
          ]),
        );
        expect(found.filter((cell) => !cell.isText)).toEqual([]);
      },
    );

  it(
    line('hyperlink'),
    plainText((unit) => `=HYPERLINK("http://example.invalid/${unit.code}","点这里")`),
  );
  it(
    line('at-sign'),
    plainText((unit) => `@SUM(1+1)${unit.code}`),
  );
  it(
    line('plus-sign'),
    plainText((unit) => `+1-${unit.code}`),
  );

  it(
    line('decimal'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            donation(unit, { money: 0.1 }),
            donation(unit, { money: 0.2, letter: '乙' }),
          ]),
        ),
      (seen) => {
        expect(0.1 + 0.2).not.toBe(0.3);
        expect(seen.totals('donations')!.money).toBe(0.3);
        expect(seen.totals('donations')!.total).toBe(0.3);
        expect(seen.findings).toEqual([]);
      },
    ),
  );

  eachLineHasOneTest();
});

const EIGHTEENTH_AS_DATE = new Date(Date.UTC(2020, 9, 18));

/** A donation whose amount is the text 123 in a cell with quotePrefix (ECMA-376 part 1, 18.8.45). */
function quotedNumber(unit: Unit): Uint8Array {
  const text = (reference: string, value: string, style = 0) =>
    `<c r="${reference}" s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const cells = [
    ['A1', DONATIONS],
    ['A2', `填报单位：${unit.name}`],
    ...DONATION_HEADERS.map((title, index) => [`${'ABCDEF'[index]}3`, title] as const),
    ['B4', donorOf(unit)],
    ['C4', '企业'],
  ] as const;
  const rows = [1, 2, 3, 4].map((rowNumber) => {
    const own = cells.filter(([reference]) => reference.endsWith(String(rowNumber)));
    const rest =
      rowNumber === 4 ? `<c r="D4" s="1"><v>44121</v></c>${text('E4', '123', 2)}${text('F4', '上户村')}` : '';
    return `<row r="${rowNumber}">${own.map(([reference, value]) => text(reference, value)).join('')}${rest}</row>`;
  });
  return packageOf({
    [SHEET]: worksheet(rows.join('')),
    [STYLES]:
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="0" quotePrefix="1"/></cellXfs></styleSheet>',
  });
}

/** A cell of a workbook that the run wrote. */
interface WrittenCell {
  readonly path: string;
  readonly content: string;
  readonly isText: boolean;
}

let written: Promise<readonly WrittenCell[]> | null = null;

/** Cells of the written workbooks in which the text occurs. */
async function cellsWith(paths: readonly string[], text: string): Promise<readonly WrittenCell[]> {
  written ??= readCells(paths.filter((path) => path.endsWith('.xlsx')));
  const part = JSON.stringify(text).slice(1, -1);
  return (await written).filter(({ content }) => content.includes(part));
}

/** By exceljs, for which a formula is no text. */
async function readCells(paths: readonly string[]): Promise<readonly WrittenCell[]> {
  const cells: WrittenCell[] = [];
  for (const path of paths) {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.readFile(path);
    workbook.eachSheet((sheet) =>
      sheet.eachRow((row) =>
        row.eachCell(({ value, type }) =>
          cells.push({ path, content: JSON.stringify(value), isText: type === ExcelJS.ValueType.String }),
        ),
      ),
    );
  }
  return cells;
}
