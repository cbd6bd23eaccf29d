import { cutText, MAX_CELL_TEXT } from '../workbook/excel-limits.js';
import {
  decodeEscapes,
  decodeXmlText,
  encodeXstring,
  xmlAttributes,
  xmlContent,
} from '../workbook/xml-text.js';
import { CannotMark } from './cannot-mark.js';
import { childNamed, parseElements, type XmlElement } from './xml/element.js';
import { XML_DECLARATION } from './xml/part-text.js';
import { TextEdits } from './xml/text-edits.js';

/** Who speaks in our comments. */
export const COMMENT_AUTHOR = '帮扶汇总';
/** Our words begin with this line; by it they are known again, whatever program has saved the file since. */
export const COMMENT_MARK = '【退回修改】';
/** The author of the placeholder of a threaded comment: the words that people see are in another part. */
const THREAD_AUTHOR = /^tc=/;

/** A comments part without comments (ECMA-376 part 1, 18.7). */
export function emptyComments(namespace: string): string {
  return `${XML_DECLARATION}<comments xmlns="${namespace}"><authors/><commentList/></comments>`;
}

/** A comments part with our comments changed. */
export interface CommentsPatch {
  readonly text: string;
  /** Cells that had words of ours. */
  readonly formerlyMarked: readonly string[];
  /** Cells that have a comment now. */
  readonly cells: readonly string[];
  /** Cells that had a comment and have none now. */
  readonly emptied: readonly string[];
  /** Cells with a conversation, which is left as it is. */
  readonly threads: readonly string[];
}

/**
 * Takes our earlier words out of a comments part and puts new ones in, by cell: into the comment of the cell behind
 * what it says, else as a comment of ours. What others wrote stays.
 */
export function patchComments(
  text: string,
  partName: string,
  added: ReadonlyMap<string, string>,
): CommentsPatch {
  const root = parseElements(text, partName);
  const list = root === null ? null : childNamed(root, 'commentList');
  const authors = root === null ? null : childNamed(root, 'authors');
  if (root?.name !== 'comments' || list === null || authors === null)
    throw new CannotMark('damaged-part', partName);
  const edits = new TextEdits(text);
  const names = authors.children.map((author) => textOf(text, author));
  const isThread = (comment: XmlElement): boolean =>
    THREAD_AUTHOR.test(names[Number(comment.attributes.get('authorId') ?? -1)] ?? '');
  const formerlyMarked: string[] = [];
  const threads: string[] = [];
  const kept = new Set<string>();
  const pending = new Map(added);
  for (const comment of list.children.filter(({ name }) => name === 'comment')) {
    const cell = (comment.attributes.get('ref') ?? '').replaceAll('$', '').toUpperCase();
    if (isThread(comment)) {
      threads.push(cell);
      pending.delete(cell);
      kept.add(cell);
      continue;
    }
    const words = textOf(text, comment);
    const mark = words.indexOf(COMMENT_MARK);
    if (mark >= 0) formerlyMarked.push(cell);
    if (mark >= 0 && words.slice(0, mark).trim() === '') {
      edits.remove(comment);
      continue;
    }
    kept.add(cell);
    const more = pending.get(cell);
    pending.delete(cell);
    if (mark < 0 && more === undefined) continue;
    extendComment(edits, text, partName, comment, more ?? null);
  }
  let authorId = names.indexOf(COMMENT_AUTHOR);
  if (authorId < 0 && pending.size > 0) {
    authorId = names.length;
    edits.append(authors, `<${authors.prefix}author>${COMMENT_AUTHOR}</${authors.prefix}author>`);
  }
  const p = list.prefix;
  const comments = [...pending].map(
    ([cell, words]) =>
      `<${p}comment${xmlAttributes({ ref: cell, authorId })}><${p}text>${formatRun(p, cutText(words, MAX_CELL_TEXT))}</${p}text></${p}comment>`,
  );
  edits.append(list, comments.join(''));
  for (const cell of pending.keys()) kept.add(cell);
  return {
    text: edits.apply(),
    formerlyMarked,
    cells: [...kept],
    emptied: formerlyMarked.filter((cell) => !kept.has(cell)),
    threads,
  };
}

/** The words of somebody's comment, ours behind them cut off, and new ones put there. */
function extendComment(
  edits: TextEdits,
  text: string,
  partName: string,
  comment: XmlElement,
  more: string | null,
): void {
  const body = childNamed(comment, 'text');
  if (body === null) throw new CannotMark('damaged-part', partName);
  const p = body.prefix;
  const found = textOf(text, body).indexOf(COMMENT_MARK);
  const cut = found < 0 ? Number.POSITIVE_INFINITY : found;
  let length = 0;
  let runs = '';
  for (const child of body.children) {
    if ((child.name !== 't' && child.name !== 'r') || length >= cut) continue;
    const words = textOf(text, child);
    const whole = text.slice(child.start, child.end);
    if (length + words.length > cut) runs += formatRun(p, words.slice(0, cut - length).trimEnd());
    else runs += child.name === 't' ? `<${p}r>${whole}</${p}r>` : whole;
    length += words.length;
  }
  const room = Math.max(0, MAX_CELL_TEXT - Math.min(length, cut));
  const ours = more === null ? '' : formatRun(p, cutText(`\n\n${more}`, room));
  const rest = body.children
    .filter(({ name }) => name !== 't' && name !== 'r')
    .map(({ start, end }) => text.slice(start, end));
  edits.replace(
    body.start,
    body.end,
    `${text.slice(body.start, body.contentStart).replace(/\s*\/>$/, '>')}${runs}${ours}${rest.join('')}</${p}text>`,
  );
}

function formatRun(p: string, words: string): string {
  if (words === '') return '';
  const look = `<${p}rPr><${p}sz val="9"/><${p}rFont val="宋体"/><${p}charset val="134"/></${p}rPr>`;
  return `<${p}r>${look}<${p}t xml:space="preserve">${xmlContent(encodeXstring(words))}</${p}t></${p}r>`;
}

/** The words in an element, those of phonetic runs left out. */
function textOf(text: string, element: XmlElement): string {
  if (element.name === 'rPh') return '';
  if (element.children.length > 0) return element.children.map((child) => textOf(text, child)).join('');
  if (element.name !== 't' && element.name !== 'author') return '';
  return decodeEscapes(decodeXmlText(text.slice(element.contentStart, element.contentEnd)));
}
