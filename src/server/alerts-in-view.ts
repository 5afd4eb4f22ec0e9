import type { AlertStore } from '../alert/alert-store.ts'
import { type Alerts, alertsFor, createKnownAlerts } from '../alert/alerts.ts'
import type { ObjectReader } from '../exchange/object-store.ts'
import type { JsonObject } from '../record/canonical.ts'
import { isPublic } from '../record/scope.ts'
import type { ShownView } from './shown-view.ts'

/** The alerts that a view shows, and how it counts those who confirm them. */
export type AlertsIn = (view: ShownView) => Alerts

export interface AlertsInViewDeps {
  readonly alertStore: AlertStore
  readonly store: Pick<ObjectReader, 'lastSequence'>
  readonly now: () => Date
}

/**
 * Records are read anew only when something changed, and once for all views; what a view makes of
 * them is kept under its name, since every page asks for it.
 */
export function createAlertsIn({ alertStore, store, now }: AlertsInViewDeps): AlertsIn {
  const known = createKnownAlerts({
    store: onlyPublic(alertStore),
    sequence: () => store.lastSequence(),
  })
  const views = new Map<string, { view: ShownView; readonly alerts: Alerts }>()
  return (view) => {
    const kept = views.get(view.name)
    if (kept !== undefined) {
      kept.view = view
      return kept.alerts
    }
    const alerts = alertsFor(known, { view: async () => views.get(view.name)?.view ?? view, now })
    views.set(view.name, { view, alerts })
    return alerts
  }
}

/** What is sealed to some stands on no page, whatever the store holds. */
function onlyPublic(store: AlertStore): AlertStore {
  return {
    ...store,
    async listAlerts() {
      const versions = await store.listAlerts()
      return versions.filter(({ record }) => isPublic(record as unknown as JsonObject))
    },
  }
}
