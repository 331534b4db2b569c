/** Urgencies where `Priority` states none: batches are last, so that they do not lock out single calls. */
export const SINGLE_CALL_URGENCY = 3;
export const BATCH_URGENCY = 6;

const URGENCY = /^u\s*=\s*([0-7])\s*(;.*)?$/;

/**
 * The urgency in the header `Priority: u=0…7` (RFC 9218); lower first. As the RFC says, other parameters and
 * values are ignored, and of several the last one counts.
 */
export function parseUrgency(header: string | undefined, unset: number): number {
  if (header === undefined) return unset;
  const urgencies = header.split(',').flatMap((member) => {
    const [, urgency] = URGENCY.exec(member.trim()) ?? [];
    return urgency === undefined ? [] : [Number(urgency)];
  });
  return urgencies.at(-1) ?? unset;
}
