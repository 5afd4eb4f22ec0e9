## About this node

about-title = About this node
about-description = Whose node this is, by which rule it shows collectives, what it keeps of visitors, and where its limits are.
about-lead = Nobody runs this network. Every collective has its own node; each node checks everything itself and decides whom it shows. Here is how this one decides.
about-node-of = Node of
about-node-address = Address
about-node-since = Running since
about-network = Exchanges
about-network-open = with any node that sends signed statements
about-network-listed = only with nodes that it has chosen
about-version = Program
about-view = Whom it shows
about-visitors = What it keeps of your visit
about-visitors-nothing = Nothing. No addresses, no browsers, no search words, no cookies, no counters. Pages run no scripts and load nothing from anywhere else.
about-visitors-see = While you are connected, your address passes through the memory of this machine, and whoever carries your connection sees that you talk to this node.
about-visitors-tor = With Tor Browser nobody sees both who you are and what you read. Everything here works in its safest mode.
about-limits = What this cannot protect from
about-limit-stolen-key = If the key of a collective's server is stolen, whoever has it can publish under that name what servers sign (services, contacts, listings) and can hide what was there, until members revoke the key or it expires. The name, the members and all that members sign themselves stay out of reach: charters, vouches, communiqués.
about-limit-public = What is published here is public for good: other nodes keep copies, and nobody can call them all back.
about-limit-seizure = Whoever seizes this machine finds what is public anyway, the list of its peers, and an encrypted key. Nothing about visitors, because nothing was kept.
about-limit-vouch = A vouch says that people know each other. It does not say that a service is safe, and nobody here tests services.
about-root = The power of those who run servers
about-root-power = Those who administer a server can read, copy, change and erase everything on it that you have not encrypted yourself, and can see who writes to whom and when. Nothing technical stops them; only their conduct and the eyes of their group do.
about-root-node = That holds for this node too. Those who run it can leave collectives out, and they could change these pages. They cannot change what others have signed: compare with another node, or check the signatures yourself.
about-root-services = And it holds for every host in the directory. So ask who they are, who knows them and how they decide, and encrypt what must stay yours.
about-program = The program
about-program-free = Tessera is free software. Its source is linked at the foot of every page, as its license asks.

## The rule of a view, in words

rule-lead = This view is computed anew from signed statements whenever one of them changes:
rule-seeds =
  { $count ->
    [one] It starts from one collective that the people of this node have chosen.
    *[other] It starts from { $count } collectives that the people of this node have chosen, this one and its peers among them.
  }
rule-vouches =
  { $count ->
    [one] It adds everyone for whom at least one collective that it shows has vouched.
    *[other] It adds everyone for whom at least { $count } collectives that it shows have vouched.
  }
rule-no-charter = It asks for no charter.
rule-charter = It adds only those who have signed one of the charters below.
rule-limits = Vouches count up to { $depth } steps from the start, and of each collective only the newest { $perVoucher }, so that two that turn bad cannot bring in thousands.
rule-silence = Who has been silent for 30 days, whose key has expired or whose members have ended it drops out, together with its vouches.
rule-others = Everyone else can still be found, marked as not vouched for. Nobody is asked for a name, money or permission.
rule-shown =
  { $count ->
    [one] At present it shows one collective.
    *[other] At present it shows { $count } collectives.
  }
rule-charters = Charters it asks for
rule-seeds-title = Where it starts
rule-hint-one-vouch-is-enough = One vouch is enough here: a single collective that errs or is taken over can bring in others.
rule-hint-too-few-seeds = It starts from fewer collectives than it asks vouches of, so nobody else can get in.
rule-hint-no-charter = No charter is asked for: to be shown here commits nobody to anything.
rule-hint-cap-is-high = So many vouches of one collective count that the limit protects from little.
rule-hint-depth-is-high = Vouches count far away from the start, where nobody knows anybody that the people of this node know.
