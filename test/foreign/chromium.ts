import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const found = NAMES.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout?.trim() ?? '').find(
  (path) => path !== '',
);

/** True where Chromium is installed; tests that need it say that they are skipped where it is not. */
export const HAS_CHROMIUM = found !== undefined;

/** The system's Chromium without a window. */
export function openChromium(): Promise<Browser> {
  if (found === undefined) throw new Error('no Chromium is installed');
  // Where everything runs as root, as in a container, it has no sandbox.
  return chromium.launch({ executablePath: found, args: ['--no-sandbox'] });
}
