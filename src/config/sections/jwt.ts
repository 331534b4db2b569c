import { ArrayNotEmpty, IsArray, IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { IsJwksUri, IsMilliseconds } from '../rules';

/** RFC 7518 §3.1, the asymmetric ones: a verifier that holds no signing secret can leak none. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA'],
];

export class JwtSection {
  @IsString() @MinLength(1) issuer: string;
  @IsString() @MinLength(1) audience: string;
  @IsJwksUri() jwksUri: string;
  @IsArray() @ArrayNotEmpty() @IsIn(ALGORITHMS, { each: true }) algorithms = ['RS256', 'ES256'];
  @IsString() @MinLength(1) @MaxLength(255) connectionsClaim = 'connections';
  @IsString() @MinLength(1) @MaxLength(255) accessClaim = 'access';
  @IsMilliseconds() clockSkewMs = 30_000;
}
