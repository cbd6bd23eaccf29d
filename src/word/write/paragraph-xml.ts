import { xmlAttributes, xmlContent } from '../../workbook/xml-text.js';
import type { PlannedParagraph, TextRun } from '../document-plan.js';
import { FONTS, PARAGRAPH_LOOKS, type ParagraphLook } from './paragraph-looks.js';

/** Of all styles; each has the name of its part. */
export type LookName = keyof typeof PARAGRAPH_LOOKS;

const TWIPS_PER_POINT = 20;
const TWIPS_PER_MILLIMETRE = 1440 / 25.4;
/** By which 28 characters of 三号 fit into 156 mm (GB/T 9704-2012, 5.2.3), in twips a character. */
const CLOSER = -5;

/** Millimetres in twentieths of a point. */
export function twips(millimetres: number): number {
  return Math.round(millimetres * TWIPS_PER_MILLIMETRE);
}

/** An element without content. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
): string {
  return `<w:${name}${xmlAttributes(Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`w:${key}`, value])))}/>`;
}

/** The style of one part, with everything that it looks like. */
export function styleXml(name: LookName): string {
  const look: ParagraphLook = PARAGRAPH_LOOKS[name];
  return [
    `<w:style w:type="paragraph" w:customStyle="1" w:styleId="${name}">`,
    element('name', { val: look.name }),
    element('basedOn', { val: 'Normal' }),
    element('qFormat', {}),
    `<w:pPr>${look.keepsWithNext === true ? element('keepNext', {}) : ''}${element('widowControl', { val: 0 })}`,
    spacingXml(look),
    look.indent === 0 ? '' : indentXml({ firstLine: look.indent }, look.points),
    element('jc', { val: look.align }),
    look.outline === undefined ? '' : element('outlineLvl', { val: look.outline }),
    '</w:pPr><w:rPr>',
    fontXml(look),
    look.points === PARAGRAPH_LOOKS.body.points ? element('spacing', { val: CLOSER }) : '',
    element('sz', { val: look.points * 2 }),
    element('szCs', { val: look.points * 2 }),
    '</w:rPr></w:style>',
  ].join('');
}

function spacingXml({ above, below, linePoints }: ParagraphLook): string {
  const points = (value: number | undefined) => (value === undefined ? undefined : value * TWIPS_PER_POINT);
  const line = linePoints === null ? {} : { line: points(linePoints), lineRule: 'exact' };
  const attributes = { before: points(above), after: points(below), ...line };
  return Object.values(attributes).every((value) => value === undefined)
    ? ''
    : element('spacing', attributes);
}

/** The same font for figures and letters as for characters, as official documents have it. */
function fontXml({ font }: ParagraphLook): string {
  const { name } = FONTS[font];
  return element('rFonts', { ascii: name, eastAsia: name, hAnsi: name, cs: name });
}

/** Characters, and what they measure at this size for programs that count in lengths alone. */
function indentXml(characters: Readonly<Record<string, number>>, points: number): string {
  const attributes = Object.entries(characters).flatMap(([side, count]) => [
    [`${side}Chars`, Math.round(count * 100)] as const,
    [side, Math.round(count * points * TWIPS_PER_POINT)] as const,
  ]);
  return element('ind', Object.fromEntries(attributes));
}

export function paragraphXml(paragraph: PlannedParagraph): string {
  const { style, runs, linesBefore, startsPage, keepsWithNext, charactersAtRight, hanging } = paragraph;
  const look: ParagraphLook = PARAGRAPH_LOOKS[style];
  const indent = {
    ...(hanging === undefined ? {} : { left: hanging.left, hanging: hanging.by }),
    ...(charactersAtRight === undefined ? {} : { right: charactersAtRight }),
  };
  const own = [
    keepsWithNext === true ? element('keepNext', {}) : '',
    startsPage === true ? element('pageBreakBefore', {}) : '',
    linesBefore === undefined
      ? ''
      : element('spacing', {
          before: Math.round(linesBefore * PARAGRAPH_LOOKS.body.linePoints! * TWIPS_PER_POINT),
        }),
    Object.keys(indent).length === 0 ? '' : indentXml(indent, look.points),
  ].join('');
  return styledParagraph(style, runs.map(runXml).join(''), own);
}

/** A paragraph of one style; `own`: what it sets itself, in the order of the standard. */
export function styledParagraph(style: LookName, content: string, own = ''): string {
  return `<w:p><w:pPr>${element('pStyle', { val: style })}${own}</w:pPr>${content}</w:p>`;
}

export function runXml({ text, isBlank }: TextRun): string {
  const marked = isBlank === true ? `<w:rPr>${element('highlight', { val: 'yellow' })}</w:rPr>` : '';
  return `<w:r>${marked}<w:t xml:space="preserve">${xmlContent(text)}</w:t></w:r>`;
}
