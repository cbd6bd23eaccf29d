// Compiles src/ with tsc, then bundles the one file that draws charts: chartjs-node-canvas asks for the package
// `canvas`, which has no prebuilt binary; the bundle asks for @napi-rs/canvas instead, so that an installed
// tarball needs neither a compiler nor npm's `overrides`, which do not reach dependents.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
  stdio: 'inherit',
});
if (existsSync('src/chart/canvas.ts')) {
  await build({
    entryPoints: ['src/chart/canvas.ts'],
    outfile: 'dist/chart/canvas.js',
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { canvas: '@napi-rs/canvas' },
    external: ['@napi-rs/canvas', 'chart.js', 'chart.js/auto'],
    logLevel: 'warning',
  });
}
chmodSync('dist/cli/main.js', 0o755);
