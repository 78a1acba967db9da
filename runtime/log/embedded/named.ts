import type { EncodedChunk } from '../../../schemas/envelope.ts';
import type { Partition, Unit } from '../log.ts';

/** A partition by the names it is stored under: what may cross to another thread. */
export interface PartitionName {
  readonly workspace: string;
  readonly timeline: string;
  readonly stream: { readonly name: string };
  readonly generation: number;
  readonly partition: number;
}

export interface NamedOutput {
  readonly to: PartitionName;
  readonly chunk: EncodedChunk;
}

/** A unit without the codecs of its streams. */
export interface NamedUnit extends Omit<Unit, 'input' | 'outputs'> {
  readonly input: PartitionName | undefined;
  readonly outputs: readonly NamedOutput[];
}

export function namedUnit(unit: Unit): NamedUnit {
  const input = unit.input === undefined ? undefined : nameOf(unit.input);
  return { ...unit, input, outputs: unit.outputs.map(({ to, chunk }) => ({ to: nameOf(to), chunk })) };
}

export function nameOf({ workspace, timeline, stream, generation, partition }: Partition): PartitionName {
  return { workspace, timeline, stream: { name: stream.name }, generation, partition };
}
