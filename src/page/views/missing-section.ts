import type { PageData, PageUnit } from '../../report/page/page-data.js';
import { element, join, type Markup } from '../markup.js';
import { link, unitPlace } from './places.js';
import { chip, STATUS_ORDER } from './status-chip.js';
import { renderTable } from './tables.js';

/** Who has not reported, with the list as text to paste. */
export function renderMissing(data: PageData): Markup {
  const { missing, units, forms, counties, missingText } = data;
  if (missing.length === 0) return element('p', {}, '没有未报送的单位。');
  const unitCount = new Set(missing.map(({ unit }) => unit)).size;
  return join(
    element('p', {}, `共 ${unitCount} 家单位、${missing.length} 份表（含交来空表的）。`),
    element(
      'p',
      { class: 'screen' },
      element(
        'button',
        { type: 'button', class: 'action', id: 'copy-missing', hidden: true },
        '复制文字名单',
      ),
      ' ',
      element('span', { id: 'copied', role: 'status' }),
    ),
    element(
      'details',
      { class: 'screen', 'data-print': 'closed' },
      element('summary', {}, '文字名单（可粘贴到通知里）'),
      element(
        'div',
        {},
        element(
          'textarea',
          { id: 'missing-text', readonly: true, 'aria-label': '未报送单位文字名单' },
          missingText,
        ),
      ),
    ),
    renderTable({
      name: '未报送单位名单',
      isCards: true,
      columns: [
        { title: '单位名称', isSortable: true },
        { title: '县（市）', isSortable: true },
        { title: '未报送的表', isSortable: true },
        { title: '情况', isSortable: true },
        { title: '截止时间', isSortable: false, isWide: true },
        { title: '逾期（天）', isSortable: true },
      ],
      rows: missing.map(({ unit, form, status, due, overdueDays }) => {
        const { name, county } = units[unit] as PageUnit;
        return [
          { content: link(unitPlace(unit), name), order: unit },
          { content: counties[county]?.name ?? '', order: county },
          { content: forms[form]?.title ?? '', order: form },
          { content: chip(status), order: STATUS_ORDER.indexOf(status) },
          { content: due },
          { content: overdueDays ?? '未到期', isNumber: true, order: overdueDays ?? 0 },
        ];
      }),
      total: null,
    }),
  );
}
