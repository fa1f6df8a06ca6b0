// node:sqlite warns on first use that it is experimental; the task hub is built on it knowingly.

/** Hides that one warning, and no other. */
export function quietSqlite(): void {
  const emit = process.emitWarning.bind(process) as (warning: string | Error, ...rest: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes('SQLite is an experimental feature')) emit(warning, ...rest);
  };
}
