import { describeFinding } from '../../issue/describe-finding.js';
import { type Finding, LEVEL_TITLES, LEVELS, type Level } from '../../issue/finding.js';
import { ruleHeading } from '../../issue/rule-title.js';
import type { Summary } from '../../merge/summary.js';
import { NUMBER_FORMATS, STYLES } from '../../workbook/theme.js';
import type { CellStyle } from '../../workbook/workbook-plan.js';
import { groupBy } from '../group-by.js';
import { findingState, formFinder, LEVEL_STYLES } from './finding-words.js';
import { asOfText, type ListSheet, numberColumn, placeKey } from './list-sheet.js';

const COUNT: CellStyle = { ...STYLES.centered, numberFormat: NUMBER_FORMATS.integer };

/** A rule at one level, and everything that it found. */
export interface RuleCount {
  readonly rule: string;
  readonly level: Level;
  readonly findings: readonly Finding[];
}

/** 按规则统计: what is wrong most often. */
export function listRules(summary: Summary): ListSheet<RuleCount> {
  const formOf = formFinder(summary);
  const rows = [
    ...groupBy(summary.findings, (finding) => JSON.stringify([finding.rule, finding.level])).values(),
  ]
    .map((findings): RuleCount => ({ rule: findings[0]!.rule, level: findings[0]!.level, findings }))
    .sort(
      (a, b) =>
        LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
        b.findings.length - a.findings.length ||
        (a.rule < b.rule ? -1 : 1),
    );
  const distinct = (findings: readonly Finding[], keyOf: (finding: Finding) => string | null): number =>
    new Set(findings.map(keyOf).filter((key) => key !== null)).size;
  /** Of the first that waits, else of the first. */
  const textOf = ({ findings }: RuleCount) => {
    const example = findings.find((finding) => findingState(finding) === '待处理') ?? findings[0]!;
    return describeFinding(example, formOf(example.form));
  };
  return {
    name: '按规则统计',
    title: `${summary.campaign.name}校验问题（按规则统计）`,
    subtitle: asOfText(summary),
    columns: [
      numberColumn(),
      {
        title: '规则',
        width: [16, 36],
        value: (row) => ruleHeading(row.rule, formOf(row.findings[0]!.form)),
      },
      {
        title: '级别',
        width: [8, 8],
        value: (row) => LEVEL_TITLES[row.level],
        style: (row) => LEVEL_STYLES[row.level],
      },
      {
        title: '表名',
        width: [16, 30],
        value: (row) =>
          [...new Set(row.findings.flatMap((finding) => formOf(finding.form)?.title ?? []))].join('\n'),
      },
      { title: '问题数（处）', width: [13, 13], value: (row) => row.findings.length, style: COUNT },
      {
        title: '其中：待处理',
        width: [13, 13],
        value: (row) => row.findings.filter((finding) => findingState(finding) === '待处理').length,
        style: COUNT,
      },
      {
        title: '涉及单位（个）',
        width: [15, 15],
        value: (row) => distinct(row.findings, (finding) => finding.unit),
        style: COUNT,
      },
      {
        title: '涉及文件（个）',
        width: [15, 15],
        value: (row) => distinct(row.findings, placeKey),
        style: COUNT,
      },
      {
        title: '举例',
        width: [30, 44],
        value: (row) => textOf(row).message,
      },
      { title: '一般怎么改', width: [20, 36], value: (row) => textOf(row).fix },
    ],
    rows,
    whenEmpty: '没有发现问题',
  };
}
