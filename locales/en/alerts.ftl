## On top of every page

alert-banner-label = Alert
alert-banner-actual = Alert:
alert-banner-possible = Not confirmed yet:
alert-banner-exercise = Exercise:
alert-banner-more =
  { $count ->
    [one] and one more
    *[other] and { $count } more
  }

## For other sites

alert-badge =
  { $count ->
    [0] No alert
    [one] One alert
    *[other] { $count } alerts
  }

## Lists of alerts

nav-alerts = Alerts
alerts-title = Alerts
alerts-lead = What hits collectives that this node knows, and what the people who use their services should do now. Each alert is signed; each page says by whom, and who confirms it.
alerts-none = No alert is on.
alerts-on = Alerts that are on
alerts-exercises = Exercises
alerts-over = Over
alerts-to-all = All alerts
alerts-held =
  { $count ->
    [one] One alert is held back
    *[other] { $count } alerts are held back
  }
alerts-held-unvouched =
  { $count ->
    [one] It comes from a collective that nobody of this view vouches for. It is neither shown nor passed on. It will be as soon as somebody vouches.
    *[other] { $count } come from collectives that nobody of this view vouches for. They are neither shown nor passed on. They will be as soon as somebody vouches.
  }
alerts-held-limit =
  { $count ->
    [one] One is beyond what a server alone may have on at a time. What members sign has no such limit.
    *[other] { $count } are beyond what a server alone may have on at a time. What members sign has no such limit.
  }

## Where an alert stands

alert-mark-exercise = exercise
alert-mark-upcoming = begins later
alert-mark-cancelled = called off by the members
alert-mark-expired = expired
alert-mark-own = on
alert-mark-possible = possible
alert-mark-confirmed = confirmed
alert-mark-server-over = their server says it is over
alert-mark-disputed = disputed
alert-is-exercise = This is an exercise. Nothing has happened.
alert-says-own = <raiser>The collective</raiser> says this about itself.
alert-says-possible =
  { $count ->
    [0] <raiser>A collective</raiser> says this about <subject>another</subject>, which cannot speak for itself now. It counts as possible until { $needed } other collectives confirm it. None has so far.
    [one] <raiser>A collective</raiser> says this about <subject>another</subject>, which cannot speak for itself now. It counts as possible until { $needed } other collectives confirm it. So far <others>one</others> has.
    *[other] <raiser>A collective</raiser> says this about <subject>another</subject>, which cannot speak for itself now. It counts as possible until { $needed } other collectives confirm it. So far these have: <others>others</others>.
  }
alert-says-unconfirmed = <raiser>A collective</raiser> said this about <subject>another</subject>, which could not speak for itself. Too few others confirmed it.
alert-says-confirmed = <raiser>A collective</raiser> says this about <subject>another</subject>, which cannot speak for itself now. Confirmed by <others>others</others>.
alert-time-active = It stands until <time>then</time>.
alert-time-upcoming = It begins on <time>then</time>.
alert-time-cancelled = The members called it off on <time>then</time>.
alert-time-expired = Its time was over on <time>then</time>.
alert-dropped = Their server no longer lists this alert, and has not said that it is over. Until its time is over it stays here.
alert-server-says-over = Their server says it is over, on <time>then</time>. That does not count: whoever took the server could say the same. Only the members can call it off.
alert-server-says-other = Their server has said something else since, on <time>then</time>. It stands below and does not count: whoever took the server could play this down.
alert-disputed-by = Disputed by <who>others</who>: <answers>read why</answers>.

## One alert

alert-what-to-do = What to do now
alert-what-was-asked = What was asked at the time
alert-what-happened = What happened
alert-affected = What is affected
alert-help-requested = What would help
alert-offers = Help that is offered
alert-answers = What others say
alert-versions = Versions
alert-event = Kind
alert-severity = How grave
alert-urgency = How urgent
alert-certainty = How certain
alert-begins = Since
alert-ends = Until
alert-raised-by = Raised by
alert-about = On behalf of
alert-updated = This version
alert-web = More about it
alert-signed-node = by the key of the server, without the members
alert-from-subject = The collective itself
alert-confirmations = Confirmed
alert-disputes = Disputed
alert-acknowledged = Read by
alert-answers-not-shown =
  { $count ->
    [one] One more answer comes from a collective that this view does not show. It counts for nothing.
    *[other] { $count } more answers come from collectives that this view does not show. They count for nothing.
  }
alert-response-acknowledge = has read it
alert-response-confirm = confirms it
alert-response-dispute = disputes it
alert-response-offer-help = offers help
alert-response-earlier = (to an earlier version)
alert-message-alert = Raised:
alert-message-update = Updated:
alert-message-cancel = Called off:
alert-version-shown = shown
alert-version-by-node = by the key of the server
alert-version-by-members = by members
alert-version-check = check
alert-cap-file = The same for machines (CAP 1.2)

## Words of alerts

alert-event-seizure = Seizure
alert-event-raid = Raid
alert-event-arrest = Arrest
alert-event-gag-order = Gag order
alert-event-legal-demand = Legal demand
alert-event-ddos = Flood of requests (DDoS)
alert-event-blocking = Blocking
alert-event-domain-loss = Loss of a domain name
alert-event-key-compromise = Stolen key
alert-event-intrusion = Break-in to a server
alert-event-funds-frozen = Frozen funds
alert-event-defamation = Defamation
alert-event-other = Something else
alert-severity-extreme = extremely
alert-severity-severe = very
alert-severity-moderate = moderately
alert-severity-minor = little
alert-severity-unknown = not known
alert-urgency-immediate = act now
alert-urgency-expected = act soon
alert-urgency-future = later
alert-urgency-past = no more
alert-urgency-unknown = not known
alert-certainty-observed = seen
alert-certainty-likely = likely
alert-certainty-possible = possible
alert-certainty-unlikely = unlikely
alert-certainty-unknown = not known
