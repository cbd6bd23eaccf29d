import { type FileSource, fullPath, STATUS_TITLES } from '../../issue/finding.js';
import type { MaterialEntry, Summary } from '../../merge/summary.js';
import type { ResultJson } from '../result/result-json.js';
import type { MaterialChange, MaterialState, PairChange } from './changes.js';

/** The part of an entry that a 定稿 has kept as well. */
type KnownEntry = Pick<MaterialEntry, 'unit' | 'material' | 'status' | 'late' | 'paperReceived'> & {
  readonly files: readonly FileSource[];
};
type KnownFiles = readonly (FileSource & { readonly sha256: string })[];

/**
 * What came, went or stands differently among the materials since a 定稿, unit by unit. A file that was only renamed or
 * moved is the same; days that pass change nothing.
 */
export function compareMaterials(
  { materials: before, files }: Pick<ResultJson, 'materials' | 'files'>,
  { materials: after, files: filesNow, campaign }: Summary,
  units: readonly PairChange['unit'][],
): readonly MaterialChange[] {
  const was = statesOf(before.completeness, files);
  const is = statesOf(after.entries, filesNow);
  const names = [
    ...new Set([
      ...campaign.materials.map(({ name }) => name),
      ...before.kinds.map(({ material }) => material),
    ]),
  ];
  return units.flatMap((unit) =>
    names.flatMap((material): MaterialChange[] => {
      const key = keyOf(unit.code, material);
      const [old, now] = [was.get(key) ?? null, is.get(key) ?? null];
      if (JSON.stringify(sameness(old)) === JSON.stringify(sameness(now))) return [];
      return [
        {
          unit,
          material,
          before: old,
          after: now,
          added: filesBeyond(now, old),
          removed: filesBeyond(old, now),
        },
      ];
    }),
  );
}

/** `已报（2 份，迟报）`, `未报送`; `—` where it was not asked for and did not come. */
export function formatMaterialState(state: MaterialState | null): string {
  if (state === null) return '—';
  const parts = [
    ...(state.files.length === 0 ? [] : [`${state.files.length} 份`]),
    ...(state.late ? ['迟报'] : []),
    ...(state.paperReceived ? ['纸质件已收'] : []),
  ];
  return `${STATUS_TITLES[state.status]}${parts.length === 0 ? '' : `（${parts.join('，')}）`}`;
}

function statesOf(entries: readonly KnownEntry[], files: KnownFiles): ReadonlyMap<string, MaterialState> {
  const digests = new Map(files.map((file) => [fullPath(file), file.sha256]));
  return new Map(
    entries.map(({ unit, material, status, late, paperReceived, files: own }) => [
      keyOf(unit, material),
      {
        status,
        late,
        paperReceived,
        files: own.map((file) => ({
          source: { path: file.path, entry: file.entry },
          // One of which nothing is known but its place is like no other.
          sha256: digests.get(fullPath(file)) || fullPath(file),
        })),
      },
    ]),
  );
}

function sameness(state: MaterialState | null): unknown {
  if (state === null) return null;
  const { status, late, paperReceived, files } = state;
  return [status, late, paperReceived, files.map(({ sha256 }) => sha256).sort()];
}

function filesBeyond(state: MaterialState | null, other: MaterialState | null): readonly FileSource[] {
  const known = new Set((other?.files ?? []).map(({ sha256 }) => sha256));
  return (state?.files ?? []).filter(({ sha256 }) => !known.has(sha256)).map(({ source }) => source);
}

function keyOf(unit: string, material: string): string {
  return JSON.stringify([unit, material]);
}
