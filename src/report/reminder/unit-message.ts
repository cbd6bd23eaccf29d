import { formatMoment } from '../../campaign/beijing-time.js';
import type { DueDate } from '../../campaign/campaign.js';
import { describeFinding } from '../../issue/describe-finding.js';
import { type Finding, LEVEL_TITLES } from '../../issue/finding.js';
import type { Summary } from '../../merge/summary.js';
import { formatDeadline, overdueDays } from '../deadline-text.js';
import { formFinder } from '../lists/finding-words.js';
import { shortcomings } from '../lists/material-entries.js';
import { formatAsking, formatRequest } from './reminder-request.js';
import { fileTitle, type MendRequest, type UnitRequest } from './unit-requests.js';

/** Problems of one table that a message names; the marked copy shows all. */
const MOST_PROBLEMS = 10;

/** `【催报、退回修改】红旗乡：2020年活动月报表`. */
export function formatUnitSubject({ campaign }: Summary, request: UnitRequest): string {
  const isAsked = request.missing.length + request.materials.length > 0;
  const isReturned = request.mends.some(({ counts }) => counts !== 'this');
  const matters = [
    ...(isAsked ? ['催报'] : []),
    ...(isReturned ? ['退回修改'] : request.mends.length > 0 ? ['请核对'] : []),
  ];
  return `【${matters.join('、')}】${request.unit.name}：${campaign.name}报表`;
}

/** Names of the files that go with a message. */
export interface AttachedNames {
  /** Marked copies of what the unit sent. */
  readonly marked: readonly string[];
  /** Blank templates. */
  readonly blank: readonly string[];
}

/** The message to one unit: what has not come, what is to be mended or explained, by when and to whom. */
export function formatUnitMessage(
  summary: Summary,
  request: UnitRequest,
  { marked, blank }: AttachedNames,
): string {
  const hasMarked = marked.length > 0;
  const attached = [
    ...marked.map((name) => `${name}（标出了问题的原表，请在上面改）`),
    ...blank.map((name) => `${name}（空白表）`),
  ];
  const paragraphs = [
    `${request.unit.name}：`,
    ...missingParagraph(summary, request),
    ...(request.mends.length === 0
      ? []
      : [
          `以下报表已收到，还有需要改正或说明的地方（截至${formatMoment(summary.asOf)}）：`,
          ...request.mends.map((mend) => mendParagraph(summary, mend, hasMarked)),
          mendAdvice(request.mends, hasMarked),
        ]),
    closing(summary, request),
    ...(attached.length === 0 ? [] : [['附件：', ...attached.map(numbered)].join('\n')]),
  ];
  return paragraphs.join('\n\n');
}

function missingParagraph(summary: Summary, { missing, materials }: UnitRequest): readonly string[] {
  const items = [
    ...missing.map(({ entry, formTitle, due }) => {
      const remarks = entry.status === 'empty' ? ['交来的是空表'] : [];
      return `《${formTitle}》（${[...remarks, dueText(summary, due)].join('，')}）`;
    }),
    ...materials.map((item) => {
      const remarks = item.entry.status === 'missing' ? [dueText(summary, item.due)] : shortcomings(item);
      return `${item.material.name}（${remarks.join('，')}）`;
    }),
  ];
  if (items.length === 0) return [];
  const what = [...(missing.length === 0 ? [] : ['报表']), ...(materials.length === 0 ? [] : ['材料'])].join(
    '、',
  );
  return [
    [`截至${formatMoment(summary.asOf)}，你单位还有以下${what}没有报送：`, ...items.map(numbered)].join('\n'),
    ...(missing.length === 0
      ? []
      : ['本期没有数据的，请在表上“本期有无数据”一栏选“无”后报回，不要空着不报。']),
  ];
}

function dueText({ asOf }: Summary, { moment, isExtended }: DueDate): string {
  const days = overdueDays(moment, asOf);
  const parts = [
    `截止${formatDeadline(moment)}`,
    ...(isExtended ? ['已延期'] : []),
    ...(days === null ? [] : [`已逾期 ${days} 天`]),
  ];
  return parts.join('，');
}

const COUNTS: Readonly<Record<MendRequest['counts'], string>> = {
  this: '数字已计入汇总',
  earlier: '这一份没有计入汇总，暂按以前报的计',
  none: '改正以前不计入汇总',
};

function mendParagraph(summary: Summary, mend: MendRequest, hasMarked: boolean): string {
  const { source, title, errors, queries, counts } = mend;
  const from = source === null ? '' : `（文件“${fileTitle(source.entry ?? source.path)}”）`;
  const heading = `《${title}》${from}：${[...mendCounts(mend), COUNTS[counts]].join('，')}。`;
  const all = [...errors, ...queries];
  const formOf = formFinder(summary);
  const lines = all.slice(0, MOST_PROBLEMS).map((finding, index) => problemLine(finding, index, formOf));
  const rest = all.length - lines.length;
  const where = hasMarked ? '见附件里的《退回修改清单》' : '没有逐条列出';
  return [heading, ...lines, ...(rest > 0 ? [`另有 ${rest} 处，${where}。`] : [])].join('\n');
}

/** `必须改 2 处`, `请核对 1 处`; a table whose problems are not known here is to be mended all the same. */
export function mendCounts({ errors, queries }: MendRequest): readonly string[] {
  const count = (level: Finding['level'], findings: readonly Finding[]) =>
    findings.length === 0 ? [] : [`${LEVEL_TITLES[level]} ${findings.length} 处`];
  const counts = [...count('error', errors), ...count('query', queries)];
  return counts.length === 0 ? ['需要改正'] : counts;
}

function problemLine(finding: Finding, index: number, formOf: ReturnType<typeof formFinder>): string {
  const { message, fix } = describeFinding(finding, formOf(finding.form));
  const cell = finding.cell === null ? '' : `${finding.cell} 格　`;
  return `（${index + 1}）【${LEVEL_TITLES[finding.level]}】${cell}${message}。${fix}。`;
}

function mendAdvice(mends: readonly MendRequest[], hasMarked: boolean): string {
  const hasErrors = mends.some(({ counts }) => counts !== 'this');
  const hasQueries = mends.some(({ queries }) => queries.length > 0);
  const parts = [
    ...(hasErrors ? ['“必须改”的请改正'] : []),
    ...(hasQueries
      ? [
          `“请核对”的，有误请改正，属实请在那一行的“说明”栏${hasMarked ? '或《退回修改清单》的“说明”栏' : ''}写明原因`,
        ]
      : []),
  ];
  return `${parts.join('；')}。改好后请把整个文件重新报送。`;
}

function closing(summary: Summary, { missing, materials, mends }: UnitRequest): string {
  const moments = [...missing, ...materials].map(({ due }) => due.moment).sort();
  if (mends.length === 0) return formatRequest(summary, moments[0] ?? null);
  return formatAsking(
    summary,
    `${moments.length > 0 ? '请尽快补报，已报的请' : '请尽快'}${formatMending(mends)}`,
  );
}

/** What is to be done about tables that came: whoever has only been queried may be right. */
export function formatMending(mends: readonly MendRequest[]): string {
  return mends.every(({ counts }) => counts === 'this') ? '核对，改正或说明后重报' : '改正后重报';
}

function numbered(text: string, index: number): string {
  return `${index + 1}. ${text}`;
}
