import { STATUS_TITLES, type Status } from '../../issue/finding.js';
import { element, type Markup } from '../markup.js';

const STATUS_LOOKS: Readonly<Record<Status, string>> = {
  accepted: 'good',
  nil: 'good',
  queried: 'query',
  pending: 'query',
  returned: 'error',
  empty: 'error',
  missing: 'error',
  exempt: 'plain',
};

/** Reported first, missing last. */
export const STATUS_ORDER: readonly Status[] = [
  'accepted',
  'nil',
  'queried',
  'returned',
  'pending',
  'empty',
  'missing',
  'exempt',
];

/** 已报 in its colour; the words say the same to those who see no colours. */
export function chip(status: Status | null, late = false): Markup {
  const [look, text] =
    status === null ? ['plain', '非应报，已计入'] : [STATUS_LOOKS[status], STATUS_TITLES[status]];
  return element('span', { class: `chip ${look}` }, late ? `${text}（迟报）` : text);
}
