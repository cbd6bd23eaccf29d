import {
  appendFileSync,
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Decision } from '../../src/campaign/campaign.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import {
  aggregate,
  bangfu,
  fingerprint,
  pairedReturn,
  readResult,
  receive,
  settingsContent,
  sheetOf,
  unit,
  villageRow,
  workingFolder,
  writeSettings,
} from './working-folder.js';

// 定稿, then ten corrections: every expected figure below is worked out by hand from the rows that are sent.

const FIRST = '2020-10-26T10:00:00+08:00';
const FIRST_NAME = '2020-10-26_100000';
const LATER = '2020-10-28T09:00:00+08:00';

/** Units that send one village each, with 慰问金 of so many 元 and 500.50 元 of goods. */
const BUREAUS = [
  '水利局',
  '林草局',
  '教育局',
  '民政局',
  '卫健委',
  '交通局',
  '住建局',
  '商务局',
  '审计局',
  '统计局',
];
const UNITS = [
  ...BUREAUS.map((name, index) => unit(String(101 + index), `甲县${name}`)),
  ...['东风镇', '向阳镇', '红星乡', '前进乡'].map((name, index) =>
    unit(String(201 + index), `乙县${name}`, { county: '乙县', category: '乡镇' }),
  ),
  unit('901', '示例地区档案馆', { county: null, category: '地直部门' }),
];
const ADDED = unit('205', '乙县胜利乡', { county: '乙县', category: '乡镇' });

const send = (dir: string, file: string, name: string, money: number, changes = {}) =>
  receive(dir, file, pairedReturn(name, [villageRow('一村', money, changes)]));

function decide(file: string, action: Decision['action'], reason: string): Decision {
  const open = { sheet: null, unit: null, form: null, decidedBy: '王某', decidedOn: '2020-10-27' };
  return { file: `收件/${file}`, action, reason, ...open };
}

/** Every unit but 乙县前进乡 sends; 甲县统计局 says that more leaders than cadres went, which is an error. */
async function campaignWithReturns(): Promise<string> {
  const dir = await workingFolder({ units: UNITS });
  for (const [index, name] of BUREAUS.entries())
    await send(dir, `${name}.xlsx`, `甲县${name}`, 1000 + index, name === '统计局' ? { 4: 13 } : {});
  for (const name of ['东风镇', '向阳镇', '红星乡']) await send(dir, `${name}.xlsx`, `乙县${name}`, 3000);
  await send(dir, '档案馆.xlsx', '示例地区档案馆', 5000);
  return dir;
}

function finalize(dir: string, ...options: readonly string[]) {
  return bangfu(['finalize', dir, '--as-of', FIRST, '--note', '第一次上报', '--by', '王某', ...options]);
}

/** The rows of a list below its header, by column title. */
function listOf(path: string, name: string): readonly Readonly<Record<string, unknown>>[] {
  const sheet = sheetOf(path, name);
  const columns = Array.from({ length: sheet.lastColumnNumber }, (_, index) => index + 1);
  return Array.from({ length: Math.max(0, sheet.lastRowNumber - 3) }, (_, index) => index + 4).map((row) =>
    Object.fromEntries(
      columns.map((column) => [String(sheet.valueAt(3, column)), sheet.valueAt(row, column)]),
    ),
  );
}

const cents = (value: unknown) => Math.round(Number(value) * 100);

/** Footers of every sheet of a workbook. */
function footersOf(path: string): readonly string[] {
  return Object.entries(unzipSync(readFileSync(path)))
    .filter(([name]) => /^xl\/worksheets\/sheet\d+\.xml$/.test(name))
    .map(([, part]) => /<oddFooter>(.*?)<\/oddFooter>/s.exec(strFromU8(part))?.[1] ?? '');
}

describe('定稿, then ten corrections', () => {
  let dir: string;
  let before: ResultJson;
  let after: ResultJson;
  let said: string;
  let finalized: Readonly<Record<string, string>>;
  const changes = () => join(dir, '汇总/变动情况.xlsx');

  beforeAll(async () => {
    dir = await campaignWithReturns();
    before = aggregate(dir);
    writeFileSync(join(dir, '汇总/领导批示.txt'), '同意');
    const run = finalize(dir);
    expect([run.code, run.stderr]).toEqual([0, '']);
    said = run.stdout;
    finalized = fingerprint(join(dir, '定稿'));

    // 1, 2: another file comes; 3: under the same name; 4: it now lacks an error; 5: the first of a unit.
    await send(dir, '水利局（更正）.xlsx', '甲县水利局', 1200.25);
    await send(dir, '林草局（更正）.xlsx', '甲县林草局', 901);
    await send(dir, '教育局.xlsx', '甲县教育局', 1002.01);
    await receive(dir, '东风镇（更正）.xlsx', pairedReturn('乙县东风镇', [villageRow('二村', 3000)]));
    await send(dir, '前进乡.xlsx', '乙县前进乡', 700);
    // 6: 放行; 7: 作废; 8: the file is taken away; 9, 10: the roster gains and loses a unit.
    rmSync(join(dir, '收件/向阳镇.xlsx'));
    await send(dir, '胜利乡.xlsx', '乙县胜利乡', 60.6);
    await writeSettings(dir, {
      units: [...UNITS.filter(({ code }) => code !== '203'), ADDED],
      decisions: [decide('统计局.xlsx', '放行', '已电话核实'), decide('民政局.xlsx', '作废', '报错了表')],
    });
    // None of these changes what counts: the same again, a file with another name, a later one with an error.
    await send(dir, '卫健委又发.xlsx', '甲县卫健委', 1004);
    renameSync(join(dir, '收件/交通局.xlsx'), join(dir, '收件/甲县交通局报表.xlsx'));
    await send(dir, '住建局又发.xlsx', '甲县住建局', 9999, { 4: 13 });
    after = aggregate(dir, '--as-of', LATER);
  }, 240_000);

  it('names exactly those ten, with the reason', () => {
    expect(
      listOf(changes(), '变动情况').map((row) => [row.单位名称, row.定稿时, row.现在, row.变动原因]),
    ).toEqual([
      ['甲县水利局', '已报', '已报', '收到更正件：水利局（更正）.xlsx'],
      ['甲县林草局', '已报', '已报', '收到更正件：林草局（更正）.xlsx'],
      ['甲县教育局', '已报', '已报', '收到更正件：教育局.xlsx'],
      ['甲县民政局', '已报', '未报送', '人工认定“作废”：报错了表'],
      ['甲县统计局', '已报待改', '已报', '人工认定“放行”：已电话核实'],
      ['乙县东风镇', '已报', '已报', '收到更正件：东风镇（更正）.xlsx'],
      ['乙县向阳镇', '已报', '未报送', '原来件已不在收件文件夹：向阳镇.xlsx'],
      ['乙县前进乡', '未报送', '已报', '新收到来件：前进乡.xlsx'],
      ['乙县胜利乡', '—', '已报', '单位名册新增了该单位；新收到来件：胜利乡.xlsx'],
      ['乙县红星乡', '已报', '—', '单位名册删去了该单位'],
    ]);
  });

  it('shows the differences unit by unit', () => {
    const money = listOf(changes(), '分单位变动').filter((row) => row.项目 === '慰问金');
    expect(money.map((row) => [row.单位名称, cents(row.定稿时), cents(row.现在), cents(row.增减)])).toEqual([
      ['甲县水利局', 100_000, 120_025, 20_025],
      ['甲县林草局', 100_100, 90_100, -10_000],
      ['甲县教育局', 100_200, 100_201, 1],
      ['甲县民政局', 100_300, 0, -100_300],
      ['甲县统计局', 0, 100_900, 100_900],
      ['乙县向阳镇', 300_000, 0, -300_000],
      ['乙县前进乡', 0, 70_000, 70_000],
      ['乙县胜利乡', 0, 6_060, 6_060],
      ['乙县红星乡', 300_000, 0, -300_000],
    ]);
  });

  it('adds up to the difference of the totals, key by key', () => {
    const titles = new Map([
      ['慰问金', 'consolationMoney'],
      ['慰问品折价', 'consolationGoods'],
      ['慰问款物合计', 'consolationTotal'],
      ['走访户数', 'householdsVisited'],
      ['填报行数', 'rows'],
    ]);
    const lines = listOf(changes(), '分单位变动');
    const totals = listOf(changes(), '合计变动');
    const [was, is] = [before, after].map((result) => result.totals['paired-assistance']!.prefecture) as [
      Record<string, number>,
      Record<string, number>,
    ];
    // 1000.00 … 1008.00 without 统计局, three of 3000.00, 5000.00; then the nine differences above.
    expect(cents(was.consolationMoney)).toBe(903_600 + 900_000 + 500_000);
    expect(cents(is.consolationMoney) - cents(was.consolationMoney)).toBe(-513_314);
    for (const [title, key] of titles) {
      const difference = cents(is[key]) - cents(was[key]);
      const ofUnits = lines.filter((row) => row.项目 === title).map((row) => cents(row.增减));
      expect([title, ofUnits.reduce((sum, part) => sum + part, 0)]).toEqual([title, difference]);
      const total = totals.find((row) => row.项目 === title);
      if (difference === 0 && ofUnits.length === 0) expect(total).toBeUndefined();
      else
        expect([total!.定稿时, total!.现在, cents(total!.增减), cents(total!.各单位增减之和)]).toEqual([
          was[key],
          is[key],
          difference,
          difference,
        ]);
    }
    expect(new Set(totals.map((row) => row.核对))).toEqual(new Set(['一致']));
  });

  it('has a line on 总览, of a county its own', () => {
    const lineOf = (path: string) => {
      const sheet = sheetOf(join(dir, '汇总', path), '总览');
      const rows = Array.from({ length: sheet.lastRowNumber }, (_, index) => index + 1);
      const row = rows.find((at) => sheet.valueAt(at, 1) === '定稿后变动')!;
      return [sheet.valueAt(row, 2), sheet.valueAt(row, 3), sheet.valueAt(row, sheet.lastColumnNumber)];
    };
    const [count, detail, link] = lineOf('示例地区汇总表.xlsx');
    expect([count, link]).toEqual(['10 家 10 份', '变动情况.xlsx']);
    expect(detail).toContain('与2020年10月26日 10:00 的定稿（第一次上报）相比：');
    expect(lineOf('县级汇总/甲县汇总表.xlsx')[0]).toBe('5 家 5 份');
    // 200.25 − 100 + 0.01 − 1003 + 1009, and as many villages as before.
    expect(lineOf('县级汇总/甲县汇总表.xlsx')[1]).toContain('慰问款物合计 +106.26 元');
    expect(lineOf('县级汇总/地直单位汇总表.xlsx')[0]).toBe('没有');
  });

  it('leaves the 定稿 as it is, read-only, with all that was in 汇总/', () => {
    expect(said).toMatch(
      /^已定稿：定稿\/2020-10-26_100000（\d+ 个文件），汇总表校验码 [0-9A-Z]{4}-[0-9A-Z]{4}\n$/,
    );
    expect(fingerprint(join(dir, '定稿'))).toEqual(finalized);
    const folder = join(dir, '定稿', FIRST_NAME);
    expect(readFileSync(join(folder, '汇总/领导批示.txt'), 'utf8')).toBe('同意');
    expect(readdirSync(folder).sort()).toEqual(
      ['定稿清单.json', '收件台账.xlsx', '汇总', '活动设置.xlsx'].sort(),
    );
    const modes = Object.keys(finalized).map((path) => statSync(join(dir, '定稿', path)).mode & 0o222);
    expect(modes.every((mode) => mode === 0)).toBe(true);
    expect(JSON.parse(readFileSync(join(folder, '汇总/result.json'), 'utf8'))).toEqual(before);
  });

  it('is written to the byte again by the same command', () => {
    const prints = () =>
      Object.entries(fingerprint(join(dir, '汇总'))).map(([file, print]) => [file, print.split(' ')[0]]);
    const first = prints();
    aggregate(dir, '--as-of', LATER);
    expect(prints()).toEqual(first);
  });

  it('a second 定稿 holds what changed since the first; then nothing has changed', () => {
    expect(finalize(dir).stderr).toContain('不晚于前一次定稿');
    expect(finalize(dir, '--as-of', '2020-10-28T10:00:00+08:00').code).toBe(0);
    const second = join(dir, '定稿/2020-10-28_100000');
    expect(existsSync(join(second, '汇总/变动情况.xlsx'))).toBe(true);
    aggregate(dir, '--as-of', LATER);
    expect(sheetOf(changes(), '变动情况').valueAt(4, 1)).toBe('与定稿一致，没有变动');
    expect(sheetOf(changes(), '合计变动').valueAt(4, 1)).toBe('各项合计与定稿一致，没有变动');
  });

  it('every page of the summaries bears a code that verify answers for', () => {
    const first = join(dir, '定稿', FIRST_NAME, '汇总');
    const codeOf = (path: string) => {
      const codes = footersOf(path).map((footer) => /校验码 ([0-9A-Z]{4}-[0-9A-Z]{4})$/.exec(footer)?.[1]);
      expect(codes.length).toBeGreaterThan(4);
      expect(new Set(codes).size).toBe(1);
      return codes[0]!;
    };
    const [whole, county] = ['示例地区汇总表.xlsx', '县级汇总/甲县汇总表.xlsx'].map((name) =>
      codeOf(join(first, name)),
    );
    const now = codeOf(join(dir, '汇总/示例地区汇总表.xlsx'));
    expect(new Set([whole, county, now]).size).toBe(3);
    expect(said).toContain(whole!);
    const known = bangfu(['verify', dir, whole!.toLowerCase().replace('-', ' ')]);
    expect(known.code).toBe(0);
    expect(known.stdout).toContain('2020年10月26日 10:00 的定稿（第一次上报，经办人 王某）');
    expect(known.stdout).toContain(`位置：定稿/${FIRST_NAME}`);
    expect(bangfu(['verify', dir, county!]).stdout).toContain('汇总表：甲县，截至2020年10月26日 09:00');
    expect(bangfu(['verify', dir, now]).stdout).toMatch(/位置：定稿\/2020-10-28_100000[\s\S]*位置：汇总\n/);
    const other = whole!.replace(/.$/, (symbol) => (symbol === '0' ? '1' : '0'));
    const unknown = bangfu(['verify', dir, other]);
    expect([unknown.code, unknown.stdout.split('\n')[0]]).toEqual([1, `没有找到校验码 ${other}`]);
    expect(bangfu(['verify', dir, '不是校验码']).code).toBe(2);
  });

  it('verify names what was changed, what is missing and what came in', () => {
    const untouched = bangfu(['verify', dir]);
    expect([untouched.code, untouched.stdout.match(/个文件都没有变/g)?.length]).toEqual([0, 2]);
    const folder = join(dir, '定稿', FIRST_NAME);
    const [changed, missing] = [join(folder, '活动设置.xlsx'), join(folder, '汇总/未报送单位名单.xlsx')];
    const kept = [readFileSync(changed), readFileSync(missing)] as const;
    chmodSync(changed, 0o644);
    appendFileSync(changed, 'x');
    rmSync(missing);
    writeFileSync(join(folder, '汇总/补充.txt'), '后来的');
    const run = bangfu(['verify', dir]);
    expect([run.code, run.stdout.trimEnd().split('\n')]).toEqual([
      1,
      [
        `定稿 ${FIRST_NAME}（第一次上报）：有 3 处问题`,
        `  定稿/${FIRST_NAME}/汇总/未报送单位名单.xlsx：文件不见了`,
        `  定稿/${FIRST_NAME}/活动设置.xlsx：内容在定稿后被改过`,
        `  定稿/${FIRST_NAME}/汇总/补充.txt：定稿后放进来的，不属于这次定稿`,
        expect.stringMatching(/^定稿 2020-10-28_100000（第一次上报）：\d+ 个文件都没有变$/),
      ],
    ]);
    writeFileSync(changed, kept[0]);
    writeFileSync(missing, kept[1]);
    rmSync(join(folder, '汇总/补充.txt'));
    expect(bangfu(['verify', dir]).code).toBe(0);
  });

  it('a manifest that was changed is told by the later one', () => {
    const manifest = join(dir, '定稿', FIRST_NAME, '定稿清单.json');
    const text = readFileSync(manifest, 'utf8');
    chmodSync(manifest, 0o644);
    writeFileSync(manifest, text.replace('第一次上报', '第二次上报'));
    const run = bangfu(['verify', dir]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('前一次定稿的清单在后一次定稿后被改过');
    writeFileSync(manifest, text);
  });

  it('archive packs all of it into one zip that unpacks into a working folder', () => {
    const out = join(dirname(dir), '档案.zip');
    const run = bangfu(['archive', dir, '--out', out, '--as-of', LATER]);
    expect([run.code, run.stderr]).toEqual([0, '']);
    const files = unzipSync(readFileSync(out));
    const packed = Object.keys(files).filter((name) => name !== '活动/目录.xlsx');
    const wanted = Object.keys(fingerprint(dir)).filter((path) => !path.startsWith('汇总/'));
    expect(packed.sort()).toEqual(wanted.map((path) => `活动/${path}`).sort());
    for (const path of wanted)
      expect(Buffer.compare(Buffer.from(files[`活动/${path}`]!), readFileSync(join(dir, path)))).toBe(0);
    writeFileSync(join(dirname(dir), '目录.xlsx'), files['活动/目录.xlsx']!);
    const catalogue = listOf(join(dirname(dir), '目录.xlsx'), '目录');
    const prints = fingerprint(dir);
    expect(catalogue.map((row) => [row.文件, row['SHA-256']]).sort()).toEqual(
      wanted.map((path) => [path, prints[path]!.split(' ')[0]]).sort(),
    );
    expect(catalogue.find((row) => row.文件 === '收件/住建局又发.xlsx')!.内容).toMatch(
      /^来件，.* 收到，退回修改$/,
    );
    const again = bangfu(['archive', dir, '--out', out, '--as-of', LATER]);
    expect([again.code, again.stderr.includes('没有覆盖')]).toEqual([2, true]);
    const second = join(dirname(dir), '档案2.zip');
    expect(bangfu(['archive', dir, '--out', second, '--as-of', LATER]).code).toBe(0);
    expect(Buffer.compare(readFileSync(second), readFileSync(out))).toBe(0);
    expect(bangfu(['archive', dir, '--out', join(dir, '收件/档案.zip')]).code).toBe(2);
  });

  it('one whose figures were changed is not compared with: aggregate says so and goes on', () => {
    const path = join(dir, '定稿/2020-10-28_100000/汇总/result.json');
    chmodSync(path, 0o644);
    appendFileSync(path, ' ');
    const run = bangfu(['aggregate', dir, '--as-of', LATER]);
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('没有写变动情况：“定稿/2020-10-28_100000/汇总/result.json”在定稿后被改过');
    expect(existsSync(changes())).toBe(false);
  });
});

describe('finalize refuses', () => {
  let dir: string;
  const refused = (...words: readonly string[]) => {
    const { code, stderr } = finalize(dir);
    expect(code).toBe(2);
    for (const word of words) expect(stderr).toContain(word);
    expect(existsSync(join(dir, '定稿'))).toBe(false);
  };

  beforeAll(async () => {
    dir = await workingFolder();
    await send(dir, '水利局.xlsx', '甲县水利局', 1000);
  });

  it('where there is no 汇总/', () => refused('没有“汇总”，不能定稿', '请先运行 bangfu aggregate'));

  it('where something came since', async () => {
    aggregate(dir);
    await send(dir, '林草局.xlsx', '甲县林草局', 1000);
    refused('不是最新的', '汇总后收件里新来了或换过文件：收件/林草局.xlsx');
    rmSync(join(dir, '收件/林草局.xlsx'));
  });

  it('where the settings were changed since, also where no figure depends on them', async () => {
    await writeSettings(dir, { phone: '0901-7654321' });
    refused('和现在算出来的不一样', '汇总后改过活动设置');
    await writeSettings(dir, { units: [unit('101', '甲县水利局')] });
    refused('汇总后活动设置、人工认定、收件台账或表格定义改过');
    await writeSettings(dir);
  });

  it('where a workbook was changed by hand, is missing, or result.json is cut off', () => {
    const workbook = join(dir, '汇总/示例地区汇总表.xlsx');
    const bytes = readFileSync(workbook);
    appendFileSync(workbook, ' ');
    refused('不一样的：示例地区汇总表.xlsx');
    rmSync(workbook);
    refused('不完整', '缺少：示例地区汇总表.xlsx');
    writeFileSync(workbook, bytes);
    const result = join(dir, '汇总/result.json');
    const text = readFileSync(result, 'utf8');
    writeFileSync(result, text.slice(0, 500));
    refused('“汇总/result.json”内容不完整或被改过');
    writeFileSync(result, text);
    expect(readResult(dir).completeness.length).toBeGreaterThan(0);
    expect(finalize(dir).code).toBe(0);
  });
});

describe('a 汇总 that was made beside an earlier month', () => {
  it('is kept when finalize is told of that month too', async () => {
    const period = { periodStart: '2020-09-01', periodEnd: '2020-09-30' };
    const tasks = (await settingsContent()).tasks.map((task) => ({ ...task, ...period }));
    const september = await workingFolder({ ...period, tasks });
    aggregate(september);
    const dir = await workingFolder();
    aggregate(dir, '--with', september);
    const { code, stderr } = finalize(dir);
    expect([code, stderr.includes('汇总时用了 --previous 或 --with 的，定稿时照样写上')]).toEqual([2, true]);
    expect(finalize(dir, '--with', september).code).toBe(0);
  });
});
