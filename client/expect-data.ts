// What a caller of the typed client asks for most: the body of an answer, or one error that says all that a person needs.

import { ApiProblem } from './api-problem';

/** What a call of the client answers. */
export interface ApiAnswer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The body of a successful answer. @throws ApiProblem for every other status, 304 included. */
export async function expectData<T>(call: ApiAnswer<T> | Promise<ApiAnswer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ApiProblem(response, error);
  return data as T;
}
