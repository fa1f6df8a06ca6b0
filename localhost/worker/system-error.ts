// Marks an error as the platform's own: @azure/functions tells it from an error of user code by this property.

export function systemError<E extends Error>(error: E): E {
  return Object.assign(error, { isAzureFunctionsSystemError: true });
}
