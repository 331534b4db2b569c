import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsOptional } from 'class-validator';
import { IsPlainJson } from '../../validation';

/** The member `options` of a body. The options of a vendor are checked against its own schema later. */
export const VendorOptions = () =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: { type: 'object' },
      description:
        'Vendor-specific options, under the name of the vendor. Those of other vendors are ignored',
    }),
    IsOptional(),
    IsObject(),
    IsPlainJson(),
  );
