/** An invented network. */
export interface WorldPlatform {
  /** A slug, as events and mappings name it. */
  readonly name: string;
  /** How much of the talk happens there, relative to the others. */
  readonly share: number;
  /** A post has gathered 1 - 1/e of its engagement after this. */
  readonly tauHours: number;
}

/** Time constants from 2 to 20 h, from the short-lived to the long. */
export const PLATFORMS: readonly WorldPlatform[] = [
  { name: 'plaza', share: 50, tauHours: 2 },
  { name: 'lantern', share: 25, tauHours: 9 },
  { name: 'reelhouse', share: 15, tauHours: 20 },
  { name: 'commons', share: 10, tauHours: 5 },
];
