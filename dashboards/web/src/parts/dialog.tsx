import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTranslation } from 'react-i18next';
import css from './dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** A drawer stands at the side and takes the whole height. */
  readonly kind?: 'box' | 'drawer' | 'palette';
}

/** Over the page: takes the focus, gives it back, closes with Esc and beside it. */
export function Dialog({ title, isOpen, onClose, children, kind = 'box' }: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className={css.overlay} isOpen={isOpen} onOpenChange={(open) => !open && onClose()} isDismissable>
      <Modal className={`${css.modal} ${css[kind]}`}>
        <AriaDialog className={css.dialog} {...(kind === 'palette' && { 'aria-label': title })}>
          {kind !== 'palette' && (
            <div className={css.head}>
              <Heading slot="title">{title}</Heading>
              <Button className={css.close} aria-label={t('action.close')} onPress={onClose}>
                ×
              </Button>
            </div>
          )}
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
