import { describe, expect, it } from 'vitest';
import { markWorkbook } from '../../../src/app/mark-workbook.js';
import { writeZip } from '../../../src/container/write-zip.js';
import { readWorkbook } from '../../../src/workbook/read/read-workbook.js';
import { writeWorkbook } from '../../../src/workbook/write/write-workbook.js';

const PLAN = {
  title: '退回修改清单',
  introduction: [],
  lines: [],
  cells: [{ sheet: '表', cell: 'A1', level: 'error', comment: '请改' }],
} as const;

describe('a marked workbook', () => {
  it('has our sheet before the others, the same bytes each time', async () => {
    const cells = [{ columnNumber: 1, value: '约30户' }];
    const original = await writeWorkbook({
      title: 't',
      sheets: [{ name: '表', columnWidths: [], rows: [{ rowNumber: 1, cells }] }],
    });
    const first = markWorkbook(original, PLAN);
    if (first.kind === 'cannot-mark') throw new Error(JSON.stringify(first.reason));
    const read = readWorkbook(first.bytes);
    expect(read.kind === 'workbook' && read.workbook.sheets.map(({ sheetName }) => sheetName)).toEqual([
      '退回修改清单',
      '表',
    ]);
    expect(read.kind === 'workbook' && read.workbook.sheets[1]!.valueAt(1, 1)).toBe('约30户');
    expect(markWorkbook(original, PLAN)).toEqual(first);
  });

  it('is refused with a reason where there is no package or no workbook in it', () => {
    expect(markWorkbook(new Uint8Array([1, 2, 3]), PLAN)).toEqual({
      kind: 'cannot-mark',
      reason: { code: 'not-a-zip' },
    });
    expect(markWorkbook(writeZip([{ name: 'a', bytes: new Uint8Array() }]), PLAN)).toEqual({
      kind: 'cannot-mark',
      reason: { code: 'missing-part', part: '[Content_Types].xml' },
    });
  });
});
