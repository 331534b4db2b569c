/** Members that several bodies have: how they are documented and validated. */
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsWellFormedUnicode } from '../../validation';

/** An id or a key. With `required: false` it may be absent. */
export const Identifier = (property: ApiPropertyOptions) =>
  applyDecorators(
    ApiProperty(property),
    ...optional(property),
    IsString(),
    MinLength(1),
    IsWellFormedUnicode(),
  );

/** Texts, at least one. With `required: false` the list may be absent. */
export const TextList = (property: ApiPropertyOptions) =>
  applyDecorators(
    ApiProperty({ type: [String], ...property }),
    ...optional(property),
    IsArray(),
    ArrayNotEmpty(),
    IsString({ each: true }),
    IsWellFormedUnicode({ each: true }),
  );

/** Objects of a class, at least one. With `required: false` the list may be absent. */
export const ListOf = (Item: new () => object, property: ApiPropertyOptions) =>
  applyDecorators(
    ApiProperty({ type: [Item], ...property }),
    ...optional(property),
    IsArray(),
    ArrayNotEmpty(),
    ValidateNested({ each: true }),
    Type(() => Item),
  );

/** Whether keys may be created. */
export const Upsert = (description: string) =>
  applyDecorators(
    ApiProperty({ type: 'boolean', required: false, default: true, description }),
    IsOptional(),
    IsBoolean(),
  );

const optional = ({ required }: ApiPropertyOptions): PropertyDecorator[] =>
  required === false ? [IsOptional()] : [];
