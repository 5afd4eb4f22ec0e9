## The frame of every page

site-name = Tessera
skip-to-content = Skip to the content
main-navigation = Main pages
nav-home = Home
nav-directory = Directory
nav-charters = Charters
nav-join = Join
nav-verify = Verify
nav-about = About
languages-label = Languages
page-title = { $title } · { $node }

footer-served-by = This is the node of { $node }. It shows what it has verified by itself; other nodes may show more, less or something else, and say why.
footer-nothing-kept = No cookies, no scripts. Nothing about your visit is kept.
footer-feeds = Feeds
footer-feed-alerts = Alerts
footer-feed-communiques = Communiqués
footer-feed-directory = Changes in the directory
footer-source = Free software, AGPL-3.0-or-later: <source>get the source</source>.
footer-onion = Also reachable over Tor at <onion>{ $address }</onion>.

## States of a collective, in plain words

state-ok = up to date
state-ok-sentence = What this collective currently states is complete here and verifies.
state-pending = incomplete
state-pending-sentence = Part of what this collective announced has not arrived here yet. What you see is its last complete state.
state-stale = silent
state-stale-sentence = This collective's server has given no sign of life for too long. What you see may be out of date.
state-key-expired = key expired
state-key-expired-sentence = The key of this collective's server has expired. Trust what its members have signed; the rest may be out of date.
state-forked = contradicts itself
state-forked-sentence = This collective's server has signed statements that exclude each other. Until its members settle it, you only see what all of them say.
state-disputed = disputed
state-disputed-sentence = There are several histories of this collective's keys. Until that is settled, only what holds in all of them counts.
state-retired = retired
state-retired-sentence = The members have ended this collective. What it signed stays readable.
state-succeeded = succeeded
state-succeeded-sentence = Another collective goes on in place of this one, as its guardians have declared.
state-needs-upgrade = newer than this node
state-needs-upgrade-sentence = This collective states things in a form that this node does not understand yet. Whoever runs this node can update it.
state-since = Since <date>{ $date }</date>.

vouched = vouched for
vouched-sentence = Collectives that this node trusts know this collective and say so.
not-vouched = not vouched for
not-vouched-sentence = No collective that this node trusts has said that it knows this one. Check for yourself before you rely on it.

## Parts of pages

text-in-other-language = This text is not available in { $wanted }. It is shown in { $language }.
pages = Pages
page-previous = Previous
page-next = Next
page-of = Page { $page } of { $pages }
filter-active = chosen
filter-remove = Remove the filter { $filter }
fingerprint-hint = Compare this fingerprint over another channel: by phone, on paper or in person.
qr-label = The same as a picture to scan
qr-as-text = The picture does not show? Here it is made of letters.
