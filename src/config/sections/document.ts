import { Allow } from 'class-validator';

/** The names at the top of the file; each section has its own shape. */
export class Document {
  @Allow() server?: unknown;
  @Allow() redis?: unknown;
  @Allow() limits?: unknown;
  @Allow() auth?: unknown;
  @Allow() log?: unknown;
  @Allow() connections?: unknown;
}
