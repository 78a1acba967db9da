import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import css from './control.module.css';

export function Button({ className, ...props }: Omit<ButtonProps, 'className'> & { readonly className?: string }) {
  return <AriaButton className={`${css.control} ${className ?? ''}`} {...props} />;
}
