import type * as z from 'zod';
import type { AnswerHeader, RequestHeader } from './headers.ts';

/** The five APIs that have a document. */
export const API_IDS = ['v1', 'bigcommerce-v3', 'bigcommerce-v2', 'shoptet', 'store'] as const;
export type ApiId = (typeof API_IDS)[number];

/** A JSON Schema, or another part of a document. */
export type Json = Readonly<Record<string, unknown>>;

/** A parameter of a path or a query. `schema` stands in for what the running schema would show of a number in text. */
export interface Parameter {
  readonly description: string;
  readonly schema?: Json;
}

/** An answer of one status. */
export interface Answer {
  readonly description: string;
  readonly headers?: readonly AnswerHeader[];
  /** The body, where there is one. Its objects are closed, so that the check finds what is not described. */
  readonly body?: z.core.$ZodType;
  /** What the check holds the body to, where that is more than the document shows. */
  readonly exact?: z.core.$ZodType;
  /** What the viewer shows where no answer was recorded: it would make all members up. */
  readonly example?: { readonly title: string; readonly value: Json };
  /** application/json, unless others are named. */
  readonly contentTypes?: readonly string[];
}

/** Answers by their status. */
export type Answers = Readonly<Record<number, Answer>>;

/** A request body by its content types. Examples are of the first one. */
export type Contents = Readonly<Record<string, z.core.$ZodType>>;

/** What one method of one path does. */
export interface Operation {
  /** Unique within its API, in camelCase. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description: string;
  readonly query?: {
    readonly schema: { readonly shape: z.core.$ZodShape };
    readonly about: Readonly<Record<string, Parameter>>;
  };
  readonly headers?: readonly RequestHeader[];
  readonly body?: { readonly description?: string; readonly contents: Contents; readonly isOptional?: boolean };
  readonly answers: Answers;
  /** True where the request needs no token. */
  readonly isOpen?: boolean;
}

/** The methods that a path can be described for. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** Operations by path, as Hono writes it, and by method. */
export type Routes = Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;

/** Where an API is mounted. Its paths come after one of these. */
export interface Base {
  /** As Hono writes it, such as `/stores/:store/v3`. */
  readonly path: string;
  readonly description: string;
}

/** One of the five APIs, whole. */
export interface Api {
  readonly id: ApiId;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly bases: readonly Base[];
  readonly security: Readonly<Record<string, Json>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly pathParameters: Readonly<Record<string, Parameter>>;
  readonly routes: Routes;
  /** What it answers to paths and methods that it does not have. */
  readonly elsewhere: Answers;
}
