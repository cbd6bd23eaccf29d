import ExcelJS from 'exceljs';
import type { Unit } from '../../src/campaign/campaign.js';

// Workbooks as people type them who never saw a template, written by exceljs.

/** What stands in a cell; with `format`, the number format in which it is shown. */
export type Typed = ExcelJS.CellValue | { readonly shown: ExcelJS.CellValue; readonly format: string };

export interface TypedSheet {
  readonly name?: string;
  readonly rows: readonly (readonly Typed[])[];
  readonly merges?: readonly string[];
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly string[];
  /** The range of an AutoFilter. */
  readonly filter?: string;
}

/** Writes sheets by exceljs; `date1904`: in the date system of old Macintosh Excel. */
export async function xlsxOf(
  sheets: readonly TypedSheet[],
  options: { readonly date1904?: boolean } = {},
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.properties.date1904 = options.date1904 ?? false;
  for (const [index, sheet] of sheets.entries()) {
    const worksheet = workbook.addWorksheet(sheet.name ?? `Sheet${index + 1}`);
    sheet.rows.forEach((row, rowIndex) => {
      row.forEach((typed, columnIndex) => {
        if (typed === null || typed === undefined) return;
        const cell = worksheet.getCell(rowIndex + 1, columnIndex + 1);
        const isShown = typeof typed === 'object' && 'shown' in typed;
        cell.value = isShown ? typed.shown : typed;
        if (isShown) cell.numFmt = typed.format;
      });
    });
    for (const range of sheet.merges ?? []) worksheet.mergeCells(range);
    for (const rowNumber of sheet.hiddenRows ?? []) worksheet.getRow(rowNumber).hidden = true;
    for (const column of sheet.hiddenColumns ?? []) worksheet.getColumn(column).hidden = true;
    if (sheet.filter !== undefined) worksheet.autoFilter = sheet.filter;
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** An Excel date, shown as one. */
export function excelDate(year: number, month: number, day: number): Typed {
  return { shown: new Date(Date.UTC(year, month - 1, day)), format: 'yyyy-mm-dd' };
}

export const SEVENTEENTH = excelDate(2020, 10, 17);
export const EIGHTEENTH = excelDate(2020, 10, 18);

export const DONATIONS = '捐赠款物统计表';
export const WISHES = '微心愿对接表';
export const PAIRED = '结对帮扶活动月统计表';

/** The columns A–F of a plain table of donations. */
export const DONATION_HEADERS = [
  '序号',
  '捐赠单位（个人）',
  '捐赠方类型',
  '捐赠日期',
  '捐款金额（元）',
  '受赠单位（村、户）',
];

/** 填报单位 in A, the unit's name in B. */
export function unitLine(unit: Unit): readonly Typed[] {
  return ['填报单位：', unit.name];
}

/** A donor whom no other unit names, so that nobody looks like a copy of somebody else. */
export function donorOf(unit: Unit, letter = '甲'): string {
  return `${unit.code}${letter}公司`;
}

/** A row of DONATION_HEADERS without any mistake: 500 元 on 17 October. */
export function firstDonation(unit: Unit): readonly Typed[] {
  return [1, donorOf(unit), '企业', SEVENTEENTH, 500, '上户村'];
}

/** Another: 60.50 元 on the day after. */
export function secondDonation(unit: Unit): readonly Typed[] {
  return [2, donorOf(unit, '乙'), '个人', EIGHTEENTH, 60.5, '下户村'];
}

/** Title, 填报单位, one header row; rows begin in row 4. */
export function donationsSheet(unit: Unit, rows: readonly (readonly Typed[])[]): TypedSheet {
  return { rows: [[DONATIONS], unitLine(unit), DONATION_HEADERS, ...rows] };
}

/** A workbook with one sheet, under a name that says nothing. */
export async function oneFile(sheet: TypedSheet): Promise<Record<string, Uint8Array>> {
  return { '报表.xlsx': await xlsxOf([sheet]) };
}
