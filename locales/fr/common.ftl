## The frame of every page

site-name = Tessera
skip-to-content = Aller au contenu
main-navigation = Pages principales
nav-home = Accueil
nav-directory = Annuaire
nav-charters = Chartes
nav-join = Participer
nav-verify = Vérifier
nav-about = À propos
languages-label = Langues
page-title = { $title } · { $node }

footer-served-by = Ceci est le nœud du collectif { $node }. Il montre ce qu’il a vérifié lui-même ; d’autres nœuds peuvent montrer plus, moins ou autre chose, et disent pourquoi.
footer-nothing-kept = Ni cookies, ni scripts. Rien n’est gardé de votre visite.
footer-feeds = Flux
footer-feed-alerts = Alertes
footer-feed-communiques = Communiqués
footer-feed-directory = Changements dans l’annuaire
footer-source = Logiciel libre, AGPL-3.0-or-later : <source>obtenir le code source</source>.
footer-onion = Aussi accessible par Tor à l’adresse <onion>{ $address }</onion>.

## States of a collective, in plain words

state-ok = à jour
state-ok-sentence = Ce que ce collectif déclare actuellement est complet ici et vérifié.
state-pending = incomplet
state-pending-sentence = Une partie de ce que ce collectif a annoncé n’est pas encore arrivée ici. Vous voyez son dernier état complet.
state-stale = silencieux
state-stale-sentence = Le serveur de ce collectif n’a plus donné signe de vie depuis trop longtemps. Ce que vous voyez n’est peut-être plus à jour.
state-key-expired = clé expirée
state-key-expired-sentence = La clé du serveur de ce collectif a expiré. Fiez-vous à ce que ses membres ont signé ; le reste n’est peut-être plus à jour.
state-forked = se contredit
state-forked-sentence = Le serveur de ce collectif a signé des déclarations incompatibles. En attendant que ses membres tranchent, vous ne voyez que ce que toutes disent.
state-disputed = contesté
state-disputed-sentence = Il existe plusieurs historiques des clés de ce collectif. En attendant que ce soit tranché, seul compte ce qui vaut dans tous.
state-retired = dissous
state-retired-sentence = Les membres ont mis fin à ce collectif. Ce qu’il a signé reste lisible.
state-succeeded = remplacé
state-succeeded-sentence = Un autre collectif poursuit à la place de celui-ci, comme l’ont déclaré les collectifs gardiens.
state-needs-upgrade = plus récent que ce nœud
state-needs-upgrade-sentence = Ce collectif s’exprime dans une forme que ce nœud ne comprend pas encore. Les personnes qui s’occupent de ce nœud peuvent le mettre à jour.
state-since = Depuis le <date>{ $date }</date>.

vouched = recommandé
vouched-sentence = Des collectifs auxquels ce nœud se fie connaissent ce collectif et s’en portent garants.
not-vouched = sans garant
not-vouched-sentence = Aucun collectif auquel ce nœud se fie n’a dit connaître celui-ci. Vérifiez par vous-même avant de compter sur lui.

## Parts of pages

text-in-other-language = Ce texte n’existe pas dans la langue demandée ({ $wanted }). Il est affiché dans une autre ({ $language }).
pages = Pages
page-previous = Précédente
page-next = Suivante
page-of = Page { $page } sur { $pages }
filter-active = choisi
filter-remove = Retirer le filtre { $filter }
fingerprint-hint = Comparez cette empreinte par un autre canal : au téléphone, sur papier ou de vive voix.
qr-label = La même chose en image à scanner
qr-as-text = L’image ne s’affiche pas ? La voici faite de lettres.
