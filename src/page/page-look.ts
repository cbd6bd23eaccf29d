import { COLORS } from '../workbook/theme.js';

/** Text on a ground. */
export interface ColorPair {
  readonly ink: string;
  readonly paper: string;
}

const pair = (ink: string, paper: string): ColorPair => ({ ink: `#${ink}`, paper: `#${paper}` });
const WHITE = COLORS.input;

/** Every pair of colours in which the page writes; the palette is the workbooks'. */
export const PAGE_COLORS = {
  text: pair(COLORS.ink, WHITE),
  band: pair(COLORS.ink, COLORS.total),
  head: pair(COLORS.headInk, COLORS.head),
  heading: pair(COLORS.headInk, WHITE),
  figure: pair(COLORS.headInk, COLORS.total),
  banner: pair(WHITE, COLORS.headInk),
  link: pair(COLORS.link, WHITE),
  linkOnBand: pair(COLORS.link, COLORS.total),
  muted: pair(COLORS.muted, WHITE),
  good: pair(COLORS.goodInk, COLORS.good),
  query: pair(COLORS.queryInk, COLORS.query),
  error: pair(COLORS.errorInk, COLORS.error),
  plain: pair(COLORS.ink, COLORS.computed),
  note: pair(COLORS.queryInk, WHITE),
} as const satisfies Record<string, ColorPair>;

const C = PAGE_COLORS;
const LINE = `#${COLORS.line}`;
const both = ({ ink, paper }: ColorPair): string => `color:${ink};background:${paper}`;

/**
 * The style of the page: for a phone first, wider screens and paper after it. Only what Chromium 70 knows: no `gap` of
 * flexible boxes, no `aspect-ratio`, no `:is`.
 */
export const PAGE_STYLE = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;${both(C.text)};font:16px/1.6 -apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","WenQuanYi Zen Hei",sans-serif;overflow-wrap:anywhere;word-wrap:break-word}
.wide{max-width:1180px;margin:0 auto;padding:0 16px}
header{${both(C.banner)};padding:18px 0 14px}
header h1{margin:0;font-size:24px;line-height:1.3}
header p{margin:4px 0 0}
a{color:${C.link.ink}}
a:focus,button:focus,input:focus,summary:focus,textarea:focus,[tabindex]:focus{outline:3px solid ${C.link.ink};outline-offset:2px}
h2[tabindex]:focus{outline:none}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;padding:8px 12px;z-index:9;${both(C.text)}}
nav{position:sticky;top:0;z-index:5;${both(C.head)};border-bottom:1px solid ${LINE}}
nav ul{display:flex;list-style:none;margin:0 auto;padding:0;max-width:1180px}
nav li{flex:1 1 auto;text-align:center}
nav a{display:block;padding:11px 2px;color:${C.head.ink};text-decoration:none;font-weight:bold}
nav a:hover{text-decoration:underline}
main{padding-bottom:40px}
section{padding-top:52px;margin-top:-32px}
section:first-child{margin-top:-40px}
h2{font-size:20px;line-height:1.35;margin:0 0 12px;padding-bottom:6px;color:${C.heading.ink};border-bottom:2px solid ${C.heading.ink}}
h3{font-size:17px;margin:22px 0 8px;color:${C.heading.ink}}
.muted{color:${C.muted.ink}}
.note{color:${C.note.ink};margin:6px 0}
.figures{display:grid;grid-template-columns:1fr 1fr;grid-gap:10px;margin:0;padding:0}
.figures>div{${both(C.figure)};border:1px solid ${LINE};border-radius:6px;padding:10px 12px}
.figures dt{color:${C.band.ink};font-size:14px;line-height:1.4}
.figures dd{margin:4px 0 0;font-size:26px;line-height:1.2;font-weight:bold}
.figures.small dd{font-size:18px}
.figures .of{display:block}
.forms{list-style:none;margin:0;padding:0}
.forms li{padding:10px 0;border-bottom:1px solid ${LINE}}
.forms .line{display:flex;justify-content:space-between;align-items:baseline}
.forms .line b{font-size:22px;color:${C.heading.ink};padding-left:12px;white-space:nowrap}
.meter{height:10px;background:#${COLORS.head};border-radius:5px;overflow:hidden;margin:4px 0}
.meter span{display:block;height:100%;background:#${COLORS.headInk}}
.attention{list-style:none;margin:0;padding:0}
.attention li{padding:10px 12px;margin-bottom:8px;border:1px solid ${LINE};border-left:5px solid ${C.error.ink};border-radius:4px}
.attention p{margin:2px 0 0}
.attention b{color:${C.error.ink}}
.chip{display:inline-block;padding:1px 9px;border-radius:11px;font-size:14px;line-height:1.5;white-space:nowrap}
.good{${both(C.good)}}.query{${both(C.query)}}.error{${both(C.error)}}.plain{${both(C.plain)}}
table{border-collapse:collapse;width:100%;margin:0 0 8px}
caption{text-align:left;padding:4px 0;color:${C.muted.ink}}
th,td{border:1px solid ${LINE};padding:6px 8px;text-align:left;vertical-align:middle}
thead th{${both(C.head)};text-align:center;line-height:1.35}
tfoot td,tfoot th{${both(C.band)};font-weight:bold}
td.n,tfoot td.n{text-align:right;font-variant-numeric:tabular-nums}
th button{font:inherit;font-weight:bold;color:inherit;background:none;border:0;padding:4px 2px;width:100%;cursor:pointer}
th button::after{content:" ⇅"}
th[aria-sort=ascending] button::after{content:" ▲"}
th[aria-sort=descending] button::after{content:" ▼"}
tr[hidden]{display:none}
details{border:1px solid ${LINE};border-radius:4px;margin:0 0 10px}
summary{padding:9px 12px;cursor:pointer;font-weight:bold;color:${C.heading.ink}}
details>div{padding:0 12px 10px}
figure{margin:0 0 18px;border:1px solid ${LINE};border-radius:6px;padding:8px}
figure canvas{display:block;max-width:100%;margin:0 auto}
figure details{margin:8px 0 0}
.search input{font:inherit;width:100%;padding:10px 12px;border:1px solid ${C.muted.ink};border-radius:4px;${both(C.text)}}
.search label{display:block;font-weight:bold;margin-bottom:4px}
.results{list-style:none;margin:10px 0 0;padding:0}
.results li{padding:9px 0;border-bottom:1px solid ${LINE}}
.results .chip{margin:2px 6px 2px 0}
.action{font:inherit;padding:8px 16px;border:1px solid ${C.link.ink};border-radius:4px;cursor:pointer;background:${C.link.paper};color:${C.link.ink}}
textarea{font:inherit;width:100%;height:11em;padding:8px;border:1px solid ${C.muted.ink};${both(C.text)}}
.back{display:inline-block;padding:14px 0 4px}
.hidden-text{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap}
footer{border-top:1px solid ${LINE};padding:14px 0 40px}
footer ol,footer p{margin:0;padding:0;list-style:none}
@media (max-width:699px){
.only-wide{display:none !important}
nav a{font-size:15px}
table.cards,table.cards tbody,table.cards tfoot{display:block}
table.cards thead tr{display:flex;flex-wrap:wrap}
table.cards thead,table.cards thead th{display:block;border:0}
table.cards thead th{padding:2px 6px}
table.cards thead th:not([data-sort]){display:none}
table.cards tbody tr,table.cards tfoot tr{display:block;border:1px solid ${LINE};border-radius:6px;margin:8px 0;padding:6px 10px}
table.cards tfoot tr{${both(C.band)}}
table.cards tbody tr[hidden]{display:none}
table.cards td,table.cards tbody th,table.cards tfoot th{display:flex;justify-content:space-between;align-items:baseline;border:0;padding:3px 0;text-align:right}
table.cards td::before{content:attr(data-label);text-align:left;padding-right:12px;color:${C.band.ink}}
table.cards td:empty{display:none}
table.cards tbody th,table.cards tfoot th{font-size:17px;text-align:left}
th,td{padding:6px 5px}
}
@media (min-width:700px){
.figures{grid-template-columns:repeat(3,1fr)}
.figures.small{grid-template-columns:repeat(4,1fr)}
.figures dd{font-size:30px}
.columns{display:grid;grid-template-columns:1fr 1fr;grid-gap:0 28px}
}
@media print{
@page{size:A4;margin:12mm 10mm}
body{font-size:12px;line-height:1.45}
nav,.skip,.search,.action,.back,.screen{display:none !important}
header{background:#fff;color:${C.text.ink};padding:0;border-bottom:2px solid ${C.heading.ink}}
.wide{max-width:none;padding:0}
section,section:first-child{padding-top:0;margin-top:14px}
.figures{grid-template-columns:repeat(3,1fr)}
.figures.small{grid-template-columns:repeat(4,1fr)}
.figures dd{font-size:20px}
.figures.small dd{font-size:14px}
h2,h3,summary{page-break-after:avoid;break-after:avoid}
tr,li,figure,details,.together,.figures>div{page-break-inside:avoid;break-inside:avoid}
thead{display:table-header-group}
tfoot{display:table-row-group}
th,td{padding:3px 5px}
th button{display:contents}
th button::after{content:"" !important}
figure canvas{max-height:105mm;width:auto !important}
figure details{display:none}
a{color:inherit;text-decoration:none}
details{border:0}
summary{padding-left:0;list-style:none}
details>div{padding:0}
.chip{border:1px solid ${LINE}}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`.trim();
