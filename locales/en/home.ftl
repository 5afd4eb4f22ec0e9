## The first page

home-title = Servers run by people you can ask
home-description = A directory of collectives that run servers for social movements, kept by the collectives themselves, without a center.
home-lead = Collectives that run mail, lists, websites and chat for social movements keep this directory together. No company and no authority stands in the middle: every node checks each signature itself and says whom it shows, and why.
home-search-label = What does your group need?
home-way-find = Find a host
home-way-find-sentence = By service, language, place, or how you get in. You see who vouches for whom.
home-way-charter = What they commit to
home-way-charter-sentence = The charters, who signed which version, and what each does not take on.
home-way-join = Run a server? Join
home-way-join-sentence = What signing means, who can vouch for you, and how to leave again.
home-way-verify = Check something
home-way-verify-sentence = Paste a signed statement and see, step by step, what holds.
home-news = New in the directory
home-no-news = Nothing yet.
home-numbers = What this node shows
home-entries =
  { $count ->
    [one] One entry in the directory.
    *[other] { $count } entries in the directory.
  }
home-collectives =
  { $count ->
    [one] One collective speaks for itself with its own keys.
    *[other] { $count } collectives speak for themselves with their own keys.
  }
home-who = Whom this node shows follows a rule that you can read: <about>about this node</about>.
home-troubles = Look twice before you rely on these:
