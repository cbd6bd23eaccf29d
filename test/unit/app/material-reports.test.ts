import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readInbox } from '../../../src/app/read-inbox.js';
import { writeFiles } from '../../../src/app/replace-folder.js';
import { summarizeInbox } from '../../../src/app/summarize-inbox.js';
import { materialKey } from '../../../src/campaign/campaign.js';
import { usualMaterials } from '../../../src/campaign/usual-materials.js';
import { describeFinding, MATERIAL_RULES } from '../../../src/issue/describe-finding.js';
import type { Summary } from '../../../src/merge/summary.js';
import { planFindingsWorkbook } from '../../../src/report/lists/findings-workbook.js';
import { planMissingWorkbook } from '../../../src/report/lists/missing-workbook.js';
import { formatMaterialReminder } from '../../../src/report/reminder/material-reminder.js';
import { formatStatusTable } from '../../../src/report/reminder/reminder-text.js';
import { planResult } from '../../../src/report/result/result-json.js';
import { resultSchema } from '../../../src/report/result/result-schema.js';
import { planCountySummary, planPrefectureSummary } from '../../../src/report/summary/workbook.js';
import { planWorkpaper } from '../../../src/report/workpaper/workpaper.js';
import type { SheetPlan, WorkbookPlan } from '../../../src/workbook/workbook-plan.js';
import { jpeg } from '../document/pictures.js';
import { AS_OF, campaignWith, DEADLINE, decision, FORMS, receipt } from '../merge/scenario.js';
import { mail, pdf, photo, zip } from './material-files.js';

// How lists and summaries show materials: 红旗乡 A1 has sent all, 胜利镇 A2 too few and too small photos, 上户乡 B1 one
// that is damaged, 下户镇 B2 nothing, 示例教育局 P1 is exempt.

const dir = mkdtempSync(join(tmpdir(), 'bangfu-material-reports-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const CAMPAIGN = campaignWith({
  materials: usualMaterials(DEADLINE)
    .slice(1)
    .map(({ enabled: _, ...material }) => material),
  tasks: campaignWith().tasks.map((task) => ({ ...task, paperDeadline: DEADLINE })),
  receipts: [
    receipt('P1', { exemptReason: '抽调' }),
    receipt('A1', { form: 'donations', paperReceived: true }),
    receipt('A1', { form: materialKey('活动总结'), paperReceived: true }),
  ],
  decisions: [decision('作废', '收件/下户镇照片.jpg', { reason: '发错' })],
});

let summary: Summary;
beforeAll(async () => {
  const files = {
    '红旗乡.eml': mail('红旗乡活动总结和照片', {
      '总结.pdf': pdf(),
      '图.zip': zip({ '1.jpg': photo(), '2.jpg': photo(), '3.jpg': photo(), '4.jpg': photo() }),
    }),
    '胜利镇活动照片.jpg': photo(),
    '胜利镇活动照片2.jpg': jpeg(800, 600),
    '上户乡活动照片.jpg': jpeg(4000, 3000, { end: false }),
    '下户镇照片.jpg': photo(),
    '总结.pdf': pdf(),
  };
  writeFiles(
    join(dir, '收件'),
    Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
  );
  const inbox = await readInbox(dir, CAMPAIGN, FORMS, [], AS_OF, 1, () => {});
  // Files of this test were made today, years after the campaign.
  const early = inbox.files.map((file) => ({ ...file, receivedAt: '2020-10-17T09:00:00+08:00' }));
  summary = summarizeInbox({ ...inbox, files: early }, FORMS, AS_OF);
});

const sheetOf = (plan: WorkbookPlan, name: string): SheetPlan =>
  plan.sheets.find((sheet) => sheet.name === name)!;
const textOf = (value: unknown): string =>
  value === null
    ? ''
    : typeof value === 'object'
      ? String((value as { text?: unknown }).text ?? '')
      : String(value);
const rowsOf = (sheet: SheetPlan, from: number): string[][] =>
  sheet.rows.filter((row) => row.rowNumber >= from).map((row) => row.cells.map((cell) => textOf(cell.value)));

describe('the summaries', () => {
  it('list every unit by every material', () => {
    const sheet = sheetOf(planPrefectureSummary(summary), '材料报送');
    const [header, ...rows] = rowsOf(sheet, 3);
    expect(header!.slice(2)).toEqual([
      '单位名称',
      '单位类别',
      '活动总结',
      '活动照片',
      '报表纸质盖章件',
      '备注',
    ]);
    const lacks = '缺：结对帮扶活动月统计表、捐赠款物统计表、微心愿对接表';
    expect(rows.slice(0, 5).map((row) => row.slice(2))).toEqual([
      [
        '红旗乡',
        '乡镇',
        '已报（1份）\n10月17日 09:00',
        '已报（4份）\n10月17日 09:00',
        '已收 1/3\n缺：结对帮扶活动月统计表、微心愿对接表',
        '活动总结纸质件已收',
      ],
      [
        '胜利镇',
        '乡镇',
        '缺（已逾期）',
        '已报（2份）\n10月17日 09:00\n不足 4 份\n像素不足 1 份',
        `已收 0/3\n${lacks}`,
        '',
      ],
      ['上户乡', '乡镇', '缺（已逾期）', '已来件待处理', `已收 0/3\n${lacks}`, ''],
      ['下户镇', '乡镇', '缺（已逾期）', '缺（已逾期）', `已收 0/3\n${lacks}`, ''],
      [
        '示例教育局',
        '地直部门',
        '免报',
        '免报',
        `已收 0/3\n${lacks}`,
        '活动总结免报：抽调；活动照片免报：抽调',
      ],
    ]);
    const county = sheetOf(planCountySummary(summary, '西县'), '材料报送');
    expect(
      rowsOf(county, 4)
        .slice(0, 2)
        .map((row) => row[2]),
    ).toEqual(['上户乡', '下户镇']);
  });

  it('say so on 总览', () => {
    const rows = rowsOf(sheetOf(planPrefectureSummary(summary), '总览'), 1);
    const line = rows.find(([first]) => first === '材料 2 种（份）')!;
    expect(line.slice(1, 5)).toEqual(['8', '3', '2', '3']);
    expect(rows.find(([first]) => first === '未报材料')?.slice(0, 3)).toEqual([
      '未报材料',
      '3 家 4 份',
      '活动总结 3 家，活动照片 1 家。',
    ]);
    expect(rows.flat()).toContain('材料报送');
  });

  it('have nothing of it where no material is asked for', () => {
    const campaign = { ...summary.campaign, materials: [] };
    const plain = { ...summary, campaign, materials: { ...summary.materials, entries: [], papers: [] } };
    const names = [planPrefectureSummary(plain), planMissingWorkbook(plain)].flatMap(({ sheets }) =>
      sheets.map(({ name }) => name),
    );
    expect(names.filter((name) => name.includes('材料'))).toEqual([]);
    expect(formatStatusTable(plain)).not.toContain('材料');
  });
});

it('未报材料 names who has not sent what, and who not enough', () => {
  const rows = rowsOf(sheetOf(planMissingWorkbook(summary), '未报材料'), 4);
  expect(rows.map((row) => [row[3], row[5], row[7], row[8]])).toEqual([
    ['胜利镇', '活动总结', '8', '缺（已逾期）'],
    ['上户乡', '活动总结', '8', '缺（已逾期）'],
    ['下户镇', '活动总结', '8', '缺（已逾期）'],
    ['下户镇', '活动照片', '8', '缺（已逾期）'],
    ['胜利镇', '活动照片', '', '已报（2份）\n10月17日 09:00\n不足 4 份\n像素不足 1 份'],
  ]);
});

it('需要人工认定 has rows ready to copy, with the material in the place of the form', () => {
  const rows = rowsOf(sheetOf(planFindingsWorkbook(summary), '需要人工认定'), 4);
  expect(rows.map((row) => [row[7], row[9], row[10], row[11]])).toEqual([
    ['收件/上户乡活动照片.jpg', 'B1', '活动照片', '放行'],
    ['收件/总结.pdf', '', '活动总结', '认定'],
    ['收件/胜利镇活动照片.jpg', 'A2', '活动照片', '确认'],
    ['收件/胜利镇活动照片2.jpg', 'A2', '活动照片', '确认'],
  ]);
  expect(rows[1]![6]).toContain('改名为“单位名-材料名”');
  const problems = rowsOf(sheetOf(planFindingsWorkbook(summary), '校验问题'), 4);
  expect(problems.map((row) => [row[3], row[4], row[11]])).toEqual([
    ['胜利镇', '活动照片', '“活动照片”只收到 2 份，要求至少 4 份'],
    ['胜利镇', '活动照片', '“活动照片”的这张图片是 800×600，约 48 万像素，低于 300 万像素'],
  ]);
});

it('every rule of materials has its words', () => {
  const finding = {
    ...summary.findings[0]!,
    parameters: { material: '甲', count: 1, least: 2, size: 's', pixels: 1, format: 'f' },
  };
  for (const rule of MATERIAL_RULES) {
    const { message, fix } = describeFinding({ ...finding, rule }, null);
    expect(message + fix).not.toMatch(/[{}]/);
    expect(message).toContain('“甲”');
  }
});

it('底稿 of a county lists its units’ materials among the files', () => {
  const rows = rowsOf(sheetOf(planWorkpaper(summary, '东县', '..'), '数据来源'), 4);
  expect(rows.map((row) => [row[2], row[3], row[5]])).toEqual([
    ...Array(5).fill(['红旗乡', expect.any(String), '已计入']),
    ['胜利镇', '活动照片', '已计入待说明'],
    ['胜利镇', '活动照片', '已计入待说明'],
  ]);
});

it('status: a line a material, and whom to remind', () => {
  expect(
    formatStatusTable(summary)
      .split('\n')
      .slice(-3)
      .map((line) => line.trim().split(/\s+/)),
  ).toEqual([
    ['材料名称', '应报', '已报', '其中待说明', '待处理', '未报', '迟报', '报送率'],
    ['活动总结', '4', '1', '0', '0', '3', '0', '25.0%'],
    ['活动照片', '4', '2', '1', '1', '1', '0', '50.0%'],
  ]);
  expect(formatMaterialReminder(summary, CAMPAIGN.materials[1]!, null)).toBe(
    '活动照片报送情况（截至2020年10月26日 09:00）：应报 4 个单位（另有免报 1 个），已报 2 个，已来件待处理 1 个，未报 1 个，报送率 50.0%。' +
      '未报单位：西县（1 个）：下户镇。请补报：东县（1 个）：胜利镇（不足 4 份，像素不足 1 份）。请尽快补报。',
  );
});

it('result.json keeps its contract, and its figures of tables', () => {
  const result = planResult(summary, { name: 'bangfu', version: '0' }, []);
  expect(resultSchema.safeParse(JSON.parse(JSON.stringify(result))).error).toBeUndefined();
  const { kinds, completeness, rates, papers } = result.materials;
  expect(kinds.map(({ material }) => material)).toEqual(['活动总结', '活动照片']);
  expect(completeness.find((item) => item.unit === 'A2' && item.material === '活动照片')).toEqual({
    unit: 'A2',
    material: '活动照片',
    owed: true,
    status: 'queried',
    late: false,
    overdue: false,
    receivedAt: '2020-10-17T09:00:00+08:00',
    paperReceived: false,
    files: [
      {
        path: '收件/胜利镇活动照片.jpg',
        entry: null,
        receivedAt: '2020-10-17T09:00:00+08:00',
        format: 'JPEG',
        width: 4032,
        height: 3024,
        small: false,
      },
      {
        path: '收件/胜利镇活动照片2.jpg',
        entry: null,
        receivedAt: '2020-10-17T09:00:00+08:00',
        format: 'JPEG',
        width: 800,
        height: 600,
        small: true,
      },
    ],
    waiting: [],
  });
  expect(rates.prefecture.活动照片).toEqual({
    owed: 4,
    received: 2,
    accepted: 1,
    onTime: 2,
    rate: 0.5,
    acceptedRate: 0.25,
    onTimeRate: 0.5,
  });
  expect(papers.filter(({ received }) => received)).toEqual([
    { unit: 'A1', form: 'donations', received: true },
  ]);
  expect(result.rates.prefecture.donations).toMatchObject({ owed: 4, received: 0 });
});
