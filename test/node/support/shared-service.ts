import type { TestProject } from 'vitest/node';
import { startPictureHost } from '../../../scripts/picture-host/server.ts';
import { shareBuilt } from './built-state.ts';
import { startService } from './service.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The origin of the service of this test run. */
    origin: string;
    /** The folder of its state. */
    stateDir: string;
    /** The `host:port` of the picture host that it may fetch from. */
    pictureHost: string;
  }
}

/** Starts one service and one picture host for all tests that use HTTP; each test uses its own products. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pictures = await startPictureHost({ port: 0, folder: 'samples' });
  // Clients that only know their vendor's host reach the service by that name (plain-agent.ts).
  const service = await startService({ INGEST_ALLOWED_HOSTS: pictures.host, SANDBOX_HOSTS: 'api.bigcommerce.com' });
  shareBuilt(service.stateDir);
  project.provide('origin', service.origin);
  project.provide('stateDir', service.stateDir);
  project.provide('pictureHost', pictures.host);
  return async () => {
    await service.stop();
    await pictures.close();
  };
}
