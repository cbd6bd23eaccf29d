import { type ParagraphStyle, TYPE_AREA } from '../document-plan.js';

// How the parts of an official document look: GB/T 9704-2012 as far as it applies to a draft without a red head.
// Sizes are those of print: 二号 22, 三号 16, 四号 14, 小四 12, 五号 10.5 points.

/** Fonts that offices are bound to, and what stands in where they are not installed. */
export const FONTS = {
  title: { name: '方正小标宋简体', standIn: '宋体', family: 'roman' },
  body: { name: '仿宋_GB2312', standIn: '仿宋', family: 'modern' },
  heading1: { name: '黑体', standIn: 'SimHei', family: 'modern' },
  heading2: { name: '楷体_GB2312', standIn: '楷体', family: 'modern' },
  page: { name: '宋体', standIn: 'SimSun', family: 'roman' },
} as const;
type FontRole = keyof typeof FONTS;

export interface ParagraphLook {
  /** As the style is called in the program's list of styles. */
  readonly name: string;
  readonly font: FontRole;
  readonly points: number;
  /** Exact, in points; null lets the line be as high as what stands in it. */
  readonly linePoints: number | null;
  readonly align: 'left' | 'center' | 'right' | 'both';
  /** Characters by which the first line stands in. */
  readonly indent: number;
  /** Level in the outline of the document, from 0. */
  readonly outline?: number;
  readonly keepsWithNext?: boolean;
  /** Points of space above and below. */
  readonly above?: number;
  readonly below?: number;
}

/** 22 lines on a page of 225 mm, as usual in rounded points. */
const LINE = 28;
const PLAIN = { font: 'body', points: 16, linePoints: LINE, indent: 0 } as const;

export const PARAGRAPH_LOOKS: Readonly<
  Record<ParagraphStyle | 'picture' | 'cell' | 'cellHeader' | 'page', ParagraphLook>
> = {
  draftNote: { ...PLAIN, name: '草稿提示', points: 12, align: 'left' },
  documentNumber: { ...PLAIN, name: '发文字号', align: 'center' },
  title: {
    ...PLAIN,
    name: '公文标题',
    font: 'title',
    points: 22,
    linePoints: 35,
    align: 'center',
    outline: 0,
  },
  addressee: { ...PLAIN, name: '主送机关', align: 'both' },
  body: { ...PLAIN, name: '公文正文', align: 'both', indent: 2 },
  heading1: {
    ...PLAIN,
    name: '一级标题',
    font: 'heading1',
    align: 'both',
    indent: 2,
    outline: 1,
    keepsWithNext: true,
  },
  heading2: {
    ...PLAIN,
    name: '二级标题',
    font: 'heading2',
    align: 'both',
    indent: 2,
    outline: 2,
    keepsWithNext: true,
  },
  caption: { ...PLAIN, name: '图表标题', font: 'heading1', points: 12, align: 'center', keepsWithNext: true },
  attachmentList: { ...PLAIN, name: '附件说明', align: 'both', keepsWithNext: true },
  attachmentMark: { ...PLAIN, name: '附件标记', font: 'heading1', align: 'left' },
  attachmentTitle: {
    ...PLAIN,
    name: '附件标题',
    font: 'title',
    points: 22,
    linePoints: 35,
    align: 'center',
    outline: 0,
    below: 14,
  },
  signature: { ...PLAIN, name: '发文机关署名', align: 'right', keepsWithNext: true },
  date: { ...PLAIN, name: '成文日期', align: 'right' },
  picture: { ...PLAIN, name: '图片', linePoints: null, align: 'center', above: 12, keepsWithNext: true },
  cell: { ...PLAIN, name: '表格正文', points: 10.5, linePoints: 16, align: 'left' },
  cellHeader: {
    ...PLAIN,
    name: '表格标题行',
    font: 'heading1',
    points: 10.5,
    linePoints: 16,
    align: 'center',
  },
  page: { ...PLAIN, name: '页码', font: 'page', points: 14, linePoints: null, align: 'right' },
};

const A4 = { width: 210, height: 297 } as const;
/** The dash of the page number stands this far below the type area (7.5), and 四号 is about 5 mm high. */
const PAGE_NUMBER_BELOW = 7;
const PAGE_NUMBER_HEIGHT = 5;

/** Page and margins in millimetres. */
export const PAGE = {
  ...A4,
  top: TYPE_AREA.above,
  left: TYPE_AREA.left,
  right: A4.width - TYPE_AREA.left - TYPE_AREA.width,
  bottom: A4.height - TYPE_AREA.above - TYPE_AREA.height,
  footer: A4.height - TYPE_AREA.above - TYPE_AREA.height - PAGE_NUMBER_BELOW - PAGE_NUMBER_HEIGHT,
} as const;
