import { describe, expect, it } from 'vitest';
import { readKeys } from '../../src/access/key-list.ts';
import { seal, unseal } from '../../src/access/sealed-secrets.ts';

const NEW = readKeys('SECRETS_KEYS', 'new:a-long-enough-secret,old:another-long-secret');
const OLD = readKeys('SECRETS_KEYS', 'old:another-long-secret');

describe('seal and unseal', () => {
  it('seals so that only the same key and context unseal', async () => {
    const sealed = (await seal(NEW, 'store a', 'Geheimnis')) ?? '';
    expect(sealed).toMatch(/^new\.[\w-]{16}\.[\w-]+$/);
    expect(await unseal(NEW, 'store a', sealed)).toBe('Geheimnis');
    expect(await unseal(NEW, 'store b', sealed)).toBeUndefined();
    expect(await unseal(OLD, 'store a', sealed)).toBeUndefined();
  });

  it('unseals what an older key sealed while that key is listed', async () => {
    const sealed = (await seal(OLD, 'a', 'x')) ?? '';
    expect(await unseal(NEW, 'a', sealed)).toBe('x');
  });

  it('never seals to the same text twice, and does not seal without a key', async () => {
    expect(await seal(NEW, 'a', 'x')).not.toBe(await seal(NEW, 'a', 'x'));
    expect(await seal(new Map(), 'a', 'x')).toBeUndefined();
  });

  it.each(['', 'new', 'new.a.b', 'new..', 'other.AAAA.BBBB', 'new.%%.%%'])('does not unseal %j', async (sealed) => {
    expect(await unseal(NEW, 'a', sealed)).toBeUndefined();
  });

  it('does not unseal a text of which a character was changed', async () => {
    const sealed = (await seal(NEW, 'a', 'x')) ?? '';
    const changed = sealed.slice(0, 8) + (sealed[8] === 'A' ? 'B' : 'A') + sealed.slice(9);
    expect(await unseal(NEW, 'a', changed)).toBeUndefined();
  });
});

describe('readKeys', () => {
  it.each(['short:secret', 'noname', ':a-long-enough-secret', 'a.b:a-long-enough-secret'])('refuses %s', (list) => {
    expect(() => readKeys('SECRETS_KEYS', list)).toThrow('SECRETS_KEYS');
  });
});
