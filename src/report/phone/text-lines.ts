// How wide a text will be, without a canvas: a plan is made where nothing can be measured.

/**
 * Thousandths of the size that the characters from blank to `~` take in the packaged font; where regular and bold
 * differ, the wider. Chinese characters take 1000.
 */
const ASCII_WIDTHS = [
  227, 370, 575, 589, 589, 962, 739, 325, 378, 378, 506, 589, 325, 370, 325, 392, 589, 589, 589, 589, 589,
  589, 589, 589, 589, 589, 325, 325, 589, 589, 589, 514, 1007, 641, 681, 657, 714, 615, 585, 717, 757, 330,
  568, 686, 577, 854, 749, 770, 667, 770, 682, 624, 625, 748, 618, 915, 627, 581, 613, 378, 392, 378, 589,
  567, 626, 591, 644, 527, 644, 581, 372, 597, 640, 304, 305, 605, 315, 964, 641, 626, 644, 644, 436, 495,
  420, 637, 576, 863, 562, 574, 511, 378, 296, 378, 589,
] as const;
const FIRST = 0x20;

/** Pixels that a line of text takes at most. */
export function textPixels(text: string, size: number): number {
  let thousandths = 0;
  for (const character of text) thousandths += ASCII_WIDTHS[character.codePointAt(0)! - FIRST] ?? 1000;
  return (thousandths * size) / 1000;
}

/** No line begins with these. */
const CLOSING = '，。、；：！？）》”’】〕…%％';
/** No line ends with these. */
const OPENING = '（《“‘【〔';
/**
 * What stays on one line: a number with the word behind it (`12 个`), a word of another script, a character. Marks
 * stay with what they belong to.
 */
const PIECE = new RegExp(
  `[${OPENING}]*(?:[0-9][\\x21-\\x7e]*(?: ?[^\\x00-\\x7f${CLOSING}${OPENING}])?|[\\x21-\\x7e]+|[^\\x21-\\x7e])[${CLOSING}]*`,
  'gu',
);

/** A last line shorter than this part of the width looks lost. */
const SHORT_LINE = 0.2;

/** Breaks a text into lines of at most so many pixels; a lost last word is given company. */
export function wrapText(text: string, width: number, size: number): readonly string[] {
  const pieces = text.match(PIECE) ?? [];
  const lines = fillLines(pieces, width, size);
  const isLost = lines.length > 1 && textPixels(lines.at(-1)!, size) < width * SHORT_LINE;
  if (!isLost) return lines;
  const narrower = [0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6]
    .map((part) => fillLines(pieces, width * part, size))
    .filter((other) => other.length === lines.length);
  const atMarks = narrower.find((other) =>
    other.slice(0, -1).every((line) => CLOSING.includes(line.at(-1)!)),
  );
  return atMarks ?? narrower.at(-1) ?? lines;
}

/** The same for names with a mark between them: a line breaks behind a name, not in it. */
export function wrapNames(text: string, width: number, size: number): readonly string[] {
  return fillLines(text.match(/[^、：]*[、：]|[^、：]+/g) ?? [], width, size);
}

/** So many lines at most; what is left out ends in an ellipsis. */
export function firstLines(
  lines: readonly string[],
  most: number,
  width: number,
  size: number,
): readonly string[] {
  if (lines.length <= most) return lines;
  let last = [...lines[most - 1]!];
  while (last.length > 0 && textPixels(`${last.join('')}…`, size) > width) last = last.slice(0, -1);
  return [...lines.slice(0, most - 1), `${last.join('')}…`];
}

function fillLines(pieces: readonly string[], width: number, size: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  const end = () => {
    if (line.trim() !== '') lines.push(line.trim());
    line = '';
  };
  for (const piece of pieces) {
    if (textPixels((line + piece).trimEnd(), size) <= width) {
      line += piece;
      continue;
    }
    end();
    // A piece longer than a line is broken where the line is full.
    for (const character of piece) {
      if (textPixels(line + character, size) > width) end();
      line += character;
    }
  }
  end();
  return lines;
}
