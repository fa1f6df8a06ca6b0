#!/usr/bin/env node
// The command `localhost`; all that it does begins in cli/cli.ts.

import './cli/cli';
