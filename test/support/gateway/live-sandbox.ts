import { nexconnSandbox } from '../../../src/sandbox/nexconn';
import { startSandbox } from '../../../src/sandbox/kit/server/start-sandbox';
import { startLiveGateway, type LiveGateway } from './live-gateway';

/** A sandbox of its own for one test, so that several tests wait side by side, and the gateway before it. */
export interface LiveSandbox {
  readonly url: string;
  readonly start: typeof startLiveGateway;
  /** @throws Error before `start` */
  readonly gateway: () => LiveGateway;
}

/** A test that has a sandbox. Both it and the gateways that the test starts are closed at the end. */
export const withLiveSandbox =
  (test: (sandbox: LiveSandbox) => Promise<void>) => async (): Promise<void> => {
    const sandbox = await startSandbox({ vendor: nexconnSandbox(), port: 0 });
    const gateways: LiveGateway[] = [];
    const gateway = (): LiveGateway => {
      const [started] = gateways;
      if (started === undefined) throw new Error('The gateway is not started.');
      return started;
    };
    const start: LiveSandbox['start'] = async (...settings) => {
      gateways.push(await startLiveGateway(...settings));
      return gateway();
    };
    try {
      await test({ url: sandbox.url, start, gateway });
    } finally {
      for (const started of gateways) await started.close();
      await sandbox.close();
    }
  };
