import { Type } from 'class-transformer';
import {
  IsArray,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { GrantSection } from './grant';
import { JwtSection } from './jwt';

export class ApiKeySection extends GrantSection {
  @IsString() @MinLength(1) @MaxLength(128) client: string;

  @Matches(/^[0-9a-f]{64}$/i, {
    message: 'must be the SHA-256 of the key in 64 hexadecimal digits',
  })
  sha256: string;
}

export class AuthSection {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ApiKeySection) apiKeys: ApiKeySection[] =
    [];
  @IsOptional() @ValidateNested() @Type(() => JwtSection) jwt?: JwtSection;
}
