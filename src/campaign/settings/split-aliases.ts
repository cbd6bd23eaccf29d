import { cleanText, foldText } from '../../workbook/cell-text.js';

/** Aliases are separated by 、 or what people type for it; inside brackets these belong to the name. */
export function splitAliases(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if ('（(【[《'.includes(character)) depth++;
    if ('）)】]》'.includes(character)) depth = Math.max(0, depth - 1);
    if (depth === 0 && '、,，;；\n'.includes(character)) parts.push('');
    else parts[parts.length - 1] += character;
  }
  const seen = new Set<string>();
  return parts.map(cleanText).filter((part) => {
    const isNew = part !== '' && !seen.has(foldText(part));
    seen.add(foldText(part));
    return isNew;
  });
}
