/** What the hub has done and holds, for `/metrics`. Gauges first; the rest only grows. */
export interface LiveCounters {
  sessions: number;
  streams: number;
  subscriptions: number;
  topics: number;
  /** Frames and events sent, and their bytes. */
  messages: number;
  bytes: number;
  /** Frames left out for slow clients; sessions ended for it. */
  drops: number;
  slow: number;
  /** Sessions, streams and subscriptions beyond a limit. */
  refused: number;
}

export function liveCounters(): LiveCounters {
  return {
    sessions: 0,
    streams: 0,
    subscriptions: 0,
    topics: 0,
    messages: 0,
    bytes: 0,
    drops: 0,
    slow: 0,
    refused: 0,
  };
}
