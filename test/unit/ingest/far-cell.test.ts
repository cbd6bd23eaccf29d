import { expect, it } from 'vitest';
import { GridBuilder } from '../../../src/workbook/grid.js';

it('knows the rows that hold nothing, so that a cell in the last corner costs no walk through all of them', () => {
  const builder = new GridBuilder();
  builder.set(1, 1, '序号');
  builder.set(1_048_576, 16_384, 1);
  const grid = builder.build({ sheetName: '表' });
  expect([1, 2, 1_048_575, 1_048_576].map((row) => grid.hasRow(row))).toEqual([true, false, false, true]);
});
