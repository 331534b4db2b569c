import type { OperationName } from '../core/operation';
import { PROVIDERS } from '../providers/registry';
import { demoSteps } from './demo-steps';
import { createPaint, formatStep } from './format-step';

describe.each(PROVIDERS.map((provider) => [provider.name, provider] as const))(
  'the demo of %s',
  (name, provider) => {
    const steps = demoSteps(provider, 'account');

    it('has a step for every operation of the vendor', () => {
      const shown = new Set(steps.map(({ operation }) => operation));
      const declared = Object.keys(provider.capabilities) as OperationName[];
      expect([...shown].sort()).toEqual(declared.sort());
    });

    it('has a step for every example target', () => {
      const titles = new Set(steps.map(({ title }) => title));
      expect([...titles]).toEqual(provider.sandboxExamples.targets.map(({ title }) => title));
    });

    it('masks every secret header, in upper or lower case, and every secret parameter', () => {
      const [step] = steps;
      if (step === undefined) throw new Error(`${name} has no steps.`);
      const headers = provider.secretHeaders.map(
        (header) => [header.toUpperCase(), 'a secret'] as const,
      );
      const query = (provider.secretParameters ?? []).map((name) => `${name}=a secret`);
      const request = { method: 'GET', path: `/?${query.join('&')}`, headers, body: '' };
      const reply = { status: 200, headers: {}, body: '{}' };
      const result = {
        predictedDraws: [],
        exchanges: [{ request, reply }],
        status: 200,
        body: '{}',
        succeeded: true,
      };
      const text = formatStep(step, result, provider, createPaint(false));
      expect(text).toContain('***');
      expect(text).not.toContain('a secret');
    });
  },
);
