// The pairs of library versions that the local host is tried with: the last release of each minor version.

export interface Pair {
  functions: string;
  durable: string;
  /** The library can stream HTTP. */
  streams: boolean;
  /** Why orchestrations of this version cannot run on the Node version in use, on any host. */
  brokenOnNode23?: string;
}

const newestFunctions = '4.16.5';
const newestDurable = '3.5.0';

const functions = [
  '4.0.1',
  '4.1.0',
  '4.2.0',
  '4.3.0',
  '4.4.0',
  '4.5.1',
  '4.6.1',
  '4.7.3',
  '4.8.2',
  '4.9.0',
  '4.10.0',
  '4.11.2',
  '4.12.0',
  '4.13.0',
  '4.14.0',
  '4.15.0',
  newestFunctions,
];

/** Node 23 has removed `util.isDate`, which these versions call. */
const callsIsDate = ['3.0.0', '3.1.0', '3.2.0'];

const pair = (functionsVersion: string, durable: string): Pair => ({
  functions: functionsVersion,
  durable,
  streams: Number(functionsVersion.split('.')[1]) >= 3,
  ...(callsIsDate.includes(durable) && { brokenOnNode23: 'isDate) is not a function' }),
});

export const all: Pair[] = [
  ...functions.map((version) => pair(version, newestDurable)),
  ...['3.0.0', '3.1.0', '3.2.0', '3.3.1'].map((version) => pair(newestFunctions, version)),
];

/** The oldest of both. */
export const short: Pair[] = [pair('4.0.1', newestDurable)];
