import { Agent, request } from 'node:http';
import { cpuMsOf } from './processes.ts';
import type { BenchRequest } from './paths.ts';
import type { Running } from './runtime.ts';
import type { Cost } from './statistics.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends one request and reads its answer. @throws where the status is another one. */
export async function send(origin: string, { method, path, headers, body, status }: BenchRequest): Promise<Buffer> {
  return await new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const call = request(origin + path, { agent, method, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        const bytes = Buffer.concat(chunks);
        if (response.statusCode === status) resolve(bytes);
        else reject(new Error(`${method} ${path} answered ${response.statusCode}: ${bytes.toString().slice(0, 300)}`));
      });
    });
    call.once('error', reject);
    call.end(body);
  });
}

/** Sends requests `from` to `from + count`, some at a time, and returns what one of them cost on average. */
export async function measure(
  { origin, pid }: Running,
  toRequest: (index: number) => BenchRequest,
  { from, count, connections }: { readonly from: number; readonly count: number; readonly connections: number },
): Promise<Cost> {
  let next = from;
  const cpuBefore = cpuMsOf(pid);
  const startedAt = performance.now();
  const client = async (): Promise<void> => {
    while (next < from + count) {
      const index = next;
      next += 1;
      await send(origin, toRequest(index));
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  const wallMs = (performance.now() - startedAt) / count;
  return { cpuMs: (cpuMsOf(pid) - cpuBefore) / count, wallMs };
}

/** Closes the connections. */
export const endConnections = (): void => agent.destroy();
