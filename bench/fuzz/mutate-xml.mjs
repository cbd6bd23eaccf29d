// Damage to XML and HTML: the text stays a text, its tags, attributes, numbers and references go wrong.

const NUMBERS = [
  '0',
  '-1',
  '1',
  '255',
  '256',
  '16384',
  '16385',
  '65536',
  '1048576',
  '1048577',
  '2147483647',
  '2147483648',
  '4294967296',
  '9007199254740993',
  '1e308',
  '1e309',
  '-1e309',
  '1e-400',
  'NaN',
  'Infinity',
  '-0',
  '0x10',
  '1.5',
  '９',
  ' ',
  '',
  '9'.repeat(400),
  '000000000000000000000000001',
];
const REFERENCES = [
  'A1',
  'XFD1048576',
  'XFE1',
  'A1048577',
  'A0',
  '0',
  'A',
  'ZZZZZZZ1',
  'A99999999999',
  'A1:XFD1048576',
  'A1:A1048576',
  'A:XFD',
  '1:1048576',
  'XFD1048576:A1',
  '$A$1',
  '#REF!',
  'A-1',
  'A1:',
  ':A1',
  'a1',
  'A1 B2',
  "'x'!A1",
  'A1:XFE1048577',
];
const TEXTS = [
  '&#0;',
  '&#x110000;',
  '&#xD800;',
  '&bogus;',
  '&',
  '&#',
  '&#x;',
  '&lol9;',
  '<',
  ']]>',
  '<![CDATA[',
  '<!--',
  '<?x',
  '-->',
  '\u0000',
  '\ufffe',
  '\ud800',
  '_x0000_',
  '_xD800_',
  '=1+1',
  '=HYPERLINK("x")',
  '\u202e',
  '表',
  '合计',
  '填报单位：',
  '１２３',
  '2.5万',
  '1900-02-29',
  '9999-99-99T99:99:99',
  '-',
];
/** Attributes that say where something stands, how often it is repeated or what it is. */
const ATTRIBUTES = [
  'r',
  's',
  't',
  'ref',
  'min',
  'max',
  'hidden',
  'si',
  'sheetId',
  'r:id',
  'Target',
  'Id',
  'count',
  'uniqueCount',
  'numFmtId',
  'formatCode',
  'state',
  'date1904',
  'name',
  'localSheetId',
  'colspan',
  'rowspan',
  'table:number-columns-repeated',
  'table:number-rows-repeated',
  'table:number-columns-spanned',
  'table:number-rows-spanned',
  'office:value',
  'office:date-value',
  'office:value-type',
  'ss:Index',
  'ss:MergeAcross',
  'ss:MergeDown',
  'ss:Type',
  'ss:Span',
  'ss:StyleID',
  'text:c',
  'xml:space',
  'charset',
  'mc:Ignorable',
];
const ENCODINGS = ['utf-16', 'gbk', 'utf-7', 'iso-8859-1', 'x-nothing', 'ucs-4', 'shift_jis', ''];
const NAMES = [
  'c',
  'v',
  'f',
  'is',
  't',
  'row',
  'sheetData',
  'mergeCell',
  'si',
  'r',
  'rPh',
  'extLst',
  'mc:Choice',
  'table',
  'tr',
  'td',
  'table:table-row',
  'Cell',
  'Row',
  'Data',
  'x',
];
const ENTITY_BOMB = `<!DOCTYPE a [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i === 0 ? '' : i};`.repeat(10)}">`).join('')}]>`;

function extreme(random) {
  return random.pick(random.pick([NUMBERS, NUMBERS, REFERENCES, TEXTS]));
}

/** Where the next tag at or behind a random place starts and ends; null behind the last one. */
function tagOf(text, random) {
  const start = text.indexOf('<', random.below(text.length));
  const end = start < 0 ? -1 : text.indexOf('>', start);
  return end < 0 ? null : { start, end: end + 1 };
}

/** From an open tag to the next close tag of its name. */
function elementOf(text, random) {
  const tag = tagOf(text, random);
  const name = tag && /^<([^\s/>!?]+)/.exec(text.slice(tag.start, tag.end))?.[1];
  if (!name) return tag;
  const close = text.indexOf(`</${name}>`, tag.end);
  return { start: tag.start, end: close < 0 ? tag.end : close + name.length + 3 };
}

function replace(text, { start, end }, content) {
  return text.slice(0, start) + content + text.slice(end);
}

const insert = (text, at, content) => replace(text, { start: at, end: at }, content);

/** The matches of `pattern` nearest behind a random place, changed by `change`. */
function changeMatch(text, random, pattern, change) {
  pattern.lastIndex = random.below(text.length);
  const match = pattern.exec(text);
  if (match === null) return text;
  return replace(text, { start: match.index, end: match.index + match[0].length }, change(match));
}

function moveTag(text, random) {
  const tag = tagOf(text, random);
  if (tag === null) return text;
  const content = text.slice(tag.start, tag.end);
  const rest = replace(text, tag, '');
  return insert(rest, random.below(rest.length), content);
}

const MUTATIONS = {
  dropTag: (text, random) => replace(text, tagOf(text, random) ?? { start: 0, end: 0 }, ''),
  repeatTag(text, random) {
    const tag = tagOf(text, random);
    return tag === null
      ? text
      : insert(text, tag.end, text.slice(tag.start, tag.end).repeat(random.pick([1, 2, 2000])));
  },
  dropElement: (text, random) => replace(text, elementOf(text, random) ?? { start: 0, end: 0 }, ''),
  repeatElement(text, random) {
    const element = elementOf(text, random);
    if (element === null) return text;
    const content = text.slice(element.start, element.end);
    return insert(
      text,
      element.end,
      content.repeat(Math.min(random.pick([1, 2, 50, 1000]), Math.ceil(2_000_000 / (content.length + 1)))),
    );
  },
  moveTag,
  rename: (text, random) =>
    changeMatch(
      text,
      random,
      /<\/?[^\s/>!?]+/g,
      (match) => `${match[0].startsWith('</') ? '</' : '<'}${random.pick(NAMES)}`,
    ),
  renameAll(text, random) {
    const name = /<([^\s/>!?]+)/.exec(text.slice(random.below(text.length)))?.[1];
    return name === undefined ? text : text.replaceAll(`<${name}`, `<${random.pick(NAMES)}`);
  },
  dropAttribute: (text, random) => changeMatch(text, random, /\s[\w:.-]+="[^"]*"/g, () => ''),
  setAttribute: (text, random) =>
    changeMatch(text, random, /([\w:.-]+=)"[^"]*"/g, (match) => `${match[1]}"${extreme(random)}"`),
  setAllAttributes(text, random) {
    const name = /\s([\w:.-]+)="/.exec(text.slice(random.below(text.length)))?.[1];
    if (name === undefined) return text;
    const value = extreme(random);
    return text.replaceAll(
      new RegExp(` ${name.replaceAll('.', '\\.')}="[^"]*"`, 'g'),
      () => ` ${name}="${value}"`,
    );
  },
  addAttribute: (text, random) =>
    changeMatch(
      text,
      random,
      /<[^\s/>!?]+/g,
      (match) => `${match[0]} ${random.pick(ATTRIBUTES)}="${extreme(random)}"`,
    ),
  addAttributeToAll(text, random) {
    const name = /<([^\s/>!?]+)/.exec(text.slice(random.below(text.length)))?.[1];
    return name === undefined
      ? text
      : text.replaceAll(`<${name} `, `<${name} ${random.pick(ATTRIBUTES)}="${extreme(random)}" `);
  },
  addManyAttributes: (text, random) =>
    changeMatch(
      text,
      random,
      /<[^\s/>!?]+/g,
      (match) => match[0] + Array.from({ length: random.pick([70, 5000]) }, (_, i) => ` a${i}="1"`).join(''),
    ),
  unquote: (text, random) => changeMatch(text, random, /"/g, () => random.pick(["'", '', '>'])),
  setText: (text, random) => changeMatch(text, random, />[^<>]+</g, () => `>${extreme(random)}<`),
  longText: (text, random) =>
    changeMatch(
      text,
      random,
      />[^<>]+</g,
      () =>
        `>${random
          .pick(['9', '万', '一', '&amp;', '-', ' ', '1,', '（'])
          .repeat(random.pick([400, 32_768, 300_000]))}<`,
    ),
  insertText: (text, random) => insert(text, random.below(text.length), extreme(random)),
  nest(text, random) {
    const depth = random.pick([100, 5000, 100_000]);
    const name = random.pick(NAMES);
    return insert(
      text,
      random.below(text.length),
      `<${name}>`.repeat(depth) + (random.chance(0.5) ? `</${name}>`.repeat(depth) : ''),
    );
  },
  cut: (text, random) => text.slice(0, random.below(text.length)),
  entities: (text, random) =>
    changeMatch(
      text.replace(/^(<\?xml[^>]*>)?/, (start) => start + ENTITY_BOMB),
      random,
      />[^<>]+</g,
      () => '>&lol9;<',
    ),
  encoding: (text, random) =>
    text.replace(
      /encoding="[^"]*"|charset=["']?[\w-]+/,
      (match) => `${match.split('=')[0]}="${random.pick(ENCODINGS)}"`,
    ),
  prefix: (text) => text.replace(/<(\/?)(?=[A-Za-z])/g, '<$1q:'),
  shuffle(text, random) {
    const [a, b] = [random.below(text.length), random.below(text.length)].sort((x, y) => x - y);
    return text.slice(0, a) + text.slice(b) + text.slice(a, b);
  },
};

/** The text with one to three kinds of damage. */
export function mutateXml(text, random) {
  let changed = text;
  for (let i = random.pick([1, 1, 2, 3]); i > 0; i--) {
    if (changed.length > 0) changed = MUTATIONS[random.pick(Object.keys(MUTATIONS))](changed, random);
  }
  return changed;
}
