const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');

/**
 * Runs the health check once beside itself, in a container of the image, and prints what it cost, as
 * JSON: CPU time of the whole container less this process's own, in milliseconds, and the peak of its
 * resident memory as the kernel keeps it, in bytes. Plain JavaScript: it runs in the image.
 */
const start = { container: containerCpu(), own: ownCpu() };
const child = spawn(process.execPath, ['healthcheck.cjs'], { stdio: 'ignore' });
let peak = 0;
// Node hears of its end in the event loop, and until then it stays to be looked at.
for (let status = readStatus(); !/^State:\tZ/m.test(status); status = readStatus()) {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(status) ?? [];
  if (kilobytes !== undefined) peak = Number(kilobytes) * 1024;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0.3);
}
const cpu = containerCpu() - start.container - (ownCpu() - start.own);
child.once('exit', (exitCode) => {
  process.stdout.write(`${JSON.stringify({ exitCode, cpu, peak })}\n`);
});

function readStatus() {
  return readFileSync(`/proc/${child.pid}/status`, 'utf8');
}

/** @returns {number} */
function containerCpu() {
  try {
    const text = readFileSync('/sys/fs/cgroup/cpu.stat', 'utf8');
    return Number(/^usage_usec (\d+)$/m.exec(text)?.[1]) / 1e3;
  } catch {
    return Number(readFileSync('/sys/fs/cgroup/cpuacct/cpuacct.usage', 'utf8')) / 1e6;
  }
}

/** @returns {number} */
function ownCpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}
