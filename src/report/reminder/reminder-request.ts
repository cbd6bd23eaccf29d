import type { Moment } from '../../campaign/campaign.js';
import type { Summary } from '../../merge/summary.js';
import { formatDeadline } from '../deadline-text.js';

/** The end of a 催报 text: by when, to whom, and whom to ask. */
export function formatRequest(summary: Summary, deadline: Moment | null): string {
  return formatAsking(
    summary,
    deadline !== null && deadline >= summary.asOf ? `请于${formatBefore(deadline)}报送` : '请尽快补报',
  );
}

/** What a unit is asked to do, to whom it reports, and whom to ask. */
export function formatAsking({ campaign }: Pick<Summary, 'campaign'>, asking: string): string {
  const { receiver, email, contact, phone } = campaign;
  const where = [receiver, email].filter((text) => text !== null).join('，邮箱 ');
  const parts = [
    `${asking}${where === '' ? '' : `（报送至${receiver === null ? '邮箱 ' : ''}${where}）`}`,
    ...(contact === null ? [] : [`联系人${contact}`]),
    ...(phone === null ? [] : [`电话${phone}`]),
  ];
  return `${parts.join('，')}。`;
}

/** A deadline without an hour is met during that day, which 前 alone would leave open. */
function formatBefore(deadline: Moment): string {
  const text = formatDeadline(deadline);
  return text.endsWith('日') ? `${text}（含当日）前` : `${text} 前`;
}
