// Composes the handlers of the API's description.

import { makeDescriptionHandlers } from '../api/handlers';

export const api = makeDescriptionHandlers();
