import { DOCUMENT_FORMATS, type DocumentFormat, type Material, type Moment } from './campaign.js';
import type { ContentMaterial } from './settings-content.js';

/** Pixels of a photo that prints well on half a page, and how many of them a unit is asked for. */
export const DEFAULT_PHOTO_PIXELS = 3_000_000;
const DEFAULT_PHOTOS = 4;

/** What offices call the same thing, by the word that a material's name ends in or holds. */
const SYNONYMS: readonly (readonly [root: string, words: readonly string[]])[] = [
  ['方案', ['方案', '活动计划', '工作计划', '安排意见']],
  ['总结', ['总结', '小结', '情况汇报', '工作汇报', '情况报告', '开展情况']],
  ['照片', ['照片', '图片', '相片', '影像', '剪影']],
  ['视频', ['视频', '录像', '短片']],
];

/** The materials that notices ask for as a rule, all switched off. */
export function usualMaterials(deadline: Moment): readonly ContentMaterial[] {
  const material = (name: string, formats: readonly DocumentFormat[]): ContentMaterial => ({
    name,
    enabled: false,
    owedBy: null,
    deadline,
    formats,
    ...defaultsOf(formats),
    words: defaultWords(name),
    note: null,
  });
  return [
    material('活动方案', ['word', 'pdf']),
    material('活动总结', ['word', 'pdf']),
    material('活动照片', ['picture']),
  ];
}

/** 最少份数 and 最小像素 where nothing is written: photos are asked for by number and size. */
export function defaultsOf(formats: readonly DocumentFormat[]): Pick<Material, 'leastFiles' | 'leastPixels'> {
  const isPhoto = formats.length === 1 && formats[0] === 'picture';
  return isPhoto
    ? { leastFiles: DEFAULT_PHOTOS, leastPixels: DEFAULT_PHOTO_PIXELS }
    : { leastFiles: 1, leastPixels: 0 };
}

/** 识别词 where nothing is written: the name and what else people write for it. */
export function defaultWords(name: string): readonly string[] {
  const synonyms = SYNONYMS.find(([root]) => name.includes(root))?.[1] ?? [];
  return [...new Set([name, ...synonyms])];
}

/** How 格式 writes one format; all of them together are 不限. */
export const FORMAT_WORDS: Readonly<Record<Exclude<DocumentFormat, 'other'>, string>> = {
  word: 'Word',
  pdf: 'PDF',
  picture: '图片',
  video: '视频',
};
export const ANY_FORMAT = '不限';

/** `Word、PDF`; 不限. */
export function formatFormats(formats: readonly DocumentFormat[]): string {
  if (formats.length === DOCUMENT_FORMATS.length) return ANY_FORMAT;
  return formats.flatMap((format) => (format === 'other' ? [] : [FORMAT_WORDS[format]])).join('、');
}
