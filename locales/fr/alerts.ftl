## On top of every page

alert-banner-label = Alerte
alert-banner-actual = Alerte :
alert-banner-possible = Pas encore confirmé :
alert-banner-exercise = Exercice :
alert-banner-more =
  { $count ->
    [one] et une autre
    *[other] et { $count } autres
  }

## For other sites

alert-badge =
  { $count ->
    [0] Aucune alerte
    [one] Une alerte
    *[other] { $count } alertes
  }

## Lists of alerts

nav-alerts = Alertes
alerts-title = Alertes
alerts-lead = Ce qui frappe des collectifs que ce nœud connaît, et ce que doivent faire maintenant les personnes qui utilisent leurs services. Chaque alerte est signée ; chaque page dit par qui, et qui la confirme.
alerts-none = Aucune alerte n’est en cours.
alerts-on = Alertes en cours
alerts-exercises = Exercices
alerts-over = Terminées
alerts-to-all = Toutes les alertes
alerts-held =
  { $count ->
    [one] Une alerte est retenue
    *[other] { $count } alertes sont retenues
  }
alerts-held-unvouched =
  { $count ->
    [one] Elle vient d’un collectif dont personne dans cette vue ne se porte garant. Elle n’est ni montrée ni transmise. Elle le sera dès que quelqu’un s’en portera garant.
    *[other] { $count } viennent de collectifs dont personne dans cette vue ne se porte garant. Elles ne sont ni montrées ni transmises. Elles le seront dès que quelqu’un s’en portera garant.
  }
alerts-held-limit =
  { $count ->
    [one] Une dépasse ce qu’un serveur seul peut avoir en cours à la fois. Ce que signent les membres n’a pas cette limite.
    *[other] { $count } dépassent ce qu’un serveur seul peut avoir en cours à la fois. Ce que signent les membres n’a pas cette limite.
  }

## Where an alert stands

alert-mark-exercise = exercice
alert-mark-upcoming = commence plus tard
alert-mark-cancelled = levée par les membres
alert-mark-expired = expirée
alert-mark-own = en cours
alert-mark-possible = possible
alert-mark-confirmed = confirmée
alert-mark-server-over = leur serveur dit que c’est fini
alert-mark-disputed = contestée
alert-is-exercise = Ceci est un exercice. Il ne s’est rien passé.
alert-says-own = <raiser>Le collectif</raiser> le dit de lui-même.
alert-says-possible =
  { $count ->
    [0] <raiser>Un collectif</raiser> le dit d’<subject>un autre</subject>, qui ne peut pas parler lui-même en ce moment. L’alerte compte comme possible tant que { $needed } autres collectifs ne la confirment pas. Aucun ne l’a fait jusqu’ici.
    [one] <raiser>Un collectif</raiser> le dit d’<subject>un autre</subject>, qui ne peut pas parler lui-même en ce moment. L’alerte compte comme possible tant que { $needed } autres collectifs ne la confirment pas. Jusqu’ici l’a confirmée : <others>un</others>.
    *[other] <raiser>Un collectif</raiser> le dit d’<subject>un autre</subject>, qui ne peut pas parler lui-même en ce moment. L’alerte compte comme possible tant que { $needed } autres collectifs ne la confirment pas. Jusqu’ici l’ont confirmée : <others>d’autres</others>.
  }
alert-says-unconfirmed = <raiser>Un collectif</raiser> l’a dit d’<subject>un autre</subject>, qui ne pouvait pas parler lui-même. Trop peu d’autres l’ont confirmé.
alert-says-confirmed = <raiser>Un collectif</raiser> le dit au sujet de <subject>un autre</subject>, qui ne peut pas parler lui-même en ce moment. Confirmée par <others>d’autres</others>.
alert-time-active = Elle vaut jusqu’à la date suivante : <time>date</time>.
alert-time-upcoming = Elle commence le <time>date</time>.
alert-time-cancelled = Les membres l’ont levée le <time>date</time>.
alert-time-expired = Elle a pris fin le <time>date</time>.
alert-dropped = Leur serveur n’annonce plus cette alerte et n’a pas dit qu’elle était finie. Elle reste ici jusqu’à son terme.
alert-server-says-over = Leur serveur dit que c’est fini, le <time>date</time>. Cela ne compte pas : qui aurait pris le serveur pourrait en dire autant. Seuls les membres peuvent lever l’alerte.
alert-server-says-other = Leur serveur a dit autre chose depuis, le <time>date</time>. C’est écrit plus bas et ne compte pas : qui aurait pris le serveur pourrait minimiser les faits.
alert-disputed-by = Contestée par <who>d’autres</who> : <answers>lire pourquoi</answers>.

## One alert

alert-what-to-do = Que faire maintenant
alert-what-was-asked = Ce qui était demandé alors
alert-what-happened = Ce qui s’est passé
alert-affected = Ce qui est touché
alert-help-requested = Ce qui aiderait
alert-offers = Aide proposée
alert-answers = Ce qu’en disent les autres
alert-versions = Versions
alert-event = Nature
alert-severity = Gravité
alert-urgency = Urgence
alert-certainty = Certitude
alert-begins = Depuis
alert-ends = Jusqu’à
alert-raised-by = Lancée par
alert-about = Au nom de
alert-updated = Cette version
alert-web = En savoir plus
alert-signed-node = par la clé du serveur, sans les membres
alert-from-subject = Le collectif lui-même
alert-confirmations = Confirmée
alert-disputes = Contestée
alert-acknowledged = Lue par
alert-answers-not-shown =
  { $count ->
    [one] Une autre réponse vient d’un collectif que cette vue ne montre pas. Elle ne compte pour rien.
    *[other] { $count } autres réponses viennent de collectifs que cette vue ne montre pas. Elles ne comptent pour rien.
  }
alert-response-acknowledge = l’a lue
alert-response-confirm = la confirme
alert-response-dispute = la conteste
alert-response-offer-help = propose de l’aide
alert-response-earlier = (à une version antérieure)
alert-message-alert = Lancée :
alert-message-update = Mise à jour :
alert-message-cancel = Levée :
alert-version-shown = montrée
alert-version-by-node = par la clé du serveur
alert-version-by-members = par les membres
alert-version-check = vérifier
alert-cap-file = La même pour les machines (CAP 1.2)

## Words of alerts

alert-event-seizure = Saisie
alert-event-raid = Perquisition
alert-event-arrest = Arrestation
alert-event-gag-order = Obligation de silence
alert-event-legal-demand = Demande judiciaire
alert-event-ddos = Avalanche de requêtes (DDoS)
alert-event-blocking = Blocage
alert-event-domain-loss = Perte d’un nom de domaine
alert-event-key-compromise = Clé volée
alert-event-intrusion = Intrusion dans un serveur
alert-event-funds-frozen = Fonds gelés
alert-event-defamation = Diffamation
alert-event-other = Autre chose
alert-severity-extreme = extrême
alert-severity-severe = élevée
alert-severity-moderate = moyenne
alert-severity-minor = faible
alert-severity-unknown = inconnue
alert-urgency-immediate = agir maintenant
alert-urgency-expected = agir bientôt
alert-urgency-future = plus tard
alert-urgency-past = passée
alert-urgency-unknown = inconnue
alert-certainty-observed = constaté
alert-certainty-likely = probable
alert-certainty-possible = possible
alert-certainty-unlikely = peu probable
alert-certainty-unknown = inconnue
