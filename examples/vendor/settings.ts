import { IsNotEmpty, IsString } from 'class-validator';

/** The settings of an Acme connection, in addition to those that all connections have. */
export class AcmeSettings {
  @IsString() @IsNotEmpty() token: string;
}
