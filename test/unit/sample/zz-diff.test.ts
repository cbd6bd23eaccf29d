import { expect, test } from 'vitest';
import { loadBuiltInForms } from '/work/main/src/app/built-in-forms.js';
import { planSample } from '/work/main/src/sample/plan-sample.js';
import { runInMemory } from '/work/main/test/unit/sample/run-in-memory.js';
test('x', async () => {
  const forms = await loadBuiltInForms();
  const seeds = (process.env.SEEDS ?? '1,2,3').split(',').map(Number);
  const counts: Record<string, number> = {};
  let shown = 0;
  for (const seed of seeds) for (const defects of [0, 0.3, 1]) {
    const t0 = Date.now();
    const sample = planSample({ counties: Number(process.env.C ?? 7), units: Number(process.env.N ?? 200), seed, defects }, forms);
    const t1 = Date.now();
    const result = runInMemory(sample, forms);
    const t2 = Date.now();
    const key = (f: any) => [f.level, f.rule, f.path, f.sheet, f.cell, f.unit, f.form, f.field, f.open].join(' | ');
    const got = new Set(result.findings.map(key)), want = new Set(sample.truth.findings.map(key));
    for (const f of sample.truth.findings) counts[f.rule] = (counts[f.rule] ?? 0) + 1;
    const extra = [...got].filter((k) => !want.has(k)), missing = [...want].filter((k) => !got.has(k));
    const ck = (e: any) => [e.unit, e.form, e.status, e.late, e.overdue].join(' | ');
    const gc = new Set(result.completeness.map(ck)), wc = new Set(sample.truth.completeness.map(ck));
    const ce = [...gc].filter((k) => !wc.has(k)), cm = [...wc].filter((k) => !gc.has(k));
    const td: string[] = [];
    for (const form of forms) for (const [code, t] of Object.entries({ ...result.totals[form.key]!.units, ...sample.truth.totals[form.key]!.units }))
      { const a = JSON.stringify(result.totals[form.key]!.units[code]), b = JSON.stringify(sample.truth.totals[form.key]!.units[code]); if (a !== b) td.push(`${form.key} ${code}\n  got ${a}\n want ${b}`); }
    const eq = JSON.stringify(result.totals) === JSON.stringify(sample.truth.totals);
    const disp: Record<string, number> = {}; for (const f of result.files) disp[f.disposition] = (disp[f.disposition] ?? 0) + 1;
    const st: Record<string, number> = {}; for (const f of sample.truth.completeness) st[f.status + (f.late ? '+late' : '')] = (st[f.status + (f.late ? '+late' : '')] ?? 0) + 1;
    console.log(seed, defects, 'units', sample.content.units.length, 'files', sample.files.length, 'findings', got.size, want.size, result.findings.length, sample.truth.findings.length, 'ms', t1 - t0, t2 - t1, 'eq', eq, JSON.stringify(disp), JSON.stringify(st));
    const order = JSON.stringify(result.findings.map(key)) === JSON.stringify(sample.truth.findings.map(key));
    if (!order) console.log('ORDER differs');
    for (const [n, l] of [['extra', extra], ['missing', missing], ['c-got', ce], ['c-want', cm], ['totals', td]] as const) for (const k of l.slice(0, 8)) if (shown++ < 60) console.log(n, k);
    for (const f of result.files) if (f.disposition === 'unrecognized') console.log('UNREC', f.path, f.reason);
  }
  console.log(JSON.stringify(counts));
  const { DEFECTS } = await import('/work/main/src/sample/defect-catalogue.js');
  console.log('kinds', DEFECTS.length);
}, 600000);
