## The first page

home-title = Des serveurs tenus par des gens à qui parler
home-description = Un annuaire de collectifs qui font tourner des serveurs pour les mouvements sociaux, tenu par les collectifs eux-mêmes, sans centre.
home-lead = Des collectifs qui font tourner courriel, listes, sites et messageries pour les mouvements sociaux tiennent ensemble cet annuaire. Ni entreprise ni autorité au milieu : chaque nœud vérifie lui-même chaque signature et dit qui il montre, et pourquoi.
home-search-label = De quoi votre groupe a-t-il besoin ?
home-way-find = Trouver un hébergement
home-way-find-sentence = Par service, langue, lieu ou mode d’inscription. Vous voyez qui se porte garant de qui.
home-way-charter = À quoi ils s’engagent
home-way-charter-sentence = Les chartes, qui a signé quelle version, et ce que chacun n’endosse pas.
home-way-join = Vous tenez un serveur ? Participez
home-way-join-sentence = Ce que signer veut dire, qui peut se porter garant, et comment repartir.
home-way-verify = Vérifier quelque chose
home-way-verify-sentence = Collez une déclaration signée et voyez, étape par étape, ce qui tient.
home-news = Nouveau dans l’annuaire
home-no-news = Rien encore.
home-numbers = Ce que montre ce nœud
home-entries =
  { $count ->
    [one] Une fiche dans l’annuaire.
    *[other] { $count } fiches dans l’annuaire.
  }
home-collectives =
  { $count ->
    [one] Un collectif s’y exprime lui-même, avec ses propres clés.
    *[other] { $count } collectifs s’y expriment eux-mêmes, avec leurs propres clés.
  }
home-who = Qui ce nœud montre suit une règle que vous pouvez lire : <about>à propos de ce nœud</about>.
home-troubles = Regardez à deux fois avant de compter sur eux :
