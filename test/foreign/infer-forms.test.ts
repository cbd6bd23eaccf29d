import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planInferred } from '../../src/app/infer-form.js';
import { formKeyOf } from '../../src/definition/derived-keys.js';
import { describeDefinitionProblem, parseDefinition } from '../../src/definition/parse-definition.js';
import { defineForm } from '../../src/form/form-definition.js';
import { inferForms } from '../../src/infer/infer-forms.js';
import type { InferredForm } from '../../src/infer/inferred-form.js';
import { findHeader } from '../../src/ingest/find-header.js';
import { headerVocabulary } from '../../src/ingest/header-text.js';
import { mergeMap } from '../../src/ingest/merge-map.js';
import { readWorkbook } from '../../src/workbook/read/read-workbook.js';
import { surveyWorkbook } from '../../src/workbook/read/survey-workbook.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';

// Forms that offices really use, held against what a person reads in them (infer-truth/).

const FOLDER = process.env.BANGFU_FOREIGN ?? join(import.meta.dirname, '../../../shared/data/foreign');
const FORMS = join(FOLDER, 'forms');
const TRUTH = join(import.meta.dirname, 'infer-truth');
const IS_PRESENT = existsSync(FORMS);
if (!IS_PRESENT) console.warn('skipped: ../shared/data/foreign is missing');

interface TruthTable {
  readonly sheet: string;
  readonly title: string;
  readonly leftOut: readonly string[];
  readonly groups: readonly (readonly [string, readonly (readonly [string, string | null])[]])[];
}
interface Truth {
  readonly file: string;
  readonly tables: readonly TruthTable[];
}
interface Leaf {
  readonly group: string;
  readonly title: string;
  readonly unit: string | null;
}

const truths = readdirSync(TRUTH)
  .filter((name) => name.endsWith('.json'))
  .sort()
  .map((name) => JSON.parse(readFileSync(join(TRUTH, name), 'utf8')) as Truth);

/** Every leaf that is not as a person reads it, with why. */
const LONG =
  '四、村帮扶情况·（五）扶贫专项资金实施使用进度（三方共管账户累计到账资金，到账日期截止到2012年9月30日）';
const DEEP = '五、户帮扶情况·（二）贫困户培训就业、助学和保障情况·2.贫困户子女读书';
const KNOWN_MISSES: readonly string[] = [
  // Headings that are too long for a header that returns are read by (60 characters): shortened, with a note.
  ...['到账资金数额 / 元', '支出资金数额 / 元', '到账资金支出率 / %'].map(
    (leaf) => `04_调查表一.xls ${LONG} / ${leaf}`,
  ),
  ...[
    '普及九年义务教育适龄人数',
    '其中：当年在读小学初中人数',
    '因贫辍学人数',
    '考上大学、大专院校、高中、中专、中技学校人数',
    '其中：当年考上在读人数',
  ].map((title) => `04_调查表一.xls ${DEEP} / ${title} / 人`),
  // The same title twice under one heading: the second is numbered, since fields must be told apart.
  `04_调查表一.xls ${DEEP} / 因贫辍学人数 / 人`,
  '05_调查表二.xls 五、读书就业情况 / 因贫辍学人数 / 人',
  '06_三表一页.xls  / 急诊病死率 / %',
];

function inferredFrom(file: string): readonly InferredForm[] {
  const result = surveyWorkbook(readFileSync(join(FORMS, file)));
  if (result.kind !== 'survey') throw new Error(JSON.stringify(result));
  return inferForms(result.survey, { sheetName: null, keyOfTitle: formKeyOf, firstAttachment: 4 });
}

function leavesOf({ form, fieldNotes }: InferredForm): readonly Leaf[] {
  return form.fields
    .filter(({ key }) => !fieldNotes.get(key)!.some(({ why }) => why.startsWith('原表没有说明栏')))
    .map(({ group, title, unit }) => ({ group: group ?? '', title, unit: unit ?? null }));
}

function expectedOf(table: TruthTable): readonly Leaf[] {
  return table.groups.flatMap(([group, leaves]) => leaves.map(([title, unit]) => ({ group, title, unit })));
}

/** Leaves of the truth that stand nowhere in what was inferred, in order; and leaves that nobody wrote. */
function compared(expected: readonly Leaf[], found: readonly Leaf[]) {
  const text = (leaf: Leaf) => JSON.stringify([leaf.group, leaf.title, leaf.unit]);
  const left = found.map(text);
  const missed = expected.filter((leaf) => {
    const at = left.indexOf(text(leaf));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return { missed, invented: Math.max(0, left.length - missed.length) };
}

describe.skipIf(!IS_PRESENT)('form infer on foreign forms', () => {
  it.each(truths.map((truth) => [truth.file, truth] as const))(
    '%s: tables, titles, columns left out',
    (_, truth) => {
      const forms = inferredFrom(truth.file);
      expect(forms.map(({ sheetName }) => sheetName)).toEqual(truth.tables.map(({ sheet }) => sheet));
      forms.forEach(({ form, leftOut }, index) => {
        const table = truth.tables[index]!;
        // Too long a title loses the place in front, one that is only a number gets the sheet's name.
        const known = [table.title, table.title.replace('广州市', ''), `${table.sheet} ${table.title}`];
        expect(known).toContain(form.title);
        expect(leftOut.map(({ title }) => title)).toEqual(table.leftOut);
      });
    },
  );

  it('reads at least 85 % of leaf titles, units and groups, each miss listed', () => {
    const misses: string[] = [];
    const figures = truths.map((truth) => {
      const forms = inferredFrom(truth.file);
      let total = 0;
      let wrong = 0;
      truth.tables.forEach((table, index) => {
        const expected = expectedOf(table);
        const { missed, invented } = compared(expected, forms[index] ? leavesOf(forms[index]) : []);
        total += expected.length + invented;
        wrong += missed.length + invented;
        misses.push(...missed.map(({ group, title, unit }) => `${truth.file} ${group} / ${title} / ${unit}`));
      });
      return { file: truth.file, total, right: total - wrong };
    });
    expect(misses).toEqual(KNOWN_MISSES);
    const right = figures.reduce((sum, item) => sum + item.right, 0);
    const total = figures.reduce((sum, item) => sum + item.total, 0);
    expect(total).toBeGreaterThan(450);
    expect(right / total).toBeGreaterThanOrEqual(0.85);
    for (const item of figures) expect(item.right / item.total, item.file).toBeGreaterThanOrEqual(0.85);
  });

  it('never takes money for whole yuan where no unit is written', () => {
    const amounts = truths
      .flatMap(({ file }) => inferredFrom(file))
      .flatMap(({ form }) => form.fields.filter(({ kind }) => kind === 'amount'));
    expect(amounts.length).toBeGreaterThan(40);
    expect(new Set(amounts.map(({ unit }) => unit))).toEqual(new Set(['元']));
  });

  it.each(truths.map(({ file }) => file))('%s: the 表格定义 is read back without a mistake', async (file) => {
    for (const inferred of inferredFrom(file)) {
      const read = readWorkbook(await writeWorkbook(planInferred(inferred)));
      if (read.kind !== 'workbook') throw new Error(JSON.stringify(read));
      const parsed = parseDefinition(read.workbook);
      expect(parsed.kind === 'form' ? [] : parsed.problems.map(describeDefinitionProblem)).toEqual([]);
      if (parsed.kind !== 'form') return;
      const written = parsed.form.fields.slice(0, inferred.form.fields.length);
      expect(written).toEqual(defineForm(inferred.form).fields);
      expect(parsed.form.rules).toEqual(inferred.form.rules);
    }
  });

  it("finds every column of the office's own sheet by the form that was made from it", () => {
    for (const file of [
      '01_工作统计表_帮扶到户.xls',
      '02_工作统计表_帮扶资金.xls',
      '07_模板二.xls',
      '08_模板三.xls',
    ]) {
      const read = readWorkbook(readFileSync(join(FORMS, file)));
      if (read.kind !== 'workbook') throw new Error(JSON.stringify(read));
      for (const inferred of inferredFrom(file)) {
        const form = defineForm(inferred.form);
        const grid = read.workbook.sheets.find((sheet) => sheet.sheetName === inferred.sheetName)!;
        const header = findHeader(grid, mergeMap(grid), headerVocabulary(form), 1)!;
        const lost = form.fields.filter(
          ({ key }, index) => key !== 'explanation' && header.columns[index] === null,
        );
        expect(lost.map(({ group, title }) => `${group}/${title}`)).toEqual([]);
        expect(header.ambiguous.map((index) => form.fields[index]!.title)).toEqual([]);
      }
    }
  });
});
