import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** True where LibreOffice is installed; tests that need it say that they are skipped where it is not. */
export const HAS_LIBREOFFICE = spawnSync('soffice', ['--version'], { stdio: 'ignore' }).status === 0;

let profile: string | null = null;

/** Converts workbooks with LibreOffice into `folder`; a profile of our own, so that no other instance is in the way. */
export function convertWithLibreOffice(
  paths: readonly string[],
  filter: string,
  folder: string,
): readonly string[] {
  profile ??= mkdtempSync(join(tmpdir(), 'bangfu-soffice-'));
  execFileSync(
    'soffice',
    [
      `-env:UserInstallation=file://${profile}`,
      '--headless',
      '--convert-to',
      filter,
      '--outdir',
      folder,
      ...paths,
    ],
    { stdio: 'ignore', timeout: 300_000 },
  );
  const ending = filter.split(':')[0]!;
  return paths.map((path) => join(folder, basename(path).replace(/\.[^.]+$/, `.${ending}`)));
}
