import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import type { Faults } from './faults';

/** The document, with `<<` merging; undefined, and a fault with its line, where it is not YAML. */
export function parseYaml(text: string, faults: Faults): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA.withTags(mergeTag) });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark ? `line ${error.mark.line + 1}: ` : '';
    faults.add('', line + withoutText(error.reason));
    return undefined;
  }
}

/** Reasons quote tags and aliases, and an unquoted secret may look like one. */
const withoutText = (reason: string): string => reason.replace(/( "|[ :]+!|: ).*$/s, '');
