import { Vitrine } from 'vitrine-client';

/** Returns a client of the service that the environment names. */
export function connect(): Vitrine {
  const { VITRINE_URL: url, VITRINE_TOKEN: token } = process.env;
  if (!url || !token) throw new Error('VITRINE_URL and VITRINE_TOKEN name the service and its token.');
  return new Vitrine({ url, token });
}
