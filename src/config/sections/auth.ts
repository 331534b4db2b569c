import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { ACCESS_LEVELS, type Access } from '../settings';
import { IsJwksUri, IsMilliseconds } from '../validators';

/** `connections` and `access` have no defaults, so that an omission grants nothing. */
export class GrantSection {
  @IsArray() @ArrayNotEmpty() @IsString({ each: true }) connections: string[];
  @IsArray() @ArrayNotEmpty() @IsIn(ACCESS_LEVELS, { each: true }) access: Access[];
  @IsNumber() @Min(0.01) @Max(1000) weight = 1;
}

export class ApiKeySection extends GrantSection {
  @IsString() @MinLength(1) @MaxLength(128) client: string;

  @Matches(/^[0-9a-f]{64}$/i, {
    message: 'must be the SHA-256 of the key in 64 hexadecimal digits',
  })
  sha256: string;
}

/** The rights of a subject, for issuers whose tokens cannot claim them. */
export class SubjectSection extends GrantSection {
  @IsString() @MinLength(1) @MaxLength(255) subject: string;
  @IsOptional() @IsString() @MinLength(1) @MaxLength(128) client?: string;
}

/** The asymmetric algorithms of RFC 7518 §3.1: the gateway needs no secret that could sign tokens. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];

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

export class AuthSection {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ApiKeySection) apiKeys: ApiKeySection[] =
    [];
  @IsOptional() @ValidateNested() @Type(() => JwtSection) jwt?: JwtSection;
}
