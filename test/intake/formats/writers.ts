import { compoundFile } from './compound-file.js';
import type { XlsxDialect } from './xlsx.js';

// What known writers put around and between the cells, copied down from files of theirs.

const MICROSOFT = 'http://schemas.microsoft.com/office';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const COMPATIBILITY = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';

/** The title merged over the table, the 合计 row a formula. */
const MERGED_TITLE = '<mergeCells count="1"><mergeCell ref="A1:F1"/></mergeCells>';
const TOTAL = { E6: '<c r="E6"><f>SUM(E4:E5)</f><v>560.5</v></c>' };

export const EXCEL: XlsxDialect = {
  sheetAttributes: `${COMPATIBILITY} mc:Ignorable="x14ac xr xr2 xr3" xmlns:x14ac="${MICROSOFT}/spreadsheetml/2009/9/ac" xmlns:xr="${MICROSOFT}/spreadsheetml/2014/revision" xmlns:xr2="${MICROSOFT}/spreadsheetml/2015/revision2" xmlns:xr3="${MICROSOFT}/spreadsheetml/2016/revision3" xr:uid="{00000000-0001-0000-0000-000000000000}"`,
  rowAttributes: 'spans="1:6" x14ac:dyDescent="0.2"',
  beforeRows:
    '<sheetPr codeName="Sheet1"/><dimension ref="A1:F7"/><sheetViews><sheetView tabSelected="1" workbookViewId="0"><selection activeCell="E4" sqref="E4"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="14.25" x14ac:dyDescent="0.2"/><cols><col min="2" max="2" width="20.625" customWidth="1"/></cols>',
  afterRows: `${MERGED_TITLE}<phoneticPr fontId="1" type="noConversion"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="portrait"/>`,
  cells: TOTAL,
  inWorkbook: '<calcPr calcId="191029"/>',
  moreRelationships: `<Relationship Id="rId4" Type="${OFFICE}/theme" Target="theme/theme1.xml"/><Relationship Id="rId5" Type="${OFFICE}/calcChain" Target="calcChain.xml"/>`,
  moreTypes: `<Override PartName="/xl/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/><Override PartName="/xl/calcChain.xml" ContentType="${SPREADSHEET}.calcChain+xml"/>`,
  moreParts: {
    'xl/theme/theme1.xml':
      '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office 主题"/>',
    'xl/calcChain.xml':
      '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="E6" i="1"/></calcChain>',
    'docProps/app.xml':
      '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>',
  },
};

/** WPS keeps pictures in cells as a formula of its own with a cached text. */
export const WPS: XlsxDialect = {
  sheetAttributes: `xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:x14="${MICROSOFT}/spreadsheetml/2009/9/main" ${COMPATIBILITY} xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"`,
  rowAttributes: 'spans="1:6"',
  beforeRows:
    '<sheetPr/><dimension ref="A1:F7"/><sheetViews><sheetView tabSelected="1" zoomScale="115" zoomScaleNormal="115" workbookViewId="0"><selection activeCell="A1" sqref="A1:F1"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="9" defaultRowHeight="14.4" outlineLevelCol="5"/>',
  afterRows: `${MERGED_TITLE}<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/><headerFooter/>`,
  cells: {
    ...TOTAL,
    B6: '<c r="B6" t="str"><f>_xlfn.DISPIMG("ID_0A1B",1)</f><v>=DISPIMG("ID_0A1B",1)</v></c>',
  },
  moreRelationships: `<Relationship Id="rId4" Type="http://www.wps.cn/officeDocument/2020/cellImage" Target="cellimages.xml"/>`,
  moreParts: {
    'xl/cellimages.xml': '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>',
    'docProps/custom.xml':
      '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer"><vt:lpwstr>2052-11.1.0.10132</vt:lpwstr></property></Properties>',
  },
};

/** Both kinds of macros, each of which would make the file `mark` when the workbook is opened. */
export function withMacros(mark: string): XlsxDialect {
  const source = `Attribute VB_Name = "ThisWorkbook"\r\nPrivate Sub Workbook_Open()\r\n  Shell "touch ${mark}"\r\nEnd Sub\r\n`;
  return {
    ...EXCEL,
    workbookType: 'application/vnd.ms-excel.sheet.macroEnabled.main+xml',
    moreSheets: '<sheet name="Macro1" sheetId="2" state="hidden" r:id="rId9"/>',
    inWorkbook:
      '<definedNames><definedName name="_xlnm.Auto_Open" hidden="1">Macro1!$A$1</definedName></definedNames>',
    moreRelationships: `${EXCEL.moreRelationships}<Relationship Id="rId8" Type="${MICROSOFT}/2006/relationships/vbaProject" Target="vbaProject.bin"/><Relationship Id="rId9" Type="${MICROSOFT}/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/>`,
    moreParts: {
      ...EXCEL.moreParts,
      'xl/vbaProject.bin': compoundFile({ ThisWorkbook: Buffer.from(source), dir: Buffer.alloc(600, 1) }),
      'xl/macrosheets/sheet1.xml': `<xm:macrosheet xmlns:xm="${MICROSOFT}/excel/2006/main" xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><f>EXEC("touch ${mark}")</f><v>0</v></c></row><row r="2"><c r="A2"><f>HALT()</f></c></row></sheetData></xm:macrosheet>`,
    },
  };
}
