import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from './en.json' with { type: 'json' };

/** Every text of the page. Another language is a file beside en.json with the same keys, loaded when it is asked for. */
export function createI18n(): i18n {
  const made = i18next.createInstance();
  void made.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return made;
}
