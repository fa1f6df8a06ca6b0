// The outbox of work: scheduled activities without a result, and timers that have not fired.

import type { DatabaseSync } from 'node:sqlite';
import type { ActivityWork, TimerWork } from '../effects';

export interface WorkTable {
  addActivity(work: ActivityWork): void;
  /** @returns false if it no longer existed; its result must then be ignored. */
  removeActivity(work: ActivityWork): boolean;
  activities(): ActivityWork[];
  addTimer(work: TimerWork): void;
  removeTimer(instanceId: string, timerId: number): void;
  /** When the next timer is due, in epoch milliseconds. */
  nextTimer(): number | undefined;
  /** Timers due at `now`, at most `limit`, earliest first. */
  dueTimers(now: number, limit: number): TimerWork[];
  /** Removes all activities and timers of an instance. */
  removeAll(instanceId: string): void;
}

interface ActivityRow {
  instance: string;
  execution: string;
  task: number;
  name: string;
  input: string | null;
}

interface TimerRow {
  instance: string;
  execution: string;
  timer: number;
  fire_at: number;
}

export function makeWorkTable(db: DatabaseSync): WorkTable {
  createTables(db);
  const addActivity = db.prepare('INSERT INTO activities VALUES (?, ?, ?, ?, ?)');
  const removeActivity = db.prepare('DELETE FROM activities WHERE instance = ? AND task = ? AND execution = ?');
  const activities = db.prepare('SELECT * FROM activities ORDER BY instance, task');
  const addTimer = db.prepare('INSERT INTO timers VALUES (?, ?, ?, ?)');
  const removeTimer = db.prepare('DELETE FROM timers WHERE instance = ? AND timer = ?');
  const next = db.prepare('SELECT min(fire_at) AS fire_at FROM timers');
  const due = db.prepare('SELECT * FROM timers WHERE fire_at <= ? ORDER BY fire_at, instance, timer LIMIT ?');
  const removeActivities = db.prepare('DELETE FROM activities WHERE instance = ?');
  const removeTimers = db.prepare('DELETE FROM timers WHERE instance = ?');
  return {
    addActivity({ instanceId, executionId, taskId, name, input }) {
      addActivity.run(instanceId, executionId, taskId, name, input);
    },
    removeActivity: ({ instanceId, executionId, taskId }) =>
      removeActivity.run(instanceId, taskId, executionId).changes === 1,
    activities: () => (activities.all() as unknown as ActivityRow[]).map(toActivity),
    addTimer({ instanceId, executionId, timerId, fireAt }) {
      addTimer.run(instanceId, executionId, timerId, fireAt);
    },
    removeTimer(instanceId, timerId) {
      removeTimer.run(instanceId, timerId);
    },
    nextTimer: () => (next.get() as { fire_at: number | null }).fire_at ?? undefined,
    dueTimers: (now, limit) => (due.all(now, limit) as unknown as TimerRow[]).map(toTimer),
    removeAll(instanceId) {
      removeActivities.run(instanceId);
      removeTimers.run(instanceId);
    },
  };
}

function createTables(db: DatabaseSync): void {
  db.exec(`CREATE TABLE IF NOT EXISTS activities (
    instance TEXT NOT NULL,
    execution TEXT NOT NULL,
    task INTEGER NOT NULL,
    name TEXT NOT NULL,
    input TEXT,
    PRIMARY KEY (instance, task)
  ) WITHOUT ROWID`);
  db.exec(`CREATE TABLE IF NOT EXISTS timers (
    instance TEXT NOT NULL,
    execution TEXT NOT NULL,
    timer INTEGER NOT NULL,
    fire_at INTEGER NOT NULL,
    PRIMARY KEY (instance, timer)
  ) WITHOUT ROWID`);
  db.exec('CREATE INDEX IF NOT EXISTS timers_by_time ON timers (fire_at)');
}

function toActivity(row: ActivityRow): ActivityWork {
  const { instance: instanceId, execution: executionId, task: taskId, name, input } = row;
  return { instanceId, executionId, taskId, name, input };
}

function toTimer(row: TimerRow): TimerWork {
  return { instanceId: row.instance, executionId: row.execution, timerId: row.timer, fireAt: row.fire_at };
}
