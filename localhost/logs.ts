// The console, worded like Core Tools: host lines, `Executing` / `Executed` pairs and the app's own lines.

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export interface Logs {
  /** A line of the host itself, filtered by `logging.logLevel` of host.json under its category, e.g. `Host.Startup`. */
  write(level: LogLevel, category: string, message: string): void;
}
