## The canary of a collective

part-canary = Canari
canary-lead = Une déclaration datée que des membres renouvellent à la main, jamais une machine. Qu’elle tarde ou qu’elle manque ne dit rien en soi.
canary-valid = Signé le <signed></signed>. Le prochain suit au plus tard le <next></next>.
canary-due = Signé le <signed></signed>. Le prochain est attendu au plus tard le <next></next>.
canary-overdue = En retard depuis le <since></since> ; nous n’en tirons aucune conclusion.
canary-withdrawn = Retiré le <since></since> ; nous n’en tirons aucune conclusion.
canary-renewed = Il a été renouvelé après une interruption.
canary-says = Ce que disent ses membres
canary-said = Ce que ses membres ont dit le <signed></signed>
canary-fresh = Il n’a pas été fait avant ces états d’autres collectifs, qu’il contient
canary-fresh-none = Il ne contient l’état d’aucun autre collectif : on ne peut pas vérifier quand il a été fait.
canary-fresh-verified = vérifié
canary-fresh-unknown = ne peut pas être vérifié ici
canary-fresh-not-theirs = n’est pas signé par leur clé
canary-history = Les précédents
canary-earlier = Signé le <signed></signed>, valable jusqu’au <next></next>
canary-earlier-withdrawn = Retiré le <signed></signed>
canary-gap = Du <from></from> au <to></to>, il n’y en avait pas.
canary-gap-not-known = Du <from></from> au <to></to>, aucun n’est connu ici.
canary-before =
  { $count ->
    [one] Une version antérieure n’est pas connue ici.
    *[other] { $count } versions antérieures ne sont pas connues ici.
  }
canary-follow = Suivre par flux
canary-feed-title = Canari : { $name }
canary-event-signed = { $name } : signé le { $date }
canary-event-due = { $name } : attendu depuis le { $date }
canary-event-overdue = { $name } : en retard depuis le { $date } ; nous n’en tirons aucune conclusion
canary-event-withdrawn = { $name } : retiré le { $date } ; nous n’en tirons aucune conclusion
