import type { PageReporting } from '../../report/page/page-data.js';
import { element, type Markup } from '../markup.js';

interface ReportingItem {
  readonly title: string;
  readonly reporting: PageReporting;
  readonly deadline: string | null;
}

/** How forms and materials stand, each with a bar of its reporting rate. */
export function reportingList(items: readonly ReportingItem[]): Markup {
  return element(
    'ul',
    { class: 'forms' },
    items.map(({ title, deadline, reporting }) => {
      const { owed, received, accepted, text, acceptedText, onTimeText } = reporting;
      const width = owed === 0 ? 0 : Math.round((received / owed) * 1000) / 10;
      const counts =
        owed === 0
          ? '没有应报单位'
          : `报送率 ${text}：应报 ${owed}，已报 ${received}，合格 ${accepted}（${acceptedText}）；按时率 ${onTimeText}`;
      return element(
        'li',
        {},
        element('div', { class: 'line' }, element('span', {}, title), element('b', {}, text)),
        element(
          'div',
          { class: 'meter', 'aria-hidden': 'true' },
          element('span', { style: `width:${width}%` }),
        ),
        element('div', {}, counts),
        deadline === null ? null : element('div', { class: 'muted' }, `截止时间：${deadline}`),
      );
    }),
  );
}
