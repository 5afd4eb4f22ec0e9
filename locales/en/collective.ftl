## The page of a collective

contents = On this page
part-about = Who they are
part-services =
  { $count ->
    [one] One service
    *[other] { $count } services
  }
part-help = Mutual aid
part-contacts = Contacts
part-contact-keys = Keys for writing to them
part-charters = Charters
part-vouches = Vouches
part-listings =
  { $count ->
    [one] Lists one host
    *[other] Lists { $count } hosts
  }
part-history = Their keys and what happened to them
part-records = Check all this yourself
part-listed-by = Who says so
view-of-this-node = (View “{ $view }” of this node; other nodes may judge otherwise.)
collective-no-profile = This collective has published nothing about itself, or it has not arrived here yet.
hosts-conflicting = Another collective claims hosts of this one with a proof of its own. Compare fingerprints before you rely on either:
also-listed =
  { $count ->
    [one] Another collective lists it too; what it says itself goes before.
    *[other] { $count } other collectives list it too; what it says itself goes before.
  }
choose-title = Which one do you mean?
choose-lead = Several collectives call their page <slug></slug>, and nobody owns a name. Look at who vouches for them.

## Who they are

about-in-their-words = In their own words
about-also = Also known as
about-form = Form
about-founded = Founded
about-people = How many
about-status = Status
about-languages = Answers in
about-some-language = some { $language }
about-documentation = Documentation in
about-serves = Is there for
about-region = Region
about-office = Office in
about-jurisdictions = Legal seat
about-servers = Servers stand in
about-websites = Websites
about-onions = Onion addresses
about-decides = How they decide
about-admission = Who may ask
about-excluded = Not hosted
about-reason = Why they began
about-horizon = Until when
about-backups = Backups
about-software = Software
about-funding = Money from
about-policies = Policies and guides
about-reports = Reports
about-legal-count =
  { $year }, { $what }: { $band }{ $answered ->
    [true] {", data was given"}
    [false] {", no data was given"}
    *[unknown] {""}
  }
about-memberships = Part of
about-relations = Ties
about-updated = Updated
about-confirmed = Last gone through
about-never-confirmed = not stated
about-expires = Stands until

## Services

service-details = More about this service
service-no-address = No address is given.
host-not-proven = not confirmed by the host
yes-no =
  { $value ->
    [true] yes
    *[false] no
  }
days =
  { $count ->
    [one] one day
    *[other] { $count } days
  }
kept-always = without end
kept-hours = less than a day
no-limit = no limit
term-audience = For whom
term-registration = How to get in
term-load = Room
term-new-groups = Takes new groups now
term-approval = Decides within
term-answers = Answers within
term-cost = Cost
term-logs = Logs
term-encryption = Encryption
term-quotas = Space
term-retention = Kept for
term-email-needed = Asks for an e-mail address
term-phone-needed = Asks for a telephone number
term-script-needed = Needs JavaScript
term-tor-friendly = Works with Tor
term-software = Software
term-hosting = Machines
term-server-country = Server in
term-protocols = Federates by
term-started = Since
term-ended = Until
term-documentation = Documentation
term-support = Support
help-needs = What they need
help-offers = What they offer to other collectives
need-until = until

## Keys for writing to a collective

keys-lead = These keys are for writing to them and for checking what they sign elsewhere. They stand in their signed profile.
key-download = Download this key
key-elsewhere = The key is published elsewhere
key-not-here = The key itself is not kept here. Fetch it from the address below and compare its fingerprint.
key-picture = As a picture to scan
key-belongs-to = Belongs to
key-addresses = Addresses in it
key-algorithm = Algorithm
key-valid-from = Valid from
key-valid-until = Valid until

## Charters and vouches

charters-none-signed = They have signed no charter that is known here.
charters-published = Texts that they have published
charter-version-date = version of
commitment-text-missing = The text that they signed is not at hand here, so it cannot be judged.
commitment-suspended-since = Suspended since
commitment-decided = Decided by
commitment-read = Read in
commitment-review = To be reviewed by
commitment-lapses = Unless renewed, it no longer counts from
decision-counts = { $agree } agreed, { $reservations } with reservations, { $standAside } stood aside, { $block } blocked.
reservations-none = Without reservations.
reservations-title =
  { $count ->
    [one] One reservation
    *[other] { $count } reservations
  }
compliance-title = How far they keep each clause, by their own account
vouches-received = Who vouches for them
vouches-given = For whom they vouch
vouches-none-received = Nobody known here.
vouches-none-given = For nobody.
vouch-not-counted = does not count in this view
vouch-how = How they know each other, and until when this stands
vouch-since = Known since
vouch-fingerprint = Fingerprint compared
vouch-date = Signed
vouch-expires = Expires
record-bytes = signed bytes
record-check = check it
listings-lead = About these they tell because the collectives behind them have no node yet. Anyone can claim an entry by running one.
listed-by = Listed by <name></name>
listed-from = from:
host-doubtful = The name of this host mixes or imitates letters. Read it as machines do:
host-look-alike = Careful: <host></host> looks like <other></other>, which is another collective.
host-does-not-speak = This is what others say. The collective itself has no node here and has signed nothing of this.
host-expired = Nobody has confirmed this for a long time; it is no longer found in searches.
host-claim = Is it yours? <join>Run a node</join>, and your own words take the place of these.

## The history of keys

history-lead = Every change of a collective's keys needs several of its members and stands in a public log that nobody can rewrite unnoticed. This node keeps a copy.
history-scid = The fingerprint of the collective
history-scid-hint = It never changes, even if the domain or all keys do. Collectives are compared by it and by nothing else.
history-node-key = The key of its server
history-node-key-hint = With it the server signs what changes often. Whoever takes the server has it, until the members revoke it.
history-key-expires = Expires
history-members = Members who sign
history-members-of = { $threshold } of { $members } together
history-no-key = It has no key any more.
history-entries = What happened, the newest first
log-founded = Founded.
log-deactivated = Ended by its members.
log-node-key = New key of the server: <key></key>
log-renewed = The key of the server stands until <date></date>.
log-members =
  { $before ->
    [0] Members changed: { $after } now.
    *[other] Members changed: { $before } before, { $after } after.
  }
log-threshold = { $after } members must sign together; before it was { $before }.
log-moved = Moved from <from></from> to <to></to>.
log-guardians = { $threshold } of { $count } other collectives may name a successor if the keys are lost.
log-revoked = Revoked: <key></key>, not to be trusted since <date></date>.
log-disputed = disputed
log-confirmed = Confirmed without a change of keys.
log-approved = Approved by { $approvals } of { $members } members.
log-last-good = The members stand by state { $version } and what follows from it.
records-lead = Nothing on this page has to be believed. These are the signed originals; any node can check them, and the page “Verify” shows how.
records-log = Log of keys (did.jsonl)
records-witness = Approvals by members (did-witness.json)
records-head = Current state
records-profile = Profile
records-api = How programs read this

unconfirmed-lead = This was signed after { $date }, when the key was no longer to be trusted, and has not been published again since. Its members have not confirmed it:
