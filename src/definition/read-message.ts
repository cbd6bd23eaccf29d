import type { FieldDefinition } from '../form/form-definition.js';
import type { DefinitionRow } from './definition-row.js';
import { type MessageWords, parseMessage } from './message-names.js';

/** 提示, with the words in its braces as keys; null where it is blank. Words that name nothing are reported. */
export function readMessage<Column extends string>(
  row: DefinitionRow<Column | 'message'>,
  fields: readonly FieldDefinition[],
  words: MessageWords,
): string | null {
  const text = row.text('message');
  if (text === null) return null;
  const { message, unknown } = parseMessage(text, fields, words);
  const known = Object.values(words)
    .map((word) => `{${word}}`)
    .join(' ');
  for (const value of unknown) row.add('message', 'unknown-placeholder', { value, known });
  return message;
}
