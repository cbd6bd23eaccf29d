import { fullPath } from '../issue/finding.js';
import type { DisclosureDoubt } from './publish-form.js';

const WORDS: Readonly<Record<DisclosureDoubt['kind'], string>> = {
  'looks-like-person': '填的是单位，但不像单位名称，已按个人隐去；确是单位的，请让填报单位写全称',
  'looks-like-unit':
    '填的是个人或不同意公开，但像单位名称，已按个人隐去；应当公开的，请让填报单位改正捐赠方类型',
  unclear: '看不出是单位还是个人，已按个人隐去；确是单位或村的，请让填报单位写全称',
};

/** Doubts that are shown one by one; the rest is only counted. */
const MOST_SHOWN = 20;

/** What somebody has to look at before 公示, for the coordinator's own eyes. */
export function formatDoubts(doubts: readonly DisclosureDoubt[]): readonly string[] {
  const shown = doubts
    .slice(0, MOST_SHOWN)
    .map(
      (doubt) =>
        `${fullPath(doubt)}《${doubt.sheet}》${doubt.cell}“${doubt.value}”公示为“${doubt.published}”：${WORDS[doubt.kind]}`,
    );
  const rest = doubts.length - shown.length;
  return rest === 0 ? shown : [...shown, `另有 ${rest} 处，用 --json 可以看到全部`];
}
