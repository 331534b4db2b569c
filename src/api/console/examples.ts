import { PROVIDERS } from '../../providers/registry';
import { sandboxConnection, type Stage } from '../docs/examples';

/** Every place that the sandboxes have from the start, of every vendor. */
export const everyStage = (): Stage[] =>
  PROVIDERS.flatMap(({ name, sandboxExamples }) =>
    sandboxExamples.targets.map((place) => ({ ...place, connection: sandboxConnection(name) })),
  );
