import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BINARY, bangfu, ROOT, temporaryFolder } from './working-folder.js';

const COMMANDS = ['init', 'templates', 'aggregate', 'status', 'check', 'explain', 'form', 'sample'];
const CHINESE = /[\u4e00-\u9fff]/;

it('has been built (npm test builds first)', () => {
  expect(existsSync(BINARY)).toBe(true);
});

describe('bangfu', () => {
  it('prints its version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(bangfu(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('explains every command in its help', () => {
    const { code, stdout } = bangfu(['--help']);
    expect(code).toBe(0);
    for (const command of COMMANDS)
      expect(stdout).toMatch(new RegExp(`^ +${command} .*[\u4e00-\u9fff]`, 'm'));
  });

  it.each(['aggregate', 'explain'])('prints the help of %s', (command) => {
    const { code, stdout } = bangfu([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`bangfu ${command}`);
    expect(stdout).toMatch(CHINESE);
  });

  it.each([
    ['an unknown option', ['aggregate', '--nonsense', 'x']],
    ['an unknown command', ['nonsense']],
    ['a missing argument', ['init']],
    ['too many arguments', ['templates', 'a', 'b']],
    ['an option without its content', ['aggregate', 'a', '--out']],
    ['a number that is none', ['sample', 'a', '--units', 'many']],
    ['a share beyond 1', ['sample', 'a', '--defects', '1.5']],
  ])('refuses %s in Chinese with exit code 2', (_, args) => {
    const { code, stdout, stderr } = bangfu(args, { cwd: temporaryFolder() });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const [headline = ''] = stderr.split('\n');
    expect(headline).toMatch(CHINESE);
    expect(headline).not.toMatch(/\berror\b|argument|missing|unknown|invalid/i);
    expect(stderr).not.toContain('    at ');
  });

  it.each([
    ['aggregate', ['aggregate', 'nowhere']],
    ['templates', ['templates', 'nowhere']],
    ['status', ['status', 'nowhere']],
    ['explain', ['explain', 'nowhere', 'nowhere/汇总/示例地区汇总表.xlsx', '总览!A1']],
    ['check', ['check', 'nowhere.xlsx']],
    ['init --from', ['init', 'new', '--from', 'nowhere']],
  ])('%s names a folder or file that does not exist, exit code 2', (_, args) => {
    const cwd = temporaryFolder();
    const { code, stderr } = bangfu(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('nowhere');
    expect(stderr).not.toContain('    at ');
    expect(existsSync(join(cwd, 'new'))).toBe(false);
  });
});
