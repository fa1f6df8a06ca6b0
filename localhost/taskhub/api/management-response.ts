// Builds the responses of the management API.

import type { ManagementResponse } from './management-request';

const json = { 'Content-Type': 'application/json; charset=utf-8' };

export function empty(status: number): ManagementResponse {
  return { status, headers: {} };
}

/** @param body JSON text */
export function jsonResponse(status: number, body: string, headers: Record<string, string> = {}): ManagementResponse {
  return { status, headers: { ...json, ...headers }, body };
}

export function message(status: number, text: string): ManagementResponse {
  return jsonResponse(status, JSON.stringify({ Message: text }));
}

/** An error response that names the same .NET exception as the genuine host. */
export function exceptionResponse(
  status: number,
  text: string,
  exception: { message: string; type: string },
): ManagementResponse {
  const { message: ExceptionMessage, type: ExceptionType } = exception;
  return jsonResponse(status, JSON.stringify({ Message: text, ExceptionMessage, ExceptionType, StackTrace: '' }));
}

export function invalidJson(error: unknown): ManagementResponse {
  const text = error instanceof Error ? error.message : String(error);
  return exceptionResponse(400, 'Invalid JSON content', { message: text, type: 'Newtonsoft.Json.JsonReaderException' });
}
