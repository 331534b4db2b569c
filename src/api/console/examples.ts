import { PROVIDERS } from '../../providers/registry';
import { sandboxConnectionName, type SandboxTarget } from '../docs/examples';

/** Every place that the sandboxes have from the start, of every vendor. */
export const everyStage = (): SandboxTarget[] =>
  PROVIDERS.flatMap(({ name, sandboxExamples }) =>
    sandboxExamples.targets.map((place) => ({ ...place, connection: sandboxConnectionName(name) })),
  );
