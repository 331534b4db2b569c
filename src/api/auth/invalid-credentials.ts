/** Credentials that are not valid. The reason is for the log only: it would help an attacker. */
export class InvalidCredentials extends Error {
  override readonly name = 'InvalidCredentials';

  /** @param reason a few words without parts of the credentials, such as `expired` */
  constructor(readonly reason: string) {
    super(`The credentials are not valid: ${reason}.`);
  }
}
