import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { VENDOR_METHODS, type VendorMethod } from '../../core/upstream';
import { IsWellFormedUnicode } from '../../validation';
import { CONNECTION_MODES, type ConnectionSettings } from '../settings';
import { IsBaseUrl, IsMilliseconds } from '../validators';

export class TimeoutsSection {
  @IsMilliseconds() @Min(1) connectMs = 1000;
  @IsMilliseconds() @Min(1) totalMs = 5000;
  @IsMilliseconds() @Min(1) maxCooldownMs = 60_000;
}

/** A call of the vendor that clients may make; `build-vendor-routes.ts` checks its path and its draws. */
export class VendorRouteSection {
  @IsIn(VENDOR_METHODS) method: VendorMethod;
  @IsString() @MaxLength(1024) path: string;
  @IsObject() draws: Readonly<Record<string, unknown>>;
}

/** The settings that all connections have; the others of a connection belong to its provider. */
export class ConnectionSection {
  @IsString() provider: string;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsBaseUrl({ each: true })
  baseUrls: string[];

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(1024)
  @IsWellFormedUnicode()
  defaultActorId?: string;

  @ValidateNested() @Type(() => TimeoutsSection) timeouts = new TimeoutsSection();

  /** Whether credentials may be sent over `http://` to another machine. */
  @IsBoolean() allowInsecure = false;

  /** For maintenance: `read-only` refuses writes, `off` all operations. */
  @IsIn(CONNECTION_MODES) mode: ConnectionSettings['mode'] = 'read-write';

  @IsBoolean() sendTraceparent = false;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => VendorRouteSection)
  vendorRoutes: VendorRouteSection[] = [];

  /** By quota name; each is a `QuotaSection`. */
  @IsObject() quotas: Readonly<Record<string, unknown>> = {};
}

/** Overrides of one of the vendor's quotas. */
export class QuotaSection {
  @IsOptional() @IsInt() @Min(1) limit?: number;
  @IsOptional() @IsMilliseconds() @Min(1) windowMs?: number;
  @IsInt() @Min(0) reserve = 0;
}
