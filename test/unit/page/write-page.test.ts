import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { element, join } from '../../../src/page/markup.js';
import { writePage } from '../../../src/page/write-page.js';
import type { PageData } from '../../../src/report/page/page-data.js';

const HOSTILE = '</script><script>alert(1)</script>&"\'<b>';
const SHARE = { owed: 1, received: 0, text: '0.0%' };
const REPORTING = { ...SHARE, accepted: 0, acceptedText: '0.0%', onTimeText: '0.0%' };

const data: PageData = {
  title: HOSTILE,
  area: HOSTILE,
  period: '',
  asOf: '',
  highlights: [],
  attention: [],
  forms: [
    {
      title: HOSTILE,
      deadline: '',
      reporting: REPORTING,
      keyFigures: [],
      note: HOSTILE,
      columns: [],
      totals: [],
    },
  ],
  materials: [],
  counties: [
    { name: HOSTILE, share: SHARE, rank: 1, reporting: [REPORTING], totals: [[]], notes: [null], charts: [] },
  ],
  units: [{ name: HOSTILE, aliases: [HOSTILE], category: HOSTILE, through: null, county: 0, forms: [] }],
  missing: [{ unit: 0, form: 0, status: 'missing', due: '', overdueDays: null }],
  missingText: HOSTILE,
  notes: [HOSTILE],
  charts: [],
};

describe('markup', () => {
  it('escapes texts and attributes, and leaves out what is null or false', () => {
    expect(element('p', { title: '"<&', hidden: true, id: null, open: false }, 'a<b', 1, null).html).toBe(
      '<p title="&quot;&lt;&amp;" hidden>a&lt;b1</p>',
    );
    expect(join('<', element('b', {}, '>')).html).toBe('&lt;<b>&gt;</b>');
  });
});

describe('writePage', () => {
  const page = writePage(data);

  it('keeps texts from becoming markup, in the page and in its data', () => {
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain('alert(1)</script>');
    const json = /<script type="application\/json" id="page-data">(.*?)<\/script>/s.exec(page)?.[1];
    expect(JSON.parse(json ?? '')).toEqual(data);
  });

  it('allows its own script and no other, and no request', () => {
    const script = /<script>(.*)<\/script>/s.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(script).digest('base64');
    expect(page).toContain(`default-src 'none'; script-src 'sha256-${hash}'`);
    expect(script.length).toBeGreaterThan(100_000);
  });
});
