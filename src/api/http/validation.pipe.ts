import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import type { FieldError } from '../../core/gateway-error';
import { validateShape } from '../../validation';
import { refuseFaults } from './problems/invalid-request';

/** How a pointer names what is not in the body. */
const PLACES: Readonly<Record<string, string>> = { query: 'query', param: 'path' };

/** Checks parameters, query and body against their classes. Route parameters of no class stay. */
@Injectable()
export class ValidationPipe implements PipeTransform<unknown> {
  /** @throws GatewayError invalid-request with every fault */
  transform(plain: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (metatype === undefined || type === 'custom') return plain;
    const checked = validateShape(metatype as new () => object, plain);
    if ('value' in checked) return checked.value;
    refuseFaults(checked.faults.map((fault) => placed(fault, PLACES[type])));
    return plain;
  }
}

function placed({ pointer, reason }: FieldError, place: string | undefined): FieldError {
  return { pointer: place === undefined ? pointer : `${place}${pointer}`, reason };
}
