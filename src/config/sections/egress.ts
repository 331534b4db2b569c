import { ArrayMaxSize, IsArray, IsOptional, IsString, Matches, MinLength } from 'class-validator';
import { IsProxyUrl } from '../validators';

/** The way to the vendors. */
export class EgressSection {
  @IsOptional() @IsProxyUrl() proxy?: string;

  @IsArray()
  @ArrayMaxSize(100)
  @Matches(/^(\*|(\*?\.)?[\w-]+(\.[\w-]+)*(:\d{1,5})?)$/, {
    each: true,
    message: 'must be a host, host:port, .domain or *',
  })
  noProxy: string[] = [];

  /** A text in PEM, or the path of a file that has it. */
  @IsOptional() @IsString() @MinLength(1) ca?: string;
}
