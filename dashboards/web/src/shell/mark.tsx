/** The sign of Tideline: two waves, in the colours of data. */
export function Mark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" fill="none" strokeLinecap="round" aria-hidden="true">
      <path d="M1 14c3-6 6-6 9.500 0s6.500 6 10.500 0" stroke="var(--positive)" strokeWidth="2.4" />
      <path d="M1 8.500c3-6 6-6 9.500 0s6.500 6 10.500 0" stroke="var(--neutral)" strokeWidth="1.6" />
    </svg>
  );
}
