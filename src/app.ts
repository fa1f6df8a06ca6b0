// The composition root: config → adapters → handlers. The only file that knows both sides.

import { makeStorage } from './adapters/storage';
import { readConfig } from './config';

const config = readConfig();
const storage = makeStorage(config.storage);
