import type { ClientInfo, Message } from '../protocol/messages';

/** Who may do everything: `hosts` leaves guests their wishes. */
export type Control = 'everyone' | 'hosts';

/** Whose room it is, where the message says so. */
export const controlIn = ({ payload }: Message): Control | undefined => (payload as { control?: Control }).control;

/** Whether the host screen made the client a host. */
export const isHost = (client: ClientInfo): boolean => (client as { host?: boolean }).host === true;
