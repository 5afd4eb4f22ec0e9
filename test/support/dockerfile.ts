import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

/** One line of a Dockerfile, continued lines joined. */
export interface Instruction {
  readonly name: string
  readonly rest: string
}

/** What an image would be: its root as a folder, and how its process is started. */
export interface ReplayedImage {
  readonly root: string
  readonly workdir: string
  readonly env: Readonly<Record<string, string>>
  readonly user: string | null
  readonly volumes: readonly string[]
  readonly command: readonly string[]
  readonly healthcheck: readonly string[]
}

export interface ReplayOptions {
  /** Whence COPY takes; only what .dockerignore lets pass is there. */
  readonly context: string
  /** An empty folder for the roots of the stages. */
  readonly into: string
  /** The PATH of RUN steps: it leads to an npm, as in the base image. */
  readonly path: string
}

interface Stage {
  readonly root: string
  readonly env: Record<string, string>
  readonly volumes: string[]
  workdir: string
  user: string | null
  entrypoint: readonly string[]
  cmd: readonly string[]
  healthcheck: readonly string[]
}

export function parseDockerfile(text: string): Instruction[] {
  return text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^([A-Z]+) +(.*)$/.exec(line) ?? []
      return { name, rest }
    })
}

/** Whether `.dockerignore` lets a top-level name of the context pass: `*` first, then `!name`. */
export function passesIgnore(ignore: string, name: string): boolean {
  const lines = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return !lines.includes('*') || lines.includes(`!${name}`)
}

/**
 * Carries out a Dockerfile without an engine: each stage is a folder, COPY copies, RUN runs in it.
 * Absolute paths of a RUN step are taken to lie in the stage. Throws on what it does not know.
 */
export function replay(text: string, options: ReplayOptions): ReplayedImage {
  const stages = new Map<string, Stage>()
  let stage: Stage | null = null
  for (const { name, rest } of parseDockerfile(text)) {
    if (name === 'FROM') {
      const [, label = String(stages.size)] = / AS (\S+)$/i.exec(rest) ?? []
      stage = createStage(join(options.into, label))
      stages.set(label, stage)
    } else if (stage === null) {
      throw new Error(`${name} stands before FROM`)
    } else {
      carryOut({ name, rest }, stage, { ...options, stages })
    }
  }
  if (stage === null) throw new Error('a Dockerfile has a stage')
  const { entrypoint, cmd, ...image } = stage
  return { ...image, command: [...entrypoint, ...cmd] }
}

function createStage(root: string): Stage {
  mkdirSync(root, { recursive: true })
  return {
    root,
    env: {},
    volumes: [],
    workdir: '/',
    user: null,
    entrypoint: [],
    cmd: [],
    healthcheck: [],
  }
}

interface Surroundings extends ReplayOptions {
  readonly stages: ReadonlyMap<string, Stage>
}

function carryOut({ name, rest }: Instruction, stage: Stage, around: Surroundings): void {
  const steps: Readonly<Record<string, () => void>> = {
    WORKDIR: () => {
      stage.workdir = resolve(stage.workdir, rest)
      mkdirSync(join(stage.root, stage.workdir), { recursive: true })
    },
    ENV: () => {
      const [, key = '', value = ''] = /^(\w+)=(.*)$/.exec(rest) ?? []
      stage.env[key] = value
    },
    COPY: () => copy(rest, stage, around),
    RUN: () => run(rest, stage, around),
    VOLUME: () => void stage.volumes.push(rest),
    USER: () => void (stage.user = rest),
    ENTRYPOINT: () => void (stage.entrypoint = JSON.parse(rest) as string[]),
    CMD: () => void (stage.cmd = JSON.parse(rest) as string[]),
    HEALTHCHECK: () => {
      const [, command = '[]'] = / CMD (\[.*\])$/.exec(rest) ?? []
      stage.healthcheck = JSON.parse(command) as string[]
    },
    // They tell the engine something, and change nothing in the image.
    EXPOSE: () => {},
    STOPSIGNAL: () => {},
  }
  const step = steps[name]
  if (step === undefined) throw new Error(`${name} is not replayed yet`)
  step()
}

function copy(rest: string, stage: Stage, { context, stages }: Surroundings): void {
  const [, from = null] = /^--from=(\S+) /.exec(rest) ?? []
  const names = rest.replace(/^--from=\S+ /, '').split(' ')
  const to = names.pop() ?? '.'
  const target = join(stage.root, resolve(stage.workdir, to))
  mkdirSync(dirname(target), { recursive: true })
  for (const name of names) {
    const path = from === null ? contextPath(context, name) : stagePath(stages, from, name)
    // A folder's content goes to the target, a file by its name into a target that ends in "/".
    const isInto = statSync(path).isFile() && to.endsWith('/')
    cpSync(path, isInto ? join(target, basename(name)) : target, { recursive: true })
  }
}

function contextPath(context: string, name: string): string {
  const ignore = readFileSync(join(context, '.dockerignore'), 'utf8')
  if (!passesIgnore(ignore, name)) throw new Error(`.dockerignore keeps ${name} out`)
  return join(context, name)
}

function stagePath(stages: ReadonlyMap<string, Stage>, from: string, path: string): string {
  const stage = stages.get(from)
  if (stage === undefined) throw new Error(`there is no stage ${from}`)
  return join(stage.root, path)
}

function run(command: string, stage: Stage, { path }: Surroundings): void {
  const inside = command.replaceAll(/(?<= )\/(?=\w)/g, `${stage.root}/`)
  execFileSync('sh', ['-euc', inside], {
    cwd: join(stage.root, stage.workdir),
    env: { PATH: path, HOME: stage.root, ...stage.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}
