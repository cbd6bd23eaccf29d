import { formatMoment } from '../../campaign/beijing-time.js';
import type { DueDate } from '../../campaign/campaign.js';
import { parseMailAddresses } from '../../campaign/mail-addresses.js';
import type { Summary } from '../../merge/summary.js';
import { formatDeadline } from '../deadline-text.js';
import { groupBy } from '../group-by.js';
import { shortcomings } from '../lists/material-entries.js';
import type { OwedForm } from '../lists/owed-forms.js';
import { formatMaterialReminder } from './material-reminder.js';
import { formatNames, nameUnit } from './names-by-county.js';
import { formatAsking } from './reminder-request.js';
import { formatReminder } from './reminder-text.js';
import { formatMending, mendCounts } from './unit-message.js';
import type { UnitRequest } from './unit-requests.js';

const NUMERALS = ['一', '二', '三', '四', '五'];
const RULE = '────────────────────────────';

/** A unit's message, as it stands in its county's list. */
export interface ListedMessage {
  readonly request: UnitRequest;
  readonly text: string;
  /** The mail draft's path, as the list names it. */
  readonly draft: string;
}

/**
 * What is to be pasted for a whole county, or for everybody (`county` null): a paragraph for each form and material,
 * then who has to mend what.
 */
export function formatCountyReminder(
  summary: Summary,
  county: string | null,
  requests: readonly UnitRequest[],
): string {
  const materials = summary.campaign.materials.map((material) =>
    formatMaterialReminder(summary, material, county),
  );
  const mending = requests.filter(({ mends }) => mends.length > 0);
  const names = mending.map(({ unit, mends }) => nameUnit(unit, mends.map(mendText)));
  return [
    formatReminder(summary, null, county),
    ...materials,
    ...(county === null || names.length === 0
      ? []
      : [
          `${county}需要改正或说明的单位（${names.length} 个）：${formatNames(names)}。${formatAsking(summary, `请尽快${formatMending(mending.flatMap(({ mends }) => mends))}`)}`,
        ]),
  ].join('\n\n');
}

function mendText(mend: UnitRequest['mends'][number]): string {
  return `${mend.title}${mendCounts(mend).join('、')}`;
}

/**
 * A county's list for its coordinator: the text to paste, who has not answered, who has to mend what, what waits to be
 * decided, and the message to each unit. `pending`: what came from the county's units and waits to be decided.
 */
export function formatCountyList(
  summary: Summary,
  county: string,
  messages: readonly ListedMessage[],
  pending: readonly OwedForm[],
): string {
  const requests = messages.map(({ request }) => request);
  const missing = requests.filter((request) => request.missing.length + request.materials.length > 0);
  const mending = requests.filter(({ mends }) => mends.length > 0);
  const waiting = [...groupBy(pending, ({ unit }) => unit)];
  const sections = [
    { title: '可以直接粘贴到工作群的文字', lines: [formatCountyReminder(summary, county, requests)] },
    {
      title: `未报送的单位（${missing.length} 个）`,
      lines: missing.map(
        (request, index) =>
          `${index + 1}. ${request.unit.name}：${missingText(summary, request)}。${reachText(request)}`,
      ),
    },
    {
      title: `需要改正或说明的单位（${mending.length} 个）`,
      lines: mending.map(
        (request, index) =>
          `${index + 1}. ${request.unit.name}：${request.mends.map(mendText).join('；')}。${reachText(request)}`,
      ),
    },
    {
      title: `已来件待处理的单位（${waiting.length} 个，核实以前先不催）`,
      lines: waiting.map(
        ([unit, forms], index) =>
          `${index + 1}. ${unit.name}：${forms.map(({ formTitle }) => formTitle).join('、')}`,
      ),
    },
    {
      title: '发给各单位的文字（含填报内容，请单独发给该单位，不要发到群里）',
      lines: messages.map(({ request, text, draft }, index) =>
        [
          RULE,
          `${index + 1}. ${request.unit.name}（${reachText(request)}邮件草稿：${draft}）`,
          RULE,
          text,
          '',
        ].join('\n'),
      ),
    },
  ].filter(({ lines }) => lines.length > 0);
  return [
    `${county}催报、退回清单`,
    `截至${formatMoment(summary.asOf)}`,
    ...sections.map(({ title, lines }, index) => [`${NUMERALS[index]}、${title}`, ...lines].join('\n')),
  ].join('\n\n');
}

function missingText({ asOf }: Summary, { missing, materials }: UnitRequest): string {
  const named = (title: string, due: DueDate, remarks: readonly string[]) => {
    const all = [...remarks, ...(due.moment < asOf ? [] : [`截止${formatDeadline(due.moment)}，未到期`])];
    return all.length === 0 ? title : `${title}（${all.join('，')}）`;
  };
  return [
    ...missing.map(({ formTitle, entry, due }) =>
      named(formTitle, due, entry.status === 'empty' ? ['空表'] : []),
    ),
    ...materials.map((item) => named(item.material.name, item.due, shortcomings(item))),
  ].join('、');
}

/** How the unit is reached, as far as the roster says. */
function reachText({ unit }: UnitRequest): string {
  const addresses = parseMailAddresses(unit.email);
  const parts = [
    ...(unit.contact === null ? [] : [`联系人${unit.contact}`]),
    ...(unit.phone === null ? [] : [`电话${unit.phone}`]),
    addresses.length === 0 ? '名册里没有邮箱' : `邮箱 ${addresses.join('、')}`,
  ];
  return `${parts.join('，')}。`;
}
