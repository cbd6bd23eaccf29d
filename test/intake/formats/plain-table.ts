import type { Unit } from '../../../src/campaign/campaign.js';
import { DONATION_HEADERS, DONATIONS, donorOf } from '../typed-workbook.js';

// The table that every format of “Containers” is asked to carry: two donations of 500 and 60.50 元.

export interface PlainDate {
  /** ISO. */
  readonly date: string;
  /** Days since 30 December 1899, as in Excel's 1900 system. */
  readonly serial: number;
}

export type PlainValue = string | number | null | PlainDate;
export type PlainTable = readonly (readonly PlainValue[])[];

const SEVENTEENTH: PlainDate = { date: '2020-10-17', serial: 44121 };
const EIGHTEENTH: PlainDate = { date: '2020-10-18', serial: 44122 };

/** Title, 填报单位, header, rows 4 and 5, 合计, footer. Without a name the unit stands nowhere in the table. */
export function donationsTable(unit: Unit, name: string | null = unit.name): PlainTable {
  return [
    [DONATIONS],
    name === null ? ['统计时段：', '2020年10月'] : ['填报单位：', name],
    DONATION_HEADERS,
    [1, donorOf(unit, '甲'), '企业', SEVENTEENTH, 500, '上户村'],
    [2, donorOf(unit, '乙'), '个人', EIGHTEENTH, 60.5, '下户村'],
    ['合计', null, null, null, 560.5],
    ['填报人：', '张三'],
  ];
}

export function isPlainDate(value: PlainValue): value is PlainDate {
  return typeof value === 'object' && value !== null;
}

/** As a person would type it into a text file. */
export function plainText(value: PlainValue): string {
  if (value === null) return '';
  return isPlainDate(value) ? value.date : String(value);
}
