import type { HeldEvent } from '#shared/models/held-event.ts';
import { visibleText } from '#shared/models/visible-text.ts';
import type { QueueDepth } from '#shared/ports/queue-depth.ts';
import type { Erased } from '#shared/use-cases/people/erase-person.ts';

const SHOWN_MAX = 20;

/** Where a person is besides, for as long as docs/personal-data.md says. */
const ELSEWHERE = "Not reached: Moment's own copy; backups, until they expire";

/** Something that holds the person is left. */
export function isLeft({ waiting, missed, unreadable }: Erased): boolean {
  return waiting.length + missed + unreadable > 0;
}

/** What was found and done, for a person. Names nobody but by the ids that stay. */
export function reportLines(
  erased: Erased,
  { isRehearsal, queue }: { isRehearsal: boolean; queue?: QueueDepth | undefined },
): string[] {
  const { obligation, hadProfile, descriptions, redacted, gone, waiting, missed, unreadable } =
    erased;
  const [removed, lost] = isRehearsal
    ? ['would be removed', 'would be redacted']
    : ['removed', 'redacted'];
  return [
    `${obligation.id}  ${visible(obligation.externalReference)}`,
    `  profile      ${hadProfile ? removed : 'none is there'}`,
    ...(descriptions > 0 ? [`  presented    ${descriptions} descriptions ${removed}`] : []),
    `  raw events   ${redacted} ${lost}, ${gone} were before`,
    ...waitingLines(waiting),
    ...(missed > 0 ? [`  changed meanwhile  ${missed}; run it again`] : []),
    ...(unreadable > 0
      ? [
          `  cannot be read     ${unreadable} items of the table, whoever they are of: npm run verify`,
        ]
      : []),
    ...queueLines(queue),
    ELSEWHERE,
    ...(isRehearsal ? ['Nothing was changed: this was a rehearsal. To do it, add --yes'] : []),
  ];
}

function waitingLines(waiting: readonly HeldEvent[]): string[] {
  if (waiting.length === 0) return [];
  const shown = waiting.slice(0, SHOWN_MAX).map(({ state, reason, eventId, hash, receivedAt }) => {
    const id = visible(eventId ?? hash);
    return `    ${state}  ${reason}  ${id}  since ${receivedAt}`;
  });
  const more = waiting.length - shown.length;
  return [
    `  left         ${waiting.length}, which wait to be settled or decided; then run it again:`,
    ...shown,
    ...(more > 0 ? [`    ... and ${more} more`] : []),
    '    what to do: docs/operations.md#events-that-wait-for-a-person',
  ];
}

function queueLines(queue: QueueDepth | undefined): string[] {
  if (!queue) return ['Not looked at: the queue of deliveries, and its dead letters'];
  if (queue.waiting === 0 && queue.dead === 0) return [];
  const dead = queue.dead ?? 'an unknown number';
  return [
    `Queue ${visible(queue.name)}: ${queue.waiting} waiting, ${dead} dead; they may tell of this customer`,
  ];
}

/** What somebody wrote into the table is shown, and no more of it than fits. */
function visible(text: string): string {
  return visibleText(text.slice(0, 300));
}
