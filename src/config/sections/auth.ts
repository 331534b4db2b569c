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
import { ACCESS, type Access } from '../settings';
import { JwtSection } from './jwt';

/** Nothing is granted by leaving something out: connections and access are always said. */
export class ApiKeySection {
  @IsString() @MinLength(1) @MaxLength(128) client: string;

  @Matches(/^[0-9a-f]{64}$/i, {
    message: 'must be the SHA-256 of the key in 64 hexadecimal digits',
  })
  sha256: string;

  @IsArray() @ArrayNotEmpty() @IsString({ each: true }) connections: string[];
  @IsArray() @ArrayNotEmpty() @IsIn(ACCESS, { each: true }) access: Access[];
  @IsNumber() @Min(0.01) @Max(1000) weight = 1;
}

export class AuthSection {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ApiKeySection) apiKeys: ApiKeySection[] =
    [];
  @IsOptional() @ValidateNested() @Type(() => JwtSection) jwt?: JwtSection;
}
