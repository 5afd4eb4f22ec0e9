/** What to do about a refusal, by its stable code. */
const HINTS: Readonly<Record<string, string>> = {
  alert_ambiguous: 'Name one of them with the end of its SCID: name~scid8.',
  alert_not_found: 'tessera alert list --all shows all that are known here, held ones too.',
  already_signed: 'Another member has to sign with another key.',
  already_withdrawn: 'To take it up again, sign the charter anew: tessera charter sign.',
  bad_config: 'docs/operations.md lists every setting.',
  bad_key_file:
    'Check that you named a key file such as member-1.age, made by "tessera member new".',
  bad_prepared_file:
    'It may have been changed on its way; fetch it anew from where it was prepared.',
  backup_locked:
    'Try the other way: --identity FILE, or the passphrase; the age program says more.',
  backup_newer: 'Install the version that made it, or a newer one.',
  blocked: 'To take it in again: tessera peer unblock SCID.',
  charter_not_found: 'tessera charter list shows the charters that are known here.',
  clock_wrong: 'Set the clock right, and let NTP keep it so.',
  collective_not_found:
    'tessera peer add URL gets to know it; tessera peer list shows the known ones.',
  dated_ahead: 'Prepare it anew on the day: tessera canary prepare.',
  entry_superseded: 'Prepare the change anew with the same command, and have it signed again.',
  full: 'Free some space on the disk, then run the same command again.',
  identity_exists: 'Use another data directory (--data DIR) for another collective.',
  key_file_exists: 'Move the keys directory away if you want to begin anew, or use --data DIR.',
  key_not_current:
    'Publish the entry that names the new node key, or prepare one: tessera key rotate.',
  no_identity: 'Run "tessera init" first.',
  no_node_key: 'tessera key move --new-key prepares one; then have it signed, and publish it.',
  node_key_missing: 'Prepare a new key and have it signed: tessera key rotate.',
  no_canary: 'tessera canary prepare makes one.',
  not_a_signer: 'Check with "tessera key list" which member keys there are.',
  not_by_machine:
    'tessera publish FILE publishes it now; the members sign the next one in its time.',
  not_recovered: 'Name other nodes that knew it: --from URL, several times for several.',
  not_taken: 'Try another node: each tells its peers.',
  not_own_head:
    'After a restore this is expected: tessera sync, and if it stays, tessera key rotate.',
  node_running: 'Stop it first (systemctl stop tessera), or pass --force.',
  data_directory_not_empty: 'Name another one: --to DIR.',
  no_data: 'Name the data directory: --data DIR, or TESSERA_DATA.',
  peers_silent: 'Have the members sign instead, which is always right: tessera key rotate.',
  restored:
    'tessera key rotate, and have it signed; or, if every peer answers: tessera restore --go-on.',
  no_open_round: 'tessera communique show TEXT --rounds shows the rounds there were.',
  not_frozen: 'tessera communique freeze TEXT prepares it for members to sign.',
  not_own_text: 'tessera communique draft NAME FILE --from TEXT goes on from it.',
  passage_ambiguous: 'Name the part: --paragraph ID, or give a longer passage.',
  passphrase_needed:
    'Pass --passphrase-file FILE, or set TESSERA_PASSPHRASE_FILE, or run it on a terminal.',
  peer_not_found: 'tessera peer list shows the peers.',
  proofs_missing: 'tessera sign FILE --key KEYFILE adds a proof.',
  controller_missing: 'tessera sign FILE --key controller.age adds it.',
  not_public: 'Seal it to whom it is for: it is never published.',
  recipient_not_peer: 'tessera peer add URL makes it a peer; it has to add you, too.',
  record_superseded: 'Prepare it anew with the same command; it then follows the newest version.',
  scheduled_not_found: 'tessera publish --list shows what waits.',
  text_ambiguous: 'Name one of them with the end of its SCID: name~scid8.',
  text_forked:
    'Join them: draft NAME FILE --join; or go on from one: draft NAME FILE --from DIGEST.',
  text_not_found:
    'tessera communique list shows the texts that are known here; --sealed adds what is not public.',
  too_many_alerts:
    'Let the members sign it (--members), or let them cancel one that is over: alert cancel --members.',
  weak_passphrase: 'Take four or five random words, or a line from a password manager.',
  wrong_members: "Prepare it anew with the same command, and have today's members sign.",
  wrong_passphrase: 'Check for a space or a line too many, and that it belongs to this key.',
}

export function hintFor(code: string): string | undefined {
  return Object.hasOwn(HINTS, code) ? HINTS[code] : undefined
}
