## Checking what was signed

verify-title = Verify
verify-description = Check a signed statement step by step: its form, its signatures, whose keys they are, and whether it counts now.
verify-lead = Nothing here has to be believed. Give a signed statement, and see what was checked, how, and what came out.
verify-by-name = Something this node holds
verify-by-name-label = A digest, or the address of a record or object
verify-button = Verify
verify-never-fetches = This node fetches nothing for you: an address is only read, and what it names is looked up among what is held here. Otherwise anyone could send this node to any place, and that place would learn of it.
verify-by-text = A text you have
verify-by-text-label = Paste the whole record, from the first brace to the last
verify-nothing-kept = What you paste is checked and forgotten.
verify-by-file = A file, from the command line:
verify-result = What was found
verify-problem-not-found = This node holds nothing by that name. Another node may, or the text itself can be pasted below.
verify-problem-erased = The collective that published this has erased it.
verify-problem-unclear = This is neither a digest nor the address of a record or an object. A digest starts with zQm.
verify-verdict-counts = It is genuine, and it counts now.
verify-verdict-holds = It is genuine, but it does not count now.
verify-verdict-fails = It is not genuine: at least one check failed.
verify-verdict-unknown = Nothing speaks against it, but this node cannot tell whether it counts.
verify-kind = What it is
verify-kind-head = current state (head)
verify-kind-manifest = list of records (manifest)
verify-owner = Of the collective
verify-slug = Name and version
verify-updated = Dated
verify-signed-by = Signed by
verify-by-node = the server of the collective
verify-by-members = members of the collective
verify-digest = Digest
verify-status-holds = holds
verify-status-fails = fails
verify-status-unknown = open

## Steps

verify-step-form = Form
verify-step-canonical = The exact bytes
verify-step-digest = Digest
verify-step-proofs = Signatures
verify-step-owner = Whose it is
verify-step-when = The keys when it was signed
verify-step-now = The keys today
verify-step-counts = Does it count now?
verify-form-right = It is of the kind { $type } and has the members that this kind must have, within the limits.
verify-form-wrong = It does not have the form that this kind must have.
verify-form-not-json = This is not a JSON object, so it is no statement of this network.
verify-form-too-large = It is larger than anything in this network may be.
verify-canonical-exact = The bytes are in the one form that is allowed (RFC 8785), so nothing can hide in order, spaces or doubled members.
verify-canonical-reordered = The text was laid out differently. It was put into the one allowed form first, and everything below is about that. As it was pasted, no node would take it in.
verify-digest-one = The bytes have the digest { $digest }.
verify-digest-two = The bytes have the digest { $digest }. What is said, without the signatures, has the digest { $statement }: other statements refer to it by that.
verify-digest-head = The bytes have the digest { $digest }. The state it stands for has the digest { $statement }, the same for all its renewals.
verify-proofs-hold =
  { $count ->
    [one] The signature was made over exactly these bytes by the key that it names (Ed25519, eddsa-jcs-2022).
    *[other] All { $count } signatures were made over exactly these bytes by the keys that they name (Ed25519, eddsa-jcs-2022).
  }
verify-proofs-broken = A signature does not fit. Either the text was changed after signing, or it never was what it says.
verify-proofs-unsigned = Lists are not signed by themselves; the current state that names this one is.
verify-owner-known =
  { $entries ->
    [one] This node keeps the log of keys of that collective (one entry, verified).
    *[other] This node keeps the log of keys of that collective ({ $entries } entries, verified).
  }
verify-owner-disputed = There are several histories of that collective's keys ({ $entries } entries in all). Only what holds in each of them is said to hold.
verify-owner-no-log = This node does not know the log of keys of the collective { $scid }, so it cannot tell whose keys these are.
verify-when-node-key = The key was the collective's server key when this was signed (entry { $number } of its log).
verify-when-not-node-key = The key was not the collective's server key when this says it was signed (entry { $number } of its log).
verify-when-members = { $counted } of the { $members } members of that time have signed; { $threshold } were needed (entry { $number } of the log).
verify-when-too-few-members = Only { $counted } of the { $members } members of that time have signed; { $threshold } were needed (entry { $number } of the log).
verify-when-before-log = It is dated before the collective's log begins.
verify-now-node-key = It is still the key of the collective's server.
verify-now-not-node-key = It is no longer the key of the collective's server; see its history of keys for when and why it was replaced.
verify-now-members = { $counted } of those who signed are members today; { $threshold } are needed.
verify-now-too-few-members = Only { $counted } of those who signed are members today; { $threshold } would be needed for something new.
verify-now-before-log = The collective's log has no entry.
verify-counts-current = Yes. It has counted here since { $since }.
verify-counts-withdrawal = Yes: with it the collective has taken back what it said before.
verify-counts-same-statement = Yes: the same statement counts here, signed with other proofs.
verify-counts-superseded = No: version { $version } has taken its place.
verify-counts-withdrawn = No: the collective has withdrawn it with version { $version }.
verify-counts-expired = No: it expired on { $date }.
verify-counts-ahead = Not yet: it is dated in the future.
verify-counts-not-here = This node had not received it, so it does not count here. The collective may have published it since, or never.
verify-counts-not-listed = No: the current state of the collective does not list it.
verify-counts-keys-no-longer = No: the members changed, and those of today have not confirmed it.
verify-counts-newest = Yes: it is the current state of the collective.
verify-counts-not-newest = No: it is not the current state of the collective.
verify-counts-head-expired = No: it is the last known state of the collective, but it has expired without being renewed.
verify-counts-named = Yes: the current state of the collective names this list.
verify-counts-not-named = No: the current state of the collective names another list.

## Files and bundles

verify-by-upload = A file you have
verify-by-upload-label = A bundle (.tessera), or the file of one record
verify-upload-limit = At most 16 MB. It is checked against nothing but itself, in memory, and forgotten.
verify-upload-home = You need not trust this node for that. The same check runs at home, without a network:
bundle-title = What is in this bundle
bundle-sound =
  { $count ->
    [one] It is whole and genuine: its one signature holds.
    *[other] It is whole and genuine: all { $count } signatures hold.
  }
bundle-unsound =
  { $count ->
    [0] It is not genuine: nothing in it could be confirmed.
    [one] It is not genuine as a whole. One signature holds; what is confirmed below stands by its own signatures.
    *[other] It is not genuine as a whole. { $count } signatures hold; what is confirmed below stands by its own signatures.
  }
bundle-change-replaced = It was changed: in line { $line }, byte { $byte } of the file is { $is } and was { $was }.
bundle-change-inserted = It was changed: in line { $line }, bytes were put in at byte { $byte } of the file; the first is { $is }.
bundle-change-removed = It was changed: in line { $line }, a byte is missing at byte { $byte } of the file; it was { $was }.
bundle-change-cut = It ends too early: after byte { $byte } of the file, in line { $line }, the rest is missing.
bundle-change-unclear = It was changed: the first change is in line { $line }, among bytes { $byte } to { $last } of the file.
bundle-broken = It could not be read to its end:
bundle-as-of = Judged as of
bundle-newest = The newest thing in it is of
bundle-languages = Languages
bundle-nobody-signed = Nobody in this bundle has signed it besides those who published it.
bundle-signed =
  { $count ->
    [0] Nobody has signed this very text
    [one] One collective has signed this very text
    *[other] { $count } collectives have signed this very text
  }
bundle-who = Collective
bundle-read = What they read
bundle-note = Note
bundle-letter = by a letter to
bundle-other-text = another text than this
bundle-members = { $signed } of { $of } members
bundle-ended = ended on { $date }
bundle-whose = Whose signatures these are
bundle-collectives =
  { $count ->
    [one] One collective in this bundle
    *[other] { $count } collectives in this bundle
  }
bundle-state = State
bundle-rule = Who decides
bundle-state-of = State of
bundle-threshold = { $threshold } of { $members } members
bundle-no-log = no log of keys that holds
bundle-no-head = no state in this bundle
bundle-all-records = All statements
bundle-records =
  { $count ->
    [one] One statement:
    *[other] { $count } statements:
  }
bundle-verdict-counts = Signed by its collective, and in force as far as this bundle tells.
bundle-verdict-withdrawn = With it the collective takes back what it said before.
bundle-verdict-superseded = Signed by its collective; a later version here has taken its place.
bundle-verdict-expired = Signed by its collective; it has expired.
bundle-verdict-ahead = Signed by its collective; it is dated in the future.
bundle-verdict-not-listed = Signed by its collective, but the state in this bundle does not list it.
bundle-verdict-keys-no-longer = Signed by members of an earlier time, and not confirmed by those who came after.
bundle-verdict-wrong-keys = Not signed by keys of its collective.
bundle-verdict-no-log = It cannot be told whose keys signed it: the log of keys is missing or does not hold.
bundle-not-confirmed = Not confirmed
bundle-line = Line { $line }, of
bundle-missing = Named, but not in this bundle
bundle-not-newest = A bundle proves what was signed. It cannot prove that nothing newer exists.
bundle-another = Verify something else
