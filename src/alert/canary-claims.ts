import type { LanguageMap } from '../kernel/text.ts'
import type { CANARY_CLAIMS } from '../record/kinds/vocabulary.ts'

export type CanaryClaim = (typeof CANARY_CLAIMS)[number]

/**
 * What each claim says, as long as it is true: narrow, in the present perfect, about ourselves. The
 * codes are CanaryTail's, `control` is the charter's clause `sign-of-life`; `other` is in the members'
 * own words. What cannot be claimed is left out, and nobody says why.
 */
export const CLAIM_TEXTS: Readonly<Record<Exclude<CanaryClaim, 'other'>, LanguageMap>> = {
  control: {
    en: 'Our servers and our keys are in our hands alone.',
    fr: 'Nos serveurs et nos clés sont entre nos seules mains.',
    es: 'Nuestros servidores y nuestras claves están solo en nuestras manos.',
    de: 'Unsere Server und unsere Schlüssel sind allein in unserer Hand.',
    it: 'I nostri server e le nostre chiavi sono soltanto nelle nostre mani.',
    pt: 'Os nossos servidores e as nossas chaves estão apenas nas nossas mãos.',
  },
  war: {
    en: 'We have been served no search warrant.',
    fr: 'Aucun mandat de perquisition ne nous a été notifié.',
    es: 'No se nos ha notificado ninguna orden de registro.',
    de: 'Uns ist kein Durchsuchungsbeschluss zugestellt worden.',
    it: 'Non ci è stato notificato alcun mandato di perquisizione.',
    pt: 'Não nos foi notificado nenhum mandado de busca.',
  },
  gag: {
    en: 'We have received no gag order.',
    fr: 'Nous n’avons reçu aucun ordre de nous taire.',
    es: 'No hemos recibido ninguna orden de silencio.',
    de: 'Wir haben keine Schweigeanordnung erhalten.',
    it: 'Non abbiamo ricevuto alcun ordine di tacere.',
    pt: 'Não recebemos nenhuma ordem de silêncio.',
  },
  subp: {
    en: 'We have received no order to hand over data.',
    fr: 'Nous n’avons reçu aucun ordre de livrer des données.',
    es: 'No hemos recibido ninguna orden de entregar datos.',
    de: 'Wir haben keine Anordnung erhalten, Daten herauszugeben.',
    it: 'Non abbiamo ricevuto alcun ordine di consegnare dati.',
    pt: 'Não recebemos nenhuma ordem de entregar dados.',
  },
  trap: {
    en: 'We have received no order to intercept or to trace anyone.',
    fr: 'Nous n’avons reçu aucun ordre d’intercepter ou de tracer qui que ce soit.',
    es: 'No hemos recibido ninguna orden de interceptar o rastrear a nadie.',
    de: 'Wir haben keine Anordnung erhalten, jemanden abzuhören oder zu verfolgen.',
    it: 'Non abbiamo ricevuto alcun ordine di intercettare o tracciare qualcuno.',
    pt: 'Não recebemos nenhuma ordem de interceptar ou rastrear alguém.',
  },
  cease: {
    en: 'We have received no order to cease our work.',
    fr: 'Nous n’avons reçu aucun ordre de cesser notre activité.',
    es: 'No hemos recibido ninguna orden de cesar nuestra actividad.',
    de: 'Wir haben keine Anordnung erhalten, unsere Arbeit einzustellen.',
    it: 'Non abbiamo ricevuto alcun ordine di cessare la nostra attività.',
    pt: 'Não recebemos nenhuma ordem de cessar a nossa atividade.',
  },
  duress: {
    en: 'Nobody has forced us to act against our users.',
    fr: 'Personne ne nous a contraints à agir contre les gens qui utilisent nos services.',
    es: 'Nadie nos ha obligado a actuar contra quienes usan nuestros servicios.',
    de: 'Niemand hat uns gezwungen, gegen die zu handeln, die unsere Dienste nutzen.',
    it: 'Nessuno ci ha costretto ad agire contro chi usa i nostri servizi.',
    pt: 'Ninguém nos obrigou a agir contra quem usa os nossos serviços.',
  },
  raid: {
    en: 'No place where our servers stand has been raided.',
    fr: 'Aucun lieu où se trouvent nos serveurs n’a été perquisitionné.',
    es: 'No se ha allanado ningún lugar donde están nuestros servidores.',
    de: 'Kein Ort, an dem unsere Server stehen, ist durchsucht worden.',
    it: 'Nessun luogo in cui stanno i nostri server è stato perquisito.',
    pt: 'Nenhum lugar onde estão os nossos servidores foi alvo de buscas.',
  },
  seize: {
    en: 'No server, disk or key of ours has been seized.',
    fr: 'Aucun de nos serveurs, de nos disques ni aucune de nos clés n’a été saisi.',
    es: 'No se ha incautado ninguno de nuestros servidores, discos ni claves.',
    de: 'Keiner unserer Server und keiner unserer Datenträger oder Schlüssel ist beschlagnahmt worden.',
    it: 'Nessuno dei nostri server, dischi o chiavi è stato sequestrato.',
    pt: 'Nenhum dos nossos servidores, discos ou chaves foi apreendido.',
  },
  xcred: {
    en: 'As far as we know, none of our keys and passwords is in the hands of others.',
    fr: 'À notre connaissance, aucun de nos mots de passe ni aucune de nos clés n’est en d’autres mains.',
    es: 'Hasta donde sabemos, ninguna de nuestras claves y contraseñas está en otras manos.',
    de: 'Soweit wir wissen, ist keiner unserer Schlüssel und keines unserer Passwörter in fremder Hand.',
    it: 'Per quanto ne sappiamo, nessuna delle nostre chiavi e password è in mano ad altri.',
    pt: 'Tanto quanto sabemos, nenhuma das nossas chaves e senhas está em outras mãos.',
  },
  xopers: {
    en: 'As far as we know, nobody among us works for others against our users.',
    fr: 'À notre connaissance, personne parmi nous ne travaille pour d’autres contre les gens qui utilisent nos services.',
    es: 'Hasta donde sabemos, nadie entre nosotres trabaja para otros contra quienes usan nuestros servicios.',
    de: 'Soweit wir wissen, arbeitet niemand von uns für andere gegen die, die unsere Dienste nutzen.',
    it: 'Per quanto ne sappiamo, nessuna persona tra noi lavora per altri contro chi usa i nostri servizi.',
    pt: 'Tanto quanto sabemos, ninguém entre nós trabalha para outros contra quem usa os nossos serviços.',
  },
}

/** The claims that have a text, in the order in which they are asked about. */
export const LISTED_CLAIMS = Object.keys(CLAIM_TEXTS) as readonly (keyof typeof CLAIM_TEXTS)[]
