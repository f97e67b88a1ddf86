import { testLanguage } from '../tests/test-language.ts';
import { logsStdout } from './check.ts';

testLanguage(logsStdout, {
  accepts: [
    ['No log files in the container', { json: false }],
    ['Logs are published to console (not to a file inside the container)', { json: false }],
    ['All container logs go to stdout as JSON lines', { json: true }],
    ['App writes structured logs', { json: true }],
    ['Structured logs (pino) to stdout', { json: true }],
    ['Logs gehen nach stdout', { json: false }],
    ['Logs en formato JSON estructurado', { json: true }],
    ['`docker logs` shows JSON lines only', { json: true }],
    ['Structured logging (JSON format) for parsing', { json: true }],
    ['Logs go to stdout, not to files', {}],
    ['Logs go to stdout', {}],
    ['Logs are written to stdout as JSON', { json: true }],
    ['Logging to stdout/stderr', {}],
    ['JSON structured logs on stdout', { json: true }],
    ['The application logs to stdout', {}],
  ],
  refuses: [
    'No logs in the container',
    'Logs are written to a file inside the container, not to the console',

    'All containers log to stdout',
    'JSON output returned',
    'Logs gehen nicht nach stdout',
    'Logs are JSON only in production',
    'JSON logs on stdout only for the worker',

    'Structured logs',
    'Logs do not go to stdout',
    'Logs are shipped to Loki',
    'Logs go to stdout and a file',
    'Logs go to stderr only',
    'Access logs are written to `/var/log`',
  ],
});
