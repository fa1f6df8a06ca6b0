#!/usr/bin/env node
// Entry point of the `localhost` command. The package's `bin` needs a file with a shebang; cli/cli.ts does the work.

import './cli/cli';
