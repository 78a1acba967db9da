import css from './skeleton.module.css';

/** Holds the place of what is coming, in its final size; seen only by those who wait longer than 150 ms. */
export function Skeleton({ height }: { readonly height: number }) {
  return <div className={css.skeleton} style={{ height }} aria-hidden="true" />;
}
