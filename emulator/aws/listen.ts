import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseStrangers } from '#emulator/http/refuse-strangers.ts';

/** Long enough for an answer that is being written, short enough for an impatient Ctrl-C. */
const CLOSE_MS_MAX = 400;

export type Listening = { readonly port: number; close(): Promise<void> };

/** Binds a server to this machine only, and to no page of a browser but its own. */
export async function listen(server: Server, port: number): Promise<Listening> {
  refuseStrangers(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), CLOSE_MS_MAX);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
