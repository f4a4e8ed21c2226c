import { expect, it } from 'vitest';
import { deriveUploadSecret, digestUploadSecret, newUploadNonce } from '../../src/access/upload-secret.ts';

it('is 32 bytes in base64url, the same for one token and one random part, and another for any other [V1-63]', async () => {
  const [one, two] = [newUploadNonce(), newUploadNonce()];
  expect(one).toMatch(/^[\w-]{43}$/);
  const secret = await deriveUploadSecret('token', one);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(await deriveUploadSecret('token', one)).toBe(secret);
  const others = [await deriveUploadSecret('token', two), await deriveUploadSecret('token2', one), one];
  expect(new Set([secret, ...others]).size).toBe(4);
});

it('is looked up by its SHA-256 [V1-63]', async () => {
  expect(await digestUploadSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});
