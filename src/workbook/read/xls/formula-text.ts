import { Buffer } from 'node:buffer';
import { formatColumn, quoteSheetName } from '../../reference.js';

/** What the formulas of one workbook refer to. */
export interface FormulaNames {
  readonly sheetNames: readonly string[];
  /** The sheet of this workbook that a reference to another sheet means; null: none, or several. */
  readonly sheetOfLink: (index: number) => string | null;
  /** Defined names in the order in which formulas count them, from 1. */
  readonly nameAt: (index: number) => string | null;
}

/** The cell for which a formula is read; references of shared formulas and of validations are relative to it. */
export interface FormulaCell {
  readonly rowIndex: number;
  readonly columnIndex: number;
}

/** Functions by number ([MS-XLS] 2.5.198.17): name, and how many arguments where that is fixed. */
const FUNCTIONS: Readonly<Record<number, readonly [string, number?]>> = {
  0: ['COUNT'],
  1: ['IF'],
  2: ['ISNA', 1],
  3: ['ISERROR', 1],
  4: ['SUM'],
  5: ['AVERAGE'],
  6: ['MIN'],
  7: ['MAX'],
  24: ['ABS', 1],
  25: ['INT', 1],
  27: ['ROUND', 2],
  34: ['TRUE', 0],
  35: ['FALSE', 0],
  36: ['AND'],
  37: ['OR'],
  38: ['NOT', 1],
  129: ['ISBLANK', 1],
  131: ['N', 1],
  148: ['INDIRECT'],
  169: ['COUNTA'],
  212: ['ROUNDUP', 2],
  213: ['ROUNDDOWN', 2],
  228: ['SUMPRODUCT'],
  344: ['SUBTOTAL'],
  345: ['SUMIF'],
  346: ['COUNTIF', 2],
};

/** Operators between two operands by token ([MS-XLS] 2.5.198.25). */
const OPERATORS: Readonly<Record<number, string>> = {
  3: '+',
  4: '-',
  5: '*',
  6: '/',
  7: '^',
  8: '&',
  9: '<',
  10: '<=',
  11: '=',
  12: '>=',
  13: '>',
  14: '<>',
};

const SUM_ATTRIBUTE = 0x10;
const CHOOSE_ATTRIBUTE = 0x04;

/** Tokens that are deeper than honest formulas. */
const MOST_TOKENS = 2000;

/**
 * The text (without `=`) of a parsed formula of BIFF8 ([MS-XLS] 2.5.198), as far as forms use any: references, sums,
 * arithmetic, comparison, a few functions. Null for all else.
 */
export function formulaText(tokens: Uint8Array, cell: FormulaCell, names: FormulaNames): string | null {
  try {
    return new TokenReader(Buffer.from(tokens), cell, names).read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

class TokenReader {
  private readonly bytes: Buffer;
  private readonly cell: FormulaCell;
  private readonly names: FormulaNames;
  private readonly stack: string[] = [];
  private at = 0;

  constructor(bytes: Buffer, cell: FormulaCell, names: FormulaNames) {
    this.bytes = bytes;
    this.cell = cell;
    this.names = names;
  }

  read(): string | null {
    for (let count = 0; this.at < this.bytes.length; count++) {
      if (count > MOST_TOKENS || !this.readToken()) return null;
    }
    return this.stack.length === 1 ? this.stack[0]! : null;
  }

  /** False for a token that is not known. Reading past the end throws a RangeError. */
  private readToken(): boolean {
    const { stack } = this;
    const byte = this.u8();
    // The two bits above say what kind of value is wanted.
    const token = byte < 0x20 ? byte : (byte & 0x1f) | 0x20;
    const operator = OPERATORS[token];
    if (operator !== undefined) {
      const right = stack.pop();
      const left = stack.pop();
      return right !== undefined && left !== undefined && this.push(`${left}${operator}${right}`);
    }
    switch (token) {
      case 0x12:
        return stack.length > 0;
      case 0x13:
        return this.replace((text) => `-${text}`);
      case 0x14:
        return this.replace((text) => `${text}%`);
      case 0x15:
        return this.replace((text) => `(${text})`);
      case 0x16:
        return this.push('');
      case 0x17:
        return this.push(this.readText());
      case 0x19:
        return this.readAttribute();
      case 0x1d:
        return this.push(this.u8() === 0 ? 'FALSE' : 'TRUE');
      case 0x1e:
        return this.push(String(this.u16()));
      case 0x1f: {
        const number = this.bytes.readDoubleLE(this.at);
        this.at += 8;
        return this.push(String(number));
      }
      case 0x21: {
        const [name, count] = FUNCTIONS[this.u16()] ?? [];
        return name !== undefined && count !== undefined && this.call(name, count);
      }
      case 0x22: {
        const count = this.u8() & 0x7f;
        const [name] = FUNCTIONS[this.u16() & 0x7fff] ?? [];
        return name !== undefined && this.call(name, count);
      }
      case 0x23: {
        const name = this.names.nameAt(this.u16());
        this.at += 2;
        return name !== null && this.push(name);
      }
      case 0x24:
      case 0x2c:
        return this.push(this.readCell(token === 0x2c));
      case 0x25:
      case 0x2d:
        return this.push(this.readArea(token === 0x2d));
      case 0x3a:
      case 0x3b: {
        const sheetName = this.names.sheetOfLink(this.u16());
        const text = token === 0x3a ? this.readCell(false) : this.readArea(false);
        return sheetName !== null && this.push(`${quoteSheetName(sheetName)}!${text}`);
      }
      default:
        return false;
    }
  }

  private push(text: string): boolean {
    return this.stack.push(text) > 0 && text.length < 10_000;
  }

  private replace(change: (text: string) => string): boolean {
    const text = this.stack.pop();
    return text !== undefined && this.push(change(text));
  }

  private call(name: string, count: number): boolean {
    if (this.stack.length < count) return false;
    const args = this.stack.splice(this.stack.length - count, count);
    return this.push(`${name}(${args.join(',')})`);
  }

  private readAttribute(): boolean {
    const kind = this.u8();
    const size = this.u16();
    if ((kind & CHOOSE_ATTRIBUTE) !== 0) this.at += 2 * (size + 1);
    return (kind & SUM_ATTRIBUTE) === 0 || this.call('SUM', 1);
  }

  /** Entries of a list in a validation are parted by NUL. */
  private readText(): string {
    const length = this.u8();
    const isWide = (this.u8() & 1) !== 0;
    const end = this.at + (isWide ? 2 : 1) * length;
    if (end > this.bytes.length) throw new RangeError('text');
    const text = this.bytes.toString(isWide ? 'utf16le' : 'latin1', this.at, end);
    this.at = end;
    return `"${text.replaceAll('"', '""').replaceAll('\0', ',')}"`;
  }

  private readCell(isRelative: boolean): string {
    const row = this.u16();
    return this.formatCell(row, this.u16(), isRelative);
  }

  private readArea(isRelative: boolean): string {
    const [top, bottom, left, right] = [this.u16(), this.u16(), this.u16(), this.u16()];
    return `${this.formatCell(top, left, isRelative)}:${this.formatCell(bottom, right, isRelative)}`;
  }

  /** The column's upper bits say which of both moves along; in shared formulas that one is an offset. */
  private formatCell(row: number, column: number, isRelative: boolean): string {
    const rowMoves = (column & 0x8000) !== 0;
    const columnMoves = (column & 0x4000) !== 0;
    const rowIndex = isRelative && rowMoves ? (this.cell.rowIndex + row) & 0xffff : row;
    const columnIndex =
      isRelative && columnMoves ? (this.cell.columnIndex + (column & 0xff)) & 0xff : column & 0xff;
    return `${columnMoves ? '' : '$'}${formatColumn(columnIndex + 1)}${rowMoves ? '' : '$'}${rowIndex + 1}`;
  }

  private u8(): number {
    const value = this.bytes.readUInt8(this.at);
    this.at += 1;
    return value;
  }

  private u16(): number {
    const value = this.bytes.readUInt16LE(this.at);
    this.at += 2;
    return value;
  }
}
