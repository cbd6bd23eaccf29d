import { MAX_COLUMNS, MAX_ROWS } from '../workbook/excel-limits.js';
import { wrappedLines } from '../workbook/theme.js';
import { CannotMark } from './cannot-mark.js';

// The boxes in which Excel shows comments: shapes of a VML drawing (ECMA-376 part 4, 19.4). Excel itself writes VML
// that is no XML, so it is taken as text here.

/** Where a comment stands, and what it says: its box is made large enough. */
export interface CommentBox {
  readonly rowNumber: number;
  readonly columnNumber: number;
  readonly words: string;
}

/** How large the cells are under which boxes lie, in pixels. */
export interface CellSizes {
  readonly columnWidth: (columnNumber: number) => number;
  readonly rowHeight: (rowNumber: number) => number;
}

const NAMESPACES = {
  v: 'urn:schemas-microsoft-com:vml',
  o: 'urn:schemas-microsoft-com:office:office',
  x: 'urn:schemas-microsoft-com:office:excel',
} as const;

/** Excel numbers shapes in blocks of this size; a drawing lists the blocks that are its own. */
const BLOCK = 1024;
const BOX_WIDTH = 300;
/** Characters of half width in a line of a box, at 9 points. */
const LINE_CHARACTERS = 46;
const LINE_HEIGHT = 17;
const LARGEST_HEIGHT = 420;
/** Columns and rows in which a box finds room. */
const EDGE = 30;

/** A drawing without shapes; `block` numbers its shapes apart from those of other sheets. */
export function emptyDrawing(block: number): string {
  const declared = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  return `<xml${declared.join('')}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="${block}"/></o:shapelayout></xml>`;
}

/** Takes the boxes of cells out of a drawing; others and the controls of forms stay. */
export function removeBoxes(
  vml: string,
  cells: readonly { readonly rowNumber: number; readonly columnNumber: number }[],
): string {
  const places = new Set(cells.map(({ rowNumber, columnNumber }) => `${rowNumber} ${columnNumber}`));
  return vml.replace(SHAPE, (shape) => (places.has(noteCell(shape) ?? '') ? '' : shape));
}

/** Puts a box for each comment into a drawing, unless the cell has one. */
export function addBoxes(
  vml: string,
  partName: string,
  boxes: readonly CommentBox[],
  sizes: CellSizes,
): string {
  const end = vml.lastIndexOf('</xml>');
  if (end < 0) throw new CannotMark('damaged-part', partName);
  const taken = new Set([...vml.matchAll(SHAPE)].map(([shape]) => noteCell(shape)));
  const missing = boxes.filter(({ rowNumber, columnNumber }) => !taken.has(`${rowNumber} ${columnNumber}`));
  if (missing.length === 0) return vml;
  const blocks = /<o:idmap\b[^>]*?\sdata\s*=\s*["']([\d,\s]*)["']/.exec(vml)?.[1] ?? '1';
  const ids = [...vml.matchAll(/_x0000_s(\d+)/g)].map(([, id]) => Number(id));
  const lowest = Math.min(...blocks.split(',').map((block) => Math.max(1, Number(block)))) * BLOCK;
  const firstId = Math.max(lowest, ...ids) + 1;
  const usesType = vml.includes('id="_x0000_t202"');
  const shapes = missing.map((box, index) => formatShape(box, firstId + index, sizes));
  const added = `${usesType ? '' : SHAPE_TYPE}${shapes.join('')}`;
  const named = Object.entries(NAMESPACES).every(([prefix, uri]) =>
    new RegExp(`<xml[^>]*?xmlns:${prefix}=["']${uri}["']`).test(vml.slice(0, 4096)),
  );
  // Where the drawing gives the usual prefixes other meanings or none, each of ours says what it means.
  const written = named ? added : added.replaceAll(/<v:shape(?:type)? /g, (tag) => tag + DECLARATIONS);
  return withBlocks(vml.slice(0, end) + written + vml.slice(end), firstId + missing.length - 1);
}

const DECLARATIONS = Object.entries(NAMESPACES)
  .map(([prefix, uri]) => `xmlns:${prefix}="${uri}" `)
  .join('');

const SHAPE = /<v:shape\s.*?<\/v:shape>/gs;

/** `row column`, from 1 on, of the cell whose comment a shape shows; null for other shapes. */
function noteCell(shape: string): string | null {
  if (!/ObjectType\s*=\s*["']Note["']/.test(shape)) return null;
  const row = /<x:Row>\s*(\d+)\s*<\/x:Row>/.exec(shape)?.[1];
  const column = /<x:Column>\s*(\d+)\s*<\/x:Column>/.exec(shape)?.[1];
  return row === undefined || column === undefined ? null : `${Number(row) + 1} ${Number(column) + 1}`;
}

/** The drawing with the blocks in which its shapes are numbered, up to this one. */
function withBlocks(vml: string, lastId: number): string {
  const last = Math.floor(lastId / BLOCK);
  return vml.replace(
    /(<o:idmap\b[^>]*?\sdata\s*=\s*["'])([\d,\s]*)(["'])/,
    (_, start: string, data: string, quote: string) => {
      const blocks = data.split(',').map(Number);
      const highest = Math.max(...blocks);
      const more = Array.from({ length: Math.max(0, last - highest) }, (_, index) => highest + 1 + index);
      return `${start}${[data, ...more].join(',')}${quote}`;
    },
  );
}

const SHAPE_TYPE =
  '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>';

function formatShape(box: CommentBox, id: number, sizes: CellSizes): string {
  const height = Math.min(LARGEST_HEIGHT, 14 + LINE_HEIGHT * wrappedLines(box.words, LINE_CHARACTERS));
  // At the edge of the sheet there is no room beside the cell.
  const firstColumn = Math.min(box.columnNumber + 1, MAX_COLUMNS - EDGE);
  const left = place(firstColumn, 12, sizes.columnWidth, MAX_COLUMNS);
  const right = place(firstColumn, 12 + BOX_WIDTH, sizes.columnWidth, MAX_COLUMNS);
  const firstRow = Math.min(Math.max(1, box.rowNumber - 1), MAX_ROWS - EDGE);
  const top = place(firstRow, 4, sizes.rowHeight, MAX_ROWS);
  const bottom = place(firstRow, 4 + height, sizes.rowHeight, MAX_ROWS);
  const anchor = [left, top, right, bottom].map(({ index, offset }) => `${index}, ${offset}`).join(', ');
  return [
    `<v:shape id="_x0000_s${id}" type="#_x0000_t202" style="position:absolute;width:${BOX_WIDTH * 0.75}pt;height:${height * 0.75}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`,
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>',
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>',
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>',
    `<x:Anchor>${anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>`,
    `<x:Row>${box.rowNumber - 1}</x:Row><x:Column>${box.columnNumber - 1}</x:Column></x:ClientData></v:shape>`,
  ].join('');
}

/** The column or row, from 0 on, that lies this many pixels behind the start of another, and the pixels into it. */
function place(
  start: number,
  distance: number,
  sizeOf: (number: number) => number,
  most: number,
): { readonly index: number; readonly offset: number } {
  let number = start;
  let rest = distance;
  while (number < most && rest >= sizeOf(number)) {
    rest -= sizeOf(number);
    number++;
  }
  const index = Math.min(number, most) - 1;
  return { index, offset: Math.max(0, Math.min(Math.round(rest), Math.round(sizeOf(index + 1)) - 1)) };
}
