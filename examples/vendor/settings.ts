import { IsNotEmpty, IsString } from 'class-validator';

/** What an Acme account is configured with, beside what every connection has. */
export class AcmeSettings {
  @IsString() @IsNotEmpty() token: string;
}
