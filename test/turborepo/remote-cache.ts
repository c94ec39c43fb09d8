import { createServer, type IncomingMessage } from "node:http";

/** Turborepo's remote cache on this machine: what its clients ask for, and nothing else. */
export interface RemoteCache {
  readonly url: string;
  /** What was taken and put, in order: `GET hit`, `GET miss`, `PUT`. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** Starts one that keeps artifacts in memory. */
export async function startRemoteCache(): Promise<RemoteCache> {
  const kept = new Map<string, { readonly body: Buffer; readonly duration: string }>();
  const log: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const [, hash] = /^\/v8\/artifacts\/([0-9a-f]+)(?:\?|$)/.exec(request.url ?? "") ?? [];
    if (request.headers.authorization !== "Bearer loopback") response.writeHead(403).end();
    else if (hash === undefined)
      response.writeHead(200, { "content-type": "application/json" }).end('{"status":"enabled"}');
    else if (request.method === "PUT") {
      log.push("PUT");
      kept.set(hash, { body, duration: String(request.headers["x-artifact-duration"] ?? 0) });
      response.writeHead(202, { "content-type": "application/json" }).end('{"urls":[]}');
    } else {
      const found = kept.get(hash);
      log.push(found === undefined ? "GET miss" : "GET hit");
      if (found === undefined) response.writeHead(404).end();
      else response.writeHead(200, { "x-artifact-duration": found.duration }).end(found.body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    log,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}
