// A mistake that stops the host before it runs: the command line shows its message as one line and ends with code 1.
// Anything else that is thrown while starting is a fault of the host itself and is shown with its stack.

/** The message tells what is wrong and what to do about it, in one line. `cause` is shown with `--verbose` only. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
