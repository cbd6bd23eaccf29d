// Compiles src/ with tsc, then bundles the one file that draws charts: chartjs-node-canvas asks for the package
// `canvas`, which has no prebuilt binary; the bundle asks for @napi-rs/canvas instead, so that an installed
// tarball needs neither a compiler nor npm's `overrides`, which do not reach dependents. The script of report.html is
// bundled too: writing a page reads it and needs no bundler.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/**
 * chartjs-node-canvas loads the canvas by a name that is only known at run time, past every alias of a bundler.
 * Inside the bundle the same function asks for the one canvas that we have.
 */
const canvasByName = {
  name: 'canvas-by-name',
  setup({ onLoad }) {
    onLoad({ filter: /chartjs-node-canvas[\\/]dist[\\/]freshRequire\.js$/ }, () => ({
      contents: "exports.freshRequire = () => require('@napi-rs/canvas');",
      loader: 'js',
    }));
  },
};

rmSync('dist', { recursive: true, force: true });
// The compiler's command is not among the package's exports; its folder is found from what is.
const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
execFileSync(process.execPath, [compiler, '-p', 'tsconfig.json'], { stdio: 'inherit' });
if (existsSync('src/chart/canvas.ts')) {
  await build({
    entryPoints: ['src/chart/canvas.ts'],
    outfile: 'dist/chart/canvas.js',
    allowOverwrite: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    plugins: [canvasByName],
    external: ['@napi-rs/canvas', 'chart.js', 'chart.js/auto'],
    // The bundled CommonJS calls require; an ES module has none.
    banner: {
      js: "import { createRequire as bundleRequire } from 'node:module';\nconst require = bundleRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
}
// The program of report.html with chart.js inside, one script that the page carries; for browsers of years ago.
await build({
  entryPoints: ['src/page/browser/main.ts'],
  outfile: 'dist/page/page-script.js',
  bundle: true,
  minify: true,
  platform: 'browser',
  target: ['es2018', 'chrome70'],
  format: 'iife',
  charset: 'utf8',
  legalComments: 'inline',
  tsconfig: 'tsconfig.page.json',
  logLevel: 'warning',
});
if (existsSync('dist/cli/main.js')) chmodSync('dist/cli/main.js', 0o755);
