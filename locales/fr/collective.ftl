## The page of a collective

contents = Sur cette page
part-about = Qui c’est
part-services =
  { $count ->
    [one] Un service
    *[other] { $count } services
  }
part-help = Entraide
part-contacts = Contacts
part-contact-keys = Clés pour leur écrire
part-charters = Chartes
part-vouches = Garants
part-listings =
  { $count ->
    [one] Une fiche sur un autre hébergeur
    *[other] Fiches sur { $count } autres hébergeurs
  }
part-history = Leurs clés et ce qui leur est arrivé
part-records = Tout vérifier par vous-même
part-listed-by = Qui le dit
view-of-this-node = (Vue « { $view } » de ce nœud ; d’autres nœuds peuvent juger autrement.)
collective-no-profile = Ce collectif n’a rien publié sur lui-même, ou rien n’en est encore arrivé ici.
hosts-conflicting = Un autre collectif revendique, preuve à l’appui, des hôtes de celui-ci. Comparez les empreintes avant de compter sur l’un ou l’autre :
also-listed =
  { $count ->
    [one] Un autre collectif le signale aussi ; ce qu’il dit lui-même prime.
    *[other] { $count } autres collectifs le signalent aussi ; ce qu’il dit lui-même prime.
  }
choose-title = Lequel cherchez-vous ?
choose-lead = Plusieurs collectifs nomment leur page <slug></slug>, et aucun nom n’appartient à personne. Regardez qui s’en porte garant.

## Who they are

about-in-their-words = Avec leurs propres mots
about-also = Aussi connu comme
about-form = Forme
about-founded = Fondation
about-people = Combien de personnes
about-status = Situation
about-languages = Répond en
about-some-language = un peu en { $language }
about-documentation = Documentation en
about-serves = Est là pour
about-region = Région
about-office = Bureau
about-jurisdictions = Siège juridique
about-servers = Pays des serveurs
about-websites = Sites
about-onions = Adresses onion
about-decides = Comment on décide
about-admission = Qui peut demander
about-excluded = N’est pas hébergé
about-reason = Pourquoi ce projet
about-horizon = Jusqu’à quand
about-backups = Sauvegardes
about-software = Logiciels
about-funding = Financement
about-policies = Règles et modes d’emploi
about-reports = Comptes rendus
about-legal-count =
  { $year }, { $what } : { $band }{ $answered ->
    [true] {", des données ont été livrées"}
    [false] {", aucune donnée n’a été livrée"}
    *[unknown] {""}
  }
about-memberships = Fait partie de
about-relations = Liens
about-updated = Mis à jour
about-confirmed = Dernière relecture
about-never-confirmed = non indiqué
about-expires = Valable jusqu’au

## Services

service-details = En savoir plus sur ce service
service-no-address = Aucune adresse n’est donnée.
host-not-proven = non confirmé par l’hôte
yes-no =
  { $value ->
    [true] oui
    *[false] non
  }
days =
  { $count ->
    [one] un jour
    *[other] { $count } jours
  }
kept-always = sans limite de durée
kept-hours = moins d’un jour
no-limit = sans limite
term-audience = Pour qui
term-registration = Comment s’inscrire
term-load = Place disponible
term-new-groups = Accueille de nouveaux groupes
term-approval = Décide sous
term-answers = Répond sous
term-cost = Coût
term-logs = Journaux
term-encryption = Chiffrement
term-quotas = Espace
term-retention = Durée de conservation
term-email-needed = Demande une adresse électronique
term-phone-needed = Demande un numéro de téléphone
term-script-needed = Exige JavaScript
term-tor-friendly = Marche avec Tor
term-software = Logiciel
term-hosting = Machines
term-server-country = Serveur en
term-protocols = Fédère par
term-started = Depuis
term-ended = Jusqu’à
term-documentation = Documentation
term-support = Assistance
help-needs = Ce qu’il leur faut
help-offers = Ce que d’autres collectifs peuvent leur demander
need-until = jusqu’au

## Keys for writing to a collective

keys-lead = Ces clés servent à leur écrire et à vérifier ce qu’ils signent ailleurs. Elles figurent dans leur présentation signée.
key-download = Télécharger cette clé
key-elsewhere = La clé est publiée ailleurs
key-not-here = La clé elle-même n’est pas gardée ici. Prenez-la à l’adresse ci-dessous et comparez son empreinte.
key-picture = En image à scanner
key-belongs-to = Correspond à
key-addresses = Adresses qu’elle contient
key-algorithm = Algorithme
key-valid-from = Valable dès
key-valid-until = Valable jusqu’au

## Charters and vouches

charters-none-signed = Ce collectif n’a signé aucune charte connue ici.
charters-published = Textes qu’ils ont publiés
charter-version-date = version du
commitment-text-missing = Le texte signé n’est pas disponible ici : impossible d’en juger.
commitment-suspended-since = Suspendue depuis le
commitment-decided = Décision
commitment-read = Lue en
commitment-review = À réexaminer avant le
commitment-lapses = Sans renouvellement, ne compte plus à partir du
decision-counts = { $agree } d’accord, { $reservations } avec réserves, { $standAside } en retrait, { $block } en opposition.
reservations-none = Sans réserve.
reservations-title =
  { $count ->
    [one] Une réserve
    *[other] { $count } réserves
  }
compliance-title = Dans quelle mesure chaque clause est tenue, selon eux
vouches-received = Qui s’en porte garant
vouches-given = De qui ils se portent garants
vouches-none-received = Personne de connu ici.
vouches-none-given = De personne.
vouch-not-counted = ne compte pas dans cette vue
vouch-how = D’où ils se connaissent, et jusqu’à quand cela vaut
vouch-since = Se connaissent depuis
vouch-fingerprint = Empreinte comparée
vouch-date = Signé le
vouch-expires = Expire le
record-bytes = octets signés
record-check = vérifier
listings-lead = Ces hébergeurs n’ont pas encore de nœud ; ce collectif en parle à leur place. Chacun peut reprendre sa fiche en installant un nœud.
listed-by = Signalé par <name></name>
listed-from = d’après :
host-doubtful = Le nom de cet hôte mélange ou imite des lettres. Lisez-le comme les machines :
host-look-alike = Attention : <host></host> ressemble à <other></other>, qui est un autre collectif.
host-does-not-speak = Voici ce que d’autres en disent. Le collectif lui-même n’a pas de nœud connu ici et n’a rien signé de tout cela.
host-expired = Personne ne l’a confirmé depuis longtemps ; les recherches ne le trouvent plus.
host-claim = C’est vous ? <join>Installez un nœud</join> : vos propres mots prendront la place de ceux-ci.

## The history of keys

history-lead = Tout changement des clés d’un collectif exige plusieurs de ses membres et figure dans un journal public que personne ne peut réécrire sans que cela se voie. Ce nœud en garde une copie.
history-scid = L’empreinte du collectif
history-scid-hint = Elle ne change jamais, même si le domaine ou toutes les clés changent. Les collectifs ne se comparent que par elle.
history-node-key = La clé de son serveur
history-node-key-hint = Avec elle, le serveur signe ce qui change souvent. Qui prend le serveur la possède, jusqu’à ce que les membres la révoquent.
history-key-expires = Expire le
history-members = Membres qui signent
history-members-of = { $threshold } sur { $members } ensemble
history-no-key = Il n’a plus de clé.
history-entries = Ce qui s’est passé, le plus récent d’abord
log-founded = Fondation.
log-deactivated = Dissous par ses membres.
log-node-key = Nouvelle clé du serveur : <key></key>
log-renewed = La clé du serveur vaut jusqu’au <date></date>.
log-members =
  { $before ->
    [0] Changement de membres : { $after } à présent.
    *[other] Changement de membres : { $before } avant, { $after } après.
  }
log-threshold = { $after } membres doivent signer ensemble ; avant, c’était { $before }.
log-moved = Déménagement de <from></from> vers <to></to>.
log-guardians = { $threshold } collectifs sur { $count } peuvent désigner un successeur si les clés sont perdues.
log-revoked = Révoquée : <key></key>, à ne plus croire depuis le <date></date>.
log-disputed = contesté
log-confirmed = Confirmé sans changement de clés.
log-approved = Approuvé par { $approvals } membres sur { $members }.
log-last-good = Les membres répondent de l’état { $version } et de ce qui en découle.
records-lead = Rien sur cette page n’est à croire sur parole. Voici les originaux signés ; tout nœud peut les contrôler, et la page « Vérifier » montre comment.
records-log = Journal des clés (did.jsonl)
records-witness = Approbations des membres (did-witness.json)
records-head = État courant
records-profile = Présentation
records-api = Comment les programmes lisent cela

unconfirmed-lead = Ceci a été signé après le { $date }, quand la clé n’était plus digne de confiance, et n’a pas été republié depuis. Ses membres ne l’ont pas confirmé :
