import { strFromU8, strToU8 } from 'fflate';
import type { PlannedChart, SheetPlan, WorkbookPlan } from '../workbook-plan.js';
import { xmlAttributes } from '../xml-text.js';
import { formatChart } from './chart-part.js';

// Charts put into the package that exceljs made, which cannot write them: a chart part each, in the drawing of its
// sheet (ECMA-376 part 1, 12.3.8 and 14.2.1), which the sheet's pictures may have brought already.

const EMU_PER_PIXEL = 9_525;
const CHART_URI = 'http://schemas.openxmlformats.org/drawingml/2006/chart';
const RELATIONSHIP_TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const RELATIONSHIPS_URI = 'http://schemas.openxmlformats.org/package/2006/relationships';
const CONTENT_TYPES = {
  chart: 'application/vnd.openxmlformats-officedocument.drawingml.chart+xml',
  drawing: 'application/vnd.openxmlformats-officedocument.drawing+xml',
} as const;
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const EMPTY_DRAWING = `${DECLARATION}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"></xdr:wsDr>`;
const EMPTY_RELATIONSHIPS = `${DECLARATION}<Relationships xmlns="${RELATIONSHIPS_URI}"></Relationships>`;

/** Adds the charts of every sheet to the parts of a package. Parts are changed in place. */
export function addCharts(parts: Map<string, Uint8Array>, plan: WorkbookPlan): void {
  const text = (name: string): string | undefined => {
    const bytes = parts.get(name);
    return bytes === undefined ? undefined : strFromU8(bytes);
  };
  const set = (name: string, xml: string): void => void parts.set(name, strToU8(xml));
  // exceljs numbers drawings in the order of the sheets that have pictures; ours come after them.
  let pictureDrawings = 0;
  let drawings = plan.sheets.filter(hasPictures).length;
  let charts = 0;
  const overrides: string[] = [];
  plan.sheets.forEach((sheet, index) => {
    if (hasPictures(sheet)) pictureDrawings++;
    const planned = sheet.charts ?? [];
    if (planned.length === 0) return;
    const number = hasPictures(sheet) ? pictureDrawings : ++drawings;
    if (!hasPictures(sheet)) {
      attachDrawing({ text, set }, sheet, index + 1, number);
      overrides.push(formatOverride(`/xl/drawings/drawing${number}.xml`, CONTENT_TYPES.drawing));
    }
    const targets = planned.map((chart) => {
      const part = `charts/chart${++charts}.xml`;
      set(`xl/${part}`, formatChart(chart));
      overrides.push(formatOverride(`/xl/${part}`, CONTENT_TYPES.chart));
      return part;
    });
    const drawing = `xl/drawings/drawing${number}.xml`;
    const links = `xl/drawings/_rels/drawing${number}.xml.rels`;
    // Pictures have the ids from 2 on.
    const firstId = (sheet.images?.length ?? 0) + 2;
    const frames = planned.map((chart, position) => formatFrame(chart, position + 1, firstId + position));
    set(drawing, append(text(drawing) ?? EMPTY_DRAWING, '</xdr:wsDr>', frames.join('')));
    const relationships = targets.map((target, position) =>
      formatRelationship(chartId(position + 1), 'chart', `../${target}`),
    );
    set(links, append(text(links) ?? EMPTY_RELATIONSHIPS, '</Relationships>', relationships.join('')));
  });
  if (overrides.length === 0) return;
  const types = '[Content_Types].xml';
  set(types, append(text(types) ?? '', '</Types>', overrides.join('')));
}

function hasPictures(sheet: SheetPlan): boolean {
  return (sheet.images?.length ?? 0) > 0;
}

const chartId = (number: number): string => `rIdChart${number}`;
const DRAWING_ID = 'rIdDrawing';

interface Package {
  readonly text: (name: string) => string | undefined;
  readonly set: (name: string, xml: string) => void;
}

/** Gives a sheet without pictures its drawing: nothing of what we write follows it (18.3.1.99). */
function attachDrawing({ text, set }: Package, sheet: SheetPlan, sheetNumber: number, drawing: number): void {
  const part = `xl/worksheets/sheet${sheetNumber}.xml`;
  const links = `xl/worksheets/_rels/sheet${sheetNumber}.xml.rels`;
  const xml = text(part) ?? '';
  if (/<(drawing|legacyDrawing|tableParts|extLst)\b/.test(xml))
    throw new Error(`exceljs wrote an unexpected sheet part for "${sheet.name}"`);
  set(part, append(xml, '</worksheet>', `<drawing r:id="${DRAWING_ID}"/>`));
  const relationship = formatRelationship(DRAWING_ID, 'drawing', `../drawings/drawing${drawing}.xml`);
  set(links, append(text(links) ?? EMPTY_RELATIONSHIPS, '</Relationships>', relationship));
}

/** Puts something in at the end of an element that closes the part. */
function append(xml: string, closingTag: string, added: string): string {
  if (!xml.endsWith(closingTag)) throw new Error(`exceljs wrote a part that does not end in ${closingTag}`);
  return xml.slice(0, -closingTag.length) + added + closingTag;
}

function formatOverride(PartName: string, ContentType: string): string {
  return `<Override${xmlAttributes({ PartName, ContentType })}/>`;
}

function formatRelationship(Id: string, type: string, Target: string): string {
  return `<Relationship${xmlAttributes({ Id, Type: `${RELATIONSHIP_TYPES}/${type}`, Target })}/>`;
}

/** A chart at its place (20.5.2.16): it keeps its size when rows and columns change theirs. */
function formatFrame(chart: PlannedChart, number: number, id: number): string {
  const { rowNumber, columnNumber, offset = 0, width, height, description } = chart;
  const extent = xmlAttributes({ cx: width * EMU_PER_PIXEL, cy: height * EMU_PER_PIXEL });
  return [
    `<xdr:oneCellAnchor><xdr:from><xdr:col>${columnNumber - 1}</xdr:col><xdr:colOff>${offset * EMU_PER_PIXEL}</xdr:colOff>`,
    `<xdr:row>${rowNumber - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext${extent}/>`,
    `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr${xmlAttributes({ id, name: `图表 ${number}`, descr: description })}/>`,
    '<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>',
    `<a:graphic><a:graphicData uri="${CHART_URI}"><c:chart xmlns:c="${CHART_URI}" xmlns:r="${RELATIONSHIP_TYPES}" r:id="${chartId(number)}"/></a:graphicData></a:graphic>`,
    '</xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>',
  ].join('');
}
