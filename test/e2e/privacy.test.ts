import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { writeFolder } from '../../src/app/init-folder.js';
import { writeFiles } from '../../src/app/replace-folder.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { planSample } from '../../src/sample/plan-sample.js';
import type { PlannedValue, SheetPlan, WorkbookPlan } from '../../src/workbook/workbook-plan.js';
import { writeWorkbook } from '../../src/workbook/write/write-workbook.js';
import { findLeaks, privateValues, tableOf, textsBelow } from './private-values.js';
import { AFTER_DEADLINE, aggregate, bangfu, temporaryFolder } from './working-folder.js';

// A campaign of all built-in forms into whose texts people have written whom they mean, how to reach them and who they
// are. Nothing of it may stand in what leaders read and what is published; what goes back to units tells it in full.

/** PRIVACY_UNITS=200 is the full proof. */
const UNITS = Number(process.env.PRIVACY_UNITS ?? 30);
const OPTIONS = { counties: 5, units: UNITS, seed: 61, defects: 0, isAsked: () => true };

/** As people write them: with blanks, dashes, brackets and wide digits, of 18 and of 15 characters. */
const NUMBERS = [
  '13812345671',
  '138 1234 5672',
  '138-1234-5673',
  '１３８１２３４５６７４',
  '+86 13812345675',
  '0901-6223346',
  '（0901）6223347',
  '65420119900101123X',
  '６５４２０１１９８５０６０７１２３４',
  '654201 19771112 4321',
  '654201850607123',
  '6222021234567890128',
  '6222 0212 3456 7889',
  'zhangsan1@example.com',
] as const;

/** Names that no generator makes up: other peoples', with every dot, and compound surnames. */
const NAMES = [
  '阿依古丽·买买提',
  '叶尔波力•哈布力',
  '古丽娜尔・赛力克',
  '巴合提别克･阿山',
  '努尔兰',
  '阿依努尔',
  '欧阳锋',
  '张三',
] as const;

/** Columns in which people write what they like. */
const TEXTS = new Set([
  '说明',
  '备注',
  '用途',
  '使用去向',
  '典型做法',
  '推进情况',
  '存在问题',
  '下一步打算',
  '微心愿内容',
  '走访事项',
  '建设内容',
]);

const mapCells = (
  plan: WorkbookPlan,
  change: (value: PlannedValue, title: string, rowNumber: number) => PlannedValue,
): WorkbookPlan => ({
  ...plan,
  sheets: plan.sheets.map((sheet): SheetPlan => {
    const { titles, rows } = tableOf(sheet);
    const filled = new Set(
      rows
        .filter(({ cells }) =>
          cells.some(({ columnNumber, value }) => columnNumber > 1 && typeof value === 'number'),
        )
        .map(({ rowNumber }) => rowNumber),
    );
    return {
      ...sheet,
      rows: sheet.rows.map((row) =>
        filled.has(row.rowNumber)
          ? {
              ...row,
              cells: row.cells.map((cell) => ({
                ...cell,
                value: change(cell.value, titles.get(cell.columnNumber) ?? '', row.rowNumber),
              })),
            }
          : row,
      ),
    };
  }),
});

/** `阿依古丽·买买提` as it may stand in somebody's sentence. */
const spellings = (name: string, turn: number): string => {
  const plain = name.replace(/（.*/, '');
  const bare = plain.replace(/[·•・･]/g, '');
  return [plain, bare, plain.replace(/[·•・･]/, ' • '), [...bare].join(' ')][turn % 4]!;
};

describe('what people write into texts', () => {
  const dir = join(temporaryFolder(), '示例');
  let hidden: readonly string[];
  let agreed: readonly string[];
  let injected: readonly string[];
  let result: ResultJson;

  beforeAll(async () => {
    const forms = await loadBuiltInForms();
    const sample = planSample(OPTIONS, forms);
    await writeFolder(dir, sample.content, forms);
    // A person has the same name in every version of a return.
    const renames = new Map<string, string>();
    const rename = (name: string): string => {
      if (!renames.has(name))
        renames.set(name, renames.size % 3 === 0 ? NAMES[(renames.size / 3) % NAMES.length]! : name);
      return renames.get(name)!;
    };
    const renamed = sample.files.map(({ path, plan }) => ({
      path,
      plan: mapCells(plan, (value, title) =>
        title === '姓名' && typeof value === 'string' ? rename(value) : value,
      ),
    }));
    const units = [...sample.content.units].sort((a, b) => b.name.length - a.name.length);
    const unitOf = (path: string) =>
      units.find(({ name, county }) => path.includes(name) && (county === null || path.includes(county)));
    // Of what a unit sent twice one version does not count, and nobody knows whom that named.
    const timesSent = new Map<string, number>();
    const keyOf = (path: string, sheet: string) => `${unitOf(path)?.code} ${sheet}`;
    for (const { path, plan } of renamed)
      for (const { name } of plan.sheets)
        timesSent.set(keyOf(path, name), (timesSent.get(keyOf(path, name)) ?? 0) + 1);
    const namesOf = new Map<string, string[]>();
    for (const { path, plan } of renamed) {
      const code = unitOf(path)?.code ?? '';
      const sheets = plan.sheets.filter(({ name }) => timesSent.get(keyOf(path, name)) === 1);
      namesOf.set(code, [
        ...(namesOf.get(code) ?? []),
        ...privateValues([{ plan: { ...plan, sheets } }]).persons,
      ]);
    }
    const written: string[] = [];
    let turn = 0;
    const told = renamed.map(({ path, plan }) => {
      const names = namesOf.get(unitOf(path)?.code ?? '') ?? [];
      return {
        path,
        plan: mapCells(plan, (value, title) => {
          // Figures that have to be explained, so that 说明 stands in 情况说明.
          if (title === '走访次数（户次）') return null;
          if (title === '走访户数（户）' && typeof value === 'number') return value + 5000;
          if (!TEXTS.has(title) || (value !== null && typeof value !== 'string')) return value;
          turn++;
          const number = NUMBERS[turn % NUMBERS.length]!;
          const name = names.length === 0 ? '' : names[turn % names.length]!;
          written.push(number, name.replace(/（.*/, ''));
          return `${value ?? '情况属实'}，找${spellings(name, turn)}，${number}`;
        }),
      };
    });
    for (const { path, plan } of told)
      writeFiles(join(dir, '收件'), [{ path, bytes: await writeWorkbook(plan) }]);
    injected = [...new Set(written)].filter((text) => text !== '');
    const values = privateValues(told);
    hidden = [...values.hidden, ...injected];
    agreed = values.agreed;
    result = aggregate(dir);
    expect(bangfu(['disclose', dir, '--as-of', AFTER_DEADLINE, '--quiet']).code).toBe(0);
  }, 600_000);

  /** Parts below 汇总/ and 公示/, by `folder/file!part`. */
  const textsOf = (pattern: RegExp) =>
    new Map(
      ['汇总', '公示']
        .flatMap((name) =>
          [...textsBelow(join(dir, name))].map(([place, text]) => [`${name}/${place}`, text] as const),
        )
        .filter(([place]) => pattern.test(place)),
    );

  it('is counted, in every form, and is known to the 底稿', () => {
    expect(result.campaign.forms).toHaveLength(11);
    for (const { form } of result.campaign.forms)
      expect(result.totals[form]!.prefecture.rows, form).toBeGreaterThan(0);
    expect(new Set(hidden).size).toBeGreaterThan(UNITS * 3);
    const found = new Set(findLeaks(textsOf(/^汇总\/底稿/), injected).map((leak) => leak.split(': ')[1]));
    expect(injected.filter((value) => !found.has(value))).toEqual([]);
  });

  it.each([
    ['公示', /^公示\/.*\.xlsx/, 30],
    ['汇总表 of prefecture and counties', /^汇总\/(?:[^/]*|县级汇总\/[^/]*)汇总表\.xlsx/, 100],
    ['report.html', /^汇总\/report\.html/, 1],
    ['通报, and texts beside it', /^汇总\/[^/]*\.(?:docx|txt)/, 5],
  ] as const)('is not told in %s', (_, pattern, least) => {
    const texts = textsOf(pattern);
    expect(texts.size).toBeGreaterThanOrEqual(least);
    const allowed = pattern.source.startsWith('^公示') ? agreed : [];
    expect(findLeaks(texts, hidden, allowed)).toEqual([]);
    const numbers = [...texts].flatMap(([place, text]) =>
      (text.normalize('NFKC').match(/(?<![\d.])(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/g) ?? []).map(
        (found) => `${place}: ${found}`,
      ),
    );
    expect(numbers).toEqual([]);
  });

  it('leaves the rest of the text', () => {
    const sheets = [...textsOf(/^汇总\/[^/]*汇总表\.xlsx!xl\/sharedStrings/).values()].join();
    expect(sheets).toMatch(
      /线上线下同步开展，群众参与热情高，找[^，<]*，(?:138\*{4}\d{4}|654\*+|622\*+|0901-\*+\d\d|\*{3})/,
    );
  });
});
