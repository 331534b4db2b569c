import type { OperationName } from '../core/operation';
import { PROVIDERS } from '../providers/registry';
import { paintFor, scriptOf } from './script';
import { scenesOf } from './walk';

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
  'the walk through %s',
  (name, provider) => {
    const scenes = scenesOf(provider, 'account');

    it('leaves out no operation that the vendor has', () => {
      const walked = new Set(scenes.map(({ operation }) => operation));
      const declared = Object.keys(provider.capabilities) as OperationName[];
      expect([...walked].sort()).toEqual(declared.sort());
    });

    it('goes to every example place', () => {
      const titles = new Set(scenes.map(({ title }) => title));
      expect([...titles]).toEqual(provider.sandboxExamples.targets.map(({ title }) => title));
    });

    it('masks every secret header, however it is written', () => {
      const [scene] = scenes;
      if (scene === undefined) throw new Error(`${name} has no scenes.`);
      const headers = provider.secretHeaders.map(
        (header) => [header.toUpperCase(), 'a secret'] as const,
      );
      const exchange = { method: 'GET', path: '/', headers, body: '', reply: answer };
      const outcome = { ...answer, foretold: [], exchanges: [exchange], succeeded: true };
      const script = scriptOf(scene, outcome, provider.secretHeaders, paintFor(false));
      expect(script).toContain('***');
      expect(script).not.toContain('a secret');
    });
  },
);

const answer = { status: 200, body: '{}' };
