import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadBuiltInForms } from '../../src/app/built-in-forms.js';
import { LEVEL_TITLES } from '../../src/issue/finding.js';

// Who may import whom, read from the import lines themselves. The rules are the tables below; the reasons are
// what a failing test shows.

/** Folders of src by what they are. The first that a path begins with decides, so that adapters come first. */
const ROOMS = [
  {
    room: 'adapter',
    folders: ['workbook/read', 'workbook/write', 'container', 'document', 'word/write', 'chart', 'page'],
  },
  {
    room: 'vocabulary',
    folders: ['form', 'issue', 'campaign', 'definition', 'hand-kept', 'privacy', 'workbook', 'word'],
  },
  {
    room: 'stage',
    folders: ['template', 'ingest', 'validate', 'merge', 'report', 'sample', 'mark', 'infer', 'disclose'],
  },
  { room: 'app', folders: ['app'] },
  { room: 'cli', folders: ['cli'] },
  { room: 'surface', folders: ['index.ts'] },
] as const;
type Room = (typeof ROOMS)[number]['room'];

/** What a room may import from other rooms. `as types`: `import type` only. */
const MAY_IMPORT: Readonly<
  Record<Room, { readonly from: readonly Room[]; readonly asTypes: readonly Room[]; readonly why: string }>
> = {
  vocabulary: {
    from: ['vocabulary'],
    asTypes: [],
    why: 'the words of the project know nothing of what is done with them',
  },
  stage: {
    from: ['vocabulary', 'stage'],
    asTypes: [],
    why: 'a stage is a pure function between two nouns; app wires stages (which ones: STAGES_TO_THE_LEFT)',
  },
  adapter: {
    from: ['vocabulary', 'adapter'],
    asTypes: ['stage'],
    why: 'an adapter turns bytes into nouns or back; what a chart shows is data of report',
  },
  app: {
    from: ['vocabulary', 'stage', 'adapter', 'app'],
    asTypes: [],
    why: 'a use case knows everything but the process that it runs in',
  },
  cli: {
    from: ['vocabulary', 'stage', 'app', 'cli'],
    asTypes: [],
    why: 'a command turns options into one call of app and prints; it reads and writes no workbook',
  },
  surface: { from: ['vocabulary', 'stage', 'app'], asTypes: ['adapter'], why: 'what other programs may use' },
};

/** Files that may be imported beyond their room's rule. */
const EXCEPTIONS: readonly { readonly from: string; readonly to: string; readonly why: string }[] = [
  {
    from: 'chart/',
    to: 'report/charts/chart-spec.ts',
    why: 'the noun between report and chart: a chart is drawn in the size that the report leaves room for',
  },
  {
    from: 'page/',
    to: 'report/charts/chart-spec.ts',
    why: 'a page draws the charts of the pictures, on a phone narrower',
  },
];
const isException = (item: Import): boolean =>
  EXCEPTIONS.some(({ from, to }) => item.from.startsWith(from) && item.to === to);

/** Stages whose files a stage may import, as types unless listed under `values`. Itself is always allowed. */
const STAGES_TO_THE_LEFT: Readonly<
  Record<
    string,
    { readonly types: readonly string[]; readonly values: readonly string[]; readonly why: string }
  >
> = {
  template: { types: [], values: [], why: 'begins with the definition' },
  ingest: { types: [], values: [], why: 'begins with a grid' },
  validate: { types: ['ingest'], values: [], why: 'checks submissions' },
  merge: { types: ['ingest', 'validate'], values: [], why: 'merges checked submissions' },
  report: { types: ['ingest', 'validate', 'merge'], values: [], why: 'shows summaries' },
  mark: {
    types: ['ingest', 'validate', 'merge'],
    values: [],
    why: 'marks findings in the returned workbook',
  },
  disclose: {
    types: ['merge'],
    values: ['report'],
    why: 'publishes what was counted, in the tables that reports are made of',
  },
  sample: { types: [], values: ['template'], why: 'fills in the template that units get' },
  infer: {
    types: [],
    values: ['ingest'],
    why: 'knows totals, footers and merges by the rules by which returns are read',
  },
};

/** Folders of workbook/read: a format each, and what formats have in common. Files beside them serve every format. */
const READ_FOLDERS = {
  formats: ['csv', 'html', 'ods', 'spreadsheetml', 'xls', 'xlsb', 'xlsx'],
  shared: ['ole', 'text', 'xml'],
} as const;
/** The files that know every format: values alone, and values with what a form says beside them. */
const READ_DOORS = ['workbook/read/read-workbook.ts', 'workbook/read/survey-workbook.ts'];

/** The only folders that may import a package. */
const PACKAGE_OWNERS: Readonly<
  Record<string, { readonly folders: readonly string[]; readonly why: string }>
> = {
  exceljs: { folders: ['workbook/write'], why: 'slow and lossy: only to write, behind one door' },
  fflate: { folders: ['container', 'workbook/write'], why: 'zip is a container, also the one of an xlsx' },
  '@e965/xlsx': { folders: ['workbook/read/ole'], why: 'packs the streams of a locked workbook anew' },
  'officecrypto-tool': { folders: ['workbook/read/ole'], why: 'a locked workbook is an OLE2 file' },
  htmlparser2: { folders: ['workbook/read/html'], why: 'web pages that are named xls' },
  jsep: { folders: ['form/relation'], why: 'relations are parsed there and never evaluated' },
  commander: { folders: ['cli'], why: 'arguments are the process' },
  'fast-glob': { folders: ['app'], why: 'finding files is a use case' },
  'chart.js': { folders: ['chart', 'page/browser'], why: 'drawing is an adapter' },
  'chartjs-node-canvas': { folders: ['chart'], why: 'drawing is an adapter' },
  '@napi-rs/canvas': { folders: ['chart'], why: 'drawing is an adapter' },
  '@embedpdf/fonts-sc': { folders: ['chart'], why: 'drawing is an adapter' },
  zod: {
    folders: ['form', 'campaign', 'report/result/result-schema.ts', 'report/finalized/manifest-schema.ts'],
    why: 'where data from outside is checked',
  },
};

/** What may stand in the text of which rooms. */
const EFFECTS: readonly {
  readonly name: string;
  readonly pattern: RegExp;
  readonly rooms: readonly Room[];
  readonly why: string;
}[] = [
  {
    name: 'console',
    pattern: /\bconsole\s*[.[]/,
    rooms: ['cli'],
    why: 'only the process speaks',
  },
  { name: 'process', pattern: /\bprocess\s*[.[]/, rooms: ['cli'], why: 'only cli knows that there is one' },
  {
    name: 'clock',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/,
    rooms: ['cli'],
    why: 'the time of a run is handed in',
  },
  {
    name: 'Date',
    pattern: /\bnew Date\b/,
    rooms: ['cli', 'app', 'adapter', 'surface'],
    why: 'dates are ISO strings inside; a Date depends on the zone of the machine',
  },
  {
    name: 'Buffer',
    pattern: /\bBuffer\b/,
    rooms: ['cli', 'app', 'adapter'],
    why: 'vocabulary and stages run in a browser too',
  },
  { name: 'random', pattern: /\bMath\.random\b/, rooms: [], why: 'the same input gives the same output' },
  { name: 'default export', pattern: /^export default\b/m, rooms: [], why: 'one name everywhere' },
  { name: 'enum', pattern: /^\s*(?:export )?(?:const )?enum\b/m, rooms: [], why: 'unions of literals do' },
];

/** Built-in modules of Node and the rooms that may use them. */
const FILE_SYSTEM = new Set(['node:fs', 'node:fs/promises', 'node:child_process']);
const NODE_ROOMS: readonly Room[] = ['adapter', 'app', 'cli'];
/** The file system, for app and adapters; cli reads its own version. */
const FILE_SYSTEM_PLACES = /^(?:app|container|chart|page|workbook\/(?:read|write))\/|^cli\/tool\.ts$/;

/** Names that say nothing of what is in them. */
const BANNED_NAMES = /^(?:utils?|helpers?|common|misc|shared|stuff|manager|handler)s?$/;

/** Words that the vocabulary (the table of words in CONTRIBUTING.md) has another word for, as parts of identifiers. */
const BANNED_WORDS: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  {
    pattern: /\b(?:function|const|class|interface|type) \w*(?:Util|Helper|Manager|Handler)s?\b/,
    instead: 'what it does',
  },
  {
    pattern: /\b(?:function|const) (?:handle|process|manage)[A-Z]\w*/,
    instead: 'plan read write parse match check …',
  },
  {
    pattern: /\b(?:interface|type|class) \w*(?:Upload|Dept|Organization|Organisation)\b/,
    instead: 'submission, unit',
  },
  { pattern: /\bdropdown/i, instead: 'drop-down in prose, data validation in code' },
];

interface Import {
  readonly from: string;
  /** A path below src, or the name of a package. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isType: boolean;
}

const SOURCE = join(import.meta.dirname, '../../src');
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts'))
  .sort();
const texts = new Map(files.map((file) => [file, readFileSync(join(SOURCE, file), 'utf8')]));
const imports = files.flatMap(importsOf);

function importsOf(file: string): Import[] {
  const text = withoutComments(texts.get(file)!);
  const found: Import[] = [];
  const statement = /^(?:import|export)\s+(type\s)?([^'";]*?\bfrom\s+)?'([^']+)'/gm;
  for (const [, type, names = '', to = ''] of text.matchAll(statement)) {
    if (names === '' && !/^import\s*'/m.test(text)) continue;
    found.push(importOf(file, to, type !== undefined || isTypeList(names)));
  }
  for (const [, to = ''] of text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g))
    found.push(importOf(file, to, false));
  for (const [, to = ''] of text.matchAll(/\brequire\(\s*'([^']+)'\s*\)/g))
    found.push(importOf(file, to, false));
  return found;
}

function importOf(from: string, to: string, isType: boolean): Import {
  if (!to.startsWith('.')) return { from, to, isOurs: false, isType };
  const path = normalize(join(dirname(from), to))
    .replaceAll('\\', '/')
    .replace(/\.js$/, '.ts');
  return { from, to: path, isOurs: true, isType };
}

/** `{ type A, type B }` alone. */
function isTypeList(names: string): boolean {
  const list = /^\{([^}]*)\}/.exec(names.trim())?.[1]?.split(',') ?? [];
  const given = list.map((name) => name.trim()).filter((name) => name !== '');
  return given.length > 0 && given.every((name) => name.startsWith('type '));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

function withoutStrings(text: string): string {
  return withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
}

function roomOf(path: string): Room {
  const found = ROOMS.find(({ folders }) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  );
  if (!found) throw new Error(`src/${path} lies in no room: add its folder to ROOMS, with a reason`);
  return found.room;
}

const stageOf = (path: string): string => path.split('/')[0]!;
const packageOf = (name: string): string =>
  name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
const isBuiltIn = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);
const shown = (item: Import): string => `src/${item.from} → ${item.isType ? 'type ' : ''}${item.to}`;

describe('imports', () => {
  it('are found at all', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(files.length);
    expect(imports.filter((item) => item.isOurs && !texts.has(item.to)).map(shown)).toEqual([]);
  });

  it.each(Object.entries(MAY_IMPORT))('of %s stay in their rooms', (room, { from, asTypes, why }) => {
    const broken = imports.filter((item) => {
      if (!item.isOurs || roomOf(item.from) !== room || isException(item)) return false;
      const target = roomOf(item.to);
      return !from.includes(target) && !(item.isType && asTypes.includes(target));
    });
    expect(broken.map(shown), why).toEqual([]);
  });

  it.each(Object.entries(STAGES_TO_THE_LEFT))(
    'of stage %s reach only stages to its left',
    (stage, { types, values, why }) => {
      const broken = imports.filter((item) => {
        if (!item.isOurs || stageOf(item.from) !== stage || roomOf(item.to) !== 'stage') return false;
        const target = stageOf(item.to);
        if (target === stage || values.includes(target)) return false;
        return !(item.isType && types.includes(target));
      });
      expect(broken.map(shown), why).toEqual([]);
    },
  );

  it.each(READ_FOLDERS.formats)('of the reader of %s come from itself and the door alone', (format) => {
    const folder = `workbook/read/${format}/`;
    const broken = imports.filter(
      ({ from, to }) => to.startsWith(folder) && !from.startsWith(folder) && !READ_DOORS.includes(from),
    );
    expect(broken.map(shown), 'formats share what lies beside them, never each other').toEqual([]);
  });

  it('of readers reach folders that are a format or shared', () => {
    const folders = files.flatMap((file) => /^workbook\/read\/([^/]+)\//.exec(file)?.[1] ?? []);
    expect([...new Set(folders)].sort()).toEqual([...READ_FOLDERS.formats, ...READ_FOLDERS.shared].sort());
  });

  it.each(Object.entries(PACKAGE_OWNERS))('of %s stay with its owner', (name, { folders, why }) => {
    const broken = imports.filter(
      (item) =>
        packageOf(item.to) === name &&
        !folders.some((folder) => item.from === folder || item.from.startsWith(`${folder}/`)),
    );
    expect(broken.map(shown), why).toEqual([]);
  });

  it('name no package without an owner', () => {
    const strangers = imports.filter(
      (item) => !item.isOurs && !isBuiltIn(item.to) && !(packageOf(item.to) in PACKAGE_OWNERS),
    );
    expect(strangers.map(shown)).toEqual([]);
  });

  it('of Node stay out of vocabulary and stages, those of the file system in app and adapters', () => {
    const builtIns = imports.filter((item) => isBuiltIn(item.to));
    expect(builtIns.filter((item) => !item.to.startsWith('node:')).map(shown)).toEqual([]);
    expect(builtIns.filter((item) => !NODE_ROOMS.includes(roomOf(item.from))).map(shown)).toEqual([]);
    expect(
      builtIns.filter((item) => FILE_SYSTEM.has(item.to) && !FILE_SYSTEM_PLACES.test(item.from)).map(shown),
    ).toEqual([]);
  });

  it('have no exception that nobody needs', () => {
    const unused = EXCEPTIONS.filter(
      ({ from, to }) => !imports.some((item) => item.from.startsWith(from) && item.to === to && !item.isType),
    );
    expect(unused).toEqual([]);
  });

  it('form no cycles', () => {
    expect(findCycles()).toEqual([]);
  });
});

/** Every cycle of files once, beginning with its first file. */
function findCycles(): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to, isOurs } of imports) {
    if (isOurs) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const cycles = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      const cycle = path.slice(at);
      const first = cycle.indexOf([...cycle].sort()[0]!);
      cycles.add([...cycle.slice(first), ...cycle.slice(0, first)].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return [...cycles].sort();
}

describe('text', () => {
  it.each(EFFECTS.map((effect) => [effect.name, effect] as const))(
    '%s only where it belongs',
    (_, { pattern, rooms, why }) => {
      const broken = files.filter(
        (file) => !rooms.includes(roomOf(file)) && pattern.test(withoutStrings(texts.get(file)!)),
      );
      expect(broken, why).toEqual([]);
    },
  );

  it('uses the words of the vocabulary', () => {
    const broken = BANNED_WORDS.flatMap(({ pattern, instead }) =>
      files.flatMap((file) => {
        const found = pattern.exec(withoutComments(texts.get(file)!))?.[0];
        return found === undefined ? [] : [`src/${file}: ${found} (rather: ${instead})`];
      }),
    );
    expect(broken).toEqual([]);
  });
});

describe('names', () => {
  it('are kebab-case and say what is in them', () => {
    const parts = new Set(
      files.flatMap((file) => file.split('/')).map((part) => basename(part, extname(part))),
    );
    expect([...parts].filter((part) => !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(part))).toEqual([]);
    expect([...parts].filter((part) => BANNED_NAMES.test(part))).toEqual([]);
  });
});

describe('built-in forms', () => {
  it('are all discovered: one file in form/built-in is one form', async () => {
    const names = files
      .filter((file) => dirname(file) === 'form/built-in')
      .map((file) => basename(file, '.ts'));
    const forms = await loadBuiltInForms();
    expect(forms.map((form) => form.key).sort()).toEqual(names.sort());
    expect(new Set(forms.map((form) => form.attachment)).size).toBe(forms.length);
    expect(new Set(forms.map((form) => form.title)).size).toBe(forms.length);
  });

  it('are named by nobody else: another form is another file and nothing more', () => {
    const named = imports.filter((item) => item.isOurs && item.to.startsWith('form/built-in/'));
    expect(named.map(shown)).toEqual([]);
  });
});

describe('documents', () => {
  const root = join(SOURCE, '..');
  const documents = ['README.md', 'CONTRIBUTING.md', 'docs/dependencies.md', 'docs/使用手册.md'];

  it.each(documents)('%s links only to what is there', (document) => {
    const links = [...readFileSync(join(root, document), 'utf8').matchAll(/\]\(([^)#\s]+)\)/g)].map(
      ([, to = '']) => to,
    );
    const broken = links.filter(
      (to) => !to.includes('://') && !existsSync(join(root, dirname(document), to)),
    );
    expect(broken).toEqual([]);
  });

  it('the manual lists the rules as the forms define them', async () => {
    const manual = readFileSync(join(root, 'docs/使用手册.md'), 'utf8').replace(/ +/g, ' ');
    const rows = (await loadBuiltInForms()).flatMap((form) =>
      [...form.rules, ...form.crossFormRules].map(
        (rule) => `| ${rule.id} | ${LEVEL_TITLES[rule.level]} | ${rule.text} |`,
      ),
    );
    expect(rows.filter((row) => !manual.includes(row.replace(/ +/g, ' ')))).toEqual([]);
  });

  it('dependencies.md names every package with its owner', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, object>;
    const text = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
    const names = [manifest.dependencies, manifest.devDependencies].flatMap((item) =>
      Object.keys(item ?? {}),
    );
    expect(names.filter((name) => !text.includes(`| ${name}`))).toEqual([]);
  });
});
