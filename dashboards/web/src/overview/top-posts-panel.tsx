import { useTranslation } from 'react-i18next';
import type { Posts } from '../../../../api/schemas/answers.ts';
import { useAnswer } from '../ask/use-answer.ts';
import { Age } from '../parts/age.tsx';
import { Answered } from '../parts/answered.tsx';
import { EmptyNote } from '../parts/empty-note.tsx';
import { Panel } from '../parts/panel.tsx';
import type { TableModel } from '../parts/table-model.ts';
import { WebLink } from '../parts/web-link.tsx';
import { useView } from '../url/use-view.ts';
import { useFormats } from '../use-formats.ts';
import { PanelHead } from './panel-head.tsx';
import css from './top-posts-panel.module.css';

type Post = Posts['data'][number];

const EVERY_MS = 60_000;
const LIMIT = '5';
const HEIGHT = 240;

/** The own posts that moved most people. Watches do not matter to them: they are of accounts. */
export function TopPostsPanel() {
  const { t } = useTranslation();
  const { watch: _watch, ...scope } = useView().parameters.scope;
  const question = { path: '/v1/posts', filter: { ...scope, order: 'top', limit: LIMIT } } as const;
  const answer = useAnswer<Posts>(question, { everyMs: EVERY_MS });
  const title = t('posts.title');
  return (
    <Panel>
      <Answered answer={answer} height={HEIGHT}>
        {({ data }) => (
          <>
            <PanelHead title={title} note={t('posts.note')} question={question} tableOf={() => tableOf(title, data)} />
            {data.length === 0 && <EmptyNote title={t('posts.none')} detail={t('posts.noneDetail')} />}
            <ol>
              {data.map((post) => (
                <li key={post.post_id} className={css.post}>
                  <PostRow post={post} />
                </li>
              ))}
            </ol>
          </>
        )}
      </Answered>
    </Panel>
  );
}

function PostRow({ post }: { readonly post: Post }) {
  const { t } = useTranslation();
  const { count, exact, percent } = useFormats();
  const { account, platform, text, time, url, interactions, engagement_rate: rate } = post;
  return (
    <>
      <p lang={post.lang} dir="auto" className={css.text}>
        <WebLink url={url}>{text}</WebLink>
      </p>
      <p className={css.meta}>
        <span>
          @{account} · {platform} · <Age time={time} />
        </span>
        {interactions !== null && (
          <span className={css.number} title={exact(interactions)}>
            {t('posts.interactions', { count: interactions, shown: count(interactions) })}
            {rate !== null && ` · ${percent(rate)}`}
          </span>
        )}
      </p>
    </>
  );
}

function tableOf(caption: string, posts: readonly Post[]): TableModel {
  const names = ['time', 'account', 'platform', 'interactions', 'reach', 'engagement_rate', 'text', 'url'] as const;
  return {
    caption,
    columns: names.map((name) => ({ name, isTime: name === 'time' })),
    rows: posts.map((post) => ({ key: post.post_id, cells: names.map((name) => post[name]) })),
  };
}
