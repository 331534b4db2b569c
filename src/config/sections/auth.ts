import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ACCESS_LEVELS, type Access } from '../settings';
import { IsInstant, IsJwksUri, IsKeyHash, IsMilliseconds, IsOneOrMore } from '../validators';

/** Neither field has a default, so that an omission grants nothing. */
export class GrantSection {
  @IsArray() @ArrayNotEmpty() @IsString({ each: true }) connections: string[];
  @IsArray() @ArrayNotEmpty() @IsIn(ACCESS_LEVELS, { each: true }) access: Access[];
}

const hasNoGrants = ({ grants }: RightsSection): boolean => grants === undefined;

/** The rights of a client: `grants`, or `connections` and `access` for a single one. */
export class RightsSection {
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ValidateNested({ each: true })
  @Type(() => GrantSection)
  grants?: GrantSection[];

  @ValidateIf(hasNoGrants)
  @IsArray()
  @ArrayNotEmpty()
  @IsString({ each: true })
  connections?: string[];

  @ValidateIf(hasNoGrants)
  @IsArray()
  @ArrayNotEmpty()
  @IsIn(ACCESS_LEVELS, { each: true })
  access?: Access[];

  @IsNumber() @Min(0.01) @Max(1000) weight = 1;
  @IsNumber() @Min(0.001) @Max(1) share = 1;
  @IsOptional() @IsInt() @Min(1) @Max(1_000_000) maxConcurrent?: number;
}

export class ApiKeySection extends RightsSection {
  @IsString() @MinLength(1) @MaxLength(128) client: string;
  @IsOptional() @IsString() @MinLength(1) @MaxLength(128) name?: string;
  @IsKeyHash() sha256: string;
  @IsOptional() @IsInstant() expiresAt?: string;
}

/** The rights of a subject, for issuers whose tokens cannot claim them. */
export class SubjectSection extends RightsSection {
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
  @IsString() @MinLength(1) @MaxLength(255) grantsClaim = 'grants';
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
  @IsOptional()
  @IsOneOrMore()
  @ValidateNested()
  @Type(() => JwtSection)
  jwt?: JwtSection | JwtSection[];
}
