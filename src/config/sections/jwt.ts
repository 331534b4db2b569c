import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsJwksUri, IsMilliseconds } from '../rules';
import { GrantSection } from './grant';

/** RFC 7518 §3.1, the asymmetric ones: a verifier that holds no signing secret can leak none. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA'],
];

/** What a subject may do, for issuers whose tokens cannot say it. */
export class SubjectSection extends GrantSection {
  @IsString() @MinLength(1) @MaxLength(255) subject: string;
  @IsOptional() @IsString() @MinLength(1) @MaxLength(128) client?: string;
}

export class JwtSection {
  @IsString() @MinLength(1) issuer: string;
  @IsString() @MinLength(1) audience: string;
  @IsJwksUri() jwksUri: string;

  @IsOptional()
  @Matches(/^[\w.~+/-]+=*$/, { message: 'must be a bearer token' })
  jwksToken?: string;

  @IsArray() @ArrayNotEmpty() @IsIn(ALGORITHMS, { each: true }) algorithms = ['RS256', 'ES256'];
  @IsString() @MinLength(1) @MaxLength(255) connectionsClaim = 'connections';
  @IsString() @MinLength(1) @MaxLength(255) accessClaim = 'access';
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SubjectSection)
  subjects: SubjectSection[] = [];
  @IsMilliseconds() clockSkewMs = 30_000;
}
