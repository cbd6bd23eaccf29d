import { writeZip } from '../../container/write-zip.js';
import { xmlAttributes, xmlContent } from '../../workbook/xml-text.js';
import type { DocumentPlan, PlannedBlock, PlannedPicture } from '../document-plan.js';
import { FONTS, PAGE, PARAGRAPH_LOOKS } from './paragraph-looks.js';
import { element, type LookName, paragraphXml, styledParagraph, styleXml, twips } from './paragraph-xml.js';
import { tableXml } from './table-xml.js';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';
const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const WORD_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const NAMESPACES = `xmlns:w="${WORD}" xmlns:r="${OFFICE}/relationships"`;
const EMU_PER_MILLIMETRE = 36_000;

interface Part {
  readonly name: string;
  readonly contentType: string;
  /** Of the relationship from word/document.xml; null for the parts that the package itself relates to. */
  readonly relation: string | null;
  readonly xml: string;
}

/**
 * A document as the bytes of a `.docx` (ECMA-376 part 1). `images`: PNGs by name; one that the plan names must be
 * there. The same plan gives the same bytes.
 */
export function writeDocument(plan: DocumentPlan, images: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const pictures = plan.blocks.filter((block) => block.kind === 'picture');
  const parts = partsOf(plan, pictures);
  const related = parts.filter(({ relation }) => relation !== null);
  const relations = [
    ...related.map(({ name, relation }, index) => ({
      id: `rId${index + 1}`,
      type: relation!,
      target: name.replace('word/', ''),
    })),
    ...pictures.map((_, index) => ({ id: pictureId(index), type: 'image', target: mediaName(index) })),
  ];
  const text = (name: string, xml: string) => ({ name, bytes: new TextEncoder().encode(DECLARATION + xml) });
  return writeZip([
    text('[Content_Types].xml', contentTypesXml(parts)),
    text('_rels/.rels', PACKAGE_RELATIONS),
    ...parts.map(({ name, xml }) => text(name, xml)),
    text('word/_rels/document.xml.rels', relationsXml(relations)),
    ...pictures.map(({ image }, index) => {
      const bytes = images.get(image);
      if (bytes === undefined) throw new Error(`no picture ${image}`);
      return { name: `word/${mediaName(index)}`, bytes };
    }),
  ]);
}

const pictureId = (index: number): string => `rIdPicture${index + 1}`;
const mediaName = (index: number): string => `media/image${index + 1}.png`;

function partsOf(plan: DocumentPlan, pictures: readonly PlannedPicture[]): readonly Part[] {
  const word = (name: string, relation: string | null, xml: string): Part => ({
    name: `word/${name}.xml`,
    contentType: `${WORD_TYPE}.${relation ?? 'document.main'}+xml`,
    relation,
    xml,
  });
  return [
    word('document', null, documentXml(plan, pictures)),
    word('styles', 'styles', STYLES),
    word('settings', 'settings', SETTINGS),
    word('fontTable', 'fontTable', FONT_TABLE),
    word('footer1', 'footer', footerXml('right')),
    word('footer2', 'footer', footerXml('left')),
    {
      name: 'docProps/core.xml',
      contentType: 'application/vnd.openxmlformats-package.core-properties+xml',
      relation: null,
      xml: corePropertiesXml(plan),
    },
  ];
}

/** The footers' places among the related parts: odd pages, then even ones. */
const FOOTERS = [
  { type: 'default', id: 'rId4' },
  { type: 'even', id: 'rId5' },
] as const;

function documentXml({ blocks }: DocumentPlan, pictures: readonly PlannedPicture[]): string {
  const blockXml = (block: PlannedBlock): string => {
    if (block.kind === 'table') return tableXml(block);
    return block.kind === 'paragraph' ? paragraphXml(block) : pictureXml(block, pictures.indexOf(block));
  };
  // A table that ends the document would otherwise be followed by a paragraph of the program's own, of full height.
  const end = blocks.at(-1)?.kind === 'table' ? styledParagraph('cell', '') : '';
  return `<w:document ${NAMESPACES}><w:body>${blocks.map(blockXml).join('')}${end}${SECTION}</w:body></w:document>`;
}

const SECTION = [
  '<w:sectPr>',
  ...FOOTERS.map(({ type, id }) => `<w:footerReference w:type="${type}" r:id="${id}"/>`),
  element('pgSz', { w: twips(PAGE.width), h: twips(PAGE.height) }),
  element('pgMar', {
    top: twips(PAGE.top),
    right: twips(PAGE.right),
    bottom: twips(PAGE.bottom),
    left: twips(PAGE.left),
    header: twips(PAGE.top / 2),
    footer: twips(PAGE.footer),
    gutter: 0,
  }),
  '</w:sectPr>',
].join('');

/** ECMA-376 part 1, 20.4.2.8. */
function pictureXml({ width, height, description }: PlannedPicture, index: number): string {
  const size = xmlAttributes({
    cx: Math.round(width * EMU_PER_MILLIMETRE),
    cy: Math.round(height * EMU_PER_MILLIMETRE),
  });
  const named = xmlAttributes({ id: index + 1, name: `图片${index + 1}`, descr: description });
  return styledParagraph(
    'picture',
    [
      `<w:r><w:drawing><wp:inline xmlns:wp="${DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">`,
      `<wp:extent${size}/><wp:docPr${named}/>`,
      `<a:graphic xmlns:a="${DRAWING}/main"><a:graphicData uri="${DRAWING}/picture"><pic:pic xmlns:pic="${DRAWING}/picture">`,
      `<pic:nvPicPr><pic:cNvPr${named}/><pic:cNvPicPr/></pic:nvPicPr>`,
      `<pic:blipFill><a:blip r:embed="${pictureId(index)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`,
      `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>`,
      '</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
    ].join(''),
  );
}

/** `— 1 —`, one character from the outer edge (GB/T 9704-2012, 7.5). */
function footerXml(side: 'left' | 'right'): string {
  const { points } = PARAGRAPH_LOOKS.page;
  const own = element('ind', { [`${side}Chars`]: 100, [side]: points * 20 }) + element('jc', { val: side });
  const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
  const number = `<w:fldSimple w:instr=" PAGE ">${run('1')}</w:fldSimple>`;
  return `<w:ftr ${NAMESPACES}>${styledParagraph('page', `${run('— ')}${number}${run(' —')}`, own)}</w:ftr>`;
}

const STYLES = [
  `<w:styles ${NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>`,
  element('rFonts', { ascii: FONTS.body.name, eastAsia: FONTS.body.name, hAnsi: FONTS.body.name }),
  element('kern', { val: 2 }),
  // Figures are no Chinese text: a line may not end within a number.
  element('lang', { val: 'en-US', eastAsia: 'zh-CN' }),
  '</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>',
  '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
  ...(Object.keys(PARAGRAPH_LOOKS) as LookName[]).map(styleXml),
  '</w:styles>',
].join('');

const SETTINGS = [
  `<w:settings ${NAMESPACES}>`,
  element('evenAndOddHeaders', {}),
  element('characterSpacingControl', { val: 'compressPunctuation' }),
  '<w:compat>',
  element('compatSetting', {
    name: 'compatibilityMode',
    uri: 'http://schemas.microsoft.com/office/word',
    val: 15,
  }),
  '</w:compat></w:settings>',
].join('');

const FONT_TABLE = [
  `<w:fonts ${NAMESPACES}>`,
  ...Object.values(FONTS).map(
    ({ name, standIn, family }) =>
      `<w:font w:name="${name}">${element('altName', { val: standIn })}${element('charset', { val: '86' })}${element('family', { val: family })}</w:font>`,
  ),
  '</w:fonts>',
].join('');

function contentTypesXml(parts: readonly Part[]): string {
  return [
    `<Types xmlns="${PACKAGE}/content-types">`,
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>',
    ...parts.map(({ name, contentType }) => `<Override PartName="/${name}" ContentType="${contentType}"/>`),
    '</Types>',
  ].join('');
}

const PACKAGE_RELATIONS = [
  `<Relationships xmlns="${PACKAGE}/relationships">`,
  `<Relationship Id="rId1" Type="${OFFICE}/relationships/officeDocument" Target="word/document.xml"/>`,
  `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>`,
  '</Relationships>',
].join('');

function relationsXml(
  relations: readonly { readonly id: string; readonly type: string; readonly target: string }[],
): string {
  const items = relations.map(
    ({ id, type, target }) =>
      `<Relationship Id="${id}" Type="${OFFICE}/relationships/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`;
}

function corePropertiesXml({ title, author, createdAt }: DocumentPlan): string {
  const time = `${new Date(createdAt).toISOString().slice(0, 19)}Z`;
  const namespaces = [
    `xmlns:cp="${PACKAGE}/metadata/core-properties"`,
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:dcterms="http://purl.org/dc/terms/"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ].join(' ');
  return [
    `<cp:coreProperties ${namespaces}>`,
    `<dc:title>${xmlContent(title)}</dc:title><dc:creator>${xmlContent(author)}</dc:creator>`,
    `<dcterms:created xsi:type="dcterms:W3CDTF">${time}</dcterms:created>`,
    `<dcterms:modified xsi:type="dcterms:W3CDTF">${time}</dcterms:modified>`,
    '</cp:coreProperties>',
  ].join('');
}
