import { formatMoment } from '../../campaign/beijing-time.js';
import type { Moment } from '../../campaign/campaign.js';
import { STYLES } from '../../workbook/theme.js';
import type { CellStyle, WorkbookPlan } from '../../workbook/workbook-plan.js';
import { formatCount } from '../format-figures.js';
import { type ListSheet, numberColumn, planListSheet } from '../lists/list-sheet.js';
import { NUMBER_LOOKS } from '../summary/formats.js';

/** One file of an archive. */
export interface CatalogueEntry {
  /** Below the archive's folder, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
  /** What it is, in plain words. */
  readonly about: string;
}

const DIGEST: CellStyle = { ...STYLES.cell, font: { ...STYLES.cell.font, name: 'Consolas', size: 8 } };

/** Plans 目录.xlsx of an archive. `problems`: what was not as it should be when it was made. */
export function planCatalogue(
  campaignName: string,
  archivedAt: Moment,
  entries: readonly CatalogueEntry[],
  problems: readonly string[],
): WorkbookPlan {
  const bytes = entries.reduce((sum, { size }) => sum + size, 0);
  const list: ListSheet<CatalogueEntry> = {
    name: '目录',
    title: `${campaignName}归档目录`,
    subtitle: [
      `归档时间：${formatMoment(archivedAt)}（北京时间）　　共 ${entries.length} 个文件，${formatCount(bytes)} 字节`,
      ...problems.map((problem) => `请留意：${problem}`),
    ].join('\n'),
    columns: [
      numberColumn(),
      { title: '文件', width: [20, 60], value: ({ path }) => path },
      { title: '内容', width: [16, 40], value: ({ about }) => about },
      { title: '大小（字节）', width: [13, 16], value: ({ size }) => size, style: NUMBER_LOOKS.integer },
      { title: 'SHA-256', width: [34, 34], value: ({ sha256 }) => sha256, style: DIGEST },
    ],
    rows: entries,
    whenEmpty: '没有文件',
    frozenColumns: 0,
  };
  return { title: list.title, sheets: [planListSheet(list)], activeSheetIndex: 0, writtenAt: archivedAt };
}
