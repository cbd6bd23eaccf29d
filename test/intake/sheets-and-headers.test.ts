import { describe, expect, it } from 'vitest';
import { filledTemplate, twoDonations } from './filled-template.js';
import { inboxOfLines, type Seen } from './inbox-of-lines.js';
import { linesOf } from './lines.js';
import {
  DONATION_HEADERS,
  DONATIONS,
  donationsSheet,
  donorOf,
  EIGHTEENTH,
  firstDonation,
  oneFile,
  PAIRED,
  SEVENTEENTH,
  secondDonation,
  type Typed,
  type TypedSheet,
  unitLine,
  WISHES,
  xlsxOf,
} from './typed-workbook.js';

// “Sheets and headers” of the list: what a table may look like. Two donations of 500 and 60.50 元 stand in most
// of them and must reach the totals, whatever was done to the sheet.

const { line, eachLineHasOneTest } = linesOf('Sheets and headers');

function expectBothDonations(seen: Seen): void {
  expect(seen.totals('donations')).toMatchObject({ rows: 2, money: 560.5, total: 560.5 });
  expect(seen.values('donations', 'donor')).toEqual([donorOf(seen.unit, '甲'), donorOf(seen.unit, '乙')]);
  expect(seen.values('donations', 'donatedOn')).toEqual(['2020-10-17', '2020-10-18']);
  expect(seen.values('donations', 'recipient')).toEqual(['上户村', '下户村']);
  expect(seen.status('donations')).toBe('accepted');
}

function expectBothAndNothingElse(seen: Seen): void {
  expectBothDonations(seen);
  expect(seen.findings).toEqual([]);
  expect(seen.files.map(([, , disposition]) => disposition)).toEqual(['accepted']);
}

describe('Sheets and headers', () => {
  const { arrives } = inboxOfLines();
  /** Both donations in a table with this header, and nothing wrong with it. */
  const withHeader = (...header: Typed[]) =>
    arrives(
      (unit) =>
        oneFile({
          rows: [[DONATIONS], unitLine(unit), header, firstDonation(unit), secondDonation(unit)],
        }),
      expectBothAndNothingElse,
    );
  /** Both donations in a sheet with these changes, and nothing wrong with it. */
  const withSheet = (changes: Omit<TypedSheet, 'rows'>) =>
    arrives(
      (unit) => oneFile({ ...donationsSheet(unit, [firstDonation(unit), secondDonation(unit)]), ...changes }),
      expectBothAndNothingElse,
    );
  /** A line of the footer below both donations, and below it a row that is nobody's. */
  const withFooter = (...footer: Typed[]) =>
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            firstDonation(unit),
            secondDonation(unit),
            footer,
            [9, '别人', '个人', EIGHTEENTH, 1, '某村'],
          ]),
        ),
      expectBothAndNothingElse,
    );

  it(
    line('title-moved'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [null, null, '（内部资料，注意保存）'],
            [],
            unitLine(unit),
            [null, null, null, `2020年10月${DONATIONS}`],
            DONATION_HEADERS,
            firstDonation(unit),
            secondDonation(unit),
          ],
        }),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('title-missing'),
    arrives(
      (unit) =>
        oneFile({ rows: [unitLine(unit), DONATION_HEADERS, firstDonation(unit), secondDonation(unit)] }),
      expectBothAndNothingElse,
    ),
  );

  it(line('one-header-row'), withHeader(...DONATION_HEADERS));

  /**
   * A header of this height: the donor's title stands in its uppermost row, merged down over all of them, the
   * receiver's too, with nothing below it, the other titles in the lowest row, under groups.
   */
  const withHeaderOf = (height: number) => {
    const [number, donor, kind, date, money, recipient] = DONATION_HEADERS;
    const groups: readonly (readonly Typed[])[] = [
      [number!, donor!, '扶贫捐赠情况', null, null, recipient!],
      [null, null, '捐赠方', null, '捐款情况'],
      [null, null, '类别', '时间', '数额'],
    ];
    const bottom = 2 + height;
    return arrives(
      (unit) =>
        oneFile({
          rows: [
            [DONATIONS],
            unitLine(unit),
            ...groups.slice(0, height - 1),
            [null, null, kind!, date!, money!],
            firstDonation(unit),
            secondDonation(unit),
          ],
          merges: [`A3:A${bottom}`, `B3:B${bottom}`, 'C3:E3', ...(height > 2 ? ['C4:D4'] : [])],
        }),
      expectBothAndNothingElse,
    );
  };

  it(line('two-header-rows'), withHeaderOf(2));
  it(line('three-header-rows'), withHeaderOf(3));
  it(line('four-header-rows'), withHeaderOf(4));

  // The template merges every group over its columns and every single column over both rows of the header.
  it(
    line('headers-merged'),
    arrives(
      async (unit) => ({
        '报表.xlsx': await filledTemplate(unit, 'donations', twoDonations(unit), (sheet) => {
          expect(sheet.getCell('A5').master.address).toBe('A4');
          expect(sheet.getCell('D4').master.address).toBe('B4');
        }),
      }),
      expectBothAndNothingElse,
    ),
  );

  it(line('headers-aliased'), withHeader('编号', '捐赠人', '捐赠方类型', '捐赠时间', '现金捐款', '受赠方'));

  it(
    line('headers-padded'),
    withHeader(
      '序　号',
      '　捐赠单位（个人）　',
      '捐赠方　类型',
      '　　捐赠日期',
      '捐款　金额（元）',
      '受赠单位　（村、户）',
    ),
  );

  it(
    line('headers-broken'),
    withHeader(
      '序\n号',
      '捐赠单位\n（个人）',
      '捐赠方\r\n类型',
      '捐赠\n日期',
      '捐款\n金额\n（元）',
      '受赠单位\n（村、户）',
    ),
  );

  it(
    line('headers-half-width'),
    withHeader('序号', '捐赠单位(个人)', '捐赠方类型', '捐赠日期', '捐款金额(元)', '受赠单位(村、户)'),
  );

  it(
    line('headers-full-width'),
    withHeader('序号', '捐赠单位（个人）', '捐赠方类型', '捐赠日期', '捐款金额（元）', '受赠单位（村、户）'),
  );

  it(
    line('columns-reordered'),
    arrives((unit) => {
      const turned = (row: readonly Typed[]) => [...row].reverse();
      return oneFile({
        rows: [
          [DONATIONS],
          unitLine(unit),
          turned(DONATION_HEADERS),
          turned(firstDonation(unit)),
          turned(secondDonation(unit)),
        ],
      });
    }, expectBothAndNothingElse),
  );

  it(
    line('columns-inserted'),
    arrives(
      (unit) => {
        const inserted = (row: readonly Typed[], value: Typed) => [
          ...row.slice(0, 2),
          value,
          ...row.slice(2),
        ];
        return oneFile({
          rows: [
            [DONATIONS],
            unitLine(unit),
            inserted(DONATION_HEADERS, '法人代表'),
            inserted(firstDonation(unit), '李四'),
            inserted(secondDonation(unit), 77),
          ],
        });
      },
      (seen) => {
        expectBothDonations(seen);
        expect(seen.findings).toEqual([['C3', 'column-unknown']]);
      },
    ),
  );

  it(line('columns-hidden'), withSheet({ hiddenColumns: ['C', 'E'] }));

  it(line('rows-hidden'), withSheet({ hiddenRows: [4, 5] }));

  it(line('rows-filtered'), withSheet({ filter: 'A3:F5', hiddenRows: [5] }));

  it(
    line('rows-blank'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [[], firstDonation(unit), [], [' ', '　'], ['', ''], secondDonation(unit)]),
        ),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('column-numbers'),
    arrives(
      (unit) =>
        oneFile(donationsSheet(unit, [['甲', '乙', 1, 2, 3, 4], firstDonation(unit), secondDonation(unit)])),
      expectBothAndNothingElse,
    ),
  );

  const WISH_HEADERS = ['序号', '姓名', '人员类别', '所在村（社区、学校）', '微心愿内容', '对接状态'];

  it(
    line('forms-stacked'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [DONATIONS],
            unitLine(unit),
            DONATION_HEADERS,
            firstDonation(unit),
            secondDonation(unit),
            ['合计', null, null, null, 560.5],
            ['单位负责人：', null, '填报人：'],
            [],
            [WISHES],
            unitLine(unit),
            WISH_HEADERS,
            [1, `小红${unit.code}`, '困境儿童', '上户村', '书包', '待对接'],
          ],
        }),
      (seen) => {
        expectBothAndNothingElse(seen);
        expect(seen.totals('wishes')).toMatchObject({ rows: 1, wishes: 1, docked: 0 });
      },
    ),
  );

  it(
    line('sheets-unnamed'),
    arrives(
      async (unit) => ({
        '新建 XLSX 工作表.xlsx': await xlsxOf([
          { name: 'Sheet1', ...donationsSheet(unit, [firstDonation(unit), secondDonation(unit)]) },
          {
            name: 'Sheet2',
            rows: [
              unitLine(unit),
              WISH_HEADERS,
              [1, `小明${unit.code}`, '低保户', '下户村', '棉衣', '待对接'],
            ],
          },
          { name: 'Sheet3', rows: [] },
        ]),
      }),
      (seen) => {
        expectBothAndNothingElse(seen);
        expect(seen.totals('wishes')).toMatchObject({ rows: 1, wishes: 1, docked: 0 });
      },
    ),
  );

  it(
    line('helper-columns'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [DONATIONS],
            unitLine(unit),
            [...DONATION_HEADERS, null, '核对'],
            [...firstDonation(unit), null, { formula: 'E4*2', result: 1000 }],
            [...secondDonation(unit), null, { error: '#N/A' }],
            [null, null, null, null, null, null, null, 999],
          ],
        }),
      (seen) => {
        expectBothDonations(seen);
        expect(seen.findings).toEqual([['H3', 'column-unknown']]);
      },
    ),
  );

  it(
    line('example-row'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            ['例', '某公司', '企业', SEVENTEENTH, 1000, '某村'],
            firstDonation(unit),
            secondDonation(unit),
            ['（填写示例）', '某某', '个人', SEVENTEENTH, 2000, '某村'],
          ]),
        ),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('unit-in-file-name'),
    arrives(
      async (unit) => ({
        [`${unit.name}（10月）.xlsx`]: await xlsxOf([
          { rows: [[DONATIONS], DONATION_HEADERS, firstDonation(unit), secondDonation(unit)] },
        ]),
      }),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('unit-in-merged-cell'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [DONATIONS],
            [`填报单位：${unit.name}`],
            DONATION_HEADERS,
            firstDonation(unit),
            secondDonation(unit),
          ],
          merges: ['A1:F1', 'A2:F2'],
        }),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('several-units'),
    arrives(
      (unit, neighbour) => {
        const owned = (row: readonly Typed[], owner: Typed) => [row[0]!, owner, ...row.slice(1)];
        return oneFile({
          rows: [
            [DONATIONS],
            owned(DONATION_HEADERS, '单位名称'),
            owned(firstDonation(unit), unit.name),
            owned([2, donorOf(neighbour), '企业', SEVENTEENTH, 7000, '和平村'], neighbour.name),
            owned(secondDonation(unit), unit.name),
            owned([4, donorOf(neighbour, '乙'), '企业', SEVENTEENTH, 0.07, '和平村'], neighbour.name),
          ],
        });
      },
      (seen) => {
        expectBothAndNothingElse(seen);
        expect(seen.totals('donations', seen.neighbour)).toMatchObject({ rows: 2, money: 7000.07 });
      },
    ),
  );

  it(
    line('column-missing'),
    arrives(
      (unit) => {
        const without = (row: readonly Typed[]) => row.filter((_, index) => index !== 2);
        return oneFile({
          rows: [
            [DONATIONS],
            unitLine(unit),
            without(DONATION_HEADERS),
            without(firstDonation(unit)),
            without(secondDonation(unit)),
          ],
        });
      },
      (seen) => {
        // Were the columns behind it read one place off, dates would be no options and amounts no dates.
        expect(seen.findings).toEqual([[null, 'column-missing']]);
        expect(seen.messages[0]).toContain('捐赠方类型');
        expect(seen.files).toEqual([['报表.xlsx', null, 'returned']]);
        expect(seen.totals('donations')).toBeNull();
        expect(seen.status('donations')).toBe('returned');
      },
    ),
  );

  it(
    line('rows-heji'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            ['合计', null, null, null, { formula: 'E5+E7', result: 560.5 }],
            firstDonation(unit),
            [null, '合 计：', null, null, { formula: 'E5', result: 500 }],
            secondDonation(unit),
            ['合计', null, null, null, 60.5],
          ]),
        ),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('rows-zongji'),
    arrives(
      (unit) =>
        oneFile({
          ...donationsSheet(unit, [
            ['总计', null, null, null, { formula: 'E5+E6', result: 560.5 }],
            firstDonation(unit),
            secondDonation(unit),
            ['总　计', null, null, null, 560.5],
          ]),
          merges: ['A7:D7'],
        }),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('rows-xiaoji'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            firstDonation(unit),
            ['小计', null, null, null, 500],
            secondDonation(unit),
            [3, '个人捐款小计', null, null, 60.5],
            ['合计', null, null, null, 560.5],
          ]),
        ),
      expectBothAndNothingElse,
    ),
  );

  it(line('ends-at-leader'), withFooter('单位负责人：', null, '李四'));
  it(line('ends-at-reviewer'), withFooter('审核人：李四'));
  it(line('ends-at-filler'), withFooter(null, '填报人（签字）：', '王五'));
  it(line('ends-at-instructions'), withFooter('填表说明：1. 以元为单位。\n2. 谁捐赠、谁填报。'));
  it(line('ends-at-note'), withFooter('注：以元为单位。'));
  it(line('ends-at-title'), withFooter(WISHES));

  it(
    line('ends-at-sheet'),
    arrives(
      (unit) =>
        oneFile(
          donationsSheet(unit, [
            firstDonation(unit),
            secondDonation(unit),
            // Rows that only have a format: somebody drew the table 400 rows long.
            ...Array.from({ length: 400 }, () =>
              DONATION_HEADERS.map(() => ({ shown: null, format: '0.00' })),
            ),
          ]),
        ),
      expectBothAndNothingElse,
    ),
  );

  it(
    line('merged-text'),
    arrives(
      (unit) =>
        oneFile({
          ...donationsSheet(unit, [
            [1, donorOf(unit), '企业', SEVENTEENTH, 500, '上户村'],
            [2, null, null, EIGHTEENTH, 60.5, '下户村'],
            [3, null, null, EIGHTEENTH, 7, '和平村'],
          ]),
          merges: ['B4:B6', 'C4:C6'],
        }),
      (seen) => {
        const donor = donorOf(seen.unit);
        expect(seen.values('donations', 'donor')).toEqual([donor, donor, donor]);
        expect(seen.values('donations', 'donorKind')).toEqual(['企业', '企业', '企业']);
        expect(seen.totals('donations')).toMatchObject({ rows: 3, money: 567.5 });
        expect(seen.findings).toEqual([]);
      },
    ),
  );

  it(
    line('merged-number'),
    arrives(
      (unit) =>
        oneFile({
          ...donationsSheet(unit, [
            [1, donorOf(unit), '企业', SEVENTEENTH, 500, '上户村'],
            [2, donorOf(unit, '乙'), '企业', EIGHTEENTH, null, '下户村'],
            ['合计', null, null, null, 500],
          ]),
          merges: ['E4:E5'],
        }),
      (seen) => {
        expect(seen.totals('donations')).toMatchObject({ rows: 2, money: 500, total: 500 });
        expect(seen.findings).toEqual([]);
      },
    ),
  );

  it(
    line('merged-covered'),
    arrives(
      (unit) =>
        oneFile({
          rows: [
            [PAIRED],
            unitLine(unit),
            [
              '序号',
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
            [1, '上户村', 30, 5, 8, 2, 20, 1, 6, 3000, 0, 2],
            // 2 of 0 cadres would be an error (JD-01), 10 元 for 2 households a query (JD-08), blanks a hint.
            [2, '下户村', 20, 5, null, 2, 15, 1, 2, null, 10, 1],
          ],
          merges: ['E4:E5', 'J4:J5'],
        }),
      (seen) => {
        expect(seen.totals('paired-assistance')).toMatchObject({
          rows: 2,
          householdsPaired: 50,
          cadreVisits: 8,
          consolationMoney: 3000,
          consolationGoods: 10,
          consolationTotal: 3010,
        });
        expect(seen.findings).toEqual([]);
        expect(seen.status('paired-assistance')).toBe('accepted');
      },
    ),
  );

  eachLineHasOneTest();
});
