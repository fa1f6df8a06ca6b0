// Runs a bench's main function and ends the process with its exit code; an error is printed and gives 1.

/**
 * Runs the bench with the command line's arguments and ends the process with the exit code it returns, even if hosts,
 * threads or connections are still open.
 */
export function runMain(main: (args: string[]) => Promise<number>): void {
  main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
}
