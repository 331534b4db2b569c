import { ArrayNotEmpty, IsArray, IsIn, IsNumber, IsString, Max, Min } from 'class-validator';
import { ACCESS_LEVELS, type Access } from '../settings';

/** Nothing is granted by leaving something out: connections and access are always said. */
export class GrantSection {
  @IsArray() @ArrayNotEmpty() @IsString({ each: true }) connections: string[];
  @IsArray() @ArrayNotEmpty() @IsIn(ACCESS_LEVELS, { each: true }) access: Access[];
  @IsNumber() @Min(0.01) @Max(1000) weight = 1;
}
