import { Select } from 'react-aria-components/Select';
import { PickerList, type PickerListProps } from './picker-list.tsx';

export interface PickerProps extends PickerListProps {
  readonly chosen: string;
  onChoose(id: string): void;
}

/** One of a few. */
export function Picker({ chosen, onChoose, ...list }: PickerProps) {
  return (
    <Select aria-label={list.label} value={chosen} onChange={(id) => id !== null && onChoose(String(id))}>
      <PickerList {...list} />
    </Select>
  );
}
