import { STYLES } from '../../workbook/theme.js';
import { cell, LOOKS } from './formats.js';
import { isVeryWide, type PlannedBlock } from './table.js';

const SIGNERS = ['制表人', '审核人', '负责人'] as const;
const TO_SIGN = '＿＿＿＿＿＿＿';
/** Room for a pen. */
const SIGNATURE_POINTS = 26;
const WIDE_POINTS = 44;

/** The line that is signed on paper. */
export function planSignatures(rowNumber: number, widths: readonly number[]): PlannedBlock {
  const text = [...SIGNERS.map((signer) => `${signer}：${TO_SIGN}`), '＿＿＿＿年＿＿月＿＿日'].join('　　');
  return {
    rows: [
      {
        rowNumber,
        height: isVeryWide(widths) ? WIDE_POINTS : SIGNATURE_POINTS,
        cells: [cell(1, text, isVeryWide(widths) ? LOOKS.wideLabel : STYLES.label)],
      },
    ],
    merges: [{ top: rowNumber, left: 1, bottom: rowNumber, right: widths.length }],
  };
}
