import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { FieldError } from '../../core/gateway-error';
import { UNKNOWN_FIELD, validateShape } from '../../validation';
import { refuseFaults, UNKNOWN_PARAMETER } from './problems/invalid-request';

/** Prefixes of pointers to fields outside of the body. */
const PREFIXES: Readonly<Record<string, string>> = { query: 'query', param: 'path' };

/**
 * Validates path parameters, query and body against the class of the controller's argument. Arguments
 * without a class pass unchanged.
 */
@Injectable()
export class ValidationPipe implements PipeTransform<unknown> {
  /** @throws GatewayError invalid-request with up to 50 faults */
  transform(plain: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (metatype === undefined || type === 'custom') return plain;
    const checked = validateShape(metatype as new () => object, plain);
    if ('value' in checked) return checked.value;
    refuseFaults(checked.faults.map((fault) => withPrefix(fault, PREFIXES[type])));
    return plain;
  }
}

function withPrefix({ pointer, reason }: FieldError, prefix: string | undefined): FieldError {
  if (prefix === undefined) return { pointer, reason };
  const isParameter = prefix === 'query' && reason === UNKNOWN_FIELD;
  return { pointer: `${prefix}${pointer}`, reason: isParameter ? UNKNOWN_PARAMETER : reason };
}
