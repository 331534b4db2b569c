import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import type { Faults } from './faults';

/** @returns the document, with `<<` merged; undefined, after adding a fault with its line, if it is not YAML */
export function parseYaml(text: string, faults: Faults): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA.withTags(mergeTag) });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark ? `line ${error.mark.line + 1}: ` : '';
    faults.add('', line + withoutQuotedText(error.reason));
    return undefined;
  }
}

/** The parser's reasons quote tags and aliases, and an unquoted secret may parse as one. */
const withoutQuotedText = (reason: string): string => reason.replace(/( "|[ :]+!|: ).*$/s, '');
