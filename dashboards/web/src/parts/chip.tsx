import { Button } from 'react-aria-components/Button';
import css from './chip.module.css';

export interface ChipProps {
  readonly text: string;
  /** Of the button: what pressing does. */
  readonly label: string;
  readonly onRemove: () => void;
}

/** A filter that is on. Pressing it takes it away. */
export function Chip({ text, label, onRemove }: ChipProps) {
  return (
    <Button className={css.chip} aria-label={label} onPress={onRemove}>
      {text} <span aria-hidden="true">×</span>
    </Button>
  );
}
