/** The streams that a viewer can watch, as the protocol lists them. */
export const STREAM_GROUPS = [
  {
    label: 'Personal',
    streams: [
      { name: 'user', path: '/user' },
      { name: 'user:notification', path: '/user/notification' },
      { name: 'direct', path: '/direct' },
      { name: 'list', path: '/list', needs: 'list' },
    ],
  },
  {
    label: 'Public',
    streams: [
      { name: 'public', path: '/public' },
      { name: 'public:media', path: '/public?only_media=true' },
      { name: 'public:local', path: '/public/local' },
      { name: 'public:local:media', path: '/public/local?only_media=true' },
      { name: 'public:remote', path: '/public/remote' },
      { name: 'public:remote:media', path: '/public/remote?only_media=true' },
    ],
  },
  {
    label: 'Hashtags',
    streams: [
      { name: 'hashtag', path: '/hashtag', needs: 'tag' },
      { name: 'hashtag:local', path: '/hashtag/local', needs: 'tag' },
    ],
  },
];

export const SOCKET_PATH = '/api/v1/streaming';

export function findStream(name) {
  return STREAM_GROUPS.flatMap((group) => group.streams).find((stream) => stream.name === name);
}

/** The path and query below the server's address. */
export function pathOf(stream, { tag, list }) {
  const base = `${SOCKET_PATH}${stream.path}`;
  if (stream.needs === 'tag') {
    return `${base}?tag=${encodeURIComponent(tag)}`;
  }
  return stream.needs === 'list' ? `${base}?list=${encodeURIComponent(list)}` : base;
}
