import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { varsSchema } from '../../../src/http/config.ts';
import { parseSettings } from '../../../src/model/settings.ts';

/** Parses the table under a heading of docs/settings.md into defaults by name, without backticks. */
function documented(heading: string): Readonly<Record<string, string>> {
  const page = readFileSync('docs/settings.md', 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = [...section.matchAll(/^\| `([^`]+)` +\| ([^|]+?) +\|/gm)];
  return Object.fromEntries(rows.map(([, name = '', value = '']) => [name, value.replaceAll('`', '')]));
}

/** Returns the settings of a store by their path; a box is one setting, and so is a list. */
function flatten(settings: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(settings).flatMap(([name, value]: [string, unknown]) => {
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value) && !('widthPx' in value);
    if (isGroup) return flatten(value, `${prefix}${name}.`);
    return [[`${prefix}${name}`, value === undefined ? 'none' : JSON.stringify(value)] as const];
  });
}

describe('docs/settings.md', () => {
  it('names every setting of a store with its default, and no other', () => {
    expect(documented('Of a store')).toEqual(Object.fromEntries(flatten(parseSettings('{}'))));
  });

  it('names every variable of a deployment with its default, and no other', () => {
    const defaults = Object.entries(varsSchema.parse({})).map(([name, value]) => [
      name,
      value === '' ? 'empty' : value,
    ]);
    expect(documented('Of a deployment')).toEqual(Object.fromEntries(defaults));
  });
});
