/** The workspace everything belongs to until there are more. */
export const MAIN_WORKSPACE = 'main';

/** Slugs name watches, timelines and accounts: they appear in keys, file names and SQL, so their alphabet is small. */
const SLUG = /^[a-z0-9][a-z0-9._-]{0,62}$/;

export function isSlug(text: string): boolean {
  return SLUG.test(text);
}

/** A slug out of any file name or title: lower case, other characters become `-`. Never empty. */
export function slugOf(text: string): string {
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|-+$/g, '')
    .slice(0, 63);
  return slug === '' ? 'unnamed' : slug;
}
