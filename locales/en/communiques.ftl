## Lists of texts

texts-title-communique = Communiqués
texts-title-charter = Charters in the making
texts-lead-communique = What collectives say together. Each text is written in the open, decided on by every collective in its own assembly, and signed so that anyone can check it.
texts-lead-charter = Next versions of charters, as collectives write them, translate them and decide on them.
texts-none = No text is known here yet.
texts-frozen = Finished
texts-in-the-making = In the making
texts-others =
  { $count ->
    [one] One text by a collective that this view does not show
    *[other] { $count } texts by collectives that this view does not show
  }
texts-to-charter-drafts = Charters in the making
charters-to-drafts = Charters in the making
charter-to-draft = The next version is being written: <draft>see the draft</draft>.

## Where a text stands

stage-collecting = collecting ideas
stage-writing = being written
stage-translating = being translated
stage-deciding = being decided on
stage-frozen = ready to be signed
stage-withdrawn = withdrawn
text-frozen = finished
text-withdrawn = withdrawn
text-apart-mark =
  { $count ->
    [one] one version
    *[other] { $count } versions apart
  }
text-endorsed-by =
  { $count ->
    [0] No collective shown here has endorsed it yet.
    [one] One collective has endorsed it.
    *[other] { $count } collectives have endorsed it.
  }
text-letters =
  { $count ->
    [one] One more signed by letter.
    *[other] { $count } more signed by letter.
  }

## One text

text-call-to-action = What we ask
text-credits = Who worked on it
text-endorsements = Who stands under it
text-endorse = Endorse it
text-files = Take it with you
text-rounds = Positions
text-amendments = Amendments
text-apart-title = Written apart
text-kin = Related texts
text-more = How it came to be
text-take-part = Take part
text-frozen-on = Finished
text-updated-on = Last version
text-frozen-by = Frozen by
text-signed = Signed
text-signed-members = by { $members } of the { $all } members of this collective, with their own keys
text-written-in = Written in
text-drafted-by = Drafted by
text-draft-updated = This version
text-stage-reason = Why this step
text-withdrawn-notice = The collective that froze this text has withdrawn it:
text-earlier-version = This is an earlier version. <newest>Read the newest one</newest>. An endorsement stands under the words that were read.
text-earlier-draft = This is an earlier draft. <newest>Read the text as it stands</newest>.
text-frozen-charter = This charter is finished and signed: <charter>read it and see who stands under it</charter>. What follows is how it was written.
text-translation-unread =
  { $count ->
    [0] This translation was read and approved by a collective.
    [one] One part of this translation was not yet read by a second collective.
    *[other] { $count } parts of this translation were not yet read by a second collective.
  }
text-translation-missing =
  { $count ->
    [one] One part is not translated as it stands now; it is shown in { $language }.
    *[other] { $count } parts are not translated as they stand now; they are shown in { $language }.
  }
text-to-history = Every version, and what changed
text-to-translations = Translations, part by part
text-frozen-version-of = The version of
text-take-part-lead = A collective with a node proposes changes, translates, and says where it stands:
text-take-part-fork = Nobody owns a text: from any version you can go on under your own name, and the kinship stays visible.

## Credits

credit-wrote = Written by
credit-translated = Translated by
credit-reviewed = Read and approved by
credit-designed = Designed by
credit-supported = Supported by

## Endorsements

endorsements-letters =
  { $count ->
    [one] One collective without a node, signed by letter
    *[other] { $count } collectives without a node, signed by letter
  }
endorsements-letters-lead = They are counted apart: the collective that passed a letter on vouches that it is real.
endorsements-not-counted = Not under this text
endorsements-not-counted-lead = They endorsed other words than these, or have taken their endorsement back.
endorsements-not-shown =
  { $count ->
    [one] One endorsement by a collective that this view does not show
    *[other] { $count } endorsements by collectives that this view does not show
  }
endorsement-counts = endorsed
endorsement-partly = endorsed another text in some languages
endorsement-other-text = endorsed another text
endorsement-withdrawn = withdrawn
endorsement-withdrawn-on = Taken back on
endorsement-signed = Signed
endorsement-quorum = Quorum
endorsement-changed = Another text in { $languages }.
endorsement-by-letter = signed by letter
endorsement-letter = Passed on by <collective>…</collective>:
letter-in-person = told in person
letter-post = by post
letter-signed-message = by a signed message
letter-email = by mail
letter-phone-call = by phone

## How to check it, to endorse it, to take it along

text-check-bundle = Everything that was signed fits in one file: <bundle>download the bundle</bundle>. On a machine of yours, without a network, this checks it:
text-check-statement = This version has the digest
text-check-here = Check it here, step by step
text-check-digests = Endorsements name the text of each language by its digest. If one letter changes, so does the digest.
text-digests-caption = Languages of this text
text-digests-language = Language
text-digests-readers = Read and endorsed by
text-digests-digest = Digest
text-endorse-node = A collective with a node reads the text, decides in its own assembly, and its members sign:
text-endorse-letter = A collective without a node writes a letter to a collective here that knows it and asks it to pass it on, or <join>sets up a node</join>.
text-files-lead = In { $language }:
text-file-print = To print
text-file-pdf = Leaflet (PDF)
text-file-epub = Book (EPUB)
text-file-txt = Plain text
text-file-txt-asc = Signature of the plain text (OpenPGP)
text-file-key = Key of this node, to verify the signature
text-print-check = Check it

publication-by = Frozen by
publication-endorsed-by = Endorsed by
publication-by-letter = by letter
publication-call-to-action = What we ask
publication-verify-at = Verify this text at
publication-digest = Digest of this text
publication-qr = QR code of the address
publication-contents = Contents

## Rounds and positions

round-open-until = Positions are asked for until
round-closed = Positions were asked for until
round-on = On the version of
round-no-position = No collective shown here has taken a position yet.
round-block = A block is not a vote. It says that a collective cannot live with the text. Whoever drafts it can change it, withdraw it, or go on without that collective, and every choice stays visible.
round-late =
  { $count ->
    [one] One position that came later
    *[other] { $count } positions that came later
  }
round-others =
  { $count ->
    [one] One position of a collective that this view does not show
    *[other] { $count } positions of collectives that this view does not show
  }
round-outcomes = What followed
position-agree = agrees
position-agree-with-reservations = agrees with reservations
position-stand-aside = stands aside
position-block = blocks
position-observer = observes
outcome-withdrawn = <collective>…</collective> withdrew the text.
outcome-amended = <collective>…</collective> wrote another version.
outcome-frozen = <collective>…</collective> froze the text.
outcome-taken-on = <collective>…</collective> took it on under its own name.
outcome-without = Without <blockers>…</blockers>, who had blocked.

## Amendments

amendments-none-open = No amendment is open.
amendments-answered =
  { $count ->
    [one] One answered amendment
    *[other] { $count } answered amendments
  }
amendment-open = open
amendment-accepted = accepted
amendment-declined = declined
amendment-accepted-by = Accepted by <collective>…</collective>
amendment-declined-by = Declined by <collective>…</collective>
amendment-to = to the version of

## Versions and kin

text-apart =
  { $count ->
    [one] One version stands alone.
    *[other] { $count } versions of this text were written apart. Nothing is lost: here is what each changed of what they both come from. A later version can join them.
  }
text-diff-added = new
text-diff-removed = removed
text-diff-changed = changed
text-diff-same = unchanged
text-version-of = Version of
text-no-change = Nothing in the text has changed.
text-kin-lead = Anyone may go on from any version under a name of its own.
text-kin-origin = by <collective>…</collective>: this text goes on from it
text-kin-continuation = by <collective>…</collective>: goes on from this text
text-kin-kin = by <collective>…</collective>: comes from the same text
text-kin-missing =
  { $count ->
    [one] It also goes on from a version that is not here.
    *[other] It also goes on from { $count } versions that are not here.
  }
part-name-title = Title
part-name-summary = Summary
part-name-call-to-action = What we ask
part-name-paragraph = Paragraph { $number }
part-name-clause = Clause { $number }

## History

history-title = History of { $title }
history-heading = History of <title>…</title>
history-back = Back to the text
history-none = Nothing is known of how this text was written.
history-draft = <collective>…</collective> wrote a version
history-draft-kin = <collective>…</collective> went on with it under another name
history-frozen = <collective>…</collective> froze the text
history-frozen-again = <collective>…</collective> signed another version of the finished text
history-endorsed = <collective>…</collective> endorsed it
history-letter = <collective>…</collective> passed on a letter
history-endorsement-withdrawn = <collective>…</collective> took its endorsement back
history-whole = the whole text as it was
history-round-until = It asks for positions until
history-changes = What it changed of the version of
history-amendment-accepted = An amendment was accepted
history-amendment-declined = An amendment was declined

## Translations

translations-title = Translations of { $title }
translations-heading = Translations of <title>…</title>
translations-lead = The text is written in { $language }. Collectives translate it part by part; what changes in the original is out of date at once. Nothing is translated by machine.
translations-all = All languages
translations-none = Nobody has begun a translation yet.
translations-none-in = Nobody has begun a translation into { $language } yet.
translations-no-draft = The drafts of this text are not here any more. The languages of the finished text stand beside it.
translations-matrix = Part by part
translations-matrix-caption = Parts of the text and their translations
translations-part = Part
translations-how = Help to translate
translations-how-lead = A collective with a node translates what is missing, or reads what others did and approves it:
translations-not-shown =
  { $count ->
    [one] One translation by a collective that this view does not show
    *[other] { $count } translations by collectives that this view does not show
  }
wording-untranslated = untranslated
wording-stale = out of date
wording-draft = draft
wording-needs-review = needs review
wording-approved = approved
wording-approvals = by { $count } collectives
wording-nothing = Nobody has translated this part yet.
wording-earlier = The original has changed since. This was the translation of the earlier words:
wording-others =
  { $count ->
    [one] One other wording
    *[other] { $count } other wordings
  }
wording-by = Translated by <collective>…</collective>.
wording-approved-by = Approved by <collectives>…</collectives>.

## Elsewhere

nav-communiques = Communiqués
feed-communiques-title = Communiqués
home-texts = What collectives say together
home-rounds = Open for positions
collective-texts = Communiqués
collective-texts-wrote = Wrote
collective-texts-endorsed = Endorsed
