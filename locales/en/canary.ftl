## The canary of a collective

part-canary = Canary
canary-lead = A dated statement that members renew by hand, never a machine. That it is late or missing says nothing by itself.
canary-valid = Signed on <signed></signed>. The next one follows by <next></next>.
canary-due = Signed on <signed></signed>. The next one is due by <next></next>.
canary-overdue = Overdue since <since></since>; we draw no conclusion.
canary-withdrawn = Taken back on <since></since>; we draw no conclusion.
canary-renewed = It was renewed after a gap.
canary-says = What its members say
canary-said = What its members said on <signed></signed>
canary-fresh = It was not made before these states of other collectives, which are in it
canary-fresh-none = It holds no state of another collective, so when it was made cannot be checked.
canary-fresh-verified = checked
canary-fresh-unknown = cannot be checked here
canary-fresh-not-theirs = not signed by their key
canary-history = Earlier ones
canary-earlier = Signed on <signed></signed>, good until <next></next>
canary-earlier-withdrawn = Taken back on <signed></signed>
canary-gap = From <from></from> to <to></to> there was none.
canary-gap-not-known = From <from></from> to <to></to> none is known here.
canary-before =
  { $count ->
    [one] One earlier version is not known here.
    *[other] { $count } earlier versions are not known here.
  }
canary-follow = Follow it by feed
canary-feed-title = Canary: { $name }
canary-event-signed = { $name }: signed on { $date }
canary-event-due = { $name }: due since { $date }
canary-event-overdue = { $name }: overdue since { $date }; we draw no conclusion
canary-event-withdrawn = { $name }: taken back on { $date }; we draw no conclusion
