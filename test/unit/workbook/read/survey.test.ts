import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { surveyWorkbook } from '../../../../src/workbook/read/survey-workbook.js';
import { formulaText } from '../../../../src/workbook/read/xls/formula-text.js';
import { shiftFormula } from '../../../../src/workbook/read/xlsx/shift-formula.js';
import { packageOf, SHEET, STYLES, styles, worksheet } from './package.js';

function surveyOf(bytes: Uint8Array) {
  const result = surveyWorkbook(bytes);
  if (result.kind !== 'survey') throw new Error(JSON.stringify(result));
  return result.survey.sheets[0]!;
}

describe('the survey of an xlsx', () => {
  it('knows formulas, also those that cells share', () => {
    const sheet = surveyOf(
      packageOf({
        [SHEET]: worksheet(
          '<row r="2"><c r="C2"><f t="shared" ref="C2:D3" si="0">A2+$B$1</f><v>1</v></c><c r="D2"><f t="shared" si="0"/></c></row>' +
            '<row r="3"><c r="C3"><f t="shared" si="0"/><v>2</v></c><c r="D3"><f>SUM(A3:B3)</f></c></row>',
        ),
      }),
    );
    expect([
      sheet.formulaAt(2, 3),
      sheet.formulaAt(2, 4),
      sheet.formulaAt(3, 3),
      sheet.formulaAt(3, 4),
    ]).toEqual(['A2+$B$1', 'B2+$B$1', 'A3+$B$1', 'SUM(A3:B3)']);
    expect(sheet.formulaAt(9, 9)).toBeNull();
  });

  it('knows the number formats of blank cells and of columns', () => {
    const sheet = surveyOf(
      packageOf({
        [STYLES]: styles('0.00', 14, 49),
        [SHEET]: worksheet(
          '<row r="1"><c r="A1" s="1"/><c r="B1" s="2"/></row>',
          '',
          '<cols><col min="3" max="4" style="3" width="9"/></cols>',
        ),
      }),
    );
    expect([1, 2, 3, 4, 5].map((column) => sheet.formatAt(1, column))).toEqual([
      '0.00',
      'yyyy-mm-dd',
      '@',
      '@',
      'General',
    ]);
  });

  it('knows data validations, those of extensions too', () => {
    const sheet = surveyOf(
      packageOf({
        [SHEET]: worksheet(
          '<row r="1"><c r="A1"><v>1</v></c></row>',
          '<dataValidations count="1"><dataValidation type="whole" operator="lessThan" prompt="请填整数" sqref="A1:A9 C1"><formula1>B1</formula1></dataValidation></dataValidations>' +
            '<extLst><ext><x14:dataValidations><x14:dataValidation type="list"><x14:formula1><xm:f>单!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>D1:D9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>',
        ),
      }),
    );
    expect(sheet.validations).toEqual([
      {
        ranges: [
          { top: 1, left: 1, bottom: 9, right: 1 },
          { top: 1, left: 3, bottom: 1, right: 3 },
        ],
        type: 'whole',
        operator: 'lessThan',
        formulas: ['B1'],
        prompt: '请填整数',
      },
      {
        ranges: [{ top: 1, left: 4, bottom: 9, right: 4 }],
        type: 'list',
        operator: 'between',
        formulas: ['单!$A$1:$A$3'],
        prompt: null,
      },
    ]);
  });
});

describe('formulas that move', () => {
  it.each([
    ['A1+$A1+A$1+$A$1', 'B3+$A3+B$1+$A$1'],
    ['SUM(A1:B2)&"A1"', 'SUM(B3:C4)&"A1"'],
    ["'A1'!A1+名称+LOG10(A1)", "'A1'!B3+名称+LOG10(B3)"],
  ])('%s', (formula, expected) => {
    expect(shiftFormula(formula, 2, 1)).toBe(expected);
  });

  it('beyond the edge are errors', () => {
    expect(shiftFormula('A1', -1, 0)).toBe('#REF!');
  });
});

describe('parsed formulas of xls ([MS-XLS] 2.5.198)', () => {
  const names = {
    sheetNames: ['表'],
    sheetOfLink: (index: number) => (index === 0 ? '单位 名单' : null),
    nameAt: (index: number) => (index === 1 ? '选项' : null),
  };
  const text = (...bytes: number[]) =>
    formulaText(Buffer.from(bytes), { rowIndex: 4, columnIndex: 2 }, names);

  it.each<[string, number[]]>([
    // PtgRef B3 (both relative), PtgRef $C$3, PtgAdd.
    ['B3+$C$3', [0x24, 2, 0, 1, 0xc0, 0x24, 2, 0, 2, 0, 0x03]],
    // PtgArea B3:D3, PtgAttrSum.
    ['SUM(B3:D3)', [0x25, 2, 0, 2, 0, 1, 0xc0, 3, 0xc0, 0x19, 0x10, 0, 0]],
    // Two arguments, PtgFuncVar 2 × SUM.
    ['SUM(B3,D3)', [0x24, 2, 0, 1, 0xc0, 0x24, 2, 0, 3, 0xc0, 0x22, 2, 4, 0]],
    // PtgRefN: one column to the left in the row of the cell C5.
    ['B5', [0x2c, 0, 0, 0xff, 0xc0]],
    // 1 and 2, parted by NUL as in the list of a validation.
    ['"1,2"', [0x17, 3, 0, 0x31, 0, 0x32]],
    // PtgRef3d and PtgName.
    ["'单位 名单'!$A$1", [0x3a, 0, 0, 0, 0, 0, 0]],
    ['选项', [0x23, 1, 0, 0, 0]],
    // PtgInt, PtgPercent, PtgUminus, PtgParen.
    ['(-5%)', [0x1e, 5, 0, 0x14, 0x13, 0x15]],
  ])('%s', (expected, bytes) => {
    expect(text(...bytes)).toBe(expected);
  });

  it('that are cut off, not known or of another workbook are null', () => {
    expect(text(0x24, 2)).toBeNull();
    expect(text(0x20, 0, 0, 0, 0, 0, 0, 0)).toBeNull();
    expect(text(0x3a, 7, 0, 0, 0, 0, 0)).toBeNull();
    expect(text(0x03)).toBeNull();
    expect(text()).toBeNull();
    expect(text(0x17, 9, 1, 0x31)).toBeNull();
  });
});
