// The API as customers' pages call it.

import { makeApiClient } from '../../../client/api-client';

export const api = makeApiClient();
