import { tellsCauses } from './tests/said.ts';

describe('the probable cause in the program', () => {
  tellsCauses([
    // A module or the program itself is not there.
    [
      'Node, ESM',
      "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.mjs",
      /module "express"/,
    ],
    [
      'Node, CJS',
      "Error: Cannot find module 'express'\nRequire stack:\n- /app/server.js",
      /module "express"/,
    ],
    [
      'Node, entry',
      "Error: Cannot find module '/app/dist/main.js'\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []",
      /program itself, \/app\/dist\/main\.js/,
    ],
    ['Python', "ModuleNotFoundError: No module named 'fastapi'", /module "fastapi"/],
    [
      'Python, entry',
      "python: can't open file '/app/main.py': [Errno 2] No such file or directory",
      /program itself, \/app\/main\.py/,
    ],
    [
      'uvicorn',
      'ERROR:    Error loading ASGI app. Could not import module "main".',
      /program itself, main/,
    ],
    [
      'loader',
      './api: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory',
      /module "libpq\.so\.5"/,
    ],
    ['Java', 'Error: Unable to access jarfile app.jar', /program itself, app\.jar/],
    [
      'Java',
      'Exception in thread "main" java.lang.NoClassDefFoundError: org/postgresql/Driver',
      /module "org\/postgresql\/Driver"/,
    ],
    ['Ruby', 'cannot load such file -- pg (LoadError)', /module "pg"/],
    ['sh', 'sh: 1: tsx: not found', /program itself, tsx/],
    // Permission denied.
    [
      'Node',
      "Error: EACCES: permission denied, open '/app/data/tasks.json'",
      /^\/app\/data\/tasks\.json may not be used by the user of the container \(appuser\): permission denied/,
    ],
    [
      'Python',
      "PermissionError: [Errno 13] Permission denied: '/app/data/tasks.json'",
      /^\/app\/data\/tasks\.json may not be used/,
    ],
    [
      'Go',
      'open /app/data/tasks.json: permission denied',
      /^\/app\/data\/tasks\.json may not be used/,
    ],
    [
      'Java',
      'java.io.FileNotFoundException: /app/x (Permission denied)',
      /^\/app\/x may not be used/,
    ],
    ['Java', 'java.nio.file.AccessDeniedException: /app/x', /^\/app\/x may not be used/],
    ['sh', 'sh: 1: cannot create /etc/y: Permission denied', /^\/etc\/y may not be used/],
    ['Node', 'Error: listen EACCES: permission denied 0.0.0.0:80', /may not listen on port 80/],
    ['Go', 'listen tcp :80: bind: permission denied', /may not listen on port 80/],
    [
      'PostgreSQL',
      'PostgresError: permission denied for schema public',
      /database user may not use schema public/,
    ],
    // The engine.
    [
      'runc',
      'OCI runtime create failed: exec: "/app/start.sh": permission denied: unknown',
      /^\/app\/start\.sh is not executable/,
    ],
    [
      'runc',
      'exec: "serve": executable file not found in $PATH',
      /"serve", which the container starts with/,
    ],
    [
      'runc',
      'exec /app/server: no such file or directory',
      /"\/app\/server", which the container starts with/,
    ],
    [
      'runc',
      'standard_init_linux.go:228: exec user process caused: exec format error',
      /of another architecture than this engine, or a script/,
    ],
    [
      'engine',
      "WARNING: The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64)\nexec /bin/api: exec format error",
      /another architecture|built for arm64/,
    ],
    [
      'engine',
      'unable to find user appuser: no matching entries in passwd file',
      /USER names the user "appuser"/,
    ],
    // Memory, ports.
    [
      'Node',
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      /ran out of memory/,
    ],
    ['Java', 'java.lang.OutOfMemoryError: Java heap space', /ran out of memory/],
    ['Python', 'MemoryError', /ran out of memory/],
    ['Node', 'Error: listen EADDRINUSE: address already in use :::8000', /Port 8000 is taken/],
  ]);
});
