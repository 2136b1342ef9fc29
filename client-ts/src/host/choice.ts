/** Something that may play in a room, with the number of its songs. */
export interface MusicGroup {
  name: string;
  tracks: number;
}

export const kinds = ['playlist', 'album', 'artist', 'folder'] as const;
export type Kind = (typeof kinds)[number];

/** One member says of which kind, and its name. */
export type Choice = Partial<Record<Kind, string>>;

/** The union of these, or everything. */
export type Play = 'everything' | readonly Choice[];

/** `GET /host/music` */
export type HostMusic = Record<`${Kind}s`, readonly MusicGroup[]> & { play: Play };

const isIt = (choice: Choice, kind: Kind, name: string) => choice[kind] === name;

export const isChosen = (play: Play, kind: Kind, name: string): boolean =>
  play !== 'everything' && play.some((choice) => isIt(choice, kind, name));

/** With the group chosen where it was not, and without it where it was; with nothing left, everything plays. */
export function toggled(play: Play, kind: Kind, name: string): Play {
  const chosen = play === 'everything' ? [] : play;
  const others = chosen.filter((choice) => !isIt(choice, kind, name));
  const now = others.length === chosen.length ? [...chosen, { [kind]: name }] : others;
  return now.length === 0 ? 'everything' : now;
}

/** What is chosen and is not in the music folder now. */
export const gone = (music: HostMusic): { kind: Kind; name: string }[] =>
  music.play === 'everything'
    ? []
    : kinds.flatMap((kind) =>
        (music.play as readonly Choice[])
          .flatMap((choice) => choice[kind] ?? [])
          .filter((name) => !music[`${kind}s`].some((group) => group.name === name))
          .map((name) => ({ kind, name })),
      );

/** Those whose name has the words in it, those of `first` before the others. */
export function found(music: HostMusic, kind: Kind, words: string, first: Play): MusicGroup[] {
  const wanted = plain(words.trim());
  const all = music[`${kind}s`].filter(({ name }) => plain(name).includes(wanted));
  const before = new Set(all.filter(({ name }) => isChosen(first, kind, name)));
  return [...before, ...all.filter((group) => !before.has(group))];
}

/** Without case and accents. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
