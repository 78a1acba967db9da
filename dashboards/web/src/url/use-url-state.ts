import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Fields } from './fields.ts';
import { readUrl, writeUrl } from './url-state.ts';

/** State that lives in the address: it survives a reload, goes with a copied link, and the back button takes a change back. */
export function useUrlState<State extends object>(
  fields: Fields<State>,
): readonly [State, (patch: Partial<State>, how?: { readonly replace?: boolean }) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const state = useMemo(() => readUrl(fields, search), [fields, search]);
  const change = useCallback(
    (patch: Partial<State>, how = {}) => navigate(`${path}${writeUrl(fields, search, patch)}`, how),
    [fields, navigate, path, search],
  );
  return [state, change];
}
