import type { Facts, FileOwner, Found, KnownCause } from '../model/cause.ts';

/** Why the engine or the kernel does not start the program, in their words. */
export const startCauses: readonly KnownCause[] = [
  {
    signs: [
      /exec format error/i,
      /platform \(linux\/(?<image>[\w/]+)\) does not match the (?:detected )?host platform \(linux\/(?<engine>[\w/]+)\)/,
    ],
    sentence: (found, facts) => {
      const { built, runs } = architectures(found, facts);
      return built !== undefined && runs !== undefined && built !== runs
        ? `The image is built for ${built}, and this engine runs ${runs}: wrong architecture.`
        : `The program in the image is built for another architecture${runs === undefined ? '' : ` than ${runs}`}, or is a script without "#!" in its first line.`;
    },
    fix: (found, facts) => {
      const { built, runs } = architectures(found, facts);
      return built !== undefined && runs !== undefined && built !== runs
        ? `Build it for this machine: docker build --platform linux/${runs}.`
        : `Build or copy the program for ${runs === undefined ? 'the architecture of the engine' : `linux/${runs}`}, or begin the script with #!/bin/sh.`;
    },
  },
  {
    signs: [/unable to find (?<account>user|group) (?<name>[^\s:]+)/i],
    sentence: ({ account, name }) =>
      `The Dockerfile’s USER names the ${account} "${name}", which the image does not have.`,
    fix: 'Create the account in the Dockerfile, or write USER with numbers: USER 1000:1000.',
  },
  {
    signs: [/exec:? "?(?<path>[^\s":]+)"?: permission denied/i],
    sentence: ({ path }, { file, user }) =>
      `${owned(path ?? 'The program', file)} is not executable by ${who(user)}: permission denied.`,
    fix: ({ path }) =>
      `Make it executable in the Dockerfile: COPY --chmod=755, or RUN chmod +x ${path}.`,
  },
  {
    signs: [
      /exec: "(?<path>[^"]+)": executable file not found/i,
      /(?:exec|stat)(?: user process caused:)? "?(?<path>\/[^\s":]+)"?: no such file or directory/i,
      /exec user process caused: no such file or directory/i,
    ],
    sentence: ({ path }) =>
      `${path === undefined ? 'What the container starts with' : `"${path}", which the container starts with,`} is not in the image, or what it needs to run (its interpreter or C library) is not.`,
    fix: 'Correct CMD or ENTRYPOINT, and copy the file into the last stage; a script needs its interpreter and line ends of Unix.',
  },
];

/** Why a program ends by itself, in the words of Node, Python, Go, Java, Ruby and the shell. */
export const programCauses: readonly KnownCause[] = [
  {
    signs: [
      /Reached heap limit|JavaScript heap out of memory|OutOfMemoryError|\bMemoryError\b|runtime: out of memory|cannot allocate memory|ENOMEM|std::bad_alloc|Out of memory/,
    ],
    sentence: 'It ran out of memory.',
    fix: 'Raise the heap limit of the program or the memory limit of the container, or make it need less.',
  },
  {
    signs: [
      /Cannot find module '(?<entry>\/[^']+)'\s*\n(?![\s\S]{0,200}Require stack:\s*\n- )/,
      /can't open file '(?<entry>[^']+)': \[Errno 2\]/,
      /Unable to access jarfile (?<entry>\S+)/,
      /Could not find or load main class (?<entry>\S+)/,
      /Could not import module "(?<entry>[^"]+)"/,
      /sh: (?:\d+: )?(?<entry>[^\s:]+): not found/,
    ],
    sentence: ({ entry }) => `The program itself, ${entry}, is not in the image: module not found.`,
    fix: 'Copy it into the last stage, and let CMD name the place where it is.',
  },
  {
    signs: [
      /Cannot find (?:module|package) '(?<module>[^']+)'/,
      /ModuleNotFoundError: No module named '?(?<module>[\w.-]+)/,
      /ImportError: cannot import name '?(?<module>[\w.-]+)/,
      /(?:ClassNotFoundException|NoClassDefFoundError): (?<module>\S+)/,
      /cannot load such file -- (?<module>\S+)/,
      /(?:ImportError|error while loading shared libraries): (?<module>[^\s:]+): cannot open shared object/,
      /Error loading shared library (?<module>[^\s:]+)/,
      /cannot find package "?(?<module>[^\s"]+)/i,
      /ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND/,
    ],
    sentence: ({ module }) =>
      `${module === undefined ? 'A module' : `The module "${module}"`} that the program needs is not in the image: module not found.`,
    fix: 'Install it in the Dockerfile (as a dependency, not only for development), and copy it into the last stage.',
  },
  {
    signs: [
      /EACCES[^\n]*?(?:0\.0\.0\.0|::|127\.0\.0\.1):(?<port>\d+)/,
      /address \('[^']*', (?<port>\d+)[^)]*\): permission denied/i,
      /listen tcp \S*:(?<port>\d+): bind: permission denied/,
      /bind\(\)? to \S*:(?<port>\d+) failed \(13: Permission denied\)/i,
    ],
    sentence: ({ port }, { user }) =>
      `${capital(who(user))} may not listen on port ${port}: permission denied, ports below 1024 are for root.`,
    fix: 'Listen on a port above 1023, such as 8000.',
  },
  {
    signs: deniedSigns(),
    sentence: ({ path }, { file, user }) =>
      path === undefined
        ? `${capital(who(user))} may not use a file that the program needs: permission denied.`
        : `${owned(path, file)} may not be used by ${who(user)}: permission denied.`,
    fix: ({ path }, { file }) =>
      path === undefined
        ? 'Give the file to the user of the container: COPY --chown, or RUN chown.'
        : `Give it to the user of the container in the Dockerfile (COPY --chown, or RUN chown … ${file?.path ?? path}), or write to /tmp.`,
  },
  {
    signs: [
      /EROFS: read-only file system, \w+ '(?<path>[^']+)'/,
      /Read-only file system: '?(?<path>[^'\n]+)/i,
      /(?<path>\/[^\s:]+): read-only file system/i,
    ],
    sentence: ({ path }) => `The program writes to ${path}, and the file system is read-only.`,
    fix: 'Write to a volume or to a --tmpfs mount.',
  },
  {
    signs: [
      /EADDRINUSE[^\n]*:(?<port>\d+)/,
      /address already in use[^\n]*?(?<port>\d{2,5})?/i,
      /EADDRINUSE/,
    ],
    sentence: ({ port }) =>
      `${port === undefined ? 'Its port' : `Port ${port}`} is taken inside the container: the program listens twice.`,
    fix: 'Start one server, on one port.',
  },
  {
    signs: [
      /ENOENT: no such file or directory, \w+ '(?<path>[^']+)'/,
      /(?:FileNotFoundError|\[Errno 2\])[^\n]*: '(?<path>[^']+)'/,
      /(?:open|stat|lstat) (?<path>\/\S+): no such file or directory/,
      /FileNotFoundException: (?<path>\S+) \(No such file/,
      /NoSuchFileException: (?<path>\S+)/,
    ],
    sentence: ({ path }) => `${path}, or the folder it is in, is not in the image.`,
    fix: 'Copy it into the last stage of the Dockerfile, or correct the path.',
  },
];

/** The file that a program was refused, as its last words name it: to be looked up, whose it is. */
export function deniedPath(logs: string): string | undefined {
  const signs = [/exec:? "?(?<path>\/[^\s":]+)"?: permission denied/i, ...deniedSigns()];
  return signs.map((sign) => sign.exec(logs)?.groups?.path).find((path) => path !== undefined);
}

function deniedSigns(): RegExp[] {
  return [
    /EACCES: permission denied, \w+ '(?<path>[^']+)'/,
    /\[Errno 13\] Permission denied: b?'(?<path>[^']+)'/,
    /FileNotFoundException: (?<path>\S+) \(Permission denied\)/,
    /AccessDeniedException: (?<path>\/\S+)/,
    /(?:cannot create|can't create|cannot open|can't open) (?<path>[^\s:]+): Permission denied/i,
    /(?:open|openat|mkdir|unlink|rename|stat|lstat|create|remove|chdir|fork\/exec) (?<path>\/[^\s:]+): permission denied/,
    /sh: (?:\d+: |line \d+: )?(?<path>[^\s:]+): Permission denied/,
    /(?<path>\/[^\s:'"]+)['"]?: Permission denied/i,
    /EACCES|PermissionError|permission denied/i,
  ];
}

function architectures({ image, engine }: Found, { architecture }: Facts) {
  return { built: image ?? architecture?.image, runs: engine ?? architecture?.engine };
}

function owned(path: string, file: FileOwner | undefined): string {
  if (file === undefined) return path;
  const whose = `belongs to ${file.uid === 0 ? 'root' : `uid ${file.uid}`}, mode ${file.mode.toString(8).padStart(3, '0')}`;
  return file.path === path ? `${path} (${whose})` : `${path} (in ${file.path}, which ${whose})`;
}

function who(user: Facts['user']): string {
  return `the user of the container${user === undefined ? '' : ` (${user || 'root'})`}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
