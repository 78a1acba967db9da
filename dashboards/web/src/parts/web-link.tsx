import type { ReactNode } from 'react';

/** An address out of a stranger's post: a link only where a browser opens it as a page, and it learns nothing of ours. */
export function WebLink({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  if (!/^https?:\/\//i.test(url)) return children;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}
