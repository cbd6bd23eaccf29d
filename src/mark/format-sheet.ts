import { cutText, MAX_CELL_TEXT } from '../workbook/excel-limits.js';
import { formatRange, formatReference } from '../workbook/reference.js';
import type { CellStyle, PlannedCell, PlannedRow, SheetPlan } from '../workbook/workbook-plan.js';
import { encodeXstring, xmlAttributes, xmlContent } from '../workbook/xml-text.js';
import { XML_DECLARATION } from './xml/part-text.js';

/** Margins in inches, as the project prints everywhere. */
const MARGINS = { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 };
const A4 = 9;

/**
 * A worksheet part of texts, numbers and links inside the workbook: what our own sheet holds. Its texts stand in the
 * cells, so that the shared strings of the workbook need no change.
 */
export function formatSheet(
  sheet: SheetPlan,
  namespace: string,
  formatOf: (style: CellStyle) => number,
): string {
  const { print, freeze } = sheet;
  const links = sheet.rows.flatMap((row) => row.cells.map((cell) => formatLink(row.rowNumber, cell)));
  const merges = (sheet.merges ?? []).map((merge) => `<mergeCell ref="${formatRange(merge)}"/>`);
  const columns = sheet.columnWidths.map(
    (width, index) =>
      `<col${xmlAttributes({ min: index + 1, max: index + 1, width: width ?? 9, customWidth: 1 })}/>`,
  );
  const topLeft = formatReference((freeze?.rows ?? 0) + 1, 1);
  const bottomRight = formatReference(
    Math.max(1, ...sheet.rows.map(({ rowNumber }) => rowNumber)),
    sheet.columnWidths.length,
  );
  const pane =
    freeze === undefined
      ? ''
      : `<pane ySplit="${freeze.rows}" topLeftCell="${topLeft}" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="${topLeft}" sqref="${topLeft}"/>`;
  return [
    XML_DECLARATION,
    `<worksheet xmlns="${namespace}">`,
    `<sheetPr>${sheet.tabColor === undefined ? '' : `<tabColor rgb="FF${sheet.tabColor}"/>`}<pageSetUpPr fitToPage="1"/></sheetPr>`,
    `<dimension ref="A1:${bottomRight}"/>`,
    `<sheetViews><sheetView${xmlAttributes({ showGridLines: sheet.showGridLines === false ? 0 : undefined, tabSelected: 1, workbookViewId: 0 })}>${pane}</sheetView></sheetViews>`,
    '<sheetFormatPr defaultRowHeight="15"/>',
    `<cols>${columns.join('')}</cols>`,
    `<sheetData>${sheet.rows.map((row) => formatRow(row, formatOf)).join('')}</sheetData>`,
    merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${merges.join('')}</mergeCells>`,
    links.join('') === '' ? '' : `<hyperlinks>${links.join('')}</hyperlinks>`,
    print === undefined
      ? ''
      : `<printOptions horizontalCentered="1"/><pageMargins${xmlAttributes(MARGINS)}/><pageSetup${xmlAttributes({ paperSize: A4, orientation: print.orientation, fitToHeight: print.pagesTall })}/><headerFooter><oddFooter>${xmlContent(print.footer ?? '')}</oddFooter></headerFooter>`,
    '</worksheet>',
  ].join('');
}

function formatRow({ rowNumber, height, cells }: PlannedRow, formatOf: (style: CellStyle) => number): string {
  const xml = cells.map((cell) => formatCell(rowNumber, cell, formatOf)).join('');
  return `<row${xmlAttributes({ r: rowNumber, ht: height, customHeight: height === undefined ? undefined : 1 })}>${xml}</row>`;
}

function formatCell(
  rowNumber: number,
  { columnNumber, value, style }: PlannedCell,
  formatOf: (style: CellStyle) => number,
): string {
  const start = `<c${xmlAttributes({ r: formatReference(rowNumber, columnNumber), s: style === undefined ? undefined : formatOf(style) })}`;
  if (typeof value === 'number') return `${start}><v>${value}</v></c>`;
  const text = typeof value === 'object' && value?.kind === 'link' ? value.text : value;
  if (typeof text !== 'string' || text === '') return `${start}/>`;
  const written = xmlContent(encodeXstring(cutText(text, MAX_CELL_TEXT)));
  return `${start} t="inlineStr"><is><t xml:space="preserve">${written}</t></is></c>`;
}

function formatLink(rowNumber: number, { columnNumber, value }: PlannedCell): string {
  if (typeof value !== 'object' || value?.kind !== 'link') return '';
  return `<hyperlink${xmlAttributes({
    ref: formatReference(rowNumber, columnNumber),
    location: encodeXstring(value.target.slice(1)),
    tooltip: value.tooltip,
    display: encodeXstring(value.text),
  })}/>`;
}
