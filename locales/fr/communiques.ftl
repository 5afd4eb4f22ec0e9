## Lists of texts

texts-title-communique = Communiqués
texts-title-charter = Chartes en préparation
texts-lead-communique = Ce que des collectifs disent ensemble. Chaque texte s’écrit au grand jour, chaque collectif décide dans sa propre assemblée, et tout est signé pour que chacun puisse vérifier.
texts-lead-charter = Les prochaines versions des chartes, telles que des collectifs les écrivent, les traduisent et en décident.
texts-none = Aucun texte n’est encore connu ici.
texts-frozen = Textes définitifs
texts-in-the-making = En préparation
texts-others =
  { $count ->
    [one] Un texte d’un collectif que cette vue ne montre pas
    *[other] { $count } textes de collectifs que cette vue ne montre pas
  }
texts-to-charter-drafts = Chartes en préparation
charters-to-drafts = Chartes en préparation
charter-to-draft = La prochaine version s’écrit : <draft>voir l’ébauche</draft>.

## Where a text stands

stage-collecting = recueil d’idées
stage-writing = en cours d’écriture
stage-translating = en cours de traduction
stage-deciding = en cours de décision
stage-frozen = prêt à être signé
stage-withdrawn = retiré
text-frozen = définitif
text-withdrawn = retiré
text-apart-mark =
  { $count ->
    [one] une version
    *[other] { $count } versions séparées
  }
text-endorsed-by =
  { $count ->
    [0] Aucun collectif montré ici ne l’a encore cosigné.
    [one] Un collectif l’a cosigné.
    *[other] { $count } collectifs l’ont cosigné.
  }
text-letters =
  { $count ->
    [one] Un autre a signé par lettre.
    *[other] { $count } autres ont signé par lettre.
  }

## One text

text-call-to-action = Ce que nous demandons
text-credits = Qui y a travaillé
text-endorsements = Qui l’a cosigné
text-endorse = Le cosigner
text-files = L’emporter
text-rounds = Positions
text-amendments = Amendements
text-apart-title = Écrit séparément
text-kin = Textes apparentés
text-more = Comment il est né
text-take-part = Participer
text-frozen-on = Définitif depuis le
text-updated-on = Dernière version
text-frozen-by = Arrêté par
text-signed = Signé
text-signed-members = par { $members } des { $all } membres de ce collectif, avec leurs propres clés
text-written-in = Écrit en
text-drafted-by = Ébauche de
text-draft-updated = Cette version
text-stage-reason = Pourquoi cette étape
text-withdrawn-notice = Le collectif qui a arrêté ce texte l’a retiré :
text-earlier-version = Ceci est une version antérieure. <newest>Lire la plus récente</newest>. Une cosignature reste sous les mots qui ont été lus.
text-earlier-draft = Ceci est une ébauche antérieure. <newest>Lire le texte tel qu’il est</newest>.
text-frozen-charter = Cette charte est définitive et signée : <charter>la lire et voir qui l’a signée</charter>. Voici comment elle s’est écrite.
text-translation-unread =
  { $count ->
    [0] Cette traduction a été relue et approuvée par un collectif.
    [one] Une partie de cette traduction n’a pas encore été relue par un second collectif.
    *[other] { $count } parties de cette traduction n’ont pas encore été relues par un second collectif.
  }
text-translation-missing =
  { $count ->
    [one] Une partie n’est pas traduite telle qu’elle est aujourd’hui ; elle apparaît en { $language }.
    *[other] { $count } parties ne sont pas traduites telles qu’elles sont aujourd’hui ; elles apparaissent en { $language }.
  }
text-to-history = Toutes les versions, et ce qui a changé
text-to-translations = Les traductions, partie par partie
text-frozen-version-of = La version du
text-take-part-lead = Un collectif qui a un nœud propose des amendements, traduit et dit sa position :
text-take-part-fork = Un texte n’appartient à personne : à partir de toute version, vous pouvez continuer sous votre propre nom, et la parenté reste visible.

## Credits

credit-wrote = Écrit par
credit-translated = Traduit par
credit-reviewed = Relu et approuvé par
credit-designed = Mis en forme par
credit-supported = Soutenu par

## Endorsements

endorsements-letters =
  { $count ->
    [one] Un collectif sans nœud, qui a signé par lettre
    *[other] { $count } collectifs sans nœud, qui ont signé par lettre
  }
endorsements-letters-lead = Leurs signatures sont comptées à part : le collectif qui a transmis une lettre se porte garant qu’elle est vraie.
endorsements-not-counted = Pas sous ce texte
endorsements-not-counted-lead = Ces collectifs ont cosigné d’autres mots que ceux-ci, ou ont retiré leur cosignature.
endorsements-not-shown =
  { $count ->
    [one] Une cosignature d’un collectif que cette vue ne montre pas
    *[other] { $count } cosignatures de collectifs que cette vue ne montre pas
  }
endorsement-counts = cosigné
endorsement-partly = a cosigné un autre texte dans certaines langues
endorsement-other-text = a cosigné un autre texte
endorsement-withdrawn = retirée
endorsement-withdrawn-on = Retirée le
endorsement-signed = Signé le
endorsement-quorum = Quorum
endorsement-changed = Un autre texte en { $languages }.
endorsement-by-letter = signé par lettre
endorsement-letter = Transmise par <collective>…</collective> :
letter-in-person = dite de vive voix
letter-post = par la poste
letter-signed-message = par un message signé
letter-email = par courriel
letter-phone-call = par téléphone

## How to check it, to endorse it, to take it along

text-check-bundle = Tout ce qui a été signé tient dans un fichier : <bundle>télécharger l’archive vérifiable</bundle>. Sur une machine à vous, sans réseau, ceci la vérifie :
text-check-statement = L’empreinte de cette version est
text-check-here = La vérifier ici, pas à pas
text-check-digests = Les cosignatures nomment le texte de chaque langue par son empreinte. Qu’une lettre change, et l’empreinte change.
text-digests-caption = Les langues de ce texte
text-digests-language = Langue
text-digests-readers = Lu et cosigné par
text-digests-digest = Empreinte
text-endorse-node = Un collectif qui a un nœud lit le texte, décide dans sa propre assemblée, et ses membres signent :
text-endorse-letter = Un collectif sans nœud écrit une lettre à un collectif d’ici qui le connaît et lui demande de la transmettre, ou <join>installe un nœud</join>.
text-files-lead = En { $language } :
text-file-print = À imprimer
text-file-pdf = Tract (PDF)
text-file-epub = Livre (EPUB)
text-file-txt = Texte brut
text-file-txt-asc = Signature du texte brut (OpenPGP)
text-file-key = La clé de ce nœud, pour vérifier la signature
text-print-check = Vérifier

publication-by = Arrêté par
publication-endorsed-by = Cosigné par
publication-by-letter = par lettre
publication-call-to-action = Ce que nous demandons
publication-verify-at = Vérifier ce texte sur
publication-digest = Empreinte de ce texte
publication-qr = Code QR de l’adresse
publication-contents = Sommaire

## Rounds and positions

round-open-until = Les positions sont attendues jusqu’au
round-closed = Les positions étaient attendues jusqu’au
round-on = Sur la version du
round-no-position = Aucun collectif montré ici n’a encore pris position.
round-block = Une opposition n’est pas une voix. Elle dit qu’un collectif ne peut pas vivre avec le texte. Qui l’écrit peut le modifier, le retirer ou continuer sans ce collectif, et chaque choix reste visible.
round-late =
  { $count ->
    [one] Une position venue plus tard
    *[other] { $count } positions venues plus tard
  }
round-others =
  { $count ->
    [one] Une position d’un collectif que cette vue ne montre pas
    *[other] { $count } positions de collectifs que cette vue ne montre pas
  }
round-outcomes = Ce qui a suivi
position-agree = d’accord
position-agree-with-reservations = d’accord avec réserves
position-stand-aside = en retrait
position-block = opposition
position-observer = en observation
outcome-withdrawn = <collective>…</collective> a retiré le texte.
outcome-amended = <collective>…</collective> a écrit une autre version.
outcome-frozen = <collective>…</collective> a arrêté le texte.
outcome-taken-on = <collective>…</collective> l’a repris sous son propre nom.
outcome-without = Sans <blockers>…</blockers>, qui s’y opposait.

## Amendments

amendments-none-open = Aucun amendement n’est ouvert.
amendments-answered =
  { $count ->
    [one] Un amendement qui a reçu une réponse
    *[other] { $count } amendements qui ont reçu une réponse
  }
amendment-open = ouvert
amendment-accepted = accepté
amendment-declined = refusé
amendment-accepted-by = Accepté par <collective>…</collective>
amendment-declined-by = Refusé par <collective>…</collective>
amendment-to = à la version du

## Versions and kin

text-apart =
  { $count ->
    [one] Une version existe seule.
    *[other] { $count } versions de ce texte ont été écrites séparément. Rien n’est perdu : voici ce que chacune a changé à leur origine commune. Une version ultérieure peut les réunir.
  }
text-diff-added = nouveau
text-diff-removed = supprimé
text-diff-changed = modifié
text-diff-same = inchangé
text-version-of = Version du
text-no-change = Rien n’a changé dans le texte.
text-kin-lead = Chaque collectif peut continuer à partir de toute version, sous son propre nom.
text-kin-origin = par <collective>…</collective> : ce texte en est la suite
text-kin-continuation = par <collective>…</collective> : la suite de ce texte
text-kin-kin = par <collective>…</collective> : vient du même texte
text-kin-missing =
  { $count ->
    [one] Il est aussi la suite d’une version qui n’est pas ici.
    *[other] Il est aussi la suite de { $count } versions qui ne sont pas ici.
  }
part-name-title = Titre
part-name-summary = Résumé
part-name-call-to-action = Ce que nous demandons
part-name-paragraph = Paragraphe { $number }
part-name-clause = Clause { $number }

## History

history-title = Histoire de { $title }
history-heading = Histoire de <title>…</title>
history-back = Retour au texte
history-none = On ne sait rien de l’écriture de ce texte.
history-draft = <collective>…</collective> a écrit une version
history-draft-kin = <collective>…</collective> a continué sous un autre nom
history-frozen = <collective>…</collective> a arrêté le texte
history-frozen-again = <collective>…</collective> a signé une autre version du texte définitif
history-endorsed = <collective>…</collective> l’a cosigné
history-letter = <collective>…</collective> a transmis une lettre
history-endorsement-withdrawn = <collective>…</collective> a retiré sa cosignature
history-whole = tout le texte tel qu’il était
history-round-until = Elle demande des positions jusqu’au
history-changes = Ce qu’elle a changé à la version du
history-amendment-accepted = Un amendement a été accepté
history-amendment-declined = Un amendement a été refusé

## Translations

translations-title = Traductions de { $title }
translations-heading = Traductions de <title>…</title>
translations-lead = Le texte est écrit en { $language }. Des collectifs le traduisent partie par partie ; quand l’original change, sa traduction le dit aussitôt. Rien n’est traduit par une machine.
translations-all = Toutes les langues
translations-none = Personne n’a encore commencé de traduction.
translations-none-in = Personne n’a encore commencé de traduction en { $language }.
translations-no-draft = Les ébauches de ce texte ne sont plus ici. Les langues du texte définitif sont à côté de lui.
translations-matrix = Partie par partie
translations-matrix-caption = Les parties du texte et leurs traductions
translations-part = Partie
translations-how = Aider à traduire
translations-how-lead = Un collectif qui a un nœud traduit ce qui manque, ou relit et approuve ce que d’autres ont traduit :
translations-not-shown =
  { $count ->
    [one] Une traduction d’un collectif que cette vue ne montre pas
    *[other] { $count } traductions de collectifs que cette vue ne montre pas
  }
wording-untranslated = à traduire
wording-stale = l’original a changé
wording-draft = brouillon
wording-needs-review = à relire
wording-approved = approuvé
wording-approvals = par { $count } collectifs
wording-nothing = Personne n’a encore traduit cette partie.
wording-earlier = L’original a changé depuis. Voici la traduction de ce qui s’y lisait :
wording-others =
  { $count ->
    [one] Une autre traduction
    *[other] { $count } autres traductions
  }
wording-by = Traduit par <collective>…</collective>.
wording-approved-by = Approuvé par <collectives>…</collectives>.

## Elsewhere

nav-communiques = Communiqués
feed-communiques-title = Communiqués
home-texts = Ce que des collectifs disent ensemble
home-rounds = Positions attendues
collective-texts = Communiqués
collective-texts-wrote = A écrit
collective-texts-endorsed = A cosigné
