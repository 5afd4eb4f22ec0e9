## About this node

about-title = À propos de ce nœud
about-description = À qui est ce nœud, selon quelle règle il montre des collectifs, ce qu’il garde des visites, et quelles sont ses limites.
about-lead = Personne ne dirige ce réseau. Chaque collectif a son propre nœud ; chaque nœud vérifie tout lui-même et décide qui il montre. Voici comment décide celui-ci.
about-node-of = Nœud de
about-node-address = Adresse
about-node-since = En marche depuis le
about-network = Échanges
about-network-open = avec tout nœud qui envoie des déclarations signées
about-network-listed = seulement avec les nœuds qu’il a choisis
about-version = Programme
about-view = Qui il montre
about-visitors = Ce qu’il garde de votre visite
about-visitors-nothing = Rien. Ni adresses, ni navigateurs, ni mots cherchés, ni cookies, ni compteurs. Les pages n’exécutent aucun script et ne chargent rien d’ailleurs.
about-visitors-see = Pendant la connexion, votre adresse passe par la mémoire de cette machine, et qui achemine votre connexion voit que vous parlez à ce nœud.
about-visitors-tor = Avec le navigateur Tor, personne ne voit à la fois qui vous êtes et ce que vous lisez. Tout fonctionne ici dans son mode le plus sûr.
about-limits = Ce dont cela ne protège pas
about-limit-stolen-key = Si la clé du serveur d’un collectif est volée, qui la détient peut publier en son nom ce que signent les serveurs (services, contacts, fiches) et cacher ce qui s’y trouvait, jusqu’à ce que les membres la révoquent ou qu’elle expire. Le nom, les membres et tout ce que les membres signent eux-mêmes restent hors d’atteinte : chartes, garants, communiqués.
about-limit-public = Ce qui est publié ici est public pour de bon : d’autres nœuds en gardent des copies, et personne ne peut toutes les rappeler.
about-limit-seizure = Qui saisit cette machine y trouve ce qui est public de toute façon, la liste de ses pairs, et une clé chiffrée. Rien sur les visites, parce que rien n’a été gardé.
about-limit-vouch = Se porter garant, c’est dire qu’on se connaît. Cela ne dit pas qu’un service est sûr, et personne ici ne teste les services.
about-root = Le pouvoir de qui administre un serveur
about-root-power = Qui administre un serveur peut lire, copier, modifier et effacer tout ce que vous n’y avez pas chiffré vous-mêmes, et voir qui écrit à qui et quand. Rien de technique ne l’empêche, seulement une conduite et le regard d’un groupe.
about-root-node = Cela vaut aussi pour ce nœud. Les personnes qui s’en occupent peuvent laisser des collectifs de côté, et pourraient modifier ces pages. Elles ne peuvent pas changer ce que d’autres ont signé : comparez avec un autre nœud, ou vérifiez vous-même les signatures.
about-root-services = Et cela vaut pour chaque hébergement de l’annuaire. Demandez donc qui ils sont, qui les connaît et comment ils décident, et chiffrez ce qui doit rester à vous.
about-program = Le programme
about-program-free = Tessera est un logiciel libre. Le lien vers son code source figure au bas de chaque page, comme le demande sa licence.

## The rule of a view, in words

rule-lead = Cette vue est recalculée à partir de déclarations signées chaque fois que l’une d’elles change :
rule-seeds =
  { $count ->
    [one] Elle part d’un collectif choisi par les personnes de ce nœud.
    *[other] Elle part de { $count } collectifs choisis par les personnes de ce nœud, dont le leur et ses pairs.
  }
rule-vouches =
  { $count ->
    [one] Elle ajoute qui a pour garant au moins un collectif qu’elle montre.
    *[other] Elle ajoute qui a pour garants au moins { $count } collectifs qu’elle montre.
  }
rule-no-charter = Elle ne demande aucune charte.
rule-charter = Elle n’ajoute que les signataires d’une des chartes ci-dessous.
rule-limits = Les recommandations comptent jusqu’à { $depth } pas du départ, et pour chaque collectif seulement les { $perVoucher } plus récentes : deux collectifs qui tournent mal ne peuvent pas en faire entrer des milliers.
rule-silence = Sortent, avec leurs recommandations : qui se tait depuis 30 jours, qui a une clé expirée, qui a été dissous par ses membres.
rule-others = Tous les autres restent trouvables, marqués sans garant. On ne demande à personne ni nom, ni argent, ni permission.
rule-shown =
  { $count ->
    [one] Elle montre actuellement un collectif.
    *[other] Elle montre actuellement { $count } collectifs.
  }
rule-charters = Les chartes demandées
rule-seeds-title = D’où elle part
rule-hint-one-vouch-is-enough = Un seul garant suffit ici : un seul collectif qui se trompe ou dont on s’empare peut en faire entrer d’autres.
rule-hint-too-few-seeds = Elle part de moins de collectifs qu’elle ne demande de garants : personne d’autre ne peut entrer.
rule-hint-no-charter = Aucune charte n’est demandée : figurer ici n’engage à rien.
rule-hint-cap-is-high = Tant de recommandations d’un même collectif comptent que la limite protège de peu.
rule-hint-depth-is-high = Des recommandations comptent loin du départ, là où personne ne connaît personne que connaissent les personnes de ce nœud.
