import styles from '../styles/queue.css?url';
import { createPeopleSheet, type PeopleSheet } from './peopleSheet';
import { QueuePanel } from './queue/queuePanel';
import type { Actions, InStep, PositionSec } from './view';

/** What is seen only in the room. */
export interface Inside {
  readonly sheet: PeopleSheet;
  readonly queue: QueuePanel;
}

/** Resolves once its styles are here, too. */
export async function createInside(actions: Actions, positionSec: PositionSec, readInStep: InStep): Promise<Inside> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = styles;
  await new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = reject;
    document.head.append(link);
  });
  return { sheet: createPeopleSheet(readInStep), queue: new QueuePanel(actions, positionSec) };
}
