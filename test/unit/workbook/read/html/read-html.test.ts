import { describe, expect, it } from 'vitest';
import { readHtml } from '../../../../../src/workbook/read/html/read-html.js';
import { DEFAULT_READ_LIMITS } from '../../../../../src/workbook/read/limits.js';
import { datesOf, formulasOf, mergesOf, rowsOf } from '../grid-rows.js';
import { refusalOf } from '../package.js';

const bytesOf = (html: string): Uint8Array => new Uint8Array(Buffer.from(html, 'utf8'));
const bookOf = (html: string) => readHtml(bytesOf(html), DEFAULT_READ_LIMITS);
const gridOf = (html: string) => bookOf(html).sheets[0]!;
const rows = (html: string) => rowsOf(gridOf(html));
const table = (content: string, attributes = '') => `<table${attributes}>${content}</table>`;

describe('text of a cell', () => {
  it.each([
    ['white space is one blank, none at the ends', '  甲\n\t 乙 ', '甲 乙'],
    [
      'lines and paragraphs',
      'a<br>b<br/><br>c<p>d</p><p>e</p><div>f<div>g</div></div>h',
      'a\nb\n\nc\nd\ne\nf\ng\nh',
    ],
    ['blanks around line breaks', '\n  a\n  <br>\n  b\n', 'a\nb'],
    ['a break at the end shows nothing', 'a<br>', 'a'],
    [
      'entities',
      '&lt;b&gt; &amp;amp; &#30002;&#x4e59; &ldquo;x&rdquo; A&B &unknown;',
      '<b> &amp; 甲乙 “x” A&B &unknown;',
    ],
    ['no-break spaces are blanks, and stay', '&nbsp;&nbsp;甲&nbsp;&nbsp;乙', '  甲  乙'],
    ['the space of Chinese text stays', '\u3000甲', '\u3000甲'],
    [
      'formatting inside',
      '<font color=red>12<b>月</b></font><span style="mso-spacerun:yes"> </span>1日',
      '12月 1日',
    ],
    [
      'comments, conditional comments, scripts and styles',
      'a<!-- b --><![if !vml]>c<![endif]><!--[if gte vml 1]><v:rect>d</v:rect><![endif]--><script>e<td></script><style>f</style>g',
      'acg',
    ],
    [
      'what was typed into a form field',
      '<input value="甲"><input type=hidden value=x><input type=checkbox value=y> <select><option>是<option selected>否</select>',
      '甲 否',
    ],
  ])('%s', (_, cell, text) => {
    expect(rows(table(`<tr><td>${cell}</td><td>x</td></tr>`))).toEqual([[text, 'x']]);
  });

  it.each(['', ' ', '&nbsp;', '<br>', '<p>&nbsp;</p>', '<b></b>'])('%j is a blank cell', (cell) => {
    expect(rows(table(`<tr><td>${cell}</td><td>x</td></tr>`))).toEqual([[null, 'x']]);
  });
});

describe('values', () => {
  it('a plain table: typed as in a csv', () => {
    const grid = gridOf(
      table(
        '<tr><td>007</td><td> 1,234.50 </td><td>2020-10-17</td><td>110101199001011234</td><td>#REF!</td><td>3-5</td><td>="12"</td></tr>',
      ),
    );
    expect(rowsOf(grid)).toEqual([
      ['007', 1234.5, 44_121, '110101199001011234', { error: '#REF!' }, '3-5', '12'],
    ]);
    expect(datesOf(grid)).toEqual(['C1']);
  });

  it.each([
    ['mso-number-format in a style attribute', `<td style='mso-number-format:"\\@"'>12</td>`, ''],
    [
      'with escaped quotes inside the other kind',
      `<td style="mso-number-format:'\\@';color:red">12</td>`,
      '',
    ],
    ['without quotes', '<td style="mso-number-format:\\@">12</td>', ''],
    ['the name that ASP pages use', '<td style="vnd.ms-excel.numberformat:@">12</td>', ''],
    [
      'by class',
      '<td class="a txt">12</td>',
      '<!--table {x:y} .txt, .xl2 {mso-style-parent:style0; mso-number-format:"\\@";}-->',
    ],
    ['by element', '<td>12</td>', 'td { mso-number-format:"\\@" }'],
    ['by element and class', '<td class=t>12</td>', '/* } */ td.t{mso-number-format:"\\@"}'],
  ])('text by its format: %s', (_, cell, css) => {
    expect(rows(`<style>${css}</style>${table(`<tr>${cell}</tr>`)}`)).toEqual([['12']]);
  });

  it('Excel and WPS: x:num, x:str, x:bool, x:err, x:fmla', () => {
    const grid = gridOf(
      table(
        '<tr><td x:num>12</td><td x:num="1234.56789">1,234.57</td><td x:num="0"></td><td x:str>12</td><td x:str="a  b ">a b</td><td>34</td><td x:bool="TRUE">是</td><td x:err="#N/A">#N/A</td><td x:num x:fmla="=SUM(A1:B1)">1,246.57</td><td x:num="110101199001011000">1.10E+17</td></tr>',
        ' x:str border=0',
      ),
    );
    expect(rowsOf(grid)).toEqual([
      [12, 1234.56789, 0, '12', 'a  b ', '34', true, { error: '#N/A' }, 1246.57, 110_101_199_001_011_000],
    ]);
    expect(formulasOf(grid)).toEqual(['I1']);
  });

  it('Excel: numbers that are dates by the class of the cell', () => {
    const css =
      '.d1{mso-number-format:"yyyy\\0022年\\0022m\\0022月\\0022d\\0022日\\0022\\;\\@";} .d2{mso-number-format:"Short Date";} .n{mso-number-format:Standard;} .m{mso-number-format:"mm\\\\-dd\\\\-yyyy"}';
    const grid = gridOf(
      `<style>${css}</style>${table(
        '<tr><td class=d1 x:num="44121">2020年10月17日</td><td class=d2 x:num="44121">2020/10/17</td><td class=n x:num="44121">44,121.00</td><td class=m>44121</td><td class=d1>10月17日</td></tr>',
      )}`,
    );
    expect(rowsOf(grid)).toEqual([[44_121, 44_121, 44_121, 44_121, '10月17日']]);
    expect(datesOf(grid)).toEqual(['A1', 'B1', 'D1']);
  });

  it('Excel: dates of the 1904 system', () => {
    const html = `<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:Date1904/></x:ExcelWorkbook></xml><![endif]-->${table(
      `<tr><td x:num="42659" style='mso-number-format:"Short Date"'>2020/10/17</td><td x:num="42659"></td><td>2020-10-17</td></tr>`,
    )}`;
    expect(rows(html)).toEqual([[44_121, 42_659, 44_121]]);
  });

  it('LibreOffice: the exact number in sdval, its format in sdnum, everything else text', () => {
    const grid = gridOf(
      `<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>${table(
        '<tr><td sdval="0.123456789" sdnum="2052;0;0.00%">12.35%</td><td sdval="44121" sdnum="2052;0;YYYY-MM-DD">2020-10-17</td><td sdval="0" sdnum="1033;">#DIV/0!</td><td sdnum="2052;0;@">12</td><td>2020-10-17</td><td>#REF!</td><td sdval="1.5E+017" sdnum="1033;">1.5E+017</td></tr>',
      )}</html>`,
    );
    expect(rowsOf(grid)).toEqual([
      [0.123456789, 44_121, { error: '#DIV/0!' }, '12', '2020-10-17', '#REF!', 1.5e17],
    ]);
    expect(datesOf(grid)).toEqual(['B1']);
  });
});

describe('layout', () => {
  it('rowspan and colspan are merges, and cells stand where they leave room', () => {
    const grid = gridOf(
      table(
        '<tr><th rowspan=2>单位<th colspan="2">户数<th rowspan=3>备注<tr><th>甲<th>乙<tr><td>a<td>1<td>2<tr><td>b<td>3<td>4<td>x',
      ),
    );
    expect(rowsOf(grid)).toEqual([
      ['单位', '户数', null, '备注'],
      [null, '甲', '乙', null],
      ['a', 1, 2, null],
      ['b', 3, 4, 'x'],
    ]);
    expect(mergesOf(grid)).toEqual(['A1:A2', 'B1:C1', 'D1:D3']);
  });

  it('a merge ends with its table; rowspan 0 means that', () => {
    const grid = gridOf(table('<tr><td rowspan=99>a<td rowspan=0>b<tr><td>c') + table('<tr><td>d<td>e<td>f'));
    expect(rowsOf(grid)).toEqual([
      ['a', 'b', null],
      [null, null, 'c'],
      ['d', 'e', 'f'],
    ]);
    expect(mergesOf(grid)).toEqual(['A1:A2', 'B1:B2']);
  });

  it('a colspan by which text only overflows is no merge', () => {
    const grid = gridOf(
      table(
        `<tr><td colspan=3 style='mso-ignore:colspan'>a</td><td>b</td></tr><tr><td colspan=4>c</td></tr>`,
      ),
    );
    expect(rowsOf(grid)).toEqual([
      ['a', null, null, 'b'],
      ['c', null, null, null],
    ]);
    expect(mergesOf(grid)).toEqual(['A2:D2']);
  });

  it.each([
    ['nothing closed', '<table><tr><td>a<td>b<tr><td>c<td>d</table>'],
    [
      'everything in capitals',
      '<TABLE><TBODY><TR><TD>a</TD><TD>b</TD></TR><TR><TD>c</TD><TD>d</TD></TR></TBODY></TABLE>',
    ],
    ['no rows', '<table><td>a<td>b</tr><td>c<td>d</table>'],
    ['no table', '<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>'],
    ['table in a row', '<table><tr><td>a<td>b</td><table><tr><td>c<td>d</table>'],
    [
      'cells closed twice',
      '<table><tr><td>a</td></td><td>b</td></tr></tr><tr><td>c</td><td>d</td></tr></table></table>',
    ],
    ['head and body', '<table><thead><tr><th>a<th>b<tbody><tr><td>c<td>d</table>'],
  ])('tags left out: %s', (_, html) => {
    expect(rows(html)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('hidden rows and columns are hidden, hidden cells are not there', () => {
    const grid = gridOf(
      `<style>.h{display:none}</style>${table(
        '<col><col span=2 style="width:0;display:none"><col>' +
          '<tr><td>a<td>b<td>c<td style="display: none">x<td>d' +
          '<tr style="display:none"><td>e<tr class=h><td>f<tr hidden><td>g<tbody style="display:none"><tr><td>h</tbody><tr><td>i',
      )}`,
    );
    expect(rowsOf(grid).map((row) => row.filter((value) => value !== null).join())).toEqual([
      'a,b,c,d',
      'e',
      'f',
      'g',
      'h',
      'i',
    ]);
    expect([...grid.hiddenRows]).toEqual([2, 3, 4, 5]);
    expect([...grid.hiddenColumns]).toEqual([2, 3]);
  });

  it('columns of groups are counted', () => {
    const html = table(
      '<colgroup width=51></colgroup><colgroup span=2><colgroup><col><col style="display:none"></colgroup><tr><td>a',
    );
    expect([...gridOf(html).hiddenColumns]).toEqual([5]);
  });
});

describe('several tables', () => {
  it('title, table and footer stand below one another in one sheet, as in Excel', () => {
    const html = `<html><head><title>系统导出</title></head><body><h2>结对帮扶统计表</h2><p>填报单位：<b>上户镇</b></p>
      ${table('<tr><td>序号<td>户数')}<br>${table('<tr><td>1<td>5')}<div>审核人：</div></body></html>`;
    expect(rows(html)).toEqual([
      ['结对帮扶统计表', null],
      ['填报单位：上户镇', null],
      ['序号', '户数'],
      [1, 5],
      ['审核人：', null],
    ]);
    expect(bookOf(html).sheets.map((sheet) => sheet.sheetName)).toEqual(['Sheet1']);
  });

  it('text between the cells of a table is a row of its own', () => {
    const html = table('<caption>标题</caption><tr><td>a<td>b</td></td>说明<td>c</tr><tr><td>d');
    expect(rows(html)).toEqual([
      ['标题', null, null],
      ['a', 'b', 'c'],
      ['说明', null, null],
      ['d', null, null],
    ]);
  });

  it('LibreOffice writes a sheet each, with its name; lists and notes are not cells', () => {
    const html = `<html><head><meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/></head><body><hr>
      <p><center><h1>Overview</h1><A HREF="#table0">甲 &lt;表&gt;</A><br><A HREF="#table1">乙</A><br></center></p><hr>
      <A NAME="table0"><h1>Sheet 1: <em>甲 &lt;表&gt;</em></h1></A>
      ${table('<tr><td><a class="comment-indicator"></a><comment>批注</comment><font>a</font></td></tr>')}<hr>
      <A NAME="table1"><h1>Sheet 2: <em>乙</em></h1></A>${table('<tr><td>b</td></tr>')}</body></html>`;
    expect(bookOf(html).sheets.map((sheet) => [sheet.sheetName, rowsOf(sheet)])).toEqual([
      ['甲 <表>', [['a']]],
      ['乙', [['b']]],
    ]);
  });

  it('a table in a cell of a table with several columns is text of the cell', () => {
    const html = table(
      `<tr><td>单位<td>电话</tr><tr><td>甲<td>${table('<tr><td>办公<td>1<tr><td>家<td>2')}</tr><tr><td>乙<td>3</tr>`,
    );
    expect(rows(html)).toEqual([
      ['单位', '电话'],
      ['甲', '办公 1\n家 2'],
      ['乙', 3],
    ]);
  });

  it('a table that only places others is none', () => {
    const inner = table('<tr><td rowspan=2>a<td>1<tr><td>2');
    const html = table(
      `<tr><td width=9></td><td>标题</td></tr><tr><td><td>${table(`<tr><td>上<br>下</td></tr><tr><td>${inner}</td></tr>`)}尾</td></tr>`,
    );
    expect(rows(html)).toEqual([
      ['标题', null],
      ['上', null],
      ['下', null],
      ['a', 1],
      [null, 2],
      ['尾', null],
    ]);
    expect(mergesOf(gridOf(html))).toEqual(['A4:A5']);
  });

  it('Excel puts the text of a cell with a picture into a table of one cell', () => {
    const html = table(
      `<tr><td colspan=2 height=61><![if !vml]><img src="x_files/image001.gif"><![endif]><span style='mso-ignore:vglayout2'><table cellpadding=0><tr><td colspan=2 class=xl226 x:num="1234.5">1,235</td></tr></table></span></td><td>b</td></tr><tr><td>c<td>d<td>e</tr>`,
      ' x:str',
    );
    expect(rows(html)).toEqual([
      [1234.5, null, 'b'],
      ['c', 'd', 'e'],
    ]);
  });
});

describe('what the page says of the workbook', () => {
  const options = (content: string) =>
    `<xml><x:ExcelWorkbook><x:ExcelWorksheets>${content}</x:ExcelWorksheets></x:ExcelWorkbook><x:ExcelName><x:Name>bf</x:Name><x:SheetIndex>1</x:SheetIndex><x:Formula>='附&amp;表'!$A$1</x:Formula></x:ExcelName></xml>`;
  const sheet =
    '<x:ExcelWorksheet><x:Name>附&amp;表</x:Name><x:WorksheetOptions><x:Panes><x:Pane><x:Number>3</x:Number></x:Pane></x:Panes></x:WorksheetOptions></x:ExcelWorksheet>';

  it.each([
    ['Excel, in a comment', `<!--[if gte mso 9]>${options(sheet)}<![endif]-->`],
    ['WPS, in an element', options(sheet)],
  ])('the sheet’s name and defined names: %s', (_, head) => {
    const book = bookOf(`<html><head>${head}</head><body>${table('<tr><td>a<td>b')}</body></html>`);
    expect(book.sheets.map((grid) => [grid.sheetName, rowsOf(grid)])).toEqual([['附&表', [['a', 'b']]]]);
    expect([...book.definedNames]).toEqual([['bf', "'附&表'!$A$1"]]);
  });
});

describe('refusals', () => {
  const frames =
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name="Excel Workbook Frameset"><link rel=File-List href="a.files/filelist.xml"></head><frameset rows="*,39"><frame src="a.files/sheet001.htm"><noframes><body><p>This page uses frames</p></body></noframes></frameset></html>';
  it.each([
    ['Excel’s page of frames', frames, 'linked-pages'],
    ['a page without table', '<html><body><p>请登录</p></body></html>', 'not-a-spreadsheet'],
    ['a page that ends inside a cell', '<html><body><table><tr><td>a</td><td>b', 'truncated'],
    ['a page that ends between rows', '<html><body><table><tr><td>a</td></tr>', 'truncated'],
    ['a page that ends inside a tag', '<table><tr><td>a</td></tr><tr><td cla', 'truncated'],
    [
      'a page of LibreOffice that ends between sheets',
      '<html><meta name="generator" content="LibreOffice 7"><body><table><tr><td>a</td></tr></table><hr>',
      'truncated',
    ],
    ['an encoding nobody knows', '<table><tr><td>\xe9,\xe9</td></tr></table>', 'unknown-encoding'],
  ])('%s', (_, html, reason) => {
    expect(refusalOf(new Uint8Array(Buffer.from(html, /[\xe9]/.test(html) ? 'latin1' : 'utf8')))).toBe(
      reason,
    );
  });

  it('not for a page whose last tags are missing, if the page itself is closed', () => {
    expect(rows('<html><body><table><tr><td>a</td><td>b</body></html>')).toEqual([['a', 'b']]);
  });

  it.each([
    ['limit-rows 2', '<tr><td>a<tr><td>b<tr><td>c', { rows: 2 }],
    ['limit-cells 2', '<tr><td>a<td>b<td>c', { cells: 2 }],
    ['limit-columns 16384', `<tr><td colspan=16384>a<td>b`, {}],
    [
      'limit-merges 9',
      '<tr><td rowspan=6>a<td rowspan=6>b<tr><td>c<tr><td>d<tr><td>e<tr><td>f<tr><td>g',
      { mergedCells: 9 },
    ],
    ['limit-shared-strings 32767', `<tr><td>${'x<b></b>'.repeat(32_768)}`, {}],
    ['not-a-spreadsheet', '<tr><td><table>'.repeat(300), {}],
  ])('%s', (reason, content, changes) => {
    expect(refusalOf(bytesOf(table(content)), { ...DEFAULT_READ_LIMITS, ...changes })).toBe(reason);
  });

  it('sheets of LibreOffice beyond the limit', () => {
    const html = `<meta name="generator" content="LibreOffice">${table('<tr><td>a').repeat(3)}</html>`;
    expect(refusalOf(bytesOf(html), { ...DEFAULT_READ_LIMITS, sheets: 2 })).toBe('limit-sheets 2');
  });

  it('a span over a million rows and all columns costs nothing', () => {
    const grid = gridOf(table('<tr><td rowspan=1000000 colspan=16384>a</td></tr><tr><td></td></tr>'));
    expect([grid.lastRowNumber, grid.lastColumnNumber, mergesOf(grid)]).toEqual([1, 1, ['A1:XFD2']]);
  });

  it('never throws, wherever the page is cut or a character is lost', () => {
    const html =
      '<html><head><meta charset="utf-8"><style>.a{mso-number-format:"\\@"}</style></head><body><table x:str><tr class=a><td rowspan="2" x:num="1">a&amp;<br>b</td><td><table><tr><td>c</table></td></tr></table></body></html>';
    for (let i = 0; i < html.length; i++) {
      for (const text of [
        html.slice(0, i),
        html.slice(0, i) + html.slice(i + 1),
        `${html.slice(0, i)}<${html.slice(i)}`,
      ])
        expect(() => refusalOf(bytesOf(text))).not.toThrow();
    }
  });
});

describe('single file web page (mht)', () => {
  const part = (headers: string, body: string) => `------=_Next\r\n${headers}\r\n\r\n${body}\r\n\r\n`;
  const main = `<html><head><!--[if gte mso 9]><xml><x:ExcelWorkbook><x:ExcelWorksheets><x:ExcelWorksheet><x:Name>=E7=94=B2</x:Name><x:WorksheetSource HRef=3D"=\r\nBook1.files/sheet001.htm"/></x:ExcelWorksheet><x:ExcelWorksheet><x:Name>bangfu_mark</x:Name><x:WorksheetSource HRef=3D"Book1.files/sheet002.htm"/><x:WorksheetOptions><x:Visible>SheetVeryHidden</x:Visible></x:WorksheetOptions></x:ExcelWorksheet></x:ExcelWorksheets></x:ExcelWorkbook></xml><![endif]--></head><frameset></frameset></html>`;
  const page = (content: string) => `<html><body>${table(content)}</body></html>`;
  const archive = (...sheets: string[]) =>
    bytesOf(
      'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related;\r\n\tboundary="----=_Next"\r\n\r\nThis document is a Web archive file.\r\n\r\n' +
        part(
          'Content-Location: file:///C:/1/Book1.htm\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="utf-8"',
          main,
        ) +
        part(
          'Content-Location: file:///C:/1/Book1.files/stylesheet.css\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: text/css; charset="us-ascii"',
          '.t{mso-number-format:"\\@";}',
        ) +
        sheets.join('') +
        '------=_Next--\r\n',
    );
  const sheet1 = part(
    'Content-Location: file:///C:/1/Book1.files/sheet001.htm\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html; charset="gb2312"',
    // 单位 in GBK.
    Buffer.from(page('<tr><td>\xb5\xa5\xce\xbb<td class=t>12<td>12'), 'latin1')
      .toString('base64')
      .replace(/.{40}/g, '$&\r\n'),
  );
  const sheet2 = part(
    'Content-Location: file:///C:/1/Book1.files/sheet002.htm\r\nContent-Type: text/html',
    page('<tr><td>bangfu<td>1'),
  );

  it('all sheets, with names, visibility and styles', () => {
    const { sheets } = readHtml(archive(sheet1, sheet2), DEFAULT_READ_LIMITS);
    expect(sheets.map((grid) => [grid.sheetName, grid.visibility, rowsOf(grid)])).toEqual([
      ['甲', 'visible', [['单位', '12', 12]]],
      ['bangfu_mark', 'veryHidden', [['bangfu', 1]]],
    ]);
    expect(refusalOf(archive(sheet1, sheet2))).toBe('workbook');
  });

  it('a page that is not there is missed', () => {
    expect(refusalOf(archive(sheet2))).toBe('missing-part 甲');
  });

  it('one page without parts', () => {
    const bytes = bytesOf(
      `MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${page('<tr><td class=3Da>a=20b=\r\nc')}`,
    );
    expect(readHtml(bytes, DEFAULT_READ_LIMITS).sheets.map(rowsOf)).toEqual([[['a bc']]]);
  });
});
