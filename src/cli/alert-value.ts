import type { AlertAnswer } from '../alert/alert-answers.ts'
import type { AlertVersion } from '../alert/alert-store.ts'
import type { AlertPage } from '../alert/alerts.ts'

/** An alert as data, for `--json`. */
export function alertValue({ name, thread, subject, answers, held }: AlertPage): object {
  const { version, beside, versions } = thread
  return {
    name,
    collective: thread.scid,
    subject,
    state: thread.state,
    standing: answers.standing,
    held,
    dropped: thread.dropped,
    version: versionValue(version),
    beside: beside === null ? null : versionValue(beside),
    versions: versions.map(versionValue),
    confirmedBy: answers.confirmedBy,
    acknowledgedBy: answers.acknowledgedBy,
    disputes: answers.disputes.map(answerValue),
    offers: answers.offers.map(answerValue),
    fromSubject: answers.fromSubject.map(answerValue),
    notShown: answers.notShown.map(answerValue),
  }
}

function versionValue({ statement, signedBy, record }: AlertVersion): object {
  const { '@context': _, type: __, proof: ___, attributedTo: ____, ...said } = record
  return { ...said, statement, signedBy }
}

function answerValue({ scid, statement, toThis, record }: AlertAnswer): object {
  const { response, contentMap = null, offers = [], updated } = record
  return { collective: scid, statement, toThis, response, contentMap, offers, updated }
}
