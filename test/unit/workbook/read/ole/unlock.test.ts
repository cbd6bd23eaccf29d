import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as XLSX from '@e965/xlsx';
import officeCrypto from 'officecrypto-tool';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { unlockWorkbook } from '../../../../../src/workbook/read/ole/unlock.js';
import { readWorkbook } from '../../../../../src/workbook/read/read-workbook.js';
import { gridOfRows, packageOf, SHEET, workbookOf, worksheet } from '../package.js';
import { biffStream, record, u16, wide } from '../xls/biff-stream.js';

// Files that other programs encrypted, and some that the library encrypts; only that it is asked is counted by a spy.

vi.mock('officecrypto-tool', async (importOriginal) => {
  const { default: original } = await importOriginal<{ default: typeof officeCrypto }>();
  return { default: { ...original, decrypt: vi.fn(original.decrypt) } };
});
afterEach(() => {
  vi.mocked(officeCrypto.decrypt).mockClear();
});

const plain = Buffer.from(packageOf({ [SHEET]: worksheet('<row r="1"><c r="A1"><v>7</v></c></row>') }));
const lock = (password: string, type?: 'standard'): Uint8Array =>
  new Uint8Array(officeCrypto.encrypt(plain, type === undefined ? { password } : { password, type }));
const firstValue = (bytes: Uint8Array | null) =>
  bytes === null ? 'locked' : workbookOf(readWorkbook(bytes)).sheets[0]?.valueAt(1, 1);
const triedPasswords = () => vi.mocked(officeCrypto.decrypt).mock.calls.map(([, { password }]) => password);

describe('what the library encrypts', () => {
  it('needs a password before it is opened', async () => {
    expect(gridOfRows('<row r="1"><c r="A1"><v>7</v></c></row>').valueAt(1, 1)).toBe(7);
    const locked = lock('帮扶2020');
    expect(readWorkbook(locked)).toEqual({ kind: 'unreadable', reason: { code: 'password-protected' } });
    expect(firstValue(await unlockWorkbook(locked, ['帮扶2020']))).toBe(7);
  });

  it('is opened by standard encryption too', async () => {
    expect(firstValue(await unlockWorkbook(lock('abc', 'standard'), ['abc']))).toBe(7);
  });

  it('is opened without a password when it has the default one', async () => {
    expect(firstValue(await unlockWorkbook(lock('VelvetSweatshop', 'standard'), []))).toBe(7);
  });

  it('is tried with each password once, in order, and no further than the one that fits', async () => {
    const locked = lock('c', 'standard');
    expect(firstValue(await unlockWorkbook(locked, ['a', '', 'a', 'b', 'c', 'd']))).toBe(7);
    expect(triedPasswords()).toEqual(['VelvetSweatshop', 'a', 'b', 'c']);
  });

  it('stays locked when none fits', async () => {
    expect(await unlockWorkbook(lock('abc', 'standard'), ['ABC', 'abc '])).toBeNull();
  });
});

const FOLDER = join(import.meta.dirname, '../../../../../../shared/data/foreign/refused');
describe.skipIf(!existsSync(FOLDER))('foreign files (skipped when ../shared/data/foreign is missing)', () => {
  const bytesOf = (name: string) => readFileSync(join(FOLDER, `encrypted__${name}`));

  // Passwords and contents as the test suites say from which the files come (SheetJS, msoffcrypto-tool, openpyxl).
  it.each([
    ['encryptAES.xlsx', 'password', 'SECRET'],
    ['encryptSHA1.xlsx', 'password', 'SECRET'],
    ['example_password.xlsx', 'Password1234_', 'lorem'],
    ['rc4cryptoapi_password.xls', 'Password1234_', 'lorem ipsum'],
    ['password_2002_40_basecrypto.xls', 'password', 1],
    ['password_2002_40_xor.xls', 'password', 1],
  ])('%s', async (name, password, value) => {
    expect(readWorkbook(bytesOf(name))).toMatchObject({ reason: { code: 'password-protected' } });
    expect(firstValue(await unlockWorkbook(bytesOf(name), [password]))).toBe(value);
  });

  it('stay locked under another password', async () => {
    for (const name of ['rc4cryptoapi_password.xls', 'password_2002_40_xor.xls'])
      expect(await unlockWorkbook(bytesOf(name), ['Password1234'])).toBeNull();
  });

  it.each(readdirSync(FOLDER).filter((name) => name.startsWith('damaged__')))(
    '%s is no locked workbook',
    async (name) => {
      expect(await unlockWorkbook(readFileSync(join(FOLDER, name)), ['password'])).toBeNull();
    },
  );
});

describe('what is not tried', () => {
  const agile = Buffer.from(lock('abc'));

  /** A locked file with its EncryptionInfo changed. */
  function withInfo(change: (xml: string) => string): Uint8Array {
    const file = XLSX.CFB.read(agile, { type: 'buffer' });
    const info = Buffer.from(XLSX.CFB.find(file, '/EncryptionInfo')!.content as Uint8Array);
    const changed = Buffer.concat([info.subarray(0, 8), Buffer.from(change(info.toString('utf8', 8)))]);
    XLSX.CFB.utils.cfb_add(file, '/EncryptionInfo', changed);
    return new Uint8Array(XLSX.CFB.write(file, { type: 'buffer' }) as Buffer);
  }
  const replaced = (from: string, to: string) =>
    withInfo((xml) => {
      expect(xml).toContain(from);
      return xml.replaceAll(from, to);
    });

  it('a file as it should be is tried', async () => {
    await unlockWorkbook(replaced('spinCount="100000"', 'spinCount="10"'), ['a']);
    expect(triedPasswords()).toEqual(['VelvetSweatshop', 'a']);
  });

  it.each([
    ['more rounds than a million', 'spinCount="100000"', 'spinCount="1000001"'],
    ['ten million rounds', 'spinCount="100000"', 'spinCount="10000000"'],
    ['rounds written by another name', 'spinCount="100000"', 'spinCount="&#57;999999999"'],
    ['rounds in an element', 'spinCount="100000"', 'a="1"><spinCount>9999999999</spinCount><b c="2"'],
    ['huge blocks', 'blockSize="16"', 'blockSize="2000000000"'],
    ['huge keys', 'keyBits="256"', 'keyBits="8000000000"'],
  ])('%s', async (_, from, to) => {
    expect(await unlockWorkbook(replaced(from, to), ['abc'])).toBeNull();
    expect(triedPasswords()).toEqual([]);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['an xlsx', packageOf({})],
    ['an OLE2 signature and no more', lock('abc', 'standard').subarray(0, 512)],
    ['a text', Buffer.from('塔城')],
  ])('%s', async (_, bytes) => {
    expect(await unlockWorkbook(bytes, ['abc'])).toBeNull();
  });

  it('an xls without password is not given back as opened', async () => {
    const file = XLSX.CFB.utils.cfb_new();
    XLSX.CFB.utils.cfb_add(file, '/Workbook', biffStream(true, [], [{ name: wide('表', 1), records: [] }]));
    const bytes = new Uint8Array(XLSX.CFB.write(file, { type: 'buffer' }) as Buffer);
    expect(workbookOf(readWorkbook(bytes)).sheets).toHaveLength(1);
    expect(await unlockWorkbook(bytes, ['abc'])).toBeNull();
  });

  it('damaged files end without an error', async () => {
    const locked = lock('abc', 'standard');
    const xls = biffStream(true, [record(0x2f, u16(1, 1, 1), Buffer.alloc(10))], []);
    const cut = [600, 1024, 2000].map((length) => locked.subarray(0, length));
    for (const bytes of [...cut, xls]) expect(await unlockWorkbook(bytes, ['abc'])).toBeNull();
  });
});
