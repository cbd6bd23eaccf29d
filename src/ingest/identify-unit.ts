import type { Unit } from '../campaign/campaign.js';
import type { RosterIndex } from '../campaign/roster-index.js';
import type { LabelledText } from './read-labels.js';
import type { UnitIdentity } from './submission.js';

/** What there is to tell whose a sheet is. */
export interface UnitEvidence {
  /** 人工认定 of this sheet. */
  readonly decided: string | null;
  /** The hidden mark's unit code. */
  readonly marked: string | null;
  /** 填报单位 as written, and 县（市） beside it. */
  readonly written: LabelledText | null;
  readonly writtenCounty: string | null;
  /** The file's path, with the inner path of a container. */
  readonly path: string;
}

/**
 * The unit of a sheet by the ladder of product.md: 人工认定, hidden mark, 填报单位 cell, file or folder name. A mark
 * and a visible name that contradict each other, a name that nobody has and a name that two have are not decided.
 */
export function identifyUnit(roster: RosterIndex, evidence: UnitEvidence): UnitIdentity {
  const { written } = evidence;
  const writtenName = written?.text ?? null;
  if (evidence.decided !== null)
    return { kind: 'known', unit: evidence.decided, by: 'decision', writtenName };
  const unknown = (reason: string, candidates: readonly Unit[]): UnitIdentity => ({
    kind: 'unknown',
    reason,
    candidates: candidates.slice(0, 3).map((unit) => unit.code),
    writtenName,
  });
  const marked = evidence.marked === null ? null : roster.unitByCode(evidence.marked);
  const match = written === null ? null : roster.findUnits(written.text, evidence.writtenCounty);
  if (marked !== null) {
    if (match === null || written === null)
      return { kind: 'known', unit: marked.code, by: 'mark', writtenName };
    const fits =
      match.kind === 'one'
        ? match.unit.code === marked.code
        : match.kind === 'several'
          ? match.units.some((unit) => unit.code === marked.code)
          : match.candidates[0]?.code === marked.code;
    if (fits) return { kind: 'known', unit: marked.code, by: 'mark', writtenName };
    const others =
      match.kind === 'one' ? [match.unit] : match.kind === 'several' ? match.units : match.candidates;
    return unknown(`模板是发给“${marked.name}”的，填报单位却写着“${written.text}”，两者不一致`, [
      ...others.slice(0, 2),
      marked,
    ]);
  }
  if (match !== null && written !== null) {
    if (match.kind === 'one') return { kind: 'known', unit: match.unit.code, by: 'cell', writtenName };
    if (match.kind === 'several') {
      return unknown(
        `填报单位“${written.text}”与单位名册中的 ${match.units.length} 个单位都相符`,
        match.units,
      );
    }
    return unknown(`填报单位“${written.text}”在单位名册中找不到`, match.candidates);
  }
  const byPath = roster.findUnitsInPath(evidence.path);
  if (byPath.kind === 'one') return { kind: 'known', unit: byPath.unit.code, by: 'path', writtenName };
  if (byPath.kind === 'several') {
    return unknown('填报单位没有填写，文件名与几个单位都相符', byPath.units);
  }
  return unknown('填报单位没有填写，文件名里也看不出是哪个单位', byPath.candidates);
}
