## Checking what was signed

verify-title = Vérifier
verify-description = Vérifier étape par étape une déclaration signée : sa forme, ses signatures, à qui sont les clés, et si elle compte aujourd’hui.
verify-lead = Rien ici n’est à croire sur parole. Donnez une déclaration signée, et voyez ce qui a été vérifié, comment, et avec quel résultat.
verify-by-name = Quelque chose que ce nœud détient
verify-by-name-label = Une empreinte, ou l’adresse d’une déclaration ou d’un objet
verify-button = Vérifier
verify-never-fetches = Ce nœud ne va rien chercher pour vous : une adresse est seulement lue, et ce qu’elle nomme est cherché parmi ce qui est gardé ici. Sinon, n’importe qui pourrait envoyer ce nœud n’importe où, et cet endroit l’apprendrait.
verify-by-text = Un texte que vous avez
verify-by-text-label = Collez toute la déclaration, de la première accolade à la dernière
verify-nothing-kept = Ce que vous collez est vérifié, puis oublié.
verify-by-file = Un fichier, depuis la ligne de commande :
verify-result = Le résultat
verify-problem-not-found = Ce nœud ne détient rien sous ce nom. Un autre nœud peut l’avoir, ou le texte lui-même peut être collé ci-dessous.
verify-problem-erased = Le collectif qui l’avait publié l’a effacé.
verify-problem-unclear = Ce n’est ni une empreinte, ni l’adresse d’une déclaration ou d’un objet. Une empreinte commence par zQm.
verify-verdict-counts = C’est authentique, et cela compte aujourd’hui.
verify-verdict-holds = C’est authentique, mais cela ne compte pas aujourd’hui.
verify-verdict-fails = Ce n’est pas authentique : au moins une vérification a échoué.
verify-verdict-unknown = Rien ne s’y oppose, mais ce nœud ne peut pas dire si cela compte.
verify-kind = Ce que c’est
verify-kind-head = état courant (head)
verify-kind-manifest = liste de déclarations (manifest)
verify-owner = Du collectif
verify-slug = Nom et version
verify-updated = Daté du
verify-signed-by = Signé par
verify-by-node = le serveur du collectif
verify-by-members = des membres du collectif
verify-digest = Empreinte
verify-status-holds = tient
verify-status-fails = échoue
verify-status-unknown = ouvert

## Steps

verify-step-form = Forme
verify-step-canonical = Les octets exacts
verify-step-digest = Empreinte
verify-step-proofs = Signatures
verify-step-owner = À qui c’est
verify-step-when = Les clés au moment de signer
verify-step-now = Les clés aujourd’hui
verify-step-counts = Cela compte-t-il aujourd’hui ?
verify-form-right = C’est du type { $type }, avec les membres que ce type doit avoir, dans les limites.
verify-form-wrong = Cela n’a pas la forme que ce type doit avoir.
verify-form-not-json = Ce n’est pas un objet JSON, donc pas une déclaration de ce réseau.
verify-form-too-large = C’est plus grand que tout ce qui est permis dans ce réseau.
verify-canonical-exact = Les octets sont dans la seule forme permise (RFC 8785) : rien ne peut se cacher dans l’ordre, les espaces ou des membres doublés.
verify-canonical-reordered = Le texte était disposé autrement. Il a d’abord été remis dans la seule forme permise, et tout ce qui suit porte sur elle. Tel que collé, aucun nœud ne l’accepterait.
verify-digest-one = Les octets ont l’empreinte { $digest }.
verify-digest-two = Les octets ont l’empreinte { $digest }. Ce qui est dit, sans les signatures, a l’empreinte { $statement } : c’est par elle que d’autres déclarations s’y réfèrent.
verify-digest-head = Les octets ont l’empreinte { $digest }. L’état qu’il désigne a l’empreinte { $statement }, la même pour tous ses renouvellements.
verify-proofs-hold =
  { $count ->
    [one] La signature a été faite sur exactement ces octets par la clé qu’elle nomme (Ed25519, eddsa-jcs-2022).
    *[other] Les { $count } signatures ont été faites sur exactement ces octets par les clés qu’elles nomment (Ed25519, eddsa-jcs-2022).
  }
verify-proofs-broken = Une signature ne correspond pas. Soit le texte a été modifié après la signature, soit il n’a jamais été ce qu’il prétend.
verify-proofs-unsigned = Les listes ne sont pas signées elles-mêmes ; l’état courant qui nomme celle-ci l’est.
verify-owner-known =
  { $entries ->
    [one] Ce nœud garde le journal des clés de ce collectif (une entrée, vérifiée).
    *[other] Ce nœud garde le journal des clés de ce collectif ({ $entries } entrées, vérifiées).
  }
verify-owner-disputed = Il existe plusieurs historiques des clés de ce collectif ({ $entries } entrées en tout). N’est dit tenir que ce qui tient dans chacun.
verify-owner-no-log = Ce nœud ne connaît pas le journal des clés du collectif { $scid } ; il ne peut donc pas dire à qui sont ces clés.
verify-when-node-key = La clé était celle du serveur du collectif au moment de signer (entrée { $number } de son journal).
verify-when-not-node-key = La clé n’était pas celle du serveur du collectif au moment indiqué (entrée { $number } de son journal).
verify-when-members = { $counted } des { $members } membres d’alors ont signé ; il en fallait { $threshold } (entrée { $number } du journal).
verify-when-too-few-members = Seulement { $counted } des { $members } membres d’alors ont signé ; il en fallait { $threshold } (entrée { $number } du journal).
verify-when-before-log = La date est antérieure au début du journal du collectif.
verify-now-node-key = C’est encore la clé du serveur du collectif.
verify-now-not-node-key = Ce n’est plus la clé du serveur du collectif ; son historique des clés dit quand et pourquoi elle a été remplacée.
verify-now-members = { $counted } signataires sont membres aujourd’hui ; il en faut { $threshold }.
verify-now-too-few-members = Seulement { $counted } signataires sont membres aujourd’hui ; il en faudrait { $threshold } pour quelque chose de nouveau.
verify-now-before-log = Le journal du collectif n’a pas d’entrée.
verify-counts-current = Oui. Cela compte ici depuis le { $since }.
verify-counts-withdrawal = Oui : par elle, le collectif a retiré ce qu’il disait avant.
verify-counts-same-statement = Oui : la même déclaration compte ici, signée avec d’autres preuves.
verify-counts-superseded = Non : la version { $version } l’a remplacée.
verify-counts-withdrawn = Non : le collectif l’a retirée avec la version { $version }.
verify-counts-expired = Non : elle a expiré le { $date }.
verify-counts-ahead = Pas encore : sa date est dans le futur.
verify-counts-not-here = Ce nœud ne l’avait pas reçue ; elle ne compte donc pas ici. Le collectif l’a peut-être publiée depuis, ou jamais.
verify-counts-not-listed = Non : l’état courant du collectif ne la mentionne pas.
verify-counts-keys-no-longer = Non : les membres ont changé, et ceux d’aujourd’hui ne l’ont pas confirmée.
verify-counts-newest = Oui : c’est l’état courant du collectif.
verify-counts-not-newest = Non : ce n’est pas l’état courant du collectif.
verify-counts-head-expired = Non : c’est le dernier état connu du collectif, mais il a expiré sans être renouvelé.
verify-counts-named = Oui : l’état courant du collectif nomme cette liste.
verify-counts-not-named = Non : l’état courant du collectif nomme une autre liste.

## Files and bundles

verify-by-upload = Un fichier que vous avez
verify-by-upload-label = Un recueil (.tessera), ou le fichier d’une seule déclaration
verify-upload-limit = 16 Mo au plus. Il est vérifié par lui-même, en mémoire, puis oublié.
verify-upload-home = Pour cela, pas besoin de faire confiance à ce nœud. La même vérification se fait chez vous, sans réseau :
bundle-title = Le contenu de ce recueil
bundle-sound =
  { $count ->
    [one] Il est entier et authentique : son unique signature est valable.
    *[other] Il est entier et authentique : les { $count } signatures sont valables.
  }
bundle-unsound =
  { $count ->
    [0] Il n’est pas authentique : rien n’a pu y être confirmé.
    [one] Il n’est pas authentique dans son ensemble. Une signature est valable ; ce qui est confirmé ci-dessous tient par ses propres signatures.
    *[other] Il n’est pas authentique dans son ensemble. { $count } signatures sont valables ; ce qui est confirmé ci-dessous tient par ses propres signatures.
  }
bundle-change-replaced = Il a été modifié : à la ligne { $line }, l’octet { $byte } du fichier est { $is } et était { $was }.
bundle-change-inserted = Il a été modifié : à la ligne { $line }, des octets ont été ajoutés à l’octet { $byte } du fichier ; le premier est { $is }.
bundle-change-removed = Il a été modifié : à la ligne { $line }, un octet manque à l’octet { $byte } du fichier ; c’était { $was }.
bundle-change-cut = Il s’arrête trop tôt : après l’octet { $byte } du fichier, à la ligne { $line }, la suite manque.
bundle-change-unclear = Il a été modifié : la première modification est à la ligne { $line }, entre les octets { $byte } et { $last } du fichier.
bundle-broken = Il n’a pas pu être lu jusqu’au bout :
bundle-as-of = État jugé au
bundle-newest = Le plus récent de son contenu date du
bundle-languages = Langues
bundle-nobody-signed = Dans ce recueil, personne ne l’a signé, à part ceux qui l’ont publié.
bundle-signed =
  { $count ->
    [0] Personne n’a signé ce texte précis
    [one] Un collectif a signé ce texte précis
    *[other] { $count } collectifs ont signé ce texte précis
  }
bundle-who = Collectif
bundle-read = Ce qu’il a lu
bundle-note = Note
bundle-letter = par une lettre à
bundle-other-text = un autre texte que celui-ci
bundle-members = { $signed } des { $of } membres
bundle-ended = fini le { $date }
bundle-whose = De qui sont ces signatures
bundle-collectives =
  { $count ->
    [one] Un collectif dans ce recueil
    *[other] { $count } collectifs dans ce recueil
  }
bundle-state = État
bundle-rule = Qui décide
bundle-state-of = État du
bundle-threshold = { $threshold } des { $members } membres
bundle-no-log = pas de journal de clés valable
bundle-no-head = pas d’état dans ce recueil
bundle-all-records = Toutes les déclarations
bundle-records =
  { $count ->
    [one] Une déclaration :
    *[other] { $count } déclarations :
  }
bundle-verdict-counts = Signé par son collectif, et en vigueur d’après ce recueil.
bundle-verdict-withdrawn = Le collectif y retire ce qu’il avait dit.
bundle-verdict-superseded = Signé par son collectif ; une version plus récente, ici présente, l’a remplacé.
bundle-verdict-expired = Signé par son collectif ; c’est périmé.
bundle-verdict-ahead = Signé par son collectif ; c’est daté du futur.
bundle-verdict-not-listed = Signé par son collectif, mais l’état contenu dans ce recueil ne le mentionne pas.
bundle-verdict-keys-no-longer = Signé par des membres d’une époque antérieure, sans confirmation de ceux qui ont suivi.
bundle-verdict-wrong-keys = Pas signé par des clés de son collectif.
bundle-verdict-no-log = Impossible de dire à qui sont les clés : le journal de clés manque ou n’est pas valable.
bundle-not-confirmed = Non confirmé
bundle-line = Ligne { $line }, de
bundle-missing = Nommé, mais absent de ce recueil
bundle-not-newest = Un recueil prouve ce qui a été signé. Il ne peut pas prouver que rien de plus récent n’existe.
bundle-another = Vérifier autre chose
