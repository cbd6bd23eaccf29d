import { describe, expect, it } from 'vitest';
import type { PlannedValidation, PlannedValue, SheetPlan } from '../../../../src/workbook/workbook-plan.js';
import { checkPlan } from '../../../../src/workbook/write/check-plan.js';
import { FULL_PLAN, sheetPlan, workbookPlan } from './sample-plan.js';

const check = (part: Partial<SheetPlan>) => () => checkPlan(workbookPlan(sheetPlan(part)));
const checkB3 = (value: PlannedValue) =>
  check({ rows: [{ rowNumber: 3, cells: [{ columnNumber: 2, value }] }] });
const A1 = { top: 1, left: 1, bottom: 1, right: 1 };
const list = (part: Partial<PlannedValidation>) =>
  check({
    validations: [
      { range: A1, type: 'list', formulas: ['"a"'], allowBlank: true, errorStyle: 'stop', ...part },
    ],
  });

it('accepts a plan that uses everything', () => {
  expect(() => checkPlan(FULL_PLAN)).not.toThrow();
});

describe.each<[string, () => void, () => void, RegExp]>([
  [
    'sheet name',
    check({ name: 'x'.repeat(31) }),
    check({ name: 'x'.repeat(32) }),
    /name: 32 characters, at most 31/,
  ],
  [
    'row',
    check({ rows: [{ rowNumber: 1_048_576, cells: [] }] }),
    check({ rows: [{ rowNumber: 1_048_577, cells: [] }] }),
    /row 1048577/,
  ],
  [
    'list',
    list({ formulas: [`"${'x'.repeat(255)}"`] }),
    list({ formulas: [`"${'x'.repeat(256)}"`] }),
    /validation at A1: 256/,
  ],
  [
    'prompt title',
    list({ promptTitle: 'x'.repeat(32) }),
    list({ promptTitle: 'x'.repeat(33) }),
    /validation at A1: 33/,
  ],
  ['prompt', list({ prompt: 'x'.repeat(255) }), list({ prompt: 'x'.repeat(256) }), /validation at A1: 256/],
  [
    'formula',
    checkB3({ kind: 'formula', formula: 'x'.repeat(8_192), result: null }),
    checkB3({ kind: 'formula', formula: 'x'.repeat(8_193), result: null }),
    /B3: 8193/,
  ],
])('the limit of a %s', (_name, atLimit, beyond, message) => {
  it('is accepted', () => expect(atLimit).not.toThrow());
  it('is refused one further, with its place', () => expect(beyond).toThrow(message));
});

it.each<[string, () => void, RegExp]>([
  ['no number', checkB3(Number.NaN), /B3: NaN/],
  ['a formula with its "="', checkB3({ kind: 'formula', formula: '=1', result: 1 }), /B3: .*without its "="/],
  ['a sheet name with a colon', check({ name: 'a:b' }), /name: empty, or with characters/],
  [
    'a cell planned twice',
    check({ rows: [{ rowNumber: 1, cells: [1, 1].map((columnNumber) => ({ columnNumber, value: 1 })) }] }),
    /A1: planned twice/,
  ],
  [
    'a row planned twice',
    check({ rows: [1, 1].map((rowNumber) => ({ rowNumber, cells: [] })) }),
    /row 1: planned twice/,
  ],
  [
    'merges that overlap',
    check({
      merges: [
        { top: 1, left: 1, bottom: 2, right: 2 },
        { top: 2, left: 2, bottom: 3, right: 3 },
      ],
    }),
    /B2:C3: overlaps/,
  ],
  [
    'a value under a merge',
    check({
      merges: [{ top: 1, left: 1, bottom: 1, right: 2 }],
      rows: [{ rowNumber: 1, cells: [{ columnNumber: 2, value: 1 }] }],
    }),
    /B1: a value hidden under a merge/,
  ],
  ['only hidden sheets', check({ visibility: 'hidden' }), /without visible sheet/],
])('refuses %s', (_name, run, message) => {
  expect(run).toThrow(message);
});

it('refuses two sheets whose names differ only in case, bad and doubled defined names', () => {
  expect(() => checkPlan(workbookPlan(sheetPlan({ name: 'a' }), sheetPlan({ name: 'A' })))).toThrow(
    /two sheets named "A"/,
  );
  const named =
    (...names: string[]) =>
    () =>
      checkPlan({ ...workbookPlan(), definedNames: names.map((name) => ({ name, formula: '1' })) });
  expect(named('A1')).toThrow(/cell reference/);
  expect(named('有 空格')).toThrow(/characters/);
  expect(named('x', 'X')).toThrow(/defined twice/);
});
