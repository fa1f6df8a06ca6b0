// What the steps of a deployment work with.

import type { Az } from './az';
import type { Existing } from './existing';
import type { Located } from './options';

export interface DeployParts {
  az: Az;
  /** Builds the package and returns its path. */
  packageApp(): Promise<string>;
  /** Sends a request so that the app starts; returns a description of the response. */
  wake(origin: string): Promise<string>;
  environment: NodeJS.ProcessEnv;
  now(): Date;
  sleep(ms: number): Promise<void>;
  print(line: string): void;
}

/** A shop with what Azure has of it. */
export interface Shop extends Located {
  existing: Existing;
}
