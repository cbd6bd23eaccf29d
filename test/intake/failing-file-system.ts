// A file system that fails as those of offices do: a file locked by another program, a disk that is full, a power
// cut. Tests put it in the place of node:fs by
//   vi.mock('node:fs', async (original) => (await import('./failing-file-system.js')).failing(await original()));

/** A call that changes the disk. */
export interface Change {
  readonly operation: string;
  readonly path: string;
}

type Anything = (...args: unknown[]) => unknown;

const CHANGES = new Set([
  'appendFileSync',
  'copyFileSync',
  'cpSync',
  'linkSync',
  'mkdirSync',
  'mkdtempSync',
  'renameSync',
  'rmdirSync',
  'rmSync',
  'truncateSync',
  'unlinkSync',
  'writeFileSync',
  'writeSync',
]);
const READS = new Set(['openSync', 'readFileSync']);

interface Faults {
  /** Asked before a file is read; what it gives is thrown. */
  onRead: ((path: string) => Error | null) | null;
  /** Asked before the disk is changed; what it gives is thrown, and a file to be written is written by half. */
  onChange: ((change: Change) => Error | null) | null;
}

/** What fails at present. */
export const faults: Faults = { onRead: null, onChange: null };

export function noFaults(): void {
  faults.onRead = null;
  faults.onChange = null;
}

/** An error as node:fs throws it. */
export function fileError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: made by a test, '${path}'`), { code, path });
}

/** node:fs, with the faults above in front of every call. */
export function failing<Module extends object>(original: Module): Module {
  const wrapped = Object.entries(original).map(([name, value]) => {
    if (typeof value !== 'function') return [name, value];
    if (READS.has(name)) return [name, reading(value as Anything)];
    return [name, CHANGES.has(name) ? changing(name, value as Anything, original) : value];
  });
  const module = Object.fromEntries(wrapped) as Module;
  return { ...module, default: module };
}

function reading(call: Anything): Anything {
  return (...args) => {
    const error = faults.onRead?.(String(args[0])) ?? null;
    if (error) throw error;
    return call(...args);
  };
}

function changing(operation: string, call: Anything, original: object): Anything {
  return (...args) => {
    const error = faults.onChange?.({ operation, path: String(args[0]) }) ?? null;
    if (error === null) return call(...args);
    if (operation === 'writeFileSync' && (error as { code?: string }).code === 'ENOSPC') {
      const half = Buffer.from(args[1] as string | Uint8Array);
      (original as typeof import('node:fs')).writeFileSync(
        args[0] as string,
        half.subarray(0, half.length / 2),
      );
    }
    throw error;
  };
}
