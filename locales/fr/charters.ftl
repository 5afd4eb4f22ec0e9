## Charters

charters-title = Chartes
charters-description = Ce à quoi des collectifs se sont engagés, qui a signé quelle version, et avec quelles réserves.
charters-lead = Une charte est un accord entre collectifs. Elle n’appartient à personne et personne ne certifie personne : chaque collectif signe pour lui-même, peut émettre une réserve sur une clause et dit pourquoi.
charters-none = Aucune charte n’est encore connue ici.
charters-others =
  { $count ->
    [one] Un texte que personne dans cette vue n’a signé
    *[other] { $count } textes que personne dans cette vue n’a signés
  }
charter-signed-by =
  { $count ->
    [0] Personne ici n’a signé cette version.
    [one] Un collectif a signé cette version.
    *[other] { $count } collectifs ont signé cette version.
  }
charter-with-reservations =
  { $count ->
    [one] Dont un avec des réserves.
    *[other] Dont { $count } avec des réserves.
  }
charter-suspended =
  { $count ->
    [one] Un collectif a suspendu sa signature.
    *[other] { $count } collectifs ont suspendu leur signature.
  }
charter-not-shown =
  { $count ->
    [one] Un autre, que cette vue ne montre pas.
    *[other] { $count } autres, que cette vue ne montre pas.
  }
charter-published = Publiée le
charter-published-by = par
charter-publisher = Publiée par
charter-authoritative = Fait foi en
charter-first-decides = En cas d’écart, c’est le texte en { $language } qui l’emporte.
charter-license = Licence
charter-translation = Ceci est une traduction. Font foi : { $languages }.
charter-text = Le texte
charter-languages = Lire en
charter-signatories = Qui a signé
charter-versions = Versions
charter-versions-lead = Qui peut signer peut publier une version suivante. Une signature reste sous la version qui a été lue.
charter-compare = comparer
charter-references = Ce sur quoi elle s’appuie
charter-references-lead = Des textes plus anciens qu’elle nomme. Ils n’en sont pas des clauses.
charter-digest = Les engagements nomment exactement ce texte par son empreinte :
charter-sign = Un collectif signe sur sa propre machine, avec les clés de ses membres :
charter-amended-notice = Une version ultérieure modifie celle-ci. Les deux existent ; regardez qui a signé laquelle.
version-first = première version
version-amends = modifie une autre
version-amended = modifiée depuis

## Who signed what

matrix-caption = Les collectifs et les versions qu’ils ont signées
matrix-others-caption = Collectifs que cette vue ne montre pas, et versions qu’ils ont signées
matrix-collective = Collectif
matrix-this = { $date } (celle-ci)
matrix-nobody = Personne dans cette vue n’a encore signé de version.
matrix-others =
  { $count ->
    [one] Un signataire que cette vue ne montre pas
    *[other] { $count } signataires que cette vue ne montre pas
  }
matrix-not-signed = non signée
matrix-details = Comment chacun a décidé, et toutes les réserves

## Clause by clause

clauses-title = Clause par clause
clauses-lead = Parmi les collectifs de cette vue dont la signature de cette version est en vigueur : qui émet une réserve, et dans quelle mesure chacun tient la clause, selon lui.
clauses-reserving =
  { $count ->
    [0] aucune réserve
    [one] une réserve
    *[other] { $count } réserves
  }
clauses-counts = tenue par { $yes }, en partie par { $partly }, pas encore par { $notYet } ; { $unsaid } n’en disent rien
clauses-reserves = émet une réserve :

## Changes between two versions

diff-title = Ce qui a changé depuis la version du { $date }
diff-lead = Les mots ajoutés sont soulignés, les mots retirés sont barrés.
diff-languages-added = Langues ajoutées :
diff-languages-removed = Langues retirées :
diff-authority = Les langues qui font foi ont changé.
diff-nothing = Dans cette langue, rien n’a changé.
diff-added = nouvelle clause
diff-removed = clause supprimée
diff-changed = modifiée
diff-moved = déplacée
diff-same = Inchangée.
diff-ins = ajouté :
diff-del = retiré :
