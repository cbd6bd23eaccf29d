import { describe, expect, it } from 'vitest';
import { defineForm, type FormInput } from '../../../src/form/form-definition.js';
import { planFormHeader } from '../../../src/form/header-plan.js';
import { findHeader } from '../../../src/ingest/find-header.js';
import { headerVocabulary } from '../../../src/ingest/header-text.js';
import { mergeMap } from '../../../src/ingest/merge-map.js';
import { gridOf } from '../ingest/grid-table.js';

const form = (...groups: readonly string[]) =>
  defineForm({
    key: 'levels',
    title: '几层表头',
    version: 1,
    attachment: 1,
    rowMeaning: '每村一行',
    subject: 'village',
    fields: [
      { key: 'village', title: '村名', kind: 'text' },
      ...groups.map((group, index): FormInput['fields'][number] => ({
        key: `f${index}`,
        group,
        title: '人数',
        unit: '人',
        kind: 'integer',
      })),
      { key: 'explanation', title: '说明', kind: 'text' },
    ],
    rules: [],
    derivedMeasures: [],
    rates: [],
    target: null,
    explanation: 'explanation',
    instructions: [],
    keyMeasures: [],
    amountAtStake: null,
    templateRows: 1,
  });

describe('a group of several levels', () => {
  it('goes over several lines where its columns are narrow', () => {
    const heightOf = (group: string) => planFormHeader(form(group), 4, []).rows[0]!.height;
    expect(heightOf('情况')).toBe(20);
    expect(heightOf('贫困户基本情况·有劳动能力')).toBeGreaterThan(40);
    expect(heightOf('字'.repeat(200))).toBeLessThan(200);
  });

  it("is found in the office's own sheet, where its titles stand one above the other", () => {
    const levels = form('基本情况·甲类', '基本情况·乙类', '基本情况');
    const grid = gridOf(
      `
      村名 | 1.基本情况 | | | 说明
       | 甲类 | 乙类 | 人数(人) |
       | 人数(人) | 人数(人) | |
      `.replace('1.基本情况', '基本情况'),
      { merges: ['A1:A3', 'B1:D1', 'D2:D3', 'E1:E3'] },
    );
    const header = findHeader(grid, mergeMap(grid), headerVocabulary(levels), 1)!;
    expect(header.columns).toEqual([1, 2, 3, 4, 5]);
    expect(header.ambiguous).toEqual([]);
  });
});
