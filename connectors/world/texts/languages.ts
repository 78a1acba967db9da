/** Other languages than English: whole sentences true of any business, with `{b}`, `{n}` and `{city}`. */
interface Phrases {
  readonly positive: readonly string[];
  readonly neutral: readonly string[];
  readonly negative: readonly string[];
}

export const LANGUAGES: Readonly<Record<string, Phrases>> = {
  de: {
    positive: [
      '{b} hat mir sofort geholfen, richtig nett 😊',
      'Bin echt begeistert von {b}, immer wieder gern',
      'Großes Lob an {b} in {city}, super freundlich!',
      'Da kann man nicht meckern, {b}. Klasse',
      '{b} macht mir heute den Tag schöner ❤️',
      'Endlich mal ein Kundendienst, der zuhört. Danke {b}!',
    ],
    neutral: [
      'Hat {b} am Sonntag in {city} auf?',
      'Weiß jemand, wie man {b} erreicht?',
      'Bin gerade bei {b}, noch {n} Minuten',
      '{b} eröffnet in {city}, steht heute in der Zeitung',
      'Was kostet das bei {b} eigentlich?',
      'Morgen zum ersten Mal {b}',
    ],
    negative: [
      '{b} antwortet seit Wochen nicht, so eine Frechheit',
      'Schon wieder {n} Minuten gewartet bei {b}. Unmöglich 😡',
      'Nie wieder {b}, das war richtig schlecht',
      'Die App von {b} ist kaputt und keinen interessiert’s',
      'Bin sehr enttäuscht von {b}, nichts hat geklappt',
      '{b} hat doppelt abgebucht und keiner fühlt sich zuständig 👎',
    ],
  },
  es: {
    positive: [
      'Me encanta {b}, siempre un trato excelente',
      'Gracias {b} por resolverlo tan rápido 👏',
      'La gente de {b} en {city} es un amor',
      'Nada que objetar, {b} lo hace muy bien',
      '{b} nunca falla, qué maravilla',
      'Muy contento con {b} hoy 😊',
    ],
    neutral: [
      '¿{b} abre el domingo en {city}?',
      '¿Alguien sabe el teléfono de {b}?',
      'Hoy en {b}, {n} minutos de cola',
      '{b} llega a {city} en primavera',
      '¿Cuánto cuesta ahora {b}?',
      'Quedamos en {b} a las ocho',
    ],
    negative: [
      '{b} no contesta desde hace semanas, qué vergüenza',
      'Otra vez {n} minutos esperando a {b}, fatal 😡',
      'No vuelvo a {b} nunca más',
      'La aplicación de {b} no funciona y a nadie le importa',
      'Muy decepcionada con {b}, un desastre',
      '{b} me cobró dos veces y nadie responde 👎',
    ],
  },
  fr: {
    positive: [
      'Merci {b}, service au top 👏',
      'Franchement rien à redire, {b} c’est parfait',
      'L’équipe de {b} à {city} est adorable',
      'J’adore {b}, toujours un plaisir',
      '{b} m’a remboursé tout de suite, bravo',
      'Très agréablement surprise par {b} 😊',
    ],
    neutral: [
      '{b} est ouvert dimanche à {city} ?',
      'Quelqu’un connaît le numéro de {b} ?',
      'Chez {b}, encore {n} minutes',
      '{b} arrive à {city} au printemps',
      'C’est combien maintenant chez {b} ?',
      'Première fois avec {b} demain',
    ],
    negative: [
      '{b} ne répond plus depuis des semaines, honteux',
      'Encore {n} minutes d’attente chez {b}, c’est nul 😡',
      'Plus jamais {b}',
      'L’appli de {b} ne marche pas et tout le monde s’en fiche',
      'Très déçu par {b}, une catastrophe',
      '{b} m’a débité deux fois, personne ne s’excuse 👎',
    ],
  },
  pt: {
    positive: [
      'Adoro a {b}, atendimento excelente',
      'Obrigado {b}, resolveram tudo muito rápido 👏',
      'O pessoal da {b} em {city} é maravilhoso',
      'Nada a reclamar da {b}, muito bom mesmo',
      'A {b} salvou o meu dia ❤️',
      'Muito feliz com a {b} hoje 😊',
    ],
    neutral: [
      'A {b} abre no domingo em {city}?',
      'Alguém sabe o telefone da {b}?',
      'Na {b}, mais {n} minutos',
      'A {b} chega a {city} na primavera',
      'Quanto custa agora na {b}?',
      'Primeira vez com a {b} amanhã',
    ],
    negative: [
      'A {b} não responde há semanas, que vergonha',
      'Mais {n} minutos à espera da {b}, péssimo 😡',
      'Nunca mais {b}',
      'A aplicação da {b} não funciona e ninguém se importa',
      'Muito desiludida com a {b}, um desastre',
      'A {b} cobrou duas vezes e ninguém resolve 👎',
    ],
  },
};
