// Known deviations of the local host from the recorded one, with reasons. An unlisted difference fails the tests, and so does
// an unneeded entry. localhost/README.md describes the deviations that matter to users.

export type Group = 'http' | 'http-realauth' | 'http-version' | 'client-rpc' | 'instances';

export interface Deviation {
  groups: Group[];
  /** Labels of exchanges, names of instances or calls. */
  subject: RegExp;
  /** Dotted paths of the members that differ. */
  path: RegExp;
  reason: string;
  /** Depends on timing, so it may not occur in every run. */
  sometimes?: true;
}

const all: Group[] = ['http', 'client-rpc', 'instances'];

const missingFunctions: Deviation[] = [
  {
    groups: ['http'],
    subject: /^(status|history) (parentMissing|missingActivity|missingEntity)$/,
    path: /./,
    reason:
      'Calling a missing activity, entity or sub-orchestrator leaves an instance running for ever; here it fails with a clear message.',
  },
  {
    groups: all,
    subject: /^(list|client|_httpTrigger-client$|GET <origin>\/durabletask\/instances\/)/,
    path: /\b(parentMissing parentMissing|missingActivity missingActivity|missingEntity missingEntity)-RUN/,
    reason: 'The same instances in lists.',
  },
  {
    groups: ['http'],
    subject: /^purge by filter$/,
    path: /^body\.instancesDeleted$/,
    reason: 'The same three instances are among those that failed.',
  },
];

const orchestrations: Deviation[] = [
  {
    groups: ['instances'],
    subject: /./,
    path: /^(turns|generations)\.\d+\.metadata\./,
    reason:
      'Orchestrators get no context.triggerMetadata: it only repeats what context.df has, and costs a second parse of the whole history in every episode.',
  },
  {
    groups: ['instances'],
    subject: /./,
    path: /^(turns|generations)\.\d+\.payload\.history\.(scheduled\.)?\d+\.Attempts$/,
    reason: 'Events of a call with retries name its first attempt, by which rewind knows what belongs together.',
  },
  {
    groups: ['http', 'instances'],
    subject: /./,
    path: /history.*\.Input\.(Timestamp|Predecessor|requestTime)$/,
    reason:
      'Messages to entities carry no marks for sorting, since the task hub delivers them in order; the time they were sent is always given, and ends with Z.',
  },
  {
    groups: ['http'],
    subject: /^(status|history) nondet$/,
    path: /^body\.output$|\.ExecutionCompleted \.Result$|\.TimerCreated $/,
    reason: 'Non-determinism is told by instance, step, expected and found; the step that was found is not recorded.',
  },
  {
    groups: all,
    subject: /^(list|client|_httpTrigger-client$|GET <origin>\/durabletask\/instances\/)/,
    path: /\.nondet nondet-RUN\.output$/,
    reason: 'The same in lists.',
  },
  {
    groups: ['instances'],
    subject: /^(term|longTimer)-RUN$/,
    path: /^generations\.0\.payload\./,
    reason: 'A terminated orchestrator is not run once more: its answer would not count.',
  },
  {
    groups: ['http'],
    subject: /^status resumed$/,
    path: /^body\.(runtimeStatus|output)$/,
    reason: 'After a resume the status is shown as Suspended until the next episode; here it is Running at once.',
  },
];

const entities: Deviation[] = [
  {
    groups: ['http', 'client-rpc'],
    subject: /^(list bad|GET <origin>\/durabletask\/instances\/$)/,
    path: /^(body|answer)\.@\S+ @\S+\.input\.sorter$/,
    reason: 'No book-keeping for sorting, as above.',
  },
  {
    groups: ['http', 'client-rpc'],
    subject: /^(list bad|GET <origin>\/durabletask\/instances\/$)/,
    path: /^(body|answer)\.@counter@(f-callEntityFail|k)-RUN @counter@(f-callEntityFail|k)-RUN$/,
    reason: 'An entity without state is gone, and not listed as an instance for ever.',
  },
  {
    groups: ['http', 'instances'],
    subject: /^(client getStatusAll|_httpTrigger-client)$/,
    path: /^(body|activities\.client( \d+)?\.reply\.returnValue\.http\.body\.bytes)$/,
    reason: 'The number of all instances, without those two.',
  },
];

const http: Deviation[] = [
  {
    groups: ['http'],
    subject: /^http admin functions?$/,
    path: /\b(script_href|test_data_href|config\.(scriptFile|functionDirectory|entryPoint))$/,
    reason: "The app's files are not served, so there are no links to them.",
  },
  {
    groups: ['http'],
    subject: /^http admin status$/,
    path: /^body\.(versionDetails|extensionBundle\.version)$/,
    reason: 'There is no build number, and no extension bundle is loaded: the range of host.json is shown.',
  },
  {
    groups: ['http'],
    subject: /^http admin keys$/,
    path: /^body\.keys\.[12]$/,
    reason:
      'The keys of all three extensions exist from the start, so that urls can be put together before they are used.',
  },
  {
    groups: ['http'],
    subject: /^(raise bad json|raise empty body|webhook start bad json|webhook start text)$/,
    path: /^body\.ExceptionMessage$/,
    reason: 'The words are those of the JSON parser.',
  },
  {
    groups: ['client-rpc'],
    subject: /^GET <origin>\/durabletask\/instances\/(<id>|cl-RUN)/,
    path: /^headers\.location$/,
    reason: 'The location is that of the public management API; clients use neither.',
  },
];

const activities: Deviation[] = [
  {
    groups: ['instances'],
    subject: /^echo-obj-RUN$/,
    path: /^activities\.echo\.metadata\.d\.string$/,
    reason: 'A text of the input that looks like a date keeps its form in context.triggerMetadata.',
  },
];

const storage: Deviation[] = [
  {
    groups: ['instances'],
    subject: /^_blobTrigger-gb$/,
    path: /\.metadata\.Properties\.json\./,
    reason: 'Recorded with an older storage extension (4.0); here they have the form of 5.x.',
  },
];

const timing: Deviation[] = [
  {
    groups: ['http'],
    subject: /^(status|history) nested$/,
    path: /./,
    reason: 'Its timer fires after 30 s, just when the driver stops waiting for it.',
    sometimes: true,
  },
  {
    groups: all,
    subject: /^(list bad|GET <origin>\/durabletask\/instances\/$)/,
    path: /\.timer <id>\.(runtimeStatus|output)$/,
    reason: 'A timer of 2 s is still under way, since all that goes before is faster.',
    sometimes: true,
  },
  {
    groups: ['client-rpc'],
    subject: /^GET <origin>\/durabletask\/instances\/<id>$/,
    path: /^answer\.(runtimeStatus|createdTime|lastUpdatedTime)$/,
    reason: 'What was recorded as Pending has begun to run by the time of the first question.',
    sometimes: true,
  },
  {
    groups: ['instances'],
    subject: /^canEvents-RUN$/,
    path: /^generations\.\d\.payload\.(isReplaying|history\.raised\.)/,
    reason: 'How many of three events one after the other reach the same generation depends on how fast it ends.',
    sometimes: true,
  },
];

export const deviations: Deviation[] = [
  ...missingFunctions,
  ...orchestrations,
  ...entities,
  ...http,
  ...activities,
  ...storage,
  ...timing,
];
