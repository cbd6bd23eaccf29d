import { test } from 'vitest';
import { loadBuiltInForms } from '/work/main/src/app/built-in-forms.js';
import { planSample } from '/work/main/src/sample/plan-sample.js';
import { runInMemory } from '/work/main/test/unit/sample/run-in-memory.js';
test('x', async () => {
  const forms = await loadBuiltInForms();
  let bad = 0, n = 0;
  const start = Date.now();
  for (let seed = 1000; Date.now() - start < 150000; seed++) {
    const counties = [7, 1, 3, 9, 0, 70][seed % 6]!, units = [40, 5, 1, 25, 12, 90, 0][seed % 7]!, defects = [0.5, 1, 0, 0.2][seed % 4]!;
    n++;
    let sample, result;
    try { sample = planSample({ counties, units, seed, defects }, forms); result = runInMemory(sample, forms); }
    catch (e) { console.log('THROW', counties, units, seed, defects, e); bad++; if (bad > 12) break; continue; }
    if (sample.content.units.length !== units) console.log('UNITS', counties, units, sample.content.units.length);
    const key = (f: any) => [f.level, f.rule, f.path, f.sheet, f.cell, f.unit, f.form, f.field, f.open].join(' | ');
    const a = result.findings.map(key), b = sample.truth.findings.map(key);
    const ck = (e: any) => [e.unit, e.form, e.status, e.late, e.overdue].join(' | ');
    const c = result.completeness.map(ck), d = sample.truth.completeness.map(ck);
    for (const [x, y, w] of [[a, b, 'got'], [b, a, 'want'], [c, d, 'cgot'], [d, c, 'cwant']] as const)
      for (const k of x.filter((k) => !y.includes(k)).slice(0, 3)) { console.log(counties, units, seed, defects, w, k); bad++; }
    if (JSON.stringify(a) !== JSON.stringify(b)) console.log('order', seed);
    if (JSON.stringify(result.totals) !== JSON.stringify(sample.truth.totals)) { console.log('TOTALS', counties, units, seed, defects); bad++; }
    for (const f of result.files) if (['unrecognized','ignored'].includes(f.disposition)) console.log('UNREC', f.path, f.reason);
    const paths = sample.files.map(f => f.path).concat(sample.otherFiles.map(f=>f.path)); if (new Set(paths).size !== paths.length) console.log('PATHS twice', seed);
    if (bad > 12) break;
  }
  console.log('runs', n, 'bad', bad);
}, 600000);
