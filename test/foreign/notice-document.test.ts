import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderChart } from '../../src/chart/canvas.js';
import { planCharts } from '../../src/report/charts/charts-plan.js';
import { planNotice } from '../../src/report/notice/plan-notice.js';
import type { DocumentPlan } from '../../src/word/document-plan.js';
import { writeDocument } from '../../src/word/write/write-document.js';
import { SUMMARY } from '../unit/report/lists/list-fixture.js';
import { convertWithLibreOffice, HAS_LIBREOFFICE } from './libreoffice.js';
import { PYTHON, runPython } from './openpyxl.js';

// The draft of a 通报 as programs that are not ours read it: python's zip and XML parsers part by part, LibreOffice as
// a whole. Measures are those of GB/T 9704-2012, in millimetres and points, worked out by hand.

const folder = mkdtempSync(join(tmpdir(), 'bangfu-notice-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PLAN = planNotice(SUMMARY);
const images = new Map(planCharts(SUMMARY).map((spec) => [spec.fileName, renderChart(spec)]));

function save(name: string, plan: DocumentPlan): string {
  const path = join(folder, `${name}.docx`);
  writeFileSync(path, writeDocument(plan, images));
  return path;
}

const SURVEY = `
import zipfile, posixpath, struct
import xml.etree.ElementTree as ET
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
package = zipfile.ZipFile(args[0])
names = package.namelist()
trees = {n: ET.fromstring(package.read(n)) for n in names if n.endswith(('.xml', '.rels'))}
types = trees['[Content_Types].xml']
defaults = {e.get('Extension') for e in types if e.tag.endswith('Default')}
overrides = [e.get('PartName')[1:] for e in types if e.tag.endswith('Override')]
links = []
for name in names:
    if name.endswith('.rels'):
        base = posixpath.dirname(posixpath.dirname(name))
        links += [[e.get('Id'), posixpath.normpath(posixpath.join(base, e.get('Target')))] for e in trees[name]]
document = trees['word/document.xml']
used = {v for e in document.iter() for k, v in e.attrib.items() if k.endswith('}id') or k.endswith('}embed')}
styles = {s.get(W + 'styleId'): s for s in trees['word/styles.xml'].iter(W + 'style')}
def look(name):
    found = {}
    for e in styles[name].iter():
        for k, v in e.attrib.items():
            found[e.tag.replace(W, '') + '.' + k.replace(W, '')] = v
    return found
section = document.find('.//' + W + 'sectPr')
print(json.dumps({
    'bad': package.testzip(),
    'dates': sorted({str(i.date_time) for i in package.infolist()}),
    'names': names,
    'untyped': [n for n in names if n not in overrides and n.rsplit('.', 1)[-1] not in defaults],
    'overrides': overrides,
    'lost': [t for _, t in links if t not in names],
    'unlinked': sorted(used - {i for i, t in links if t.startswith('word/')}),
    'unstyled': sorted({e.get(W + 'val') for e in document.iter(W + 'pStyle')} - set(styles)),
    'drawings': sorted(e.get('id') for e in document.iter() if e.tag.endswith('}docPr')),
    'section': {e.tag.replace(W, ''): {k.split('}')[-1]: v for k, v in e.attrib.items()} for e in section if not e.tag.endswith('Reference')},
    'footers': sorted(e.get(W + 'type') for e in section if e.tag.endswith('footerReference')),
    'isEvenOdd': trees['word/settings.xml'].find(W + 'evenAndOddHeaders') is not None,
    'looks': {n: look(n) for n in ['title', 'body', 'heading1', 'heading2', 'page']},
    'widths': [sum(int(c.get(W + 'w')) for c in t.iter(W + 'gridCol')) for t in document.iter(W + 'tbl')],
    'cells': sorted({len(r.findall(W + 'tc')) - len(t.find(W + 'tblGrid')) for t in document.iter(W + 'tbl') for r in t.iter(W + 'tr')}),
    'headers': [sum(1 for _ in t.iter(W + 'tblHeader')) for t in document.iter(W + 'tbl')],
    'core': {e.tag.split('}')[-1]: e.text for e in trees['docProps/core.xml']},
}))
`;

interface Survey {
  readonly bad: string | null;
  readonly dates: readonly string[];
  readonly names: readonly string[];
  readonly untyped: readonly string[];
  readonly overrides: readonly string[];
  readonly lost: readonly string[];
  readonly unlinked: readonly string[];
  readonly unstyled: readonly string[];
  readonly drawings: readonly string[];
  readonly section: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly footers: readonly string[];
  readonly isEvenOdd: boolean;
  readonly looks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly widths: readonly number[];
  readonly cells: readonly number[];
  readonly headers: readonly number[];
  readonly core: Readonly<Record<string, string>>;
}

describe.skipIf(PYTHON === undefined)("the package, as python's parsers read it", () => {
  const survey = PYTHON === undefined ? null! : (runPython(SURVEY, save('部件', PLAN)) as Survey);

  it('holds together: every part has a type, every relationship a part, every reference a relationship', () => {
    expect(survey.bad).toBeNull();
    expect(survey.names[0]).toBe('[Content_Types].xml');
    expect(new Set(survey.names).size).toBe(survey.names.length);
    expect(survey.overrides.filter((name) => !survey.names.includes(name))).toEqual([]);
    expect([survey.untyped, survey.lost, survey.unlinked, survey.unstyled]).toEqual([[], [], [], []]);
    expect(survey.names).toContain('word/media/image1.png');
    expect(survey.drawings).toEqual(['1']);
  });

  it('has the page of an official document', () => {
    // A twip is 1/1440 inch: 210, 297, 37, 35, 28, 26 mm.
    expect(survey.section.pgSz).toEqual({ w: '11906', h: '16838' });
    expect(survey.section.pgMar).toMatchObject({ top: '2098', bottom: '1984', left: '1587', right: '1474' });
    expect(survey.footers).toEqual(['default', 'even']);
    expect(survey.isEvenOdd).toBe(true);
  });

  it('has its fonts, sizes and lines', () => {
    const { title, body, heading1, heading2, page } = survey.looks;
    // 二号 22, 三号 16, 四号 14 points, in halves; lines of 28 points, in twentieths; 2 characters.
    expect(title).toMatchObject({ 'rFonts.eastAsia': '方正小标宋简体', 'sz.val': '44', 'jc.val': 'center' });
    expect(body).toMatchObject({
      'rFonts.eastAsia': '仿宋_GB2312',
      'sz.val': '32',
      'ind.firstLineChars': '200',
      'ind.firstLine': '640',
      'spacing.line': '560',
      'spacing.lineRule': 'exact',
    });
    expect([heading1?.['rFonts.eastAsia'], heading2?.['rFonts.eastAsia']]).toEqual(['黑体', '楷体_GB2312']);
    expect([heading1?.['sz.val'], heading2?.['sz.val']]).toEqual(['32', '32']);
    expect(page).toMatchObject({ 'rFonts.eastAsia': '宋体', 'sz.val': '28' });
  });

  it('has tables that fit between the margins, with as many cells as columns and a repeated header', () => {
    expect(survey.widths.length).toBeGreaterThan(2);
    for (const width of survey.widths) expect(width).toBeLessThanOrEqual(8850);
    expect(survey.cells).toEqual([0]);
    expect(new Set(survey.headers)).toEqual(new Set([1]));
  });

  it('was made at the time that it speaks of', () => {
    expect(survey.core).toMatchObject({
      title: '关于2020年扶贫日活动报表报送情况的通报',
      creator: '地区扶贫办',
      created: '2020-10-26T01:00:00Z',
      modified: '2020-10-26T01:00:00Z',
    });
    expect(survey.dates).toHaveLength(1);
    expect(Buffer.from(writeDocument(PLAN, images)).equals(writeDocument(PLAN, images))).toBe(true);
  });
});

describe.skipIf(!HAS_LIBREOFFICE)('the document, as LibreOffice shows it', () => {
  it('has its text, blanks and names', () => {
    const [path] = convertWithLibreOffice([save('文字', PLAN)], 'txt:Text (encoded):UTF8', folder);
    const text = readFileSync(path!, 'utf8');
    for (const expected of [
      '××××〔2020〕××号',
      '关于2020年扶贫日活动报表报送情况的通报',
      '一、总体情况',
      '表2　各县（市）报送率（单位：份）',
      '附件：1.未报送单位名单',
      '地区扶贫办',
      '2020年10月26日',
    ])
      expect(text).toContain(expected);
  });

  it('escapes what people write', () => {
    const campaign = { ...SUMMARY.campaign, name: '“<甲>&乙”\u0000]]>活动' };
    const [path] = convertWithLibreOffice(
      [save('特殊字符', planNotice({ ...SUMMARY, campaign }))],
      'txt:Text (encoded):UTF8',
      folder,
    );
    expect(readFileSync(path!, 'utf8')).toContain('关于“<甲>&乙”]]>活动报表报送情况的通报');
  });

  it('stands on A4 pages', () => {
    const pdfs = join(folder, 'pdf');
    mkdirSync(pdfs);
    const [path] = convertWithLibreOffice([save('版面', PLAN)], 'pdf', pdfs);
    const pdf = readFileSync(path!).toString('latin1');
    const boxes = [...pdf.matchAll(/\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/g)].map(
      ([, width, height]) => [Math.round(Number(width)), Math.round(Number(height))],
    );
    expect(boxes.length).toBeGreaterThan(2);
    for (const box of boxes) expect(box).toEqual([595, 842]);
  });
});
