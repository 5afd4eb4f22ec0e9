## Charters

charters-title = Charters
charters-description = What collectives have committed to, who signed which version, and with which reservations.
charters-lead = A charter is an agreement between collectives. Nobody owns one, nobody certifies anybody: each collective signs for itself, may reserve on a clause and says why.
charters-none = No charter is known here yet.
charters-others =
  { $count ->
    [one] One text that nobody in this view has signed
    *[other] { $count } texts that nobody in this view has signed
  }
charter-signed-by =
  { $count ->
    [0] Nobody shown here has signed this version.
    [one] One collective has signed this version.
    *[other] { $count } collectives have signed this version.
  }
charter-with-reservations =
  { $count ->
    [one] One of them with reservations.
    *[other] { $count } of them with reservations.
  }
charter-suspended =
  { $count ->
    [one] One has suspended its signature.
    *[other] { $count } have suspended their signature.
  }
charter-not-shown =
  { $count ->
    [one] One more whom this view does not show.
    *[other] { $count } more whom this view does not show.
  }
charter-published = Published
charter-published-by = by
charter-publisher = Published by
charter-authoritative = Authoritative in
charter-first-decides = Where they differ, { $language } decides.
charter-license = License
charter-translation = This is a translation. Authoritative: { $languages }.
charter-text = The text
charter-languages = Read it in
charter-signatories = Who signed
charter-versions = Versions
charter-versions-lead = Whoever may sign can publish a next version. A signature stays under the version that was read.
charter-compare = compare
charter-references = What it stands on
charter-references-lead = Older texts that it names. They are no clauses of it.
charter-digest = Commitments name exactly this text by its digest:
charter-sign = A collective signs on its own machine, with the keys of its members:
charter-amended-notice = There is a later version that amends this one. Both stand; look at who signed which.
version-first = first version
version-amends = amends another
version-amended = amended since

## Who signed what

matrix-caption = Collectives and the versions they signed
matrix-others-caption = Collectives that this view does not show, and the versions they signed
matrix-collective = Collective
matrix-this = { $date } (this one)
matrix-nobody = Nobody in this view has signed any version yet.
matrix-others =
  { $count ->
    [one] One signatory whom this view does not show
    *[other] { $count } signatories whom this view does not show
  }
matrix-not-signed = not signed
matrix-details = How each of them decided, and all reservations

## Clause by clause

clauses-title = Clause by clause
clauses-lead = Of the collectives of this view whose signature under this version is in force: who has a reservation, and how far each keeps a clause, by its own account.
clauses-reserving =
  { $count ->
    [0] no reservations
    [one] one reservation
    *[other] { $count } reservations
  }
clauses-counts = kept by { $yes }, in part by { $partly }, not yet by { $notYet }; { $unsaid } say nothing
clauses-reserves = has a reservation:

## Changes between two versions

diff-title = What changed since the version of { $date }
diff-lead = Words that were put in are underlined, words that were taken out are struck through.
diff-languages-added = Languages added:
diff-languages-removed = Languages removed:
diff-authority = Which languages are authoritative has changed.
diff-nothing = In this language nothing has changed.
diff-added = new clause
diff-removed = clause removed
diff-changed = changed
diff-moved = moved
diff-same = Unchanged.
diff-ins = added:
diff-del = removed:
