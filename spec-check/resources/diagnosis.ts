import type { ContainerState } from './handles.ts';

/** The probable cause of a container's death or silence, in one sentence; undefined when its logs tell none. */
export function probableCause(logs: string, state: ContainerState | undefined): string | undefined {
  if (state?.oomKilled) return 'It needed more memory than its limit and was killed.';
  return causes.find(({ sign }) => sign.test(logs))?.cause;
}

/** Words of drivers, of Node, Python and the engine; the more particular first. */
const causes: readonly { readonly sign: RegExp; readonly cause: string }[] = [
  {
    sign: /28P01|password authentication failed/i,
    cause: 'The database refuses the user or password in DATABASE_URL.',
  },
  {
    sign: /no pg_hba\.conf entry.*no encryption|SSL connection is required|sslmode=require/i,
    cause: 'The database demands TLS: add ?sslmode=require to DATABASE_URL.',
  },
  {
    sign: /does not support SSL|server does not support TLS/i,
    cause: 'DATABASE_URL asks for TLS and the database offers none.',
  },
  {
    sign: /3D000|database "[^"]*" does not exist/i,
    cause: 'The database named in DATABASE_URL does not exist on that server.',
  },
  {
    sign: /ENOTFOUND|EAI_AGAIN|could not translate host name|name or service not known/i,
    cause: 'The host in DATABASE_URL is not known inside the container.',
  },
  {
    sign: /ECONNREFUSED|connection refused/i,
    cause: 'Nothing listens at the host and port of DATABASE_URL, as the container sees them.',
  },
  {
    sign: /DATABASE_URL[^\n]*(?:not a|invalid|malformed|expected)|ERR_INVALID_URL/i,
    cause: 'DATABASE_URL is malformed.',
  },
  { sign: /DATABASE_URL/, cause: 'DATABASE_URL is missing or is not read.' },
  {
    sign: /Cannot find module|ERR_MODULE_NOT_FOUND|ModuleNotFoundError|cannot find package/i,
    cause: 'A module that the program imports is not in the image.',
  },
  { sign: /exec format error/i, cause: 'The image was built for another processor architecture.' },
  {
    sign: /executable file not found|no such file or directory/i,
    cause: 'A file that the container starts with is not in the image.',
  },
  {
    sign: /unable to find user/i,
    cause: 'USER names a user that /etc/passwd of the image does not have.',
  },
  {
    sign: /EACCES|permission denied/i,
    cause: 'The user that the container runs as may not read or write a file it needs.',
  },
  { sign: /EADDRINUSE|address already in use/i, cause: 'The port is taken inside the container.' },
];
