// Marks an error as thrown by the platform. @azure/functions uses this property to tell it from an error in user code.

export function systemError<E extends Error>(error: E): E {
  return Object.assign(error, { isAzureFunctionsSystemError: true });
}
