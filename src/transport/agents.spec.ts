import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { createAgent } from './agents';

describe('a connection', () => {
  /** How many requests each connection carried. */
  let uses: Map<Socket, number>;
  let server: http.Server;
  let url: string;
  let agents: http.Agent[];

  beforeEach(async () => {
    [uses, agents] = [new Map(), []];
    server = http.createServer((incoming, outgoing) => {
      uses.set(incoming.socket, (uses.get(incoming.socket) ?? 0) + 1);
      setTimeout(() => outgoing.end('late'), Number(incoming.headers['answer-after-ms']));
    });
    server.keepAliveTimeout = 60_000;
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    for (const agent of agents) agent.destroy();
    server.closeAllConnections();
    server.close();
  });

  function agentOf(idleMs: number, maxUses: number): http.Agent {
    const agent = createAgent('http:', { idleMs, maxUses });
    agents.push(agent);
    return agent;
  }

  async function ask(agent: http.Agent, answerAfterMs = 0): Promise<string> {
    const outgoing = http.get(url, { agent, headers: { 'Answer-After-Ms': answerAfterMs } });
    const [reply] = (await once(outgoing, 'response')) as [http.IncomingMessage];
    const body = await text(reply);
    await new Promise(setImmediate); // the agent takes the socket back
    return body;
  }

  it('is used again, but not more often than advised', async () => {
    const agent = agentOf(5000, 3);
    for (let call = 0; call < 7; call++) await ask(agent);
    expect([...uses.values()]).toEqual([3, 3, 1]);
  });

  it('is closed by us before it has been idle for as long as advised', async () => {
    const agent = agentOf(300, 100);
    await ask(agent);
    await ask(agent);
    const [socket] = uses.keys();
    if (socket) await once(socket, 'close');
    await ask(agent);
    expect([...uses.values()]).toEqual([2, 1]);
  });

  it('is not used again where the vendor says it closes at once', async () => {
    server.keepAliveTimeout = 1000;
    const agent = agentOf(5000, 100);
    await ask(agent);
    await ask(agent);
    expect([...uses.values()]).toEqual([1, 1]);
  });

  it('under way does not end because it would be idle for too long', async () => {
    expect(await ask(agentOf(50, 100), 200)).toBe('late');
  });
});
