import { useTranslation } from 'react-i18next';

const STEPS = [
  ['second', 1_000, 60],
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 24],
] as const;
const DAY_MS = 86_400_000;

/** How long ago, in the largest unit that is whole: `2 s ago`, `5 min ago`. What is dated ahead, by a clock that is before ours, is now. */
export function useAge(): (ageMs: number) => string {
  const { t } = useTranslation();
  return (ageMs) => {
    if (ageMs < 1_000) return t('age.now');
    const step = STEPS.find(([, ms, limit]) => ageMs < ms * limit);
    if (step === undefined) return t('age.day', { n: Math.floor(ageMs / DAY_MS) });
    return t(`age.${step[0]}`, { n: Math.floor(ageMs / step[1]) });
  };
}
