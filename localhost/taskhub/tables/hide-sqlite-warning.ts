// On first use, node:sqlite warns that it is experimental. The task hub depends on it by choice, so users need not see
// that warning. All other warnings still appear.

let hidden = false;

/** Affects the whole process, from the first call on. */
export function hideSqliteWarning(): void {
  if (hidden) return;
  hidden = true;
  const emit = process.emitWarning.bind(process) as (warning: string | Error, ...rest: unknown[]) => void;
  process.emitWarning = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).includes('SQLite is an experimental feature')) emit(warning, ...rest);
  };
}
