import { COLORS, NUMBER_FORMATS, STYLES } from '../../../../src/workbook/theme.js';
import type { SheetPlan, WorkbookPlan } from '../../../../src/workbook/workbook-plan.js';

/** A PNG of one pixel. */
export const PIXEL = new Uint8Array(
  Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
);

/** A sheet plan with only what a test is about. */
export function sheetPlan(part: Partial<SheetPlan> = {}): SheetPlan {
  return { name: '表', columnWidths: [], rows: [], ...part };
}

/** A workbook plan of these sheets. */
export function workbookPlan(...sheets: SheetPlan[]): WorkbookPlan {
  return { title: '测试', sheets: sheets.length === 0 ? [sheetPlan()] : sheets };
}

/** Uses everything that a plan can say, with hostile names and texts. */
export const FULL_PLAN: WorkbookPlan = {
  title: '捐赠 & <测试>',
  writtenAt: '2020-10-26T09:00:00+08:00',
  definedNames: [
    { name: '单位名单', formula: "'_名单'!$A$1:$A$2" },
    { name: 'bangfu_form', formula: '"捐赠"' },
  ],
  sheets: [
    {
      name: "首页 it's & <b>",
      columnWidths: [30, 9, undefined, 0, 300],
      tabColor: '0B5C9E',
      zoom: 90,
      showGridLines: false,
      freeze: { rows: 2, columns: 1 },
      print: {
        orientation: 'landscape',
        pagesTall: 0,
        repeatRows: { first: 1, last: 2 },
        area: { top: 1, left: 1, bottom: 30, right: 5 },
        footer: '&C第 &P 页 共 &N 页',
        header: '&R内部',
      },
      autoFilter: { top: 2, left: 1, bottom: 8, right: 5 },
      merges: [
        { top: 1, left: 1, bottom: 1, right: 5 },
        { top: 20, left: 1, bottom: 21, right: 2 },
      ],
      validations: [
        {
          range: { top: 3, left: 2, bottom: 8, right: 2 },
          type: 'list',
          formulas: ['"是,否"'],
          allowBlank: true,
          errorStyle: 'stop',
          errorTitle: '错',
          error: '请选\n"是" <或> & 否',
          promptTitle: '提示',
          prompt: '第一行\n第二行',
        },
        {
          range: { top: 10, left: 2, bottom: 1000, right: 2 },
          type: 'list',
          formulas: ['单位名单'],
          allowBlank: false,
          errorStyle: 'warning',
        },
        {
          range: { top: 10, left: 3, bottom: 1000, right: 3 },
          type: 'date',
          formulas: [44075, '2020-12-31'],
          allowBlank: true,
          errorStyle: 'stop',
        },
        {
          range: { top: 2, left: 3, bottom: 9, right: 3 },
          type: 'date',
          operator: 'lessThanOrEqual',
          formulas: ['TODAY()'],
          allowBlank: true,
          errorStyle: 'information',
        },
      ],
      conditionalFormats: [
        {
          range: { top: 3, left: 1, bottom: 30, right: 5 },
          formula: '$B3="否"',
          style: { fill: COLORS.error, font: { color: COLORS.errorInk, bold: true } },
        },
      ],
      images: [
        {
          image: 'chart',
          rowNumber: 23,
          columnNumber: 1,
          width: 480,
          height: 270,
          description: '图 <捐赠> "x"',
        },
        { image: 'chart', rowNumber: 23, columnNumber: 5, width: 48, height: 27 },
      ],
      rows: [
        { rowNumber: 1, height: 30, cells: [{ columnNumber: 1, value: '标题', style: STYLES.title }] },
        {
          rowNumber: 3,
          cells: [
            { columnNumber: 1, value: '=1+1', style: STYLES.cell },
            { columnNumber: 2, value: '否' },
            { columnNumber: 3, value: { kind: 'date', date: '2020-10-17' }, style: STYLES.centered },
            {
              columnNumber: 5,
              value: 1234567.891,
              style: { ...STYLES.number, numberFormat: NUMBER_FORMATS.amount },
            },
          ],
        },
        {
          rowNumber: 4,
          cells: [
            { columnNumber: 1, value: '_x0041_ _x0041_x0042_', style: STYLES.cell },
            { columnNumber: 2, value: true },
            {
              columnNumber: 3,
              value: { kind: 'formula', formula: 'IF(A3="=1+1","是<&>","x")', result: '是<&>' },
            },
            { columnNumber: 5, value: { kind: 'formula', formula: 'SUM(E3,1)', result: 1234568.891 } },
          ],
        },
        { rowNumber: 5, cells: [{ columnNumber: 1, value: 'c\u0001tl\u000b \ud800 😀\uffff\r\n  二行 ' }] },
        {
          rowNumber: 6,
          cells: [
            {
              columnNumber: 1,
              value: { kind: 'link', text: '跳', target: "#'_名单'!C5", tooltip: '去\n看' },
              style: STYLES.link,
            },
            {
              columnNumber: 2,
              value: { kind: 'link', text: '文件', target: '反馈 100%#1\\塔城 &a.xlsx' },
              style: STYLES.link,
            },
            {
              columnNumber: 3,
              value: {
                kind: 'link',
                text: 'E7',
                target: '反馈 100%#1\\塔城 &a.xlsx',
                location: "'甲''<乙'!E7",
              },
              style: STYLES.link,
            },
          ],
        },
        { rowNumber: 7, hidden: true, cells: [] },
        { rowNumber: 8, height: 600, cells: [] },
        { rowNumber: 20, cells: [{ columnNumber: 1, value: '合并', style: STYLES.total }] },
      ],
    },
    { name: '空', columnWidths: [], rows: [] },
    {
      name: '_名单',
      visibility: 'veryHidden',
      columnWidths: [],
      rows: [
        { rowNumber: 2, cells: [{ columnNumber: 1, value: '额敏县' }] },
        { rowNumber: 1, cells: [{ columnNumber: 1, value: '塔城市' }] },
      ],
    },
  ],
};
