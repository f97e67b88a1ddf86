import type { KnownCause } from '../model/cause.ts';

/** Why the engine or the kernel does not start the program, in their words. */
export const startCauses: readonly KnownCause[] = [
  [
    '[The image is built for {image}, and this engine runs {engine}: {other}|The program in the image is of another architecture than this engine, or a script without "#!" in its first line].',
    'Build it for this machine[: docker build --platform linux/{engine}]; begin a script with #!/bin/sh.',
    /exec format error/i,
    /platform \(linux\/(?<image>[\w/]+)\) does not match the (?:detected )?host platform \(linux\/(?<engine>[\w/]+)\)/,
  ],
  [
    'The Dockerfile’s USER names the {kind} "{name}", which the image does not have.',
    'Create the account in the Dockerfile, or write USER with numbers: USER 1000:1000.',
    /unable to find (?<kind>user|group) (?<name>[^\s:]+)/i,
  ],
  [
    '{path} is not executable by the user of the container[ ({account})]: permission denied.',
    'Make it executable in the Dockerfile: COPY --chmod=755, or RUN chmod +x {path}.',
    /exec:? "?(?<path>[^\s":]+)"?: permission denied/i,
  ],
  [
    '["{path}", which the container starts with,|What the container starts with] is not in the image, or what it needs to run (its interpreter or C library) is not.',
    'Correct CMD or ENTRYPOINT, and copy the file into the last stage; a script needs its interpreter and line ends of Unix.',
    /exec: "(?<path>[^"]+)": executable file not found/i,
    /(?:exec|stat)(?: user process caused:)? "?(?<path>\/[^\s":]+)"?: no such file or directory/i,
    /exec user process caused: no such file or directory/i,
  ],
];

/** Why a program ends by itself, in the words of Node, Python, Go, Java, Ruby and the shell. */
export const programCauses: readonly KnownCause[] = [
  [
    'It ran out of memory.',
    'Raise the heap limit of the program or the memory limit of the container, or make it need less.',
    /Reached heap limit|out of memory|OutOfMemoryError|\bMemoryError\b|cannot allocate memory|ENOMEM|std::bad_alloc/i,
  ],
  [
    'The program itself, {entry}, is not in the image: module not found.',
    'Copy it into the last stage, and let CMD name the place where it is.',
    /Cannot find module '(?<entry>\/[^']+)'\s*\n(?![\s\S]{0,200}Require stack:\s*\n- )/,
    /(?:can't open file|access jarfile|load main class|import module) ['"]?(?<entry>[^\s'"]+)(?!.*Errno 13)/,
    /sh: (?:\d+: )?(?<entry>[^\s:]+): not found/,
  ],
  [
    '[The module "{module}"|A module] that the program needs is not in the image: module not found.',
    'Install it in the Dockerfile (as a dependency, not only for development), and copy it into the last stage.',
    /(?:Cannot find (?:module|package)|No module named|cannot import name) ['"]?(?<module>[^\s'"]+)/i,
    /(?:ClassNotFoundException:|NoClassDefFoundError:|cannot load such file --) (?<module>\S+)/,
    /(?:ImportError:|loading shared librar(?:y|ies):?) (?<module>[^\s:]+\.so[.\d]*)/,
    /MODULE_NOT_FOUND/,
  ],
  [
    'The user of the container[ ({account})] may not listen on port {port}: permission denied, ports below 1024 are for root.',
    'Listen on a port above 1023, such as 8000.',
    /EACCES[^\n]*?(?:0\.0\.0\.0|::|127\.0\.0\.1):(?<port>\d+)/,
    /address \('[^']*', (?<port>\d+)[^)]*\): permission denied/i,
    /(?:listen tcp|bind\(\)? to) \S*:(?<port>\d+)[^\n]*permission denied/i,
  ],
  [
    '[{path}|A file that the program needs] may not be used by the user of the container[ ({account})]: permission denied.',
    'Give it to the user of the container in the Dockerfile (COPY --chown, or RUN chown), or write to /tmp.',
    /(?:EACCES: permission denied, \w+|\[Errno 13\] Permission denied:) b?'(?<path>[^']+)'/,
    /(?:AccessDenied|FileNotFound)Exception: (?<path>\/\S+)(?: \(Permission denied\)|$)/m,
    /(?<path>[^\s:'"]*\/[^\s:'"]+)['"]?: permission denied/i,
    /EACCES|PermissionError|permission denied/i,
  ],
  [
    'The program writes to {path}, and the file system is read-only.',
    'Write to a volume or to a --tmpfs mount.',
    /read-only file system(?:, \w+|:) '?(?<path>[^'\n]+)/i,
    /(?<path>\/[^\s:]+): read-only file system/i,
  ],
  [
    '[Port {port}|Its port] is taken inside the container: the program listens twice.',
    'Start one server, on one port.',
    /(?:EADDRINUSE|address already in use)[^\n]*?:(?<port>\d+)/i,
    /EADDRINUSE|address already in use/i,
  ],
  [
    '{path}, or the folder it is in, is not in the image.',
    'Copy it into the last stage of the Dockerfile, or correct the path.',
    /(?:ENOENT|FileNotFoundError|\[Errno 2\])[^\n]*[:,] (?:\w+ )?'(?<path>[^']+)'/,
    /(?:open|stat) (?<path>\/\S+): no such file or directory/,
    /(?:FileNotFound|NoSuchFile)Exception: (?<path>\S+)/,
  ],
];
