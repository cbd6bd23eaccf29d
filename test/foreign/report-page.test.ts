import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import type { ResultJson } from '../../src/report/result/result-json.js';
import { planSample } from '../../src/sample/plan-sample.js';
import { findLeaks, privateValues } from '../e2e/private-values.js';
import { aggregate, bangfu, sheetOf, temporaryFolder } from '../e2e/working-folder.js';
import { HAS_CHROMIUM, openChromium } from './chromium.js';

// report.html as a browser shows it. What it must say stands in result.json; that its charts, tables and views work is
// what Chromium does with them.

/** PAGE_UNITS=1000 is the full proof of its size. */
const UNITS = Number(process.env.PAGE_UNITS ?? 40);
const SEED = 7;
const SAMPLE = { counties: 4, units: UNITS, seed: SEED, defects: 0.3 };
const MEGABYTE = 1_000_000;
const HAS_POPPLER = spawnSync('pdfinfo', ['-v'], { stdio: 'ignore' }).status === 0;
/** WCAG 2.1 AA: for text, and for large or bold text. */
const LEAST_CONTRAST = 4.5;
const LEAST_CONTRAST_LARGE = 3;

const STATUS_WORDS: Readonly<Record<string, string>> = {
  accepted: '已报',
  queried: '已报待说明',
  nil: '零报告',
  returned: '已报待改',
  pending: '已来件待处理',
  empty: '空表',
  missing: '未报送',
  exempt: '免报',
};

const dir = join(temporaryFolder(), '示例');
const file = join(dir, '汇总/report.html');
let result: ResultJson;

beforeAll(() => {
  const { counties, seed, defects } = SAMPLE;
  const args = ['--counties', counties, '--units', UNITS, '--seed', seed, '--defects', defects, '--quiet'];
  expect(bangfu(['sample', dir, ...args.map(String)]).code).toBe(0);
  result = aggregate(dir);
}, 600_000);

const countyOf = ({ county }: ResultJson['units'][number]): string => county ?? '地直单位';
const unitsOf = (county: string) => result.units.filter((unit) => countyOf(unit) === county);
const isUnreported = (status: string): boolean => status === 'missing' || status === 'empty';

describe('the file', () => {
  it('is one of the outputs, and the same when made twice', () => {
    const first = readFileSync(file);
    expect(result.outputs).toContain('汇总/report.html');
    aggregate(dir, '--out', join(dir, '另一处'));
    expect(readFileSync(join(dir, '另一处/report.html')).equals(first)).toBe(true);
  }, 120_000);

  it('stays under 2 MB with 1 000 units', () => {
    const text = readFileSync(file, 'utf8');
    const size = statSync(file).size;
    // Program, style, charts and counties stay as they are; units and the list of the missing grow with the roster.
    const { units, missing } = JSON.parse(/json"[^>]*>(.*)<\/script>/.exec(text)![1]!);
    const list = /<section id="missing.*?<\/section>/s.exec(text)![0];
    const growing = [JSON.stringify(units), JSON.stringify(missing), list];
    const grown = growing.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
    expect(grown).toBeGreaterThan(UNITS * 200);
    expect(size - grown + (grown / UNITS) * 1000).toBeLessThan(2 * MEGABYTE);
    expect(size).toBeLessThan(2 * MEGABYTE);
  });

  it('refers to nothing outside itself', () => {
    const text = readFileSync(file, 'utf8').replace(/<script>.*<\/script>/s, '');
    expect(text.match(/(?:src|href|action)\s*=\s*"(?!#|data:,")[^"]*"|@import|url\(/g)).toBeNull();
  });

  it('tells nobody’s name, number or telephone', async () => {
    const forms = await loadBuiltInForms();
    const { hidden, counts } = privateValues(planSample({ ...SAMPLE, isAsked: () => true }, forms).files);
    const roster = sheetOf(join(dir, '活动设置.xlsx'), '单位名册');
    const contacts = ['联系人', '联系电话', '邮箱'].flatMap((title) => {
      const column = Array.from({ length: roster.lastColumnNumber }, (_, index) => index + 1).find(
        (number) => roster.valueAt(1, number) === title,
      )!;
      return Array.from({ length: roster.lastRowNumber - 1 }, (_, index) =>
        roster.valueAt(index + 2, column),
      );
    });
    const known = contacts.filter((value) => value !== null).map(String);
    expect(Math.min(counts.names, counts.phones, known.length)).toBeGreaterThan(20);
    const text = readFileSync(file, 'utf8');
    const texts = new Map([['report.html', text]]);
    expect(findLeaks(texts, [...hidden, ...known])).toEqual([]);
    expect(text.match(/(?<![\d.])(?:1[3-9]\d{9}|\d{17}[\dXx])(?![\d])/g)).toBeNull();
  });
});

describe.skipIf(!HAS_CHROMIUM)('in Chromium (skipped without it)', () => {
  let browser: Browser;
  let context: BrowserContext;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await openChromium();
    context = await browser.newContext();
    await context.route('**/*', (route) =>
      route.request().url().startsWith('file:') ? route.continue() : route.abort(),
    );
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });

  /** A page that complains of every message, error and request. */
  async function open(width: number, place = ''): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 844 });
    const own = pathToFileURL(file).href;
    page.on('console', (message) => complaints.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    page.on('request', (request) => {
      if (request.url().replace(/#.*/, '') !== own)
        complaints.push(`request: ${request.url().slice(0, 100)}`);
    });
    await page.goto(own + place);
    return page;
  }

  const rowHeaders = (page: Page) =>
    page.locator('#counties table').first().locator('tbody th').allTextContents();
  const ratesOf = (county: string): number => {
    const all = Object.values(result.rates.counties[county] ?? {});
    const sum = (key: 'owed' | 'received') => all.reduce((total, item) => total + item[key], 0);
    return sum('received') / sum('owed');
  };

  it('sorts counties by reporting rate, both ways and back, from the keyboard too', async () => {
    const page = await open(1280);
    const original = await rowHeaders(page);
    expect(original.map(ratesOf)).toEqual(original.map(ratesOf).sort((a, b) => b - a));
    const header = page.locator('#counties table').first().locator('th', { hasText: '报送率' }).first();
    const button = header.locator('button');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await header.getAttribute('aria-sort')).toBe('ascending');
    const upwards = (await rowHeaders(page)).map(ratesOf);
    expect(upwards).toEqual([...upwards].sort((a, b) => a - b));
    expect(upwards[0]).toBeLessThan(upwards.at(-1)!);
    await button.click();
    const downwards = (await rowHeaders(page)).map(ratesOf);
    expect(downwards).toEqual([...downwards].sort((a, b) => b - a));
    await button.click();
    expect(await rowHeaders(page)).toEqual(original);
    await page.close();
  });

  it('offers no order for what was done or given', async () => {
    const page = await open(1280);
    expect(await page.locator('#counties details table').count()).toBeGreaterThan(1);
    expect(await page.locator('#counties details th button, #charts th button').count()).toBe(0);
    const names = await page.locator('#counties details table').first().locator('tbody th').allTextContents();
    const roster = [...new Set(result.units.map(countyOf))].filter((name) => names.includes(name));
    expect(names).toEqual(roster);
    await page.goto(`${page.url()}#/county/1`);
    expect(await page.locator('#view details th button').count()).toBe(0);
    await page.close();
  });

  it('goes from the prefecture to a county to a unit and back', async () => {
    const page = await open(1280);
    const county = countyOf(result.units[0]!);
    await page.locator('#counties').getByRole('link', { name: county, exact: true }).first().click();
    expect(await page.locator('h2:visible').first().textContent()).toBe(county);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('view-heading');
    const table = page.locator('#view table').first();
    const members = unitsOf(county);
    expect(await table.locator('tbody th').allTextContents()).toEqual(members.map(({ name }) => name));
    const chips = await table.locator('.chip').allTextContents();
    const expected = members.flatMap(({ code }) =>
      result.campaign.forms.flatMap(({ form }) =>
        result.completeness
          .filter((entry) => entry.unit === code && entry.form === form)
          .map(({ status, late }) => `${STATUS_WORDS[status]}${late ? '（迟报）' : ''}`),
      ),
    );
    expect(chips.filter((text) => !text.startsWith('非应报'))).toEqual(expected);

    const form = result.campaign.forms.find((item) => item.form === 'paired-assistance')!;
    const counted = members.find(({ code }) => result.totals[form.form]!.units[code] !== undefined)!;
    await table.getByRole('link', { name: counted.name, exact: true }).click();
    expect(await page.locator('h2:visible').first().textContent()).toBe(counted.name);
    const shown = await page.locator('#view dl').first().locator('div').allTextContents();
    const totals = result.totals[form.form]!.units[counted.code]!;
    const visited = totals.householdsVisited!.toLocaleString('en-US');
    const money = totals.consolationTotal!.toLocaleString('en-US', { minimumFractionDigits: 2 });
    expect(shown).toContain(`走访户数（户）${visited}`);
    expect(shown).toContain(`慰问款物合计（元）${money}`);

    await page.goBack();
    expect(await page.locator('h2:visible').first().textContent()).toBe(county);
    await page.goBack();
    expect(await page.locator('#overview').isVisible()).toBe(true);
    expect(await page.locator('#view').isVisible()).toBe(false);
    await page.close();
  });

  it('says of every county and form what result.json says', async () => {
    const page = await open(1280);
    for (const { form, title } of result.campaign.forms) {
      const box = page
        .locator('#counties details')
        .filter({ has: page.locator('summary', { hasText: title }) });
      for (const row of await box.locator('tbody tr').all()) {
        const county = (await row.locator('th').textContent())!;
        const totals = result.totals[form]!.counties[county]!;
        const cells = await row
          .locator('td:not([data-label*="率"])')
          .evaluateAll((items) => items.map((item) => Number(item.textContent!.replaceAll(',', ''))));
        const values = new Set(Object.values(totals));
        expect(cells.filter((value) => !values.has(value))).toEqual([]);
        expect(cells.length).toBeGreaterThan(1);
      }
    }
    await page.close();
  });

  it('finds units by name and by status', async () => {
    const page = await open(390);
    const { name } = result.units.at(-1)!;
    await page.fill('#search', name);
    const found = page.locator('#results li');
    expect(await found.locator('a').allTextContents()).toContain(name);
    const missing = new Set(
      result.completeness.filter(({ status }) => status === 'missing').map(({ unit }) => unit),
    );
    expect(missing.size).toBeGreaterThan(0);
    await page.fill('#search', '未报送');
    expect(await page.locator('#found').textContent()).toContain(`找到 ${missing.size} 家单位`);
    await page.fill('#search', '没有这个单位');
    expect(await page.locator('#found').textContent()).toContain('没有找到');
    expect(await found.count()).toBe(0);
    await page.close();
  });

  it('lists who is missing, and the list can be taken along', async () => {
    const page = await open(1280);
    const missing = result.completeness.filter(({ status }) => isUnreported(status));
    expect(await page.locator('#missing tbody tr').count()).toBe(missing.length);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.click('#copy-missing');
    await page.waitForFunction(() => document.getElementById('copied')?.textContent !== '');
    expect(await page.locator('#copied').textContent()).toContain('已复制');
    const text = await page.locator('#missing-text').inputValue();
    const names = missing.map(({ unit }) => result.units.find(({ code }) => code === unit)!.name);
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
    await page.close();
  });

  it('draws every chart, and says its numbers as a table', async () => {
    const page = await open(1280);
    const charts = await page.locator('figure').evaluateAll((figures) =>
      figures.map((figure) => {
        const canvas = figure.querySelector('canvas')!;
        const pixels = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data;
        const colors = new Set<string>();
        for (let at = 0; at < pixels.length; at += 4 * 97)
          colors.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`);
        return { colors: colors.size, rows: figure.querySelectorAll('tbody tr').length };
      }),
    );
    const pictures = result.outputs.filter((path) => /图表\/.*\.png$/.test(path));
    expect(charts).toHaveLength(pictures.length);
    expect(charts.filter(({ colors, rows }) => colors < 10 || rows === 0)).toEqual([]);
    await page.close();
  });

  it.each(['', '#/county/1', '#/unit/1', '#missing'])(
    'at 390 px nothing moves sideways: %s',
    async (place) => {
      const page = await open(390, place);
      await page.locator('details').evaluateAll((items) => {
        for (const item of items) (item as HTMLDetailsElement).open = true;
      });
      const wide = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth,
        inside: [...document.querySelectorAll('body *')]
          .filter((item) => item.clientWidth > 0 && getComputedStyle(item).position !== 'absolute')
          .filter(
            (item) =>
              item.getBoundingClientRect().right > window.innerWidth ||
              item.scrollWidth > item.clientWidth + 1,
          )
          .filter((item) => getComputedStyle(item).display !== 'inline')
          .map((item) => `${item.tagName} ${item.textContent!.slice(0, 30)}`),
      }));
      expect(wide).toEqual({ page: 390, inside: [] });
      await page.close();
    },
  );

  it.each(['', '#/county/1'])('is read by everybody: contrast, names, headings: %s', async (place) => {
    const page = await open(1280, place);
    if (place === '') await page.fill('#search', '未报送');
    const faults = await page.evaluate(
      ([least, leastLarge]) => {
        const channels = (color: string) => color.match(/[\d.]+/g)!.map(Number);
        const lightness = (color: string) => {
          const [r, g, b] = channels(color)
            .slice(0, 3)
            .map((value) =>
              value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
            );
          return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
        };
        const paperOf = (item: Element | null): string => {
          if (item === null) return 'rgb(255, 255, 255)';
          const color = getComputedStyle(item).backgroundColor;
          return channels(color)[3] === 0 ? paperOf(item.parentElement) : color;
        };
        const found = new Set<string>();
        for (const item of document.querySelectorAll('body *')) {
          const own = [...item.childNodes].some(
            (node) => node.nodeType === 3 && node.textContent!.trim() !== '',
          );
          if (!own || item.getClientRects().length === 0) continue;
          const { color, fontSize, fontWeight } = getComputedStyle(item);
          const [a, b] = [lightness(color), lightness(paperOf(item))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          const size = Number.parseFloat(fontSize);
          const isLarge = size >= 24 || (size >= 18.66 && Number(fontWeight) >= 700);
          if (ratio < (isLarge ? leastLarge! : least!))
            found.add(`${item.tagName}.${item.className} ${ratio}`);
        }
        for (const item of document.querySelectorAll('a, button, summary'))
          if (item.getClientRects().length > 0 && item.textContent!.trim() === '')
            found.add(`nameless ${item.outerHTML}`);
        for (const item of document.querySelectorAll('table'))
          if (item.caption === null || item.querySelector('th[scope=col]') === null)
            found.add('table without names');
        for (const item of document.querySelectorAll('canvas'))
          if (!item.getAttribute('aria-label')) found.add('chart without name');
        if (document.documentElement.lang !== 'zh-CN') found.add('no language');
        if (document.querySelectorAll('h1').length !== 1) found.add('one h1');
        const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
        if (new Set(ids).size < ids.length) found.add('an id twice');
        return [...found];
      },
      [LEAST_CONTRAST, LEAST_CONTRAST_LARGE],
    );
    expect(faults).toEqual([]);
    await page.close();
  });

  it.skipIf(!HAS_POPPLER)('prints on A4 with everything that folds', async () => {
    const page = await open(1280);
    const pdf = join(temporaryFolder(), 'report.pdf');
    writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
    expect(info).toMatch(/Page size: .*A4/);
    const pages = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' })
      .split('\f')
      .slice(0, -1);
    expect(pages.length).toBeGreaterThan(2);
    const text = pages.join('').replace(/\s/g, '');
    for (const county of Object.keys(result.rates.counties)) expect(text).toContain(county);
    const { total } = result.totals.donations!.prefecture;
    expect(text).toContain(total!.toLocaleString('en-US', { minimumFractionDigits: 2 }));
    for (const word of ['查单位', '复制文字名单', '跳到正文', '⇅']) expect(text).not.toContain(word);
    await page.close();
  });

  it('had nothing to complain of and asked for nothing', () => {
    expect(complaints).toEqual([]);
  });
});
