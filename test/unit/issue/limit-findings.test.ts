import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/issue/finding.js';
import { limitFindings, MAX_FINDINGS_OF_A_KIND } from '../../../src/issue/limit-findings.js';

const finding = (row: number, rule = 'JD-02', open = true): Finding => ({
  path: '收件/a.xlsx',
  entry: null,
  rule,
  level: 'query',
  sheet: '表',
  cell: `A${row}`,
  unit: null,
  form: null,
  field: 'f',
  value: null,
  parameters: {},
  open,
  closedBy: open ? null : 'explanation',
});
const many = (count: number, rule?: string, open?: boolean) =>
  Array.from({ length: count }, (_, index) => finding(index + 1, rule, open));

describe('findings of one kind', () => {
  it('are all listed up to the limit', () => {
    const all = [...many(MAX_FINDINGS_OF_A_KIND), ...many(MAX_FINDINGS_OF_A_KIND, 'JD-04')];
    expect(limitFindings(all)).toEqual(all);
  });

  it('beyond it are counted by the last that is listed', () => {
    const listed = limitFindings([...many(500), ...many(3, 'JD-04')]);
    expect(listed.length).toBe(200 + 3);
    expect(listed[199]).toEqual({ ...finding(200), parameters: { more: 300 } });
    expect(listed.filter((item) => item.parameters.more !== undefined)).toHaveLength(1);
  });

  it('an open one speaks for the rest', () => {
    const closed = many(400, 'JD-02', false);
    const open = finding(401);
    const listed = limitFindings([...closed, open, ...many(50, 'JD-02', false)]);
    expect(listed.at(-1)).toEqual({ ...open, parameters: { more: 251 } });
    expect(listed.length).toBe(200);
  });
});
