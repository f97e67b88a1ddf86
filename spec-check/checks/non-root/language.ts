import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics:
    'user, non root user, non root, root, unprivileged user, least privilege, privilege, non root execution, process user, runtime user, user security',
  with: 'image container app process dockerfile system it docker ours user own inside hardcoded now runtime manner',
  senses: [
    {
      says: 'unprivileged',
      with: 'run start use execution present uid docker-ps show stated',
      given: 'user show uid process check call docker-run',
      rather: 'root user uid',
      params: { root: false },
    },
    {
      says: 'unprivileged resource_create run|sign_up|use',
      with: 'sign_up',
      rather: 'root user',
      params: { root: false },
    },
    {
      says: 'unprivileged|run|user {number} uid|run',
      with: 'run use execution present unprivileged',
      rather: 'root user',
      // User 0 is root.
      params: (values) => {
        const uid = values.one('number') ?? 0;
        return uid > 0 ? { uid } : [];
      },
    },
    {
      says: 'unprivileged {user}',
      with: 'run use execution present line argument',
      given: 'user show process check call',
      rather: 'root user',
      params: { user: '{user}' },
    },
    {
      says: 'run|user|whoami {user}',
      with: 'run answer show stated line argument docker-run present contains',
      given: 'user show process check call',
      rather: 'root user',
      // "The image has a user `app`" says nothing of who runs it; `USER app` does.
      params: (values) =>
        values.has('line') || !(values.has('present') || values.has('contains'))
          ? { user: values.one('user') }
          : [],
    },
    { says: 'root', not: 1, with: 'run use every execution', params: { root: false } },
    { says: 'whoami root', not: 1, with: 'answer show stated run', params: { root: false } },
    { says: 'dropped root', params: { root: false } },
    { says: 'avoid root run|execution', params: { root: false } },
    { says: 'run|user root', params: { root: true } },
    { says: 'run {user}', not: 1, params: { notUser: '{user}' } },
    {
      says: 'id-u {number}',
      not: 1,
      with: 'answer show stated',
      given: 'id-u actor run ask',
      params: (values) => (values.one('number') === 0 ? { root: false } : []),
    },
  ],
  examples: [
    'Container runs as non-root user',
    'Does not run as root',
    'The process never runs as root',
    'Runs as `appuser`',
  ],
};
