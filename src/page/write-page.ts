import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PageData } from '../report/page/page-data.js';
import { element, escapeText, join, type Markup } from './markup.js';
import { PAGE_STYLE } from './page-look.js';
import { PLACES } from './views/places.js';
import { renderSections } from './views/sections.js';

/** Id of the element that holds the data. */
export const DATA_ID = 'page-data';

const LINKS = [
  [PLACES.overview, '总览'],
  [PLACES.counties, '县（市）'],
  [PLACES.charts, '图表'],
  [PLACES.missing, '未报送'],
  [PLACES.units, '查单位'],
] as const;

/**
 * Writes the page as one file that asks for nothing else: style, script, drawing library and data stand in it, and its
 * policy forbids every request.
 */
export function writePage(data: PageData): string {
  const script = pageScript();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    "style-src 'unsafe-inline'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const head = [
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="format-detection" content="telephone=no">',
    `<title>${escapeText(`${data.title}汇总（${data.area}）`)}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${PAGE_STYLE}</style>`,
  ];
  return [
    '<!DOCTYPE html>',
    `<html lang="zh-CN"><head>${head.join('')}</head><body>`,
    renderBody(data).html,
    `<script type="application/json" id="${DATA_ID}">${embedJson(data)}</script>`,
    `<script>${script}</script>`,
    '</body></html>\n',
  ].join('\n');
}

function renderBody(data: PageData): Markup {
  const inner = (...content: readonly Markup[]) => element('div', { class: 'wide' }, content);
  return join(
    element('a', { class: 'skip', href: '#main' }, '跳到正文'),
    element(
      'header',
      {},
      inner(
        element('h1', {}, `${data.title}汇总`),
        element('p', {}, `${data.area}　统计时段：${data.period}`),
        element('p', {}, `截至${data.asOf}`),
      ),
    ),
    element(
      'nav',
      { 'aria-label': '本页内容' },
      element(
        'ul',
        {},
        LINKS.map(([place, text]) => element('li', {}, element('a', { href: `#${place}` }, text))),
      ),
    ),
    element(
      'main',
      { id: 'main', tabindex: -1 },
      element('div', { class: 'wide', id: 'sections' }, renderSections(data)),
      element('div', { class: 'wide', id: 'view', hidden: true }),
      element('div', { class: 'hidden-text', id: 'announcement', role: 'status' }),
    ),
    element(
      'footer',
      {},
      inner(
        element('h2', {}, '说明'),
        element(
          'ol',
          {},
          data.notes.map((note) => element('li', {}, note)),
        ),
      ),
    ),
  );
}

/** JSON inside a script element: no `<` can end it. */
function embedJson(data: PageData): string {
  return JSON.stringify(data).replace(/</g, '\\u003c');
}

/** The page's own program with the drawing library, as build.mjs bundles them. */
function pageScript(): string {
  return readFileSync(createRequire(import.meta.url).resolve('#page-script'), 'utf8').trim();
}

function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}
