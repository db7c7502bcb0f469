import { type RunningServer, startServerProcess } from './server-process.ts';

/** moto, which stands in for much of AWS, by the path of its `moto_server`. */
export function startMotoServer(command: string): Promise<RunningServer> {
  return startServerProcess('moto', command, (port) => ['-H', '127.0.0.1', '-p', port]);
}
