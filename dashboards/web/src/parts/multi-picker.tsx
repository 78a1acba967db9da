import { Select } from 'react-aria-components/Select';
import { PickerList, type PickerListProps } from './picker-list.tsx';

export interface MultiPickerProps extends PickerListProps {
  /** Empty: all. */
  readonly chosen: readonly string[];
  onChoose(ids: readonly string[]): void;
}

/** Any number of a few; none means all. */
export function MultiPicker({ chosen, onChoose, ...list }: MultiPickerProps) {
  return (
    <Select
      selectionMode="multiple"
      // Whoever opens it before its items are there sees them come.
      allowsEmptyCollection
      aria-label={list.label}
      value={[...chosen]}
      onChange={(ids) => onChoose(ids.map(String))}
    >
      <PickerList {...list} />
    </Select>
  );
}
