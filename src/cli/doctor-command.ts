import type { Command } from 'commander'
import type { Io } from './io.js'

/** `corl doctor`. */
export const addDoctorCommand = (program: Command, io: Io, done: (exitCode: number) => void): void => {
  program
    .command('doctor')
    .summary('say what is installed and what is missing')
    .description(
      'Says what is installed, what of it works, which models are here, and the command that mends what is missing. ' +
        'Exit codes: 0 (what is missing is optional), 3 (something that is there does not work).',
    )
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { doctor } = await import('./doctor/doctor.js')
      done(await doctor(options, io))
    })
}
