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
