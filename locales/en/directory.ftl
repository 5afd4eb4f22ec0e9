## The directory and its cards

directory-title = Directory
directory-description = Collectives that run servers for social movements: what they offer, for whom, and who vouches for them.
directory-lead = Who offers what, for whom, and who knows them. Nobody pays to be listed, and nobody ranks by taste: what is proven stands first, then the alphabet.
directory-search-label = A service, a place, a language, a name
directory-search-button = Search
directory-with-not-vouched = Also show those that nobody here vouches for
directory-filters = Filter
directory-to-results = Skip the filters
directory-results = Results
directory-found =
  { $count ->
    [0] Nothing found
    [one] One entry
    *[other] { $count } entries
  }
directory-clear-filters = Remove all filters
directory-nothing = Nothing here fits all of this. You could look more widely:
directory-nothing-elsewhere = Other nodes may show more. And a group that you trust can list a host it knows.
hint-without-text =
  { $count ->
    [one] One entry without the words
    *[other] { $count } entries without the words
  }
hint-without-facet =
  { $count ->
    [one] One entry without the filter “{ $facet }”
    *[other] { $count } entries without the filter “{ $facet }”
  }
hint-not-vouched =
  { $count ->
    [one] One entry that nobody here vouches for
    *[other] { $count } entries, with those that nobody here vouches for
  }
facet-service = Service
facet-language = Language
facet-place = Place
facet-audience = For whom
facet-registration = How to get in
facet-load = Room
facet-cost = Cost
facet-tor = Tor
views-label = Views of this node
listed = listed by others
hosts-not-proven = hosts not confirmed
entry-updated = Updated <date></date>
label = <what></what>:
and-more =
  { $count ->
    [one] one more
    *[other] { $count } more
  }

## Why an entry is shown, or not

reason-seed = This node starts from this collective.
reason-vouched = Vouched for by <names></names>.
reason-listed = Listed by <names></names>. It has no node of its own here, so it does not speak for itself.
reason-listed-unknown = Listed by <names></names>, whom nobody here vouches for.
gap-charter = It has not signed the charter that this view asks for.
gap-no-vouches =
  { $needed ->
    [one] Nobody shown here vouches for it; this view asks for one.
    *[other] Nobody shown here vouches for it; this view asks for { $needed }.
  }
gap-vouches =
  { $counted ->
    [one] Only <names></names> vouches for it; this view asks for { $needed }.
    *[other] Only <names></names> vouch for it; this view asks for { $needed }.
  }
gap-stale = It has been silent for more than 30 days.
gap-key-expired = The key of its server has expired.
gap-retired = Its members have ended it.
gap-succeeded = Another collective goes on in its place.
gap-blocked = Whoever runs this node does not exchange with it.
