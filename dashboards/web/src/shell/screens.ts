/** The screens there are, in the order of the navigation. A screen that is not built is not here: nothing leads nowhere. */
export const SCREENS = [
  { path: '/', name: 'nav.overview', key: 'o' },
  { path: '/live', name: 'nav.live', key: 'l' },
] as const;
