import { useTranslation } from 'react-i18next';

const STEPS = [
  ['second', 1_000, 60],
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
] as const;
const DAY_MS = 86_400_000;

/** How long ago, in the largest unit that is whole: `2 s ago`, `5 min ago`. A clock that is a little behind ours is now. */
export function useAge(): (ageMs: number) => string {
  const { t } = useTranslation();
  return (ageMs) => {
    const age = Math.max(0, ageMs);
    const step = STEPS.find(([, ms, limit]) => age < ms * limit);
    if (step === undefined) return t('age.day', { n: Math.floor(age / DAY_MS) });
    return t(`age.${step[0]}`, { n: Math.floor(age / step[1]) });
  };
}
