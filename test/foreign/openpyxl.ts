import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A python that has openpyxl; undefined where there is none, and tests that need it say that they are skipped. */
export const PYTHON = ['/usr/bin/python3', 'python3'].find(
  (command) => spawnSync(command, ['-c', 'import openpyxl']).status === 0,
);

/** Runs a script; it finds `arguments` as a list in `args`, and what it prints as JSON comes back. */
export function runPython(script: string, ...args: readonly unknown[]): unknown {
  const beginning =
    'import json, sys, warnings, openpyxl\nwarnings.simplefilter("ignore")\nargs = json.loads(sys.stdin.read())\n';
  const output = execFileSync(PYTHON!, ['-c', beginning + script], {
    input: JSON.stringify(args),
    encoding: 'utf8',
  });
  return output.trim() === '' ? null : JSON.parse(output);
}

/** Goes before a script that asks for `package_problems`: what is wrong in a package by the standard. */
export const PACKAGE_CHECKS = readFileSync(join(import.meta.dirname, 'package.py'), 'utf8');
