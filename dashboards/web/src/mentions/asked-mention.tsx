import type { Mention } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { Answered } from '../parts/answered.tsx';
import { useView } from '../url/use-view.ts';
import { MentionDetails } from './mention-details.tsx';

const HEIGHT = 320;

/** A mention that no loaded row shows: a link led here, and its time or the filters are others. */
export function AskedMention({ id }: { readonly id: string }) {
  const { parameters } = useView();
  const answer = useAnswer<{ readonly data: Mention }>({ path: `/v1/mentions/${id}`, filter: parameters.timeline });
  return (
    <Answered answer={answer} height={HEIGHT}>
      {({ data }) => <MentionDetails mention={data} />}
    </Answered>
  );
}
