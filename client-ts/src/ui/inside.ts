import type { TemplateResult } from 'lit-html';
import styles from '../styles/inside.css?url';
import { stillScreenOf } from './damage';
import { emptyLibrary } from './emptyLibrary';
import { createPeopleSheet, type PeopleSheet } from './peopleSheet';
import { QueuePanel } from './queue/queuePanel';
import type { Actions, InStep, PhoneView, PositionSec } from './view';

/** What is seen only in the room, or in place of it. */
export interface Inside {
  readonly sheet: PeopleSheet;
  readonly queue: QueuePanel;
  empty(phone: PhoneView): TemplateResult;
  still(phone: PhoneView): TemplateResult | null;
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
  return {
    sheet: createPeopleSheet(actions, readInStep),
    queue: new QueuePanel(actions, positionSec),
    empty: (phone) => emptyLibrary(phone, actions),
    still: (phone) => stillScreenOf(phone, actions),
  };
}
