export type FailureReason =
  /** The API said what is wrong (problem+json). */
  | {
      readonly kind: 'problem';
      readonly status: number;
      readonly title: string;
      readonly detail: string;
      readonly requestId: string | undefined;
      readonly code: string | undefined;
    }
  /** Somebody else answered: a proxy, or another server. */
  | { readonly kind: 'unreadable'; readonly status: number }
  | { readonly kind: 'unreachable' };

/** Why a question has no answer, as a panel shows it. */
export class AskFailure extends Error {
  readonly reason: FailureReason;

  constructor(reason: FailureReason) {
    super(reason.kind);
    this.name = 'AskFailure';
    this.reason = reason;
  }

  /** A newer API, or an older one: not there is not broken. */
  get isAbsent(): boolean {
    return this.reason.kind === 'problem' && this.reason.status === 404 && this.reason.code === 'not-found';
  }

  /** The same question again may be answered. */
  get isPassing(): boolean {
    return this.reason.kind === 'unreachable' || this.reason.status >= 500;
  }
}
