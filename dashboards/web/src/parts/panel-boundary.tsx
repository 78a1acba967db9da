import { Component, type ReactNode } from 'react';
import { BrokenNote } from './broken-note.tsx';

interface State {
  readonly error: Error | undefined;
}

/** React knows error boundaries only as classes: the one class of the page. */
export class PanelBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <BrokenNote detail={error.message} onRetry={() => this.setState({ error: undefined })} />;
  }
}
