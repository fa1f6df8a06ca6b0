// A user's mistake that stops the start: the command line prints its message as one line and exits with code 1.
// Any other error thrown while starting is a bug in the host, and is printed with its stack trace.

/** The message says in one line what is wrong and how to fix it. `cause` is printed only with `--verbose`. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
