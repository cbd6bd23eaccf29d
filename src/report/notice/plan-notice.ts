import { formatDay, formatMoment } from '../../campaign/beijing-time.js';
import { PREFECTURE_UNITS } from '../../campaign/campaign.js';
import type { FormDefinition } from '../../form/form-definition.js';
import type { Summary } from '../../merge/summary.js';
import type { DocumentPlan, PlannedBlock } from '../../word/document-plan.js';
import { textWidth } from '../../workbook/theme.js';
import { formatAsking } from '../reminder/reminder-request.js';
import { notCountedSentence } from '../summary/not-counted.js';
import { keyFigures } from '../summary/overview/key-figures.js';
import { notCountedOf, type Scope, scopeOf } from '../summary/scope.js';
import { planAttachmentList, planAttachments } from './notice-attachments.js';
import { blank, numeral, paragraph, type Section } from './notice-blocks.js';
import { findNoticeLists } from './notice-lists.js';
import { planNaming, planPraise } from './notice-naming.js';
import { planState } from './notice-state.js';

/**
 * The draft of a 通报: who has reported, what it adds up to, who is praised and who is named. Only reporting rates are
 * ranked; nothing of what units filled in about people is in it. What the office has to fill in stands as a blank.
 */
export function planNotice(summary: Summary): DocumentPlan {
  const { campaign, asOf } = summary;
  const scope = scopeOf(summary, null);
  const lists = findNoticeLists(summary);
  const attachments = planAttachments(summary, lists);
  const reference = (title: string) => {
    const index = attachments.findIndex((item) => item.title === title);
    return `见附件${attachments.length > 1 ? index + 1 : ''}`;
  };
  const sections = [
    planState(scope),
    planFigures(scope),
    ...planPraise(summary, lists, reference),
    planNaming(summary, lists, reference),
    planDemands(summary),
  ];
  const title = `关于${campaign.name}报表报送情况的通报`;
  return {
    title,
    author: campaign.receiver ?? '',
    createdAt: asOf,
    blocks: [
      paragraph('draftNote', [blank('草稿：黄色底纹的地方请填写或核对，定稿时取消底纹并删去本行。')]),
      paragraph('documentNumber', [blank(`××××〔${asOf.slice(0, 4)}〕××号`)]),
      paragraph('title', title, { linesBefore: 1 }),
      paragraph('addressee', [blank(`${addressee(scope)}：`)], { linesBefore: 1 }),
      paragraph('body', `现将${campaign.name}报表报送情况通报如下（数据截至${formatMoment(asOf)}）。`),
      ...sections.flatMap(({ title: heading, blocks }, index) => [
        paragraph('heading1', `${numeral(index)}、${heading}`, spaceAfterTable(sections[index - 1])),
        ...blocks,
      ]),
      ...planAttachmentList(attachments),
      ...planSignature(summary),
      ...attachments.flatMap((attachment, index) => [
        paragraph('attachmentMark', `附件${attachments.length > 1 ? index + 1 : ''}`, { startsPage: true }),
        paragraph('attachmentTitle', attachment.title, { linesBefore: 1 }),
        ...attachment.blocks,
      ]),
    ],
  };
}

/** A table ends close to its last line, where text has its own space. */
function spaceAfterTable(section: Section | undefined): { readonly linesBefore?: number } {
  return section?.blocks.at(-1)?.kind === 'table' ? { linesBefore: 0.5 } : {};
}

function addressee({ counties }: Scope): string {
  const parts = [
    ...(counties.some((county) => county !== PREFECTURE_UNITS) ? ['各县（市）'] : []),
    ...(counties.includes(PREFECTURE_UNITS) ? ['各有关直属单位'] : []),
  ];
  return parts.length === 0 ? '各有关单位' : parts.join('，');
}

/** 主要数据: totals of the whole area. Nothing of it is ranked or shown by county. */
function planFigures(scope: Scope): Section {
  return {
    title: '主要数据',
    blocks: [
      paragraph(
        'body',
        '以下是检查合格、已计入汇总的数据。捐赠坚持自愿，不下指标、不搞摊派；各项数据只通报总数，不作排名。',
      ),
      ...scope.summary.forms.map((form) => paragraph('body', figureSentence(scope, form))),
    ],
  };
}

function figureSentence(scope: Scope, form: FormDefinition): string {
  const figures = keyFigures(scope, form)
    .filter(({ text }) => text !== '—')
    .map(({ title, text }) => `${title} ${text}`);
  const returned = notCountedOf(scope, form, null);
  const aside = returned.units === 0 ? '' : `${notCountedSentence(returned)}。`;
  return `《${form.title}》：${figures.join('，')}。${aside}`;
}

function planDemands(summary: Summary): Section {
  return {
    title: '有关要求',
    blocks: [
      paragraph('body', [
        { text: '未报送的单位，请于' },
        blank('××月××日'),
        {
          text: '前补报；本期没有数据的，也要报送零报告。待改的单位，请按退回的标注改正后重报；待说明的单位，请写明原因。',
        },
      ]),
      paragraph(
        'body',
        '各县（市）、各单位要认真审核，如实填报，做到数据真实、准确，电子表与盖章的纸质表一致。',
      ),
      paragraph('body', '捐赠坚持自愿原则，不得以任何形式下指标、搞摊派，不得把捐赠数额与考核、评比挂钩。'),
      // The signature may not stand alone on a page (GB/T 9704-2012, 7.3.5.4).
      paragraph('body', formatAsking(summary, '补报、改正的报表请及时报送'), { keepsWithNext: true }),
    ],
  };
}

/** Characters free to the right of the date (GB/T 9704-2012, 7.3.5.1: with a seal). */
const DATE_AT_RIGHT = 4;

/** Name and date: the date four characters from the right, the name centred above it. */
function planSignature({ campaign, asOf }: Summary): readonly PlannedBlock[] {
  const name = campaign.receiver ?? '（发文机关署名）';
  const date = formatDay(asOf.slice(0, 10));
  const characters = (text: string) => textWidth(text) / 2;
  const nameAtRight = Math.max(2, DATE_AT_RIGHT + (characters(date) - characters(name)) / 2);
  // A name longer than the date is centred on it as far as the edge allows.
  return [
    paragraph('signature', [campaign.receiver === null ? blank(name) : { text: name }], {
      linesBefore: 2,
      charactersAtRight: nameAtRight,
    }),
    paragraph('date', [blank(date)], {
      charactersAtRight: Math.max(DATE_AT_RIGHT, nameAtRight + (characters(name) - characters(date)) / 2),
    }),
  ];
}
