/** The vendor's own signer has no types. Jest cannot read its package.json, which has `main` twice. */
declare module 'tls-sig-api-v2/TLSSigAPIv2' {
  export class Api {
    constructor(sdkAppId: number, secretKey: string);
    /** @param expire life in seconds; the time of the signature is the present */
    genSig(identifier: string, expire: number): string;
  }
}
