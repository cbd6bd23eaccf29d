import { formatMoment } from '../../campaign/beijing-time.js';
import { countyOf, type Unit } from '../../campaign/campaign.js';
import type { Summary } from '../../merge/summary.js';
import type { PlannedBlock, TableColumn } from '../../word/document-plan.js';
import { formatDeadline, overdueDays } from '../deadline-text.js';
import { formatCount } from '../format-figures.js';
import { groupBy } from '../group-by.js';
import { paragraph, type Section, table } from './notice-blocks.js';
import type { NoticeLists, UnitItems } from './notice-lists.js';

/** Titles of the attachments. */
export const PRAISED = '按时报齐单位名单';
export const UNREPORTED = '未报送单位名单';
export const LATE = '迟报单位名单';

/** The lists of a 通报, each where somebody stands in it. */
export function planAttachments({ asOf, campaign }: Summary, lists: NoticeLists): readonly Section[] {
  const { praised, unreported, late } = lists;
  const titles = (items: UnitItems['items']) =>
    items.map(({ title, status }) => (status === 'empty' ? `${title}（空表）` : title)).join('、');
  const numbered = (units: readonly UnitItems[], cells: (item: UnitItems) => readonly string[]) =>
    units.map((item, index) => [String(index + 1), countyOf(item.unit), item.unit.name, ...cells(item)]);
  return [
    ...(praised.length === 0
      ? []
      : [{ title: PRAISED, blocks: [table(PRAISED_COLUMNS, praisedRows(praised))] }]),
    ...(unreported.length === 0
      ? []
      : [
          {
            title: UNREPORTED,
            blocks: [
              table(
                UNREPORTED_COLUMNS,
                numbered(unreported, ({ items }) => [
                  titles(items),
                  String(Math.max(...items.map(({ due }) => overdueDays(due.moment, asOf) ?? 0))),
                ]),
              ),
            ],
          },
        ]),
    ...(late.length === 0
      ? []
      : [
          {
            title: LATE,
            blocks: [
              table(
                LATE_COLUMNS,
                late
                  .flatMap(({ items, ...rest }) => items.map((item) => ({ ...rest, items: [item] })))
                  .map(({ unit, items: [item] }, index) => [
                    String(index + 1),
                    countyOf(unit),
                    unit.name,
                    item!.title,
                    withoutYear(formatDeadline(item!.due.moment), campaign.deadline),
                    item!.receivedAt === null
                      ? '—'
                      : withoutYear(formatMoment(item!.receivedAt), campaign.deadline),
                  ]),
              ),
            ],
          },
        ]),
  ];
}

const PRAISED_COLUMNS: readonly TableColumn[] = [
  { title: '县（市）', width: 30, align: 'left' },
  { title: '单位数', width: 16, align: 'center' },
  { title: '单位名称', width: 110, align: 'left' },
];

const UNREPORTED_COLUMNS: readonly TableColumn[] = [
  { title: '序号', width: 12, align: 'center' },
  { title: '县（市）', width: 28, align: 'left' },
  { title: '单位名称', width: 46, align: 'left' },
  { title: '未报送的内容', width: 52, align: 'left' },
  { title: '逾期天数', width: 18, align: 'center' },
];

const LATE_COLUMNS: readonly TableColumn[] = [
  { title: '序号', width: 12, align: 'center' },
  { title: '县（市）', width: 26, align: 'left' },
  { title: '单位名称', width: 36, align: 'left' },
  { title: '迟报的内容', width: 36, align: 'left' },
  { title: '截止时间', width: 23, align: 'center' },
  { title: '收到时间', width: 23, align: 'center' },
];

function praisedRows(praised: readonly Unit[]): readonly (readonly string[])[] {
  return [...groupBy(praised, countyOf)].map(([county, units]) => [
    county,
    formatCount(units.length),
    units.map(({ name }) => name).join('、'),
  ]);
}

/** A time of the campaign's own year needs no year in a narrow column. */
function withoutYear(text: string, deadline: string): string {
  const year = `${deadline.slice(0, 4)}年`;
  return text.startsWith(year) ? text.slice(year.length) : text;
}

/** 附件：1.……, two characters in, further names below the first. */
export function planAttachmentList(attachments: readonly Section[]): readonly PlannedBlock[] {
  const isNumbered = attachments.length > 1;
  return attachments.map(({ title }, index) => {
    const number = isNumbered ? `${index + 1}.` : '';
    const head = index === 0 ? '附件：' : '　　　';
    return paragraph('attachmentList', `${head}${number}${title}`, {
      ...(index === 0 ? { linesBefore: 1 } : {}),
      hanging: { left: isNumbered ? 6 : 5, by: isNumbered ? 4 : 3 },
    });
  });
}
