import type { PlannedTable, TableColumn } from '../document-plan.js';
import { element, runXml, styledParagraph, twips } from './paragraph-xml.js';

/** Twips between a cell's line and its text. */
const CELL_MARGIN = 40;
/** Twips of a row, at least. */
const ROW_HEIGHT = 380;
/** Eighths of a point. */
const LINE_WIDTH = 4;
const SIDES = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];

/** A table of fixed widths: every program shows the same columns. */
export function tableXml({ columns, rows, hasTotal }: PlannedTable): string {
  const width = columns.reduce((sum, column) => sum + twips(column.width), 0);
  const borders = SIDES.map((side) =>
    element(side, { val: 'single', sz: LINE_WIDTH, space: 0, color: '000000' }),
  ).join('');
  const margins = ['left', 'right'].map((side) => element(side, { w: CELL_MARGIN, type: 'dxa' })).join('');
  return [
    '<w:tbl><w:tblPr>',
    element('tblW', { w: width, type: 'dxa' }),
    element('jc', { val: 'center' }),
    `<w:tblBorders>${borders}</w:tblBorders>`,
    element('tblLayout', { type: 'fixed' }),
    `<w:tblCellMar>${margins}</w:tblCellMar>`,
    '</w:tblPr><w:tblGrid>',
    ...columns.map((column) => element('gridCol', { w: twips(column.width) })),
    '</w:tblGrid>',
    rowXml(
      columns,
      columns.map(({ title }) => title),
      'header',
    ),
    ...rows.map((cells, index) =>
      rowXml(columns, cells, hasTotal && index === rows.length - 1 ? 'total' : 'row'),
    ),
    '</w:tbl>',
  ].join('');
}

function rowXml(
  columns: readonly TableColumn[],
  cells: readonly string[],
  kind: 'header' | 'row' | 'total',
): string {
  const repeated = kind === 'header' ? element('tblHeader', {}) : '';
  const style = kind === 'row' ? 'cell' : 'cellHeader';
  const cellXml = ({ width, align }: TableColumn, index: number) => {
    const own = kind === 'header' ? '' : element('jc', { val: align });
    return [
      `<w:tc><w:tcPr>${element('tcW', { w: twips(width), type: 'dxa' })}${element('vAlign', { val: 'center' })}</w:tcPr>`,
      styledParagraph(style, runXml({ text: cells[index] ?? '' }), own),
      '</w:tc>',
    ].join('');
  };
  return `<w:tr><w:trPr>${element('cantSplit', {})}${element('trHeight', { val: ROW_HEIGHT, hRule: 'atLeast' })}${repeated}</w:trPr>${columns.map(cellXml).join('')}</w:tr>`;
}
