import { describe, expect, it } from 'vitest';
import { type MarkResult, markPackage } from '../../../src/mark/mark-package.js';
import type { CellMark, MarkPlan } from '../../../src/mark/mark-plan.js';

// Packages as odd as they come back, written by hand; what must come out is written by hand too.

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

type Files = Readonly<Record<string, string | Uint8Array>>;

const relationships = (...items: readonly (readonly [id: string, type: string, target: string])[]): string =>
  `<Relationships xmlns="${PACKAGE}/relationships">${items
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="${RELS}/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

const TYPES = `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>`;

/** A workbook of one sheet with these rows, and other parts in place of or beside the usual ones. */
const workbook = (sheet: string, others: Files = {}): Files => ({
  '[Content_Types].xml': TYPES,
  '_rels/.rels': relationships(['rId1', 'officeDocument', 'xl/workbook.xml']),
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELS}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': relationships(['rId1', 'worksheet', 'worksheets/sheet1.xml']),
  'xl/worksheets/sheet1.xml': sheet,
  ...others,
});
const sheetOf = (content: string): string =>
  `<worksheet xmlns="${MAIN}" xmlns:r="${RELS}">${content}</worksheet>`;

const planOf = (
  cells: readonly (readonly [cell: string, level: CellMark['level']])[],
  sheet = '表',
): MarkPlan => ({
  title: '退回修改清单',
  introduction: ['请改。'],
  lines: cells.map(([cell, level], index) => ({
    number: index + 1,
    level: level ?? 'query',
    rule: 'JD-01',
    sheet,
    cell,
    field: '户数',
    value: '30户',
    problem: '不是数字',
    fix: '请改成数字',
    explanation: '',
  })),
  cells: cells.map(([cell, level]) => ({ sheet, cell, level, comment: '请改成数字' })),
});
const partsOf = (files: Files) =>
  Object.entries(files).map(([name, content]) => ({
    name,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
  }));
const mark = (files: Files, plan: MarkPlan): MarkResult => markPackage(partsOf(files), plan);

/** The parts of a marked copy as text. */
function marked(files: Files, plan: MarkPlan): Readonly<Record<string, string>> {
  const result = mark(files, plan);
  if (result.kind === 'cannot-mark') throw new Error(JSON.stringify(result.reason));
  return Object.fromEntries(result.parts.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));
}
const sheetData = (xml: string | undefined): string =>
  /<(\w+:)?sheetData.*sheetData>/s.exec(xml ?? '')?.[0] ?? '';
const SHEET = 'xl/worksheets/sheet1.xml';

describe('cells', () => {
  const rows = (content: string, ...cells: readonly string[]): string =>
    sheetData(
      marked(workbook(sheetOf(content)), planOf(cells.map((cell) => [cell, 'error'] as const)))[SHEET],
    );

  it('keep everything but their format', () => {
    expect(
      rows(
        '<sheetData><row r="2" spans="1:2"><c r="B2" t="s"><f>A1&amp;"x"</f><v>3</v></c></row></sheetData>',
        'B2',
      ),
    ).toBe(
      '<sheetData><row r="2" spans="1:2"><c r="B2" t="s" s="1"><f>A1&amp;"x"</f><v>3</v></c></row></sheetData>',
    );
  });

  it.each([
    [
      '<sheetData/>',
      '<sheetData><row r="2"><c r="B2" s="1"/></row><row r="5"><c r="C5" s="1"/></row></sheetData>',
    ],
    [
      '<sheetData><row r="2"/><row r="6"><c r="A6"/></row></sheetData>',
      '<sheetData><row r="2"><c r="B2" s="1"/></row><row r="5"><c r="C5" s="1"/></row><row r="6"><c r="A6"/></row></sheetData>',
    ],
    [
      '<sheetData><row r="2" spans="3:4"><c r="C2"/></row></sheetData>',
      '<sheetData><row r="2" spans="2:4"><c r="B2" s="1"/><c r="C2"/></row><row r="5"><c r="C5" s="1"/></row></sheetData>',
    ],
  ])('that are not there are put in their place: %s', (before, after) => {
    expect(rows(before, 'C5', 'B2')).toBe(after);
  });

  it('without reference are counted', () => {
    expect(
      rows(
        '<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c r="D2"/><c><v>5</v></c></row></sheetData>',
        'B1',
        'E2',
        'B2',
      ),
    ).toBe(
      '<sheetData><row><c><v>1</v></c><c s="1"><v>2</v></c></row><row><c/><c r="B2" s="1"/><c r="D2"/><c s="1"><v>5</v></c></row></sheetData>',
    );
  });

  it('take the format of their row, else of their column', () => {
    const styles = `<styleSheet xmlns="${MAIN}"><fonts count="1"><font/></fonts><fills count="2"><fill/><fill/></fills><borders count="1"><border/></borders><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="1" applyFill='0'><alignment wrapText="1"/></xf><xf numFmtId="2"/></cellXfs><dxfs count="0"/></styleSheet>`;
    const parts = marked(
      workbook(
        sheetOf(
          '<cols><col min="2" max="3" style="1"/></cols><sheetData><row r="1"><c r="A1"/></row><row r="2" s="2" customFormat="1"/></sheetData>',
        ),
        {
          'xl/_rels/workbook.xml.rels': relationships(
            ['rId1', 'worksheet', '/xl/worksheets/sheet1.xml'],
            ['rId2', 'styles', 'styles.xml'],
          ),
          'xl/styles.xml': styles,
        },
      ),
      planOf([
        ['B1', 'error'],
        ['B2', 'error'],
      ]),
    );
    expect(sheetData(parts[SHEET])).toContain('<c r="B1" s="3"/>');
    expect(sheetData(parts[SHEET])).toContain('<c r="B2" s="4"/>');
    const formats = [...parts['xl/styles.xml']!.matchAll(/<xf [^>]*(?:\/>|[^/]>.*?<\/xf>)/g)].map(
      ([xf]) => xf,
    );
    expect(formats.slice(0, 5)).toEqual([
      '<xf numFmtId="0"/>',
      `<xf numFmtId="1" applyFill='0'><alignment wrapText="1"/></xf>`,
      '<xf numFmtId="2"/>',
      '<xf numFmtId="1" applyFill="1" fillId="2"><alignment wrapText="1"/></xf>',
      '<xf numFmtId="2" fillId="2" applyFill="1"/>',
    ]);
    expect(parts['xl/styles.xml']).toMatch(/<\/cellXfs><dxfs count="0"\/><\/styleSheet>$/);
  });

  it('under a merge are marked at its top left', () => {
    const content =
      '<sheetData><row r="1"><c r="A1"/><c r="B1"/></row></sheetData><mergeCells><mergeCell ref="A1:B3"/></mergeCells>';
    expect(rows(content, 'B2')).toBe('<sheetData><row r="1"><c r="A1" s="1"/><c r="B1"/></row></sheetData>');
  });

  it('of sheets with a prefix get elements with the prefix', () => {
    const sheet = `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row r="1"></x:row></x:sheetData><x:extLst/></x:worksheet>`;
    const parts = marked(workbook(sheet), planOf([['A1', 'query']]));
    expect(parts[SHEET]).toBe(
      `<x:worksheet xmlns:x="${MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" s="1"/></x:row></x:sheetData><x:legacyDrawing xmlns:r="${RELS}" r:id="rId2"/><x:extLst/></x:worksheet>`,
    );
  });
});

describe('text of parts', () => {
  const sheet = `<?xml version="1.0" encoding="UTF-16"?>\r\n${sheetOf('<sheetData>\r\n<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row></sheetData>')}`;

  it.each([
    ['UTF-16 with byte order mark', new Uint8Array(Buffer.from(`\ufeff${sheet}`, 'utf16le')), 'UTF-8'],
    ['UTF-8 with byte order mark and a wrong label', new TextEncoder().encode(`\ufeff${sheet}`), 'UTF-8'],
  ])('in %s comes out as UTF-8 that says so', (_, bytes, label) => {
    const text = marked(workbook('', { [SHEET]: bytes }), planOf([['A1', 'error']]))[SHEET]!;
    expect(text).toContain(`encoding="${label}"?>\r\n`);
    expect(text).toContain('<sheetData>\r\n<row r="1"><c r="A1" t="inlineStr" s="1"><is><t>甲</t></is></c>');
  });

  it('is never put out broken: what is no XML is refused', () => {
    const refusal = (broken: string) => {
      const result = mark(workbook(broken), planOf([['A1', 'error']]));
      return result.kind === 'cannot-mark' ? result.reason : result.kind;
    };
    const reason = { code: 'damaged-part', part: SHEET };
    expect(refusal(sheetOf('<sheetData></row></sheetData>'))).toEqual(reason);
    expect(refusal(sheetOf('<sheetData><row r=1/></sheetData>'))).toEqual(reason);
    expect(refusal(sheetOf('<sheetData/>A & B'))).toEqual(reason);
    expect(refusal(sheetOf('<sheetData/>&#1;'))).toEqual(reason);
    expect(refusal(`${sheetOf('<sheetData/>')}<more/>`)).toEqual(reason);
    expect(refusal(`<!DOCTYPE a>${sheetOf('<sheetData/>')}`)).toEqual(reason);
    expect(refusal('')).toEqual(reason);
  });

  it('of the list is valid XML whatever stood in a cell, and no longer than Excel allows', () => {
    const plan = planOf([['A1', 'error']]);
    const value = `=1+1\u0000\u0008<&>"_x0041_\ud800${'长'.repeat(40_000)}`;
    const parts = marked(workbook(sheetOf('<sheetData/>')), {
      ...plan,
      lines: [{ ...plan.lines[0]!, value }],
    });
    const text = /=1\+1[^<]*&lt;&amp;&gt;"_x005F_x0041_\ufffd长+/.exec(
      parts['xl/worksheets/sheet2.xml']!,
    )?.[0];
    expect(text).toBeDefined();
    expect(text!.match(/长/g)!.length).toBeLessThan(32_767);
  });
});

describe('names of parts', () => {
  it('with backslashes, other capitals and absolute targets are found; the copy has plain ones', () => {
    const files = workbook(sheetOf('<sheetData/>'));
    const odd = Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name.replaceAll('/', '\\').toUpperCase(), content]),
    );
    const parts = marked(odd, planOf([['A1', 'error']]));
    expect(Object.keys(parts).slice(0, 5)).toEqual([
      '[CONTENT_TYPES].XML',
      '_RELS/.RELS',
      'XL/WORKBOOK.XML',
      'XL/_RELS/WORKBOOK.XML.RELS',
      'XL/WORKSHEETS/SHEET1.XML',
    ]);
    expect(sheetData(parts['XL/WORKSHEETS/SHEET1.XML'])).toContain('<c r="A1" s="1"/>');
  });
});

describe('the workbook', () => {
  const many = (views: string, names: string): Files => ({
    ...workbook(
      sheetOf('<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetData/>'),
    ),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:q="${RELS}">${views}<sheets><sheet name="表" sheetId="7" q:id="rId1"/><sheet name="二" sheetId="3" state="hidden" q:id="rId2"/></sheets>${names}<calcPr/></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
      ['rId2', 'worksheet', 'worksheets/sheet2.xml'],
    ),
    'xl/worksheets/sheet2.xml': sheetOf('<sheetData/>'),
  });

  it('lists our sheet first, counts sheets anew and shows ours alone', () => {
    const parts = marked(
      many(
        '<bookViews><workbookView activeTab="1" firstSheet="1"/><workbookView activeTab="1"/></bookViews>',
        '<definedNames><definedName name="a">1</definedName><definedName name="b" localSheetId="1">2</definedName></definedNames>',
      ),
      planOf([['A1', 'error']]),
    );
    expect(parts['xl/workbook.xml']).toBe(
      `<workbook xmlns="${MAIN}" xmlns:q="${RELS}"><bookViews><workbookView activeTab="0" firstSheet="0"/><workbookView activeTab="2" firstSheet="1"/></bookViews><sheets><sheet name="退回修改清单" sheetId="8" q:id="rId4"/><sheet name="表" sheetId="7" q:id="rId1"/><sheet name="二" sheetId="3" state="hidden" q:id="rId2"/></sheets><definedNames><definedName name="a">1</definedName><definedName name="b" localSheetId="2">2</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">'退回修改清单'!$3:$3</definedName></definedNames><calcPr/></workbook>`,
    );
    expect(parts[SHEET]).toContain('<sheetView workbookViewId="0"/>');
  });

  it('that has an earlier list gets the new one in its place and to the front', () => {
    const earlier = many(
      '',
      '<definedNames><definedName name="b" localSheetId="1">2</definedName><definedName name="c" localSheetId="0">3</definedName></definedNames>',
    );
    const files = {
      ...earlier,
      'xl/workbook.xml': (earlier['xl/workbook.xml'] as string).replace('name="二"', 'name="退回修改清单"'),
    };
    const parts = marked(files, planOf([['A1', 'error']]));
    expect(parts['xl/workbook.xml']).toContain(
      '<sheets><sheet name="退回修改清单" sheetId="3" q:id="rId2"/><sheet name="表" sheetId="7" q:id="rId1"/></sheets><definedNames><definedName name="c" localSheetId="1">3</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">',
    );
    expect(parts['xl/worksheets/sheet2.xml']).toContain('请改成数字');
  });

  it('in the names of Strict gets parts in the names of Strict', () => {
    const strict = (text: string) =>
      text
        .replaceAll(MAIN, 'http://purl.oclc.org/ooxml/spreadsheetml/main')
        .replaceAll(RELS, 'http://purl.oclc.org/ooxml/officeDocument/relationships');
    const files = Object.fromEntries(
      Object.entries(workbook(sheetOf('<sheetData/>'))).map(([name, text]) => [name, strict(text as string)]),
    );
    const parts = marked(files, planOf([['A1', 'error']]));
    expect(
      Object.entries(parts).filter(([, text]) =>
        /schemas\.openxmlformats\.org\/(?:officeDocument|spreadsheetml)/.test(text),
      ),
    ).toEqual([]);
  });

  it('that is shared with a record of changes is refused', () => {
    const files = workbook(sheetOf('<sheetData/>'), {
      'xl/_rels/workbook.xml.rels': relationships(
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'revisionHeaders', 'revisions/revisionHeaders.xml'],
      ),
      'xl/revisions/revisionHeaders.xml': '<headers/>',
    });
    expect(mark(files, planOf([['A1', 'error']]))).toEqual({
      kind: 'cannot-mark',
      reason: { code: 'shared-workbook', part: 'xl/revisions/revisionHeaders.xml' },
    });
  });
});

describe('comments', () => {
  const comment = (ref: string, authorId: number, text: string) =>
    `<comment ref="${ref}" authorId="${authorId}"><text>${text}</text></comment>`;
  const shape = (id: string, row: number, column: number) =>
    `<v:shape id="${id}"><x:ClientData ObjectType="Note"><x:Row>${row}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`;
  const commented = (...comments: readonly string[]): Files =>
    workbook(sheetOf('<sheetData/><legacyDrawing r:id="rId7"/>'), {
      'xl/worksheets/_rels/sheet1.xml.rels': relationships(
        ['rId7', 'vmlDrawing', '../drawings/v.vml'],
        ['rId8', 'comments', '../c.xml'],
      ),
      'xl/c.xml': `<comments xmlns="${MAIN}"><authors><author>王</author><author>tc={1}</author></authors><commentList>${comments.join('')}</commentList></comments>`,
      'xl/drawings/v.vml': `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout><o:idmap v:ext="edit" data="1"/></o:shapelayout>${shape('_x0000_s2047', 0, 0)}<br></xml>`,
    });
  const texts = (xml: string | undefined): string[] =>
    [...(xml ?? '').matchAll(/<comment ref="(\w+)" authorId="(\d)"><text>(.*?)<\/text>/gs)].map(
      ([, ref, author, text]) => `${ref} ${author} ${text!.replace(/<[^>]*>/g, '')}`,
    );

  it('of others stay, ours behind them; shapes are numbered on', () => {
    const parts = marked(
      commented(comment('A1', 0, '<t>问过</t>'), comment('C1', 0, '<r><t>别处</t></r>')),
      planOf([
        ['A1', 'error'],
        ['B1', 'query'],
      ]),
    );
    expect(texts(parts['xl/c.xml'])).toEqual([
      'A1 0 问过\n\n【退回修改】必须改\n请改成数字',
      'C1 0 别处',
      'B1 2 【退回修改】请核对\n请改成数字',
    ]);
    const vml = parts['xl/drawings/v.vml']!;
    expect([...vml.matchAll(/<v:shape id="(\w+)"/g)].map(([, id]) => id)).toEqual([
      '_x0000_s2047',
      '_x0000_s2048',
    ]);
    expect(vml).toContain('data="1,2"');
    expect(vml).toContain(`${shape('_x0000_s2047', 0, 0)}<br>`);
  });

  it('of an earlier marking go, with their boxes and colours; nothing is said twice', () => {
    const files = commented(comment('A1', 0, '<t>问过</t>'));
    const first = marked(
      files,
      planOf([
        ['A1', 'error'],
        ['B1', 'error'],
        ['D4', 'hint'],
      ]),
    );
    const second = marked(first, planOf([['B1', 'query']]));
    expect(texts(second['xl/c.xml'])).toEqual(['A1 0 问过', 'B1 2 【退回修改】请核对\n请改成数字']);
    expect(
      [...second['xl/drawings/v.vml']!.matchAll(/<x:Row>(\d+)<\/x:Row>\s*<x:Column>(\d+)/g)].map(
        ([, row, column]) => `${row} ${column}`,
      ),
    ).toEqual(['0 0', '0 1']);
    const formats = [...second['xl/styles.xml']!.matchAll(/<xf [^>]*>/g)].map(
      ([xf]) => /fillId="(\d+)"/.exec(xf)![1],
    );
    const fillAt = (cell: string) =>
      formats[Number(new RegExp(`r="${cell}" s="(\\d+)"`).exec(second[SHEET]!)![1])];
    expect([fillAt('A1'), fillAt('D4')]).toEqual(['0', '0']);
    const fills = [...second['xl/styles.xml']!.matchAll(/<fill>.*?<\/fill>/g)].map(([fill]) => fill);
    expect(fills[Number(fillAt('B1'))]).toContain('FFFDE9B8');
    expect(marked(second, planOf([['B1', 'query']]))['xl/c.xml']).toBe(second['xl/c.xml']);
  });

  it('bring back the colour that a cell had', () => {
    const styles = `<styleSheet xmlns="${MAIN}"><fonts><font/></fonts><fills><fill/><fill/><fill><patternFill patternType="solid"><fgColor theme="4" tint="0.5"/></patternFill></fill></fills><borders><border/></borders><cellXfs><xf/><xf fillId="2"/></cellXfs></styleSheet>`;
    const files = workbook(sheetOf('<sheetData><row r="1"><c r="A1" s="1"/></row></sheetData>'), {
      'xl/_rels/workbook.xml.rels': relationships(
        ['rId1', 'worksheet', 'worksheets/sheet1.xml'],
        ['rId2', 'styles', 'styles.xml'],
      ),
      'xl/styles.xml': styles,
    });
    const again = marked(marked(files, planOf([['A1', 'error']])), planOf([]));
    const format = Number(/r="A1" s="(\d+)"/.exec(again[SHEET]!)![1]);
    const xf = [...again['xl/styles.xml']!.matchAll(/<xf[ /][^>]*>/g)][format]![0];
    const fill = [...again['xl/styles.xml']!.matchAll(/<fill(?:\/>|>.*?<\/fill>)/g)][
      Number(/fillId="(\d+)"/.exec(xf)![1])
    ]![0];
    expect(fill).toContain('<fgColor theme="4" tint="0.5"/>');
  });

  it('that are a conversation are left as they are', () => {
    const result = mark(commented(comment('A1', 1, '<t>[会话]</t>')), planOf([['A1', 'error']]));
    expect(result).toMatchObject({ kind: 'marked', withoutComment: [{ sheet: '表', cell: 'A1' }] });
    const parts = marked(commented(comment('A1', 1, '<t>[会话]</t>')), planOf([['A1', 'error']]));
    expect(texts(parts['xl/c.xml'])).toEqual(['A1 1 [会话]']);
    expect(sheetData(parts[SHEET])).toContain('<c r="A1" s="1"/>');
  });
});

describe('the result', () => {
  it('is the same each time, and marks of sheets that are not there are named', () => {
    const plan = { ...planOf([['A1', 'error']]), cells: planOf([['A1', 'error']], '没有').cells };
    const result = mark(workbook(sheetOf('<sheetData/>')), plan);
    expect(result).toMatchObject({ kind: 'marked', unplaced: plan.cells, wasSigned: false });
    expect(mark(workbook(sheetOf('<sheetData/>')), plan)).toEqual(result);
  });

  it('is a copy or a refusal for whatever a part holds instead', () => {
    const files = partsOf(
      marked(
        workbook(sheetOf('<sheetData><row r="1"><c r="A1"/></row></sheetData>')),
        planOf([['A1', 'error']]),
      ),
    );
    const kinds = new Set<string>();
    for (const { name } of files) {
      for (let cut = 0; cut < 40; cut++) {
        const broken = files.map((part) => {
          if (part.name !== name) return part;
          const at = Math.floor((part.bytes.length * cut) / 40);
          return { name, bytes: cut % 2 === 0 ? part.bytes.slice(0, at) : withByte(part.bytes, at) };
        });
        kinds.add(
          markPackage(
            broken,
            planOf([
              ['A1', 'error'],
              ['XFD1048576', 'hint'],
            ]),
          ).kind,
        );
      }
      kinds.add(
        markPackage(
          files.filter((part) => part.name !== name),
          planOf([['A1', 'error']]),
        ).kind,
      );
    }
    expect([...kinds].sort()).toEqual(['cannot-mark', 'marked']);
  });
});

function withByte(bytes: Uint8Array, at: number): Uint8Array {
  const changed = bytes.slice();
  changed[at] = changed[at]! ^ 0x15;
  return changed;
}
