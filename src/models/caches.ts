import path from 'node:path'
import { type Environment, expand, setting } from './environment.js'
import { cacheFolder } from './model-home.js'

/** Where torch.hub keeps downloaded checkpoints: `TORCH_HOME/hub/checkpoints`, else `~/.cache/torch/hub/checkpoints`. */
export const torchHubFolder = (env: Environment): string => {
  const home = setting(env, 'TORCH_HOME')
  return path.join(home === undefined ? path.join(cacheFolder(env), 'torch') : expand(home, env), 'hub', 'checkpoints')
}

/** Where the Hugging Face libraries keep repositories: `HF_HUB_CACHE`, else `HF_HOME/hub`, else `~/.cache/huggingface/hub`. */
export const hubCacheFolder = (env: Environment): string => {
  const cache = setting(env, 'HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE')
  if (cache !== undefined) return expand(cache, env)
  const home = setting(env, 'HF_HOME')
  return path.join(home === undefined ? path.join(cacheFolder(env), 'huggingface') : expand(home, env), 'hub')
}

/** A file of a repository at a revision, in the layout of that cache. */
export const hubSnapshotFile = (folder: string, repository: string, revision: string, file: string): string =>
  path.join(folder, `models--${repository.replaceAll('/', '--')}`, 'snapshots', revision, ...file.split('/'))
