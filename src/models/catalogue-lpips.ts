import type { CatalogueEntry, ModelFile } from './entry.js'

interface Network {
  readonly net: 'alex' | 'vgg' | 'squeeze'
  /** The name of the network in torchvision. */
  readonly torchvision: string
  readonly backbone: { readonly name: string; readonly bytes: number; readonly sha256: string }
  readonly heads: { readonly bytes: number; readonly sha256: string }
}

/**
 * The digests of the heads are those of the published files; of the backbones, the first eight digits are in torchvision's
 * file names, and the rest is what everyone has who downloaded them. The net of the paper comes first.
 */
const NETWORKS: ReadonlyArray<Network> = [
  {
    net: 'vgg',
    torchvision: 'vgg16',
    backbone: {
      name: 'vgg16-397923af.pth',
      bytes: 553_433_881,
      sha256: '397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0',
    },
    heads: { bytes: 7289, sha256: 'a78928a0af1e5f0fcb1f3b9e8f8c3a2a5a3de244d830ad5c1feddc79b8432868' },
  },
  {
    net: 'alex',
    torchvision: 'alexnet',
    backbone: {
      name: 'alexnet-owt-7be5be79.pth',
      bytes: 244_408_911,
      sha256: '7be5be791159472b1fbf3c69796f7cb30dca7ad8466c2df70058c37116cdee02',
    },
    heads: { bytes: 6009, sha256: 'df73285e35b22355a2df87cdb6b70b343713b667eddbda73e1977e0c860835c0' },
  },
  {
    net: 'squeeze',
    torchvision: 'squeezenet1_1',
    backbone: {
      name: 'squeezenet1_1-b8a52dc0.pth',
      bytes: 4_958_839,
      sha256: 'b8a52dc049b60e4b6ab68ad0df457362afab8b6304b2febdc1650a5dab4d7e7b',
    },
    heads: { bytes: 10_811, sha256: '4a5350f23600cb79923ce65bb07cbf57dca461329894153e05a1346bd531cf76' },
  },
]

/** richzhang/PerceptualSimilarity: the heads of version 0.1. */
const HEADS =
  'https://raw.githubusercontent.com/richzhang/PerceptualSimilarity/082bb24f84c091ea94de2867d34c4544f68e0963/lpips/weights/v0.1'

const backbone = ({ backbone: { name, bytes, sha256 } }: Network): ModelFile => ({
  role: 'backbone',
  name,
  path: `torchvision/${name}`,
  source: { kind: 'url', url: `https://download.pytorch.org/models/${name}` },
  check: { verify: 'sha256', sha256 },
  bytes,
})

const heads = ({ net, heads: { bytes, sha256 } }: Network): ModelFile => ({
  role: 'heads',
  name: `${net}.pth`,
  path: `lpips-v0.1/${net}.pth`,
  source: { kind: 'url', url: `${HEADS}/${net}.pth` },
  check: { verify: 'sha256', sha256 },
  bytes,
})

const TORCHVISION_LICENCE = 'torchvision: BSD-3-Clause (no licence stated for the weights)'

/** LPIPS v0.1: a backbone of torchvision and the heads of the authors. */
export const lpips: ReadonlyArray<CatalogueEntry> = NETWORKS.map((network) => ({
  name: `lpips-${network.net}`,
  title: `LPIPS v0.1, ${network.net}`,
  files: [backbone(network), heads(network)],
  licence: `heads: BSD-2-Clause; ${TORCHVISION_LICENCE}`,
  rewards: ['lpips', 'corl/cycle', 'corl/stage1', 'corl/stage2-generation'],
  use: 'now',
}))

/** The backbones alone, for who needs nothing else of LPIPS. */
export const backbones: ReadonlyArray<CatalogueEntry> = NETWORKS.map((network) => ({
  name: network.torchvision,
  aliases: [network.backbone.name],
  title: `torchvision's ${network.torchvision}, ImageNet`,
  files: [backbone(network)],
  licence: TORCHVISION_LICENCE,
  rewards: [],
  use: 'now',
}))
