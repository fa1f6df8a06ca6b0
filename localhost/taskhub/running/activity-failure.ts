// Converts an activity's error to the failure that its orchestration receives, in the genuine host's format.

import type { Failure } from '../events';
import type { FailureDetails } from '../history';

/** The JSON that durable-functions writes into the message if the app has an exception properties provider. */
interface StructuredError {
  errorType: string;
  errorMessage: string;
  isNonRetriable?: boolean;
  stackTrace?: string;
  properties?: Record<string, unknown>;
}

export function activityFailure(activityName: string, thrown: unknown): Failure {
  const error = asError(thrown);
  const structured = parseStructured(error.message);
  const message = structured?.errorMessage ?? error.message;
  const stack = structured?.stackTrace ?? error.stack ?? '';
  return {
    reason: `Activity function '${activityName}' failed:  ${message}`,
    details: exceptionText(message, stack),
    failureDetails: structured ? failureDetails(structured) : null,
  };
}

function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  if (thrown === undefined || thrown === null) return new Error('Unknown error');
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}

/** The genuine host's serialized exception, without .NET stack traces. */
function exceptionText(message: string, stack: string): string {
  const remote = {
    $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
    IsUserException: false,
    RemoteStackTrace: stack,
    RemoteMessage: message,
    RemoteTypeName: null,
    Message: `Result: Failure\nException: ${message}\nStack: ${stack}`,
    Data: { $type: 'System.Collections.ListDictionaryInternal, System.Private.CoreLib' },
    InnerException: null,
    HelpLink: null,
    Source: 'System.Private.CoreLib',
    HResult: -2146233088,
    StackTrace: null,
  };
  return JSON.stringify({
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: ` ${message}`,
    Data: null,
    InnerException: remote,
    HelpURL: null,
    StackTraceString: null,
    RemoteStackTraceString: null,
    RemoteStackIndex: 0,
    ExceptionMethod: null,
    HResult: -2146233088,
    Source: null,
    WatsonBuckets: null,
  });
}

function parseStructured(message: string): StructuredError | undefined {
  if (!message.startsWith('{"errorType":')) return undefined;
  try {
    const parsed = JSON.parse(message) as Partial<StructuredError>;
    const { errorType, errorMessage } = parsed;
    if (typeof errorType !== 'string' || typeof errorMessage !== 'string') return undefined;
    return { ...parsed, errorType, errorMessage };
  } catch {
    // The app's own message, which only starts the same way.
    return undefined;
  }
}

function failureDetails(error: StructuredError): FailureDetails {
  return {
    ErrorType: error.errorType,
    ErrorMessage: error.errorMessage,
    StackTrace: error.stackTrace ?? null,
    InnerFailure: null,
    IsNonRetriable: error.isNonRetriable ?? false,
    Properties: error.properties ?? null,
  };
}
