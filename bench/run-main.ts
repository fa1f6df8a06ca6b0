// The way out of every bench: its exit code is what it found, and a fault is told and counts as 1.

/**
 * Runs the bench with the command line's arguments and ends the process with the exit code it answers.
 * The process ends at once: hosts, threads and connections that a bench has left open must not keep it.
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
