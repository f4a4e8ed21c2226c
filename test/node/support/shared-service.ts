import type { TestProject } from 'vitest/node';
import { startPictureHost } from '../../../scripts/picture-host/server.ts';
import { startService } from './service.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the service of this test run answers. */
    origin: string;
    /** Where its state lies. */
    stateDir: string;
    /** `host:port` of the pictures that it may fetch. */
    pictureHost: string;
  }
}

/** One running service and one picture host for all tests that go through HTTP; each test uses products of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pictures = await startPictureHost({ port: 0, folder: 'samples' });
  const service = await startService({ INGEST_ALLOWED_HOSTS: pictures.host });
  project.provide('origin', service.origin);
  project.provide('stateDir', service.stateDir);
  project.provide('pictureHost', pictures.host);
  return async () => {
    await service.stop();
    await pictures.close();
  };
}
