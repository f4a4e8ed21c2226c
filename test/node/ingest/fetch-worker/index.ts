import { fetchRemote, type RemoteOptions } from '../../../../src/ingest/fetch-remote.ts';

/** A question to this Worker: the arguments of fetchRemote. */
export interface Question {
  readonly url: string;
  readonly options: RemoteOptions;
}

/** fetchRemote inside workerd, with the platform's own fetch: the question as JSON, its result back as JSON. */
export default {
  async fetch(request: Request): Promise<Response> {
    const { url, options }: Question = JSON.parse(await request.text());
    const fetched = await fetchRemote(url, options);
    if (!fetched.ok) return Response.json(fetched);
    const { bytes, fileName } = fetched.value;
    return Response.json({ ok: true, value: { bytes: [...bytes], fileName } });
  },
};
