import type { Finding } from './finding.js';

/** Findings of one rule and field that are listed one by one: more than anybody reads, few enough for any file. */
export const MAX_FINDINGS_OF_A_KIND = 200;

/**
 * The findings of one submission with at most so many of one rule, level and field; the last of these says how many
 * more there are. It is an open one where any of the rest is open, so that nothing passes for settled.
 */
export function limitFindings(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= MAX_FINDINGS_OF_A_KIND) return findings;
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.level} ${finding.field ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  const listed = new Set<Finding>();
  const speakers = new Map<Finding, number>();
  for (const group of groups.values()) {
    const isLong = group.length > MAX_FINDINGS_OF_A_KIND;
    for (const finding of isLong ? group.slice(0, MAX_FINDINGS_OF_A_KIND - 1) : group) listed.add(finding);
    if (!isLong) continue;
    const rest = group.slice(MAX_FINDINGS_OF_A_KIND - 1);
    speakers.set(rest.find((finding) => finding.open) ?? rest[0]!, rest.length - 1);
  }
  return findings.flatMap((finding) => {
    const more = speakers.get(finding);
    if (more !== undefined) return [{ ...finding, parameters: { ...finding.parameters, more } }];
    return listed.has(finding) ? [finding] : [];
  });
}
