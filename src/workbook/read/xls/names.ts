import { Buffer } from 'node:buffer';
import { type DefinedName, formatSheetRange } from '../defined-names.js';
import { decodeCodePage } from '../text/code-page.js';
import type { BiffCursor } from './records.js';
import type { BiffEncoding } from './text.js';

/** Sheets of this workbook to which a reference points, by their place in it; -1: not a sheet of it. */
export interface SheetLink {
  readonly first: number;
  readonly last: number;
}

const BUILT_IN = 0x20;

/** Names that BIFF keeps as a number ([MS-XLS] 2.4.150); xlsx writes them out. */
const BUILT_IN_NAMES: Readonly<Record<number, string>> = {
  0: 'Consolidate_Area',
  1: 'Auto_Open',
  2: 'Auto_Close',
  3: 'Extract',
  4: 'Database',
  5: 'Criteria',
  6: 'Print_Area',
  7: 'Print_Titles',
  8: 'Recorder',
  9: 'Data_Form',
  10: 'Auto_Activate',
  11: 'Auto_Deactivate',
  12: 'Sheet_Title',
  13: '_FilterDatabase',
};

/**
 * The current Lbl record ([MS-XLS] 2.4.150) as a name; null when its formula is anything but one reference to cells of
 * this workbook: no other name says anything of a form. `externSheets` are those of BIFF8's ExternSheet record.
 */
export function readDefinedName(
  cursor: BiffCursor,
  encoding: BiffEncoding,
  sheetNames: readonly string[],
  externSheets: readonly SheetLink[],
): DefinedName | null {
  const flags = cursor.u16(0);
  const length = cursor.u8(3);
  const formulaLength = cursor.u16(4);
  const localSheet = cursor.u16(8);
  const bytes = cursor.continued(14);
  const text = encoding.isBiff8
    ? bytes.characters(length, bytes.u8())
    : decodeCodePage(bytes.bytes(length), encoding.codePage);
  const formula = readReference(
    Buffer.from(bytes.bytes(formulaLength)),
    encoding.isBiff8,
    sheetNames,
    externSheets,
  );
  if (formula === null) return null;
  const isBuiltIn = (flags & BUILT_IN) !== 0;
  const builtIn = isBuiltIn ? BUILT_IN_NAMES[text.charCodeAt(0)] : undefined;
  return {
    name: builtIn === undefined ? text : `_xlnm.${builtIn}`,
    localSheet: localSheet === 0 ? null : (sheetNames[localSheet - 1] ?? null),
    formula,
  };
}

const REFERENCE = 0x1a;
const AREA = 0x1b;
/** The lower five bits tell tokens apart; the two above say only what kind of value is wanted. */
const TOKEN_BITS = 0x1f;

/** PtgRef3d and PtgArea3d ([MS-XLS] 2.5.198). */
function readReference(
  formula: Buffer,
  isBiff8: boolean,
  sheetNames: readonly string[],
  externSheets: readonly SheetLink[],
): string | null {
  const token = (formula[0] ?? 0) & TOKEN_BITS;
  if ((formula[0] ?? 0) < 0x20 || (token !== REFERENCE && token !== AREA)) return null;
  const isArea = token === AREA;
  const cells = isBiff8 ? 3 : 15;
  const columnSize = isBiff8 ? 2 : 1;
  const pairs = isArea ? 2 : 1;
  if (formula.length !== cells + pairs * (2 + columnSize)) return null;
  const link = isBiff8 ? externSheets[formula.readUInt16LE(1)] : readBiff5Link(formula);
  const sheetName = link !== undefined && link.first === link.last ? sheetNames[link.first] : undefined;
  if (sheetName === undefined) return null;
  const row = (index: number) => (formula.readUInt16LE(cells + 2 * index) & (isBiff8 ? 0xffff : 0x3fff)) + 1;
  const column = (index: number) => (formula[cells + 2 * pairs + columnSize * index]! & 0xff) + 1;
  const last = pairs - 1;
  return formatSheetRange(sheetName, {
    top: Math.min(row(0), row(last)),
    left: Math.min(column(0), column(last)),
    bottom: Math.max(row(0), row(last)),
    right: Math.max(column(0), column(last)),
  });
}

/** Before BIFF8 the token itself names the sheets; a negative number before them says that they are this workbook's. */
function readBiff5Link(formula: Buffer): SheetLink | undefined {
  if (formula.readInt16LE(1) >= 0) return undefined;
  return { first: formula.readInt16LE(11), last: formula.readInt16LE(13) };
}

/** The sheets of BIFF8's ExternSheet record ([MS-XLS] 2.4.105). `ownBook` is the SupBook that means this workbook. */
export function readExternSheets(cursor: BiffCursor, ownBook: number): readonly SheetLink[] {
  const bytes = cursor.continued(0);
  const links: SheetLink[] = [];
  for (let left = bytes.u16(); left > 0 && !bytes.isDone; left--) {
    const isOwn = bytes.u16() === ownBook;
    const first = bytes.u16();
    const last = bytes.u16();
    links.push(isOwn ? { first, last } : { first: -1, last: -1 });
  }
  return links;
}
