import { sharpProbe } from '../../adapters/image/probe.js'
import { onnxProbe } from '../../adapters/onnx/probe.js'
import { tfjsProbe } from '../../adapters/tfjs/probe.js'
import type { CatalogueEntry } from '../../models/entry.js'
import { modelStates } from '../../models/state.js'
import { MISSING, OK } from '../exit-code.js'
import type { Io } from '../io.js'
import { contextOf, orFail } from '../models/context.js'
import { openSink } from '../sink.js'
import { homeState } from './home.js'
import { examine, locate, type NativePackage, type Probe, type ProbeContext } from './native-package.js'
import { adviceOf, type Findings, type Provider } from './report.js'
import { runProbe } from './run-probe.js'
import { settingsOf } from './settings.js'
import { showFindings } from './show-findings.js'
import { tryTextRewards } from './text-rewards.js'

/** What tests put in place of what is installed. */
export interface DoctorSetting {
  readonly models?: ReadonlyArray<CatalogueEntry>
  readonly probes?: ReadonlyArray<Probe>
  readonly from?: string
  readonly timeoutMs?: number
  readonly nodeVersion?: string
}

const NODE = { major: 20, minor: 19 }
const TIMEOUT_MS = 20_000

/** `corl doctor`: exit code 0 unless something that is there does not work; then 3. */
export const doctor = async (
  { json }: { readonly json?: boolean },
  io: Io,
  setting: DoctorSetting = {},
): Promise<number> => {
  const { env, home, models } = contextOf(io, setting.models)
  const { probes = [onnxProbe, sharpProbe, tfjsProbe], timeoutMs = TIMEOUT_MS } = setting
  const context: ProbeContext = {
    env,
    signal: io.signal,
    timeoutMs,
    ...(setting.from === undefined ? {} : { from: setting.from }),
  }
  const packages: Array<NativePackage> = []
  const providers: Array<Provider> = []
  for (const probe of probes) {
    const found = await examine(probe, context)
    packages.push(found)
    if (probe.namesAreParts) providers.push(...(await providersOf(found, probe, context)))
  }
  const found: Findings = {
    version: io.version,
    node: nodeState(setting.nodeVersion ?? process.versions.node),
    platform: `${process.platform} ${process.arch}`,
    textRewards: await tryTextRewards(),
    packages,
    providers,
    home: await homeState(home),
    models: await orFail(modelStates({ env, home }, models)),
    settings: settingsOf(env),
  }
  const advice = adviceOf(found)
  const text = json === true ? `${JSON.stringify(data(found, advice), null, 2)}\n` : showFindings(found, advice)
  await (await openSink('-', io)).write(text)
  return advice.some(({ kind }) => kind === 'broken') ? MISSING : OK
}

const nodeState = (version: string): Findings['node'] => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const ok = major > NODE.major || (major === NODE.major && minor >= NODE.minor)
  return { version, required: `>=${NODE.major}.${NODE.minor}`, ok }
}

/** Each part of a package, tried in a process of its own. */
const providersOf = async (
  whole: NativePackage,
  probe: Probe,
  context: ProbeContext,
): Promise<ReadonlyArray<Provider>> => {
  const found = locate(whole.name, context.from ?? import.meta.url)
  if (whole.state !== 'works' || found === undefined || 'reason' in found) return []
  return Promise.all(
    whole.names.map(async (name): Promise<Provider> => {
      const probed = await runProbe(probe.program, [found.file, name], context)
      const provider = { package: whole.name, name }
      if ('error' in probed) return { ...provider, works: false, reason: shortened(probed.error) }
      const [device = name] = probed.names
      return { ...provider, works: true, ...(device !== name && { device }) }
    }),
  )
}

/** Of what native code says, the line that tells most, at a length that can be read. */
const shortened = (reason: string): string => {
  const line = reason
    .replaceAll('\n', ' ')
    .trim()
    .replace(/^.* was (false|true)\. /, '')
  return line.length <= 200 ? line : `…${line.slice(-200)}`
}

const data = (found: Findings, advice: ReturnType<typeof adviceOf>): unknown => ({
  ...found,
  models: found.models.map(({ entry, state, bytes, files }) => ({
    name: entry.name,
    state,
    bytes: bytes ?? null,
    rewards: entry.rewards,
    use: entry.use,
    files,
  })),
  advice,
})
