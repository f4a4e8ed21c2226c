import type { TestStore } from './stores.ts';
import { REMOTE } from './remote.ts';
import { ORIGIN } from './v3.ts';

/** What differs from run to run, by its form, and what stands in its place. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-11-21T12:37:48.123Z'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=[+Z])/g, '2026-11-21T12:37:48'],
  [/\d{4}-\d\d-\d\dUTC\d\d:\d\d:\d\d/g, '2026-11-21UTC12:37:48'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-11-21 12:37:48'],
  [/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d/g, 'Sat, 21 Nov 2026 12:37:48'],
  [/\b1[78]\d{8}\b/g, '1795264668'],
  [/\b[0-9a-f]{8}-7669-8747/g, '00000001-7669-8747'],
  [/(?<=[?&]s=)[\w-]+/g, 'kq3vZ0b1m4Yt8sN2xW5cA'],
  [/(?<=[?&]ts=)[0-9a-f]+/g, '6b0254d2'],
  [/(?<=[?&]sg=)[0-9a-f]+/g, '645e16fd'],
  [/\btest\.[0-9a-f]{12}\b/g, 'main.e265ae83b8a2'],
  [/\bk=test\b/g, 'k=main'],
  [/(?<=\/jobs\/)[0-9a-f]{8}-[0-9a-f-]{27}/g, '5b6f2f7e-6f0c-4a0e-8f43-0d9c2f1f7a61'],
  [/(?<=\/tokens\/)[0-9a-f]{12}/g, '9f86d081884c'],
  [/(?<=\/webhooks\/)\d+/g, '3'],
  [/(?<=\/uploads\/)[\w-]{20,}/g, 'nVb7cQ2mX9sK4tZ8wR1yL5pD3fG6hJ0a'],
  [/(?<=\/results\/)[\w-]{20,}/g, 'nVb7cQ2mX9sK4tZ8wR1yL5pD3fG6hJ0a'],
];

/** Members whose values are made anew each time, and what stands in their place. */
const MEMBERS: Readonly<Record<string, string>> = {
  requestId: '2f1c7a52-8f0e-4c3e-9a41-6d1f0c9b7e35',
  tokenId: '9f86d081884c',
  duration: '0.453',
  jobId: '5b6f2f7e-6f0c-4a0e-8f43-0d9c2f1f7a61',
  token: 'q7Jm2Xc9Vb4Zt8Lk1Rs6Wd3Yh5Gf0PaQ7Jm2Xc9Vb4Z',
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLzsw',
  signatureKey: '0a1b2c3d4e5f60718293a4b5c6d7e8f901234567',
  signature: 'kQ3vZ0b1m4Yt8sN2xW5cAkQ3vZ0b1m4Yt8sN2xW5cAkQ3vZ0b1m4Yt8sN2xW5cAk',
  fingerprint: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
};

/** Returns a value in which nothing differs from run to run: no times, ids of requests, secrets and hosts. */
export function steady(value: unknown, store: TestStore): unknown {
  const text = JSON.stringify(value, (name, member: unknown) => {
    if (isJob(member)) return { ...member, id: MEMBERS['jobId'] };
    if (isToken(member)) return { ...member, id: MEMBERS['tokenId'] };
    if (isNumbered(member)) return { ...member, id: 3 };
    return typeof member === 'string' && Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : member;
  });
  return text === undefined ? undefined : (JSON.parse(steadyText(text, store)) as unknown);
}

/** Whether a value is a job of `/v1`. */
const isJob = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'id' in value && 'finishedAt' in value;

/** Whether a value is a token of `/v1`. */
const isToken = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'id' in value && 'apis' in value;

/** Whether a value is a webhook or a delivery, which all stores together are numbered through. */
function isNumbered(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || !('id' in value)) return false;
  return ('url' in value && ('event' in value || 'events' in value)) || 'attempts' in value;
}

/** Returns a text in the same way. */
export function steadyText(text: string, store: TestStore): string {
  const named = text
    .replaceAll(ORIGIN, 'https://vitrine.example')
    .replaceAll(REMOTE, 'https://pictures.example')
    .replaceAll(new RegExp(`\\b${store.hash}\\b`, 'g'), 'demo')
    .replaceAll(/\bStore \d+\b/g, 'Demo');
  return FORMS.reduce((steadied, [form, instead]) => steadied.replaceAll(form, instead), named);
}
