import { describe, expect, it } from 'vitest';
import { readDelimitedText } from '../../../../../src/workbook/read/csv/read-delimited-text.js';
import { DEFAULT_READ_LIMITS } from '../../../../../src/workbook/read/limits.js';
import { datesOf, rowsOf } from '../grid-rows.js';
import { refusalOf } from '../package.js';

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));
const gridOf = (text: string) => readDelimitedText(bytesOf(text), DEFAULT_READ_LIMITS).sheets[0]!;
const rows = (text: string) => rowsOf(gridOf(text));

describe('fields', () => {
  it('quotes, doubled quotes, delimiters and line breaks inside quotes (RFC 4180)', () => {
    expect(rows('a,"b ""c""","d,e"\r\n"f\r\ng",,"h\ri"\r\n')).toEqual([
      ['a', 'b "c"', 'd,e'],
      ['f\ng', null, 'h\ni'],
    ]);
  });

  it('quotes inside a field that begins with none, and text behind a closing quote', () => {
    expect(rows('12"寸,a"b"c\n"x"y,1')).toEqual([
      ['12"寸', 'a"b"c'],
      ['xy', 1],
    ]);
  });

  it.each([
    ['\r\n', 'Windows'],
    ['\n', 'Unix'],
    ['\r', 'old Mac'],
  ])('line ends %j of %s', (end) => {
    expect(rows(['a,b', '1,2', '', '3,4'].join(end))).toEqual([
      ['a', 'b'],
      [1, 2],
      [null, null],
      [3, 4],
    ]);
  });

  it('rows of different lengths, no line end at the end, Ctrl-Z', () => {
    expect(rows('标题\na,b,c\n1\n,,3\x1a')).toEqual([
      ['标题', null, null],
      ['a', 'b', 'c'],
      [1, null, null],
      [null, null, 3],
    ]);
  });

  it('blank lines and trailing delimiters make no rows and columns', () => {
    const grid = gridOf('a,b,,,\n,,,,\n\n');
    expect([grid.lastRowNumber, grid.lastColumnNumber]).toEqual([1, 2]);
  });

  it('one visible sheet without merges, values typed, dates flagged', () => {
    const grid = gridOf('编号,日期,金额,"电话"\n007,2020-10-17,"1,234.50","13800001234"\n');
    expect([grid.sheetName, grid.visibility, grid.merges]).toEqual(['Sheet1', 'visible', []]);
    expect(rowsOf(grid)[1]).toEqual(['007', 44_121, 1234.5, 13_800_001_234]);
    expect(datesOf(grid)).toEqual(['B2']);
  });
});

describe('delimiter', () => {
  it.each([
    ['tabs, with commas in numbers and text', '甲\t乙\n1,234\ta, b\n2,345\tc, d\n', [1234, 'a, b']],
    ['semicolons, with decimal commas', 'a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n', ['1,5', '2,5', '3,5']],
    ['commas, with semicolons in text', 'a,b,c\nx;y,1,2\nz;w,3,4\n', ['x;y', 1, 2]],
    [
      'commas, with a comma-less title',
      '捐赠款物统计表\n序号,"单位;名称",金额\n1,甲,5\n',
      ['序号', '单位;名称', '金额'],
    ],
    ['commas inside quotes do not count', '"a,b,c";1\n"d,e,f";2\n', ['d,e,f', 2]],
    ['said by the file', 'sep=;\na,b;c\n1,5;2\n', ['1,5', 2]],
    ['said by the file, quoted, as a bar', '"sep=|"\r\na|b\r\n1|2\r\n', [1, 2]],
  ])('%s', (_, text, second) => {
    expect(rows(text)[1]).toEqual(second);
  });

  it('a title ID does not make it SYLK', () => {
    expect(rows('ID;P\n1;2\n')).toEqual([
      ['ID', 'P'],
      [1, 2],
    ]);
  });
});

describe('refusals', () => {
  it.each([
    ['prose', '尊敬的领导：\n　　现将有关情况汇报如下。\n此致', 'not-a-spreadsheet'],
    ['one column', '单位\n甲\n乙\n', 'not-a-spreadsheet'],
    ['blank lines only', '\r\n\r\n', 'not-a-spreadsheet'],
    ['delimiters inside quotes only', '"a,b"\n"c,d"\n', 'not-a-spreadsheet'],
    ['a quote that is never closed', 'a,b\n1,"2\n3,4\n', 'unclosed-quote 第 2 行'],
  ])('%s', (_, text, reason) => {
    expect(refusalOf(bytesOf(text))).toBe(reason);
  });

  it('an unknown encoding', () => {
    expect(refusalOf(new Uint8Array(Buffer.from('Pr\xe9fecture,\xe9\n', 'latin1')))).toBe('unknown-encoding');
  });

  it.each([
    ['limit-rows 3', 'a,b\n\n\nc,d\n', { rows: 3 }],
    ['limit-cells 3', 'a,b\nc,d\n', { cells: 3 }],
    ['limit-columns 16384', `a,b\n${','.repeat(16_384)}x\n`, {}],
    ['limit-shared-strings 32767', `a,b\n${'x'.repeat(32_768)},1\n`, {}],
    ['limit-shared-strings 32767', `a,b\n"${'""'.repeat(32_768)}",1\n`, {}],
  ])('%s', (reason, text, changes) => {
    expect(refusalOf(bytesOf(text), { ...DEFAULT_READ_LIMITS, ...changes })).toBe(reason);
  });

  it('not for blank fields beyond the limits', () => {
    expect(rows(`a,b${','.repeat(20_000)}\n`)).toEqual([['a', 'b']]);
  });
});
