import type { Buffer } from 'node:buffer';
import type { CellRange } from '../../reference.js';
import {
  type SheetDetails,
  SheetDetailsBuilder,
  type SurveyedValidation,
  VALIDATION_OPERATORS,
} from '../../survey.js';
import type { ReadLimits } from '../limits.js';
import { decodeCodePage } from '../text/code-page.js';
import { type FormulaCell, type FormulaNames, formulaText } from './formula-text.js';
import { type Globals, readGlobals, recordAt, unlessDamaged, workbookStream } from './read-xls.js';
import { BiffCursor, type ContinuedBytes, RECORD } from './records.js';

const BIFF8 = 0x0600;

/** Formulas, number formats and data validations of each sheet of a BIFF8 workbook, by its name. */
export function surveyXls(bytes: Uint8Array, limits: ReadLimits): ReadonlyMap<string, SheetDetails> {
  const stream = workbookStream(bytes);
  const cursor = new BiffCursor(stream, 0);
  const details = new Map<string, SheetDetails>();
  if (!cursor.next() || cursor.u16(0) !== BIFF8) return details;
  const globals = readGlobals(cursor, true, limits);
  const names = formulaNames(stream, globals);
  for (const { position, isWorksheet, name } of globals.sheets) {
    if (!isWorksheet) continue;
    const sheet = unlessDamaged(() => surveySheet(new BiffCursor(stream, position), globals, names));
    if (sheet !== null) details.set(name, sheet);
  }
  return details;
}

function formulaNames(stream: Buffer, globals: Globals): FormulaNames {
  const sheetNames = globals.sheets.map((sheet) => sheet.name);
  return {
    sheetNames,
    sheetOfLink: (index) => {
      const link = globals.externSheets[index];
      return link !== undefined && link.first === link.last ? (sheetNames[link.first] ?? null) : null;
    },
    nameAt: (index) => {
      const position = globals.namePositions[index - 1];
      return position === undefined ? null : unlessDamaged(() => readName(stream, position, globals));
    },
  };
}

/** The name itself of an Lbl record ([MS-XLS] 2.4.150). */
function readName(stream: Buffer, position: number, { encoding }: Globals): string {
  const cursor = recordAt(stream, position);
  const length = cursor.u8(3);
  const bytes = cursor.continued(14);
  return encoding.isBiff8
    ? bytes.characters(length, bytes.u8())
    : decodeCodePage(bytes.bytes(length), encoding.codePage);
}

/** A formula that a range of cells shares ([MS-XLS] 2.4.260), behind the first of them. */
interface SharedFormula extends CellRange {
  readonly tokens: Uint8Array;
}

function surveySheet(cursor: BiffCursor, globals: Globals, names: FormulaNames): SheetDetails {
  const builder = new SheetDetailsBuilder();
  const shared: SharedFormula[] = [];
  const repeated: FormulaCell[] = [];
  const setFormat = (columnIndex: number, style: number) => {
    const code = globals.formatCodes[style];
    if (code !== undefined) builder.setFormat(cursor.u16(0) + 1, columnIndex + 1, code);
  };
  cursor.next();
  for (let depth = 1; depth > 0 && cursor.next(); ) {
    if (cursor.type === RECORD.beginOfFile) depth++;
    else if (cursor.type === RECORD.eof) depth--;
    if (depth !== 1) continue;
    switch (cursor.type) {
      case RECORD.formula: {
        setFormat(cursor.u16(2), cursor.u16(4));
        const cell = { rowIndex: cursor.u16(0), columnIndex: cursor.u16(2) };
        const tokens = cursor.continued(22).bytes(cursor.u16(20));
        if (tokens[0] === SHARED) repeated.push(cell);
        else setFormula(builder, tokens, cell, names);
        break;
      }
      case RECORD.sharedFormula:
        shared.push({
          top: cursor.u16(0),
          bottom: cursor.u16(2),
          left: cursor.u8(4),
          right: cursor.u8(5),
          tokens: cursor.continued(10).bytes(cursor.u16(8)),
        });
        break;
      case RECORD.blank:
      case RECORD.number:
      case RECORD.rk:
      case RECORD.label:
      case RECORD.sharedLabel:
      case RECORD.booleanOrError:
        setFormat(cursor.u16(2), cursor.u16(4));
        break;
      case RECORD.multipleBlank:
        for (let i = 0; i < Math.floor((cursor.length - 6) / 2); i++)
          setFormat(cursor.u16(2) + i, cursor.u16(4 + 2 * i));
        break;
      case RECORD.multipleRk:
        for (let i = 0; i < Math.floor((cursor.length - 6) / 6); i++)
          setFormat(cursor.u16(2) + i, cursor.u16(4 + 6 * i));
        break;
      case RECORD.columnInfo: {
        const code = globals.formatCodes[cursor.u16(6)];
        if (code !== undefined) builder.setColumnFormat(cursor.u16(0) + 1, cursor.u16(2) + 1, code);
        break;
      }
      case RECORD.dataValidation: {
        const validation = unlessDamaged(() => readValidation(cursor, names));
        if (validation !== null) builder.addValidation(validation);
        break;
      }
    }
  }
  for (const cell of repeated) {
    const formula = shared.find(
      ({ top, left, bottom, right }) =>
        cell.rowIndex >= top &&
        cell.rowIndex <= bottom &&
        cell.columnIndex >= left &&
        cell.columnIndex <= right,
    );
    if (formula !== undefined) setFormula(builder, formula.tokens, cell, names);
  }
  return builder.build();
}

/** PtgExp: the formula stands in a record of its own. */
const SHARED = 0x01;

function setFormula(
  builder: SheetDetailsBuilder,
  tokens: Uint8Array,
  cell: FormulaCell,
  names: FormulaNames,
): void {
  const text = formulaText(tokens, cell, names);
  if (text !== null) builder.setFormula(cell.rowIndex + 1, cell.columnIndex + 1, text);
}

const TYPES: readonly SurveyedValidation['type'][] = [
  'any',
  'whole',
  'decimal',
  'list',
  'date',
  'time',
  'textLength',
  'custom',
];

/** A Dv record ([MS-XLS] 2.4.89). */
function readValidation(cursor: BiffCursor, names: FormulaNames): SurveyedValidation {
  const flags = cursor.u32(0);
  const bytes = cursor.continued(4);
  readLongText(bytes);
  readLongText(bytes);
  const prompt = readLongText(bytes).replace(/^\0$/, '');
  readLongText(bytes);
  const parsed = [readTokens(bytes), readTokens(bytes)];
  const ranges: CellRange[] = [];
  for (let left = bytes.u16(); left > 0; left--) {
    const [top, bottom] = [bytes.u16() + 1, bytes.u16() + 1];
    const [first, last] = [bytes.u16() + 1, bytes.u16() + 1];
    ranges.push({ top, left: first, bottom, right: last });
  }
  const cell = { rowIndex: (ranges[0]?.top ?? 1) - 1, columnIndex: (ranges[0]?.left ?? 1) - 1 };
  return {
    ranges,
    type: TYPES[flags & 0xf] ?? 'any',
    operator: VALIDATION_OPERATORS[(flags >>> 20) & 0xf] ?? 'between',
    formulas: parsed.flatMap((tokens) =>
      tokens.length === 0 ? [] : [formulaText(tokens, cell, names) ?? ''],
    ),
    prompt: prompt === '' ? null : prompt,
  };
}

function readLongText(bytes: ContinuedBytes): string {
  const length = bytes.u16();
  return bytes.characters(length, bytes.u8());
}

function readTokens(bytes: ContinuedBytes): Uint8Array {
  const length = bytes.u16();
  bytes.skip(2);
  return bytes.bytes(length);
}
