import type { View, ViewRule } from '../directory/view.ts'

/** A view with its name and the rule that it follows. */
export interface ShownView extends View {
  readonly name: string
  readonly rule: ViewRule
}

/** The views that pages can be read in; the first is the default. */
export interface ShownViews {
  readonly names: readonly string[]
  get(name?: string): Promise<ShownView>
}
