/** A failure is an error that crosses from the worker that met it to whoever waits for its capture, as JSON. */
import { type ErrorCode, type ErrorContext, FlaptrapError } from '../errors.ts';

export interface Failure {
  code: ErrorCode;
  message: string;
  context: Omit<ErrorContext, 'cause' | 'diagnostics'>;
}

export function failureOf({ code, message, context: { peer, tried, answer, next } }: FlaptrapError): Failure {
  return { code, message, context: { peer, tried, answer, next } };
}

/** As it was where it was met. */
export function errorOf({ code, message, context }: Failure): FlaptrapError {
  return new FlaptrapError(code, message, context);
}
