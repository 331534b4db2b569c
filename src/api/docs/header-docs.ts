import { ApiHeader } from '@nestjs/swagger';

/** The form of an `Idempotency-Key`; the description of the header begins with it. */
export const IDEMPOTENCY_KEY = 'Up to 255 printable ASCII characters without spaces or quotes';

/** Documents the order among the waiting calls of a client. */
export const PriorityDocs = () =>
  ApiHeader({
    name: 'Priority',
    description:
      '`u=0` to `u=7` (RFC 9218) orders your waiting calls among each other, lower first; by default 3, in batches 6. A tenth of what you get is kept for the later ones',
    schema: { type: 'string', example: 'u=3' },
  });
