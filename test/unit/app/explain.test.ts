import { describe, expect, it } from 'vitest';
import { outputWorkbooks } from '../../../src/app/aggregate.js';
import { type FormDefinition, measuresOf } from '../../../src/form/form-definition.js';
import { findContributions } from '../../../src/merge/contributions.js';
import type { Summary } from '../../../src/merge/summary.js';
import type { CellOrigin, OriginArea, PartOrigin, PlannedCell } from '../../../src/workbook/workbook-plan.js';
import {
  campaignWith,
  cellOf,
  decision,
  donation,
  donations,
  FORMS,
  pairedAssistance,
  run,
  village,
  wish,
  wishes,
} from '../merge/scenario.js';

const summary = run(campaignWith({ decisions: [decision('放行', '收件/4.xlsx')] }), [
  {
    path: '收件/1.xlsx',
    sheets: [
      {
        form: pairedAssistance,
        unit: '红旗乡',
        rows: [village('甲村'), village('乙村', { trained: 7, consolationGoods: 0.1 })],
        name: '一',
      },
      {
        form: donations,
        unit: '红旗乡',
        rows: [
          donation('张三', 0.1),
          donation('李四', 0.2),
          donation('王五', null, { goodsName: '棉被', goodsValue: 10.01 }),
        ],
        name: '二',
      },
    ],
  },
  {
    path: '收件/2.zip',
    entry: '内/2.xlsx',
    sheets: [
      {
        form: wishes,
        rows: [
          wish('甲', { status: '已实现', onPlatform: '是', budget: 100.01, spent: 33.33 }),
          wish('乙', { status: '已取消', explanation: '搬走', budget: 5 }),
          wish('丙', { status: '已对接', budget: 7 }),
          wish('丁', { budget: 9 }),
        ],
        owners: ['上户乡', '上户乡', '示例教育局', '示例教育局'],
      },
    ],
  },
  { path: '收件/3.xlsx', sheets: [{ form: donations, unit: '上户乡', rows: [donation('赵六', 88.88)] }] },
  {
    path: '收件/4.xlsx',
    sheets: [{ form: donations, unit: '胜利镇', rows: [donation('钱七', '若干'), donation('孙八', 3)] }],
  },
  { path: '收件/5.xlsx', sheets: [{ form: donations, unit: '下户镇', answer: '无', rows: [] }] },
]);

interface Origin {
  readonly workbook: string;
  readonly sheet: string;
  readonly rowNumber: number;
  readonly cell: PlannedCell;
  readonly origin: CellOrigin;
}

function originsOf(of: Summary): readonly Origin[] {
  return outputWorkbooks(of, '..').flatMap(({ path, plan }) =>
    plan().sheets.flatMap((sheet) =>
      sheet.rows.flatMap((row) =>
        row.cells.flatMap((cell) =>
          cell.origin
            ? [{ workbook: path, sheet: sheet.name, rowNumber: row.rowNumber, cell, origin: cell.origin }]
            : [],
        ),
      ),
    ),
  );
}

/** What a part comes to by its contributions: amounts in 元. */
function contributed(part: PartOrigin): number {
  const sum = findContributions(summary, part).reduce((total, item) => total + item.value, 0);
  const form = part.kind === 'total' ? FORMS.find((item) => item.key === part.form) : undefined;
  const field =
    form === undefined ? undefined : measuresOf(form).find((item) => item.key === keyOf(part))?.field;
  return form?.fields.find((item) => item.key === field)?.kind === 'amount' ? sum / 100 : sum;
}

function keyOf(part: PartOrigin): string {
  return part.kind === 'total' ? part.key : part.kind;
}

function shown({ value }: PlannedCell): unknown {
  return typeof value === 'object' && value?.kind === 'formula' ? value.result : value;
}

const origins = originsOf(summary);
/** Cells that show one total as it is. */
const totals = origins.filter(
  ({ origin }) =>
    origin.plus.length === 1 && !origin.minus?.length && !origin.over?.length && origin.shown === undefined,
);
/** Cells that show one total divided by another. */
const rates = origins.filter(
  ({ origin }) =>
    origin.plus.length === 1 &&
    !origin.minus?.length &&
    origin.over?.length === 1 &&
    origin.shown === undefined,
);

describe('every total that a workbook shows', () => {
  it('says where it comes from, in the prefecture’s and the counties’ workbooks', () => {
    const books = new Set(origins.map((item) => item.workbook));
    expect([...books].filter((path) => path.includes('汇总表'))).toHaveLength(4);
    for (const form of FORMS) {
      const keys = new Set(
        totals.flatMap(({ origin: { plus } }) =>
          plus[0]?.kind === 'total' && plus[0].form === form.key ? [plus[0].key] : [],
        ),
      );
      for (const measure of measuresOf(form)) expect(keys).toContain(measure.key);
    }
  });

  it('is the sum of its contributions', () => {
    expect(totals.length).toBeGreaterThan(300);
    const wrong = totals.filter((item) => {
      const value = shown(item.cell);
      return (typeof value === 'number' ? value : 0) !== contributed(item.origin.plus[0]!);
    });
    expect(wrong).toEqual([]);
  });

  it('is the quotient of two sums when it is a rate', () => {
    expect(rates.length).toBeGreaterThan(20);
    for (const { cell, origin } of rates) {
      const denominator = contributed(origin.over![0]!);
      const value = shown(cell);
      if (denominator === 0) expect(typeof value).not.toBe('number');
      else expect(value).toBeCloseTo(contributed(origin.plus[0]!) / denominator, 12);
    }
  });
});

function total(form: FormDefinition, key: string, area: OriginArea): PartOrigin {
  return { kind: 'total', form: form.key, key, area, group: null };
}

describe('a contribution', () => {
  it('names unit, file, inner file, sheet and cell', () => {
    const found = findContributions(summary, total(wishes, 'spent', { kind: 'county', county: '西县' }));
    expect(found).toMatchObject([
      {
        path: '收件/2.zip',
        entry: '内/2.xlsx',
        sheet: wishes.title,
        unit: { code: 'B1' },
        cell: cellOf(wishes, 0, 'spent'),
        value: 3333,
      },
    ]);
  });

  it('of a count is the row’s first cell; what adds nothing is left out', () => {
    const docked = findContributions(summary, total(wishes, 'docked', { kind: 'prefecture' }));
    expect(docked.map((item) => [item.unit.code, item.cell, item.value])).toEqual([
      ['B1', 'A4', 1],
      ['P1', 'A6', 1],
    ]);
  });
});
