import ExcelJS from 'exceljs';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { writeZip } from '../../container/write-zip.js';
import { formatRange } from '../reference.js';
import type { PlannedRow, PrintSetup, SheetPlan, WorkbookPlan } from '../workbook-plan.js';
import { cleanForXml } from '../xml-text.js';
import { differentialStyle, StyleList } from './cell-style.js';
import { addCharts } from './chart-package.js';
import { checkPlan } from './check-plan.js';
import { arrangeRows, formatDimension, formatMerges, formatSheetData, SharedStrings } from './sheet-data.js';
import { formatHyperlinks, patchDrawing, patchRelationships, patchSheet } from './sheet-parts.js';
import { patchWorkbook } from './workbook-part.js';

const FIXED_TIME = '2020-01-01T00:00:00Z';
const A4 = 9;
/** Excel shows no wider column ("Excel specifications and limits"). */
const MAX_COLUMN_WIDTH = 255;

/**
 * Writes a plan as an xlsx file (ECMA-376, transitional). The same plan and images give the same bytes. Throws when
 * the plan breaks a limit of Excel or names an image that was not handed over: both are mistakes of the planner.
 */
export async function writeWorkbook(
  plan: WorkbookPlan,
  images: ReadonlyMap<string, Uint8Array> = new Map(),
): Promise<Uint8Array> {
  checkPlan(plan);
  const arranged = plan.sheets.map(arrangeRows);
  const styles = new StyleList();
  for (const rows of arranged) for (const row of rows) for (const cell of row.cells) styles.add(cell);
  const workbook = buildWorkbook(plan, styles, images);
  // Stored, not deflated: the package is taken apart again at once.
  const stored = await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } });
  const entries = Object.entries(unzipSync(new Uint8Array(stored)));
  // exceljs writes entries for folders too, which are no parts of a package (ECMA-376 part 2).
  const parts = new Map(entries.filter(([name]) => !name.endsWith('/')));
  patchParts(parts, plan, arranged, styles);
  return writeZip(inFixedOrder(parts));
}

/** Content types first, as readers that sniff expect it; the rest by name. */
function inFixedOrder(parts: ReadonlyMap<string, Uint8Array>): { name: string; bytes: Uint8Array }[] {
  const rank = (name: string): string => (name === '[Content_Types].xml' ? '' : name);
  return [...parts]
    .map(([name, bytes]) => ({ name, bytes }))
    .sort((a, b) => (rank(a.name) < rank(b.name) ? -1 : 1));
}

function patchParts(
  parts: Map<string, Uint8Array>,
  plan: WorkbookPlan,
  arranged: readonly (readonly PlannedRow[])[],
  styles: StyleList,
): void {
  const text = (name: string): string => {
    const bytes = parts.get(name);
    if (bytes === undefined) throw new Error(`exceljs wrote no ${name}`);
    return strFromU8(bytes);
  };
  const set = (name: string, xml: string): void => void parts.set(name, strToU8(xml));
  const formats = readPalette(text('xl/worksheets/sheet1.xml'));
  const strings = new SharedStrings();
  let drawings = 0;
  plan.sheets.forEach((sheet, index) => {
    const rows = arranged[index] ?? [];
    const part = `sheet${index + 1}.xml`;
    const { xml: hyperlinks, targets } = formatHyperlinks(sheet);
    const content = {
      dimension: formatDimension(rows),
      sheetData: formatSheetData(rows, strings, (cell) => formats.get(styles.add(cell)) ?? 0),
      merges: formatMerges(sheet),
      hyperlinks,
    };
    set(`xl/worksheets/${part}`, patchSheet(text(`xl/worksheets/${part}`), sheet, content));
    const relationships = `xl/worksheets/_rels/${part}.rels`;
    const patched = patchRelationships(parts.has(relationships) ? text(relationships) : undefined, targets);
    if (patched !== undefined) set(relationships, patched);
    if (sheet.images?.length) {
      const drawing = `xl/drawings/drawing${++drawings}.xml`;
      set(drawing, patchDrawing(text(drawing), sheet));
    }
  });
  addCharts(parts, plan);
  set('xl/workbook.xml', patchWorkbook(text('xl/workbook.xml'), plan));
  set('xl/sharedStrings.xml', strings.format());
}

/**
 * Lays every style once into column A of a sheet whose cells we replace later: exceljs makes the style sheet, and
 * `readPalette` tells which index each style got. The text makes exceljs declare a shared strings part.
 */
function paintPalette(worksheet: ExcelJS.Worksheet, styles: StyleList): void {
  styles.styles.forEach((style, number) => {
    worksheet.getCell(number + 1, 1).style = style;
  });
  worksheet.getCell(1, 2).value = 'palette';
}

/** From the number of a style to its index in the style sheet; a style without entry is the default, 0. */
function readPalette(xml: string): Map<number, number> {
  const cells = xml.matchAll(/<c r="A(\d+)" s="(\d+)"/g);
  return new Map([...cells].map((cell) => [Number(cell[1]) - 1, Number(cell[2])]));
}

function buildWorkbook(
  plan: WorkbookPlan,
  styles: StyleList,
  images: ReadonlyMap<string, Uint8Array>,
): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook();
  const time = new Date(plan.writtenAt ?? FIXED_TIME);
  workbook.creator = 'bangfu';
  workbook.lastModifiedBy = 'bangfu';
  workbook.created = time;
  workbook.modified = time;
  workbook.title = cleanForXml(plan.title);
  // Only then: a workbook that recalculates when opened asks to be saved when closed.
  workbook.calcProperties.fullCalcOnLoad = plan.sheets.some(hasUncalculated);
  const activeTab =
    plan.activeSheetIndex ?? plan.sheets.findIndex((sheet) => (sheet.visibility ?? 'visible') === 'visible');
  workbook.views = [
    { x: 0, y: 0, width: 24_000, height: 14_000, firstSheet: 0, activeTab, visibility: 'visible' },
  ];
  plan.sheets.forEach((sheet, index) => {
    const worksheet = workbook.addWorksheet(sheet.name, { state: sheet.visibility ?? 'visible' });
    setView(worksheet, sheet, index === activeTab);
    setColumns(worksheet, sheet);
    if (index === 0) paintPalette(worksheet, styles);
    addConditionalFormats(worksheet, sheet);
    addImages(workbook, worksheet, sheet, images);
    setPrint(worksheet, sheet.print);
    // Its promise is of the password's hash, and there is none.
    if (sheet.isProtected === true)
      void worksheet.protect('', { formatColumns: true, formatRows: true, formatCells: true });
  });
  return workbook;
}

function hasUncalculated(sheet: SheetPlan): boolean {
  return sheet.rows.some((row) =>
    row.cells.some(
      ({ value }) => typeof value === 'object' && value?.kind === 'formula' && value.result === null,
    ),
  );
}

/** `tabSelected` is missing from the types; without it Excel selects no tab, and grouping tabs goes wrong. */
type View = ExcelJS.WorksheetView & { tabSelected?: boolean };

function setView(worksheet: ExcelJS.Worksheet, sheet: SheetPlan, isActive: boolean): void {
  const { rows = 0, columns = 0 } = sheet.freeze ?? {};
  const common = {
    showGridLines: sheet.showGridLines ?? true,
    ...(sheet.zoom === undefined ? {} : { zoomScale: sheet.zoom, zoomScaleNormal: sheet.zoom }),
    ...(isActive ? { tabSelected: true } : {}),
  };
  const view =
    rows > 0 || columns > 0
      ? { state: 'frozen', xSplit: columns, ySplit: rows, ...common }
      : { state: 'normal', ...common };
  worksheet.views = [view as View];
  worksheet.properties.dyDescent = 0.25;
  if (sheet.tabColor !== undefined) worksheet.properties.tabColor = { argb: `FF${sheet.tabColor}` };
}

function setColumns(worksheet: ExcelJS.Worksheet, sheet: SheetPlan): void {
  sheet.columnWidths.forEach((width, index) => {
    if (width === undefined) return;
    const column = worksheet.getColumn(index + 1);
    if (width === 0) column.hidden = true;
    // exceljs takes 9 for "no width" and drops it.
    else column.width = Math.min(width === 9 ? 9.01 : width, MAX_COLUMN_WIDTH);
  });
}

function addConditionalFormats(worksheet: ExcelJS.Worksheet, sheet: SheetPlan): void {
  (sheet.conditionalFormats ?? []).forEach(({ range, formula, style }, index) => {
    worksheet.addConditionalFormatting({
      ref: formatRange(range),
      rules: [
        {
          type: 'expression',
          priority: index + 1,
          formulae: [cleanForXml(formula)],
          style: differentialStyle(style),
        },
      ],
    });
  });
}

function addImages(
  workbook: ExcelJS.Workbook,
  worksheet: ExcelJS.Worksheet,
  sheet: SheetPlan,
  images: ReadonlyMap<string, Uint8Array>,
): void {
  for (const { image, rowNumber, columnNumber, width, height } of sheet.images ?? []) {
    const bytes = images.get(image);
    if (bytes === undefined)
      throw new Error(`workbook plan: sheet "${sheet.name}": no image "${image}" was handed over`);
    // One medium a placement: exceljs mixes up relationships when a sheet shows the same medium twice.
    const medium = { buffer: bytes as unknown as ExcelJS.Buffer, extension: 'png' } as const;
    worksheet.addImage(workbook.addImage(medium), {
      tl: { col: columnNumber - 1, row: rowNumber - 1 },
      ext: { width, height },
      editAs: 'oneCell',
    });
  }
}

const MARGINS = { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 };

/** One page wide on A4. Print area and repeated rows are defined names; the workbook part gets them. */
function setPrint(worksheet: ExcelJS.Worksheet, print: PrintSetup | undefined): void {
  worksheet.pageSetup.paperSize = A4;
  if (print === undefined) return;
  Object.assign(worksheet.pageSetup, {
    orientation: print.orientation,
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: print.pagesTall,
    margins: print.margins ?? MARGINS,
    horizontalCentered: true,
  } satisfies Partial<ExcelJS.PageSetup>);
  if (print.header !== undefined) worksheet.headerFooter.oddHeader = cleanForXml(print.header);
  for (const rowNumber of print.breaksAfter ?? []) worksheet.getRow(rowNumber).addPageBreak();
  if (print.footer !== undefined) worksheet.headerFooter.oddFooter = cleanForXml(print.footer);
}
