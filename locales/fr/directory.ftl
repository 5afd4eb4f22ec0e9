## The directory and its cards

directory-title = Annuaire
directory-description = Des collectifs qui font tourner des serveurs pour les mouvements sociaux : ce qu’ils proposent, à qui, et qui s’en porte garant.
directory-lead = Qui propose quoi, à qui, et qui les connaît. Personne ne paie pour y figurer et rien n’est classé selon les goûts : d’abord ce qui est prouvé, puis l’ordre alphabétique.
directory-search-label = Un service, un lieu, une langue, un nom
directory-search-button = Chercher
directory-with-not-vouched = Montrer aussi les collectifs sans garant
directory-filters = Filtrer
directory-to-results = Passer les filtres
directory-results = Résultats
directory-found =
  { $count ->
    [0] Rien trouvé
    [one] Une fiche
    *[other] { $count } fiches
  }
directory-clear-filters = Retirer tous les filtres
directory-nothing = Rien ici ne correspond à tout cela. Vous pouvez chercher plus largement :
directory-nothing-elsewhere = D’autres nœuds montrent peut-être davantage. Et un groupe en qui vous avez confiance peut établir une fiche sur un hébergeur qu’il connaît.
hint-without-text =
  { $count ->
    [one] Une fiche sans les mots cherchés
    *[other] { $count } fiches sans les mots cherchés
  }
hint-without-facet =
  { $count ->
    [one] Une fiche sans le filtre « { $facet } »
    *[other] { $count } fiches sans le filtre « { $facet } »
  }
hint-not-vouched =
  { $count ->
    [one] Une fiche sans garant
    *[other] { $count } fiches, en comptant les collectifs sans garant
  }
facet-service = Service
facet-language = Langue
facet-place = Lieu
facet-audience = Pour qui
facet-registration = Comment s’inscrire
facet-load = Place disponible
facet-cost = Coût
facet-tor = Tor
views-label = Vues de ce nœud
listed = signalé par d’autres
hosts-not-proven = hôtes non confirmés
entry-updated = Mis à jour le <date></date>
label = <what></what> :
and-more =
  { $count ->
    [one] un de plus
    *[other] { $count } de plus
  }

## Why an entry is shown, or not

reason-seed = Ce nœud part de ce collectif.
reason-vouched = Recommandé par <names></names>.
reason-listed = Signalé par <names></names>. Ce collectif n’a pas de nœud connu ici et ne parle donc pas en son nom.
reason-listed-unknown = Signalé par <names></names>, sans garant ici.
gap-charter = Il n’a pas signé la charte que demande cette vue.
gap-no-vouches =
  { $needed ->
    [one] Aucun collectif montré ici ne s’en porte garant ; cette vue en demande un.
    *[other] Aucun collectif montré ici ne s’en porte garant ; cette vue en demande { $needed }.
  }
gap-vouches =
  { $counted ->
    [one] Seul garant : <names></names> ; cette vue en demande { $needed }.
    *[other] Seuls garants : <names></names> ; cette vue en demande { $needed }.
  }
gap-stale = Il n’a plus donné signe de vie depuis plus de 30 jours.
gap-key-expired = La clé de son serveur a expiré.
gap-retired = Ses membres y ont mis fin.
gap-succeeded = Un autre collectif poursuit à sa place.
gap-blocked = Les personnes qui s’occupent de ce nœud n’échangent pas avec lui.
