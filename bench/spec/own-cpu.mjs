import { appendFileSync } from 'node:fs';

// Loaded with `node --import` before a program: appends the processor time that this process took
// itself, without its children, to the file of OWN_CPU_FILE.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  appendFileSync(process.env.OWN_CPU_FILE ?? '/dev/stderr', `${(user + system) / 1000}\n`);
});
