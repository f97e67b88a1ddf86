import type { CheckLanguage } from '../../model/language.ts';

const subject =
  'image container app process dockerfile system it docker ours user own inside hardcoded now runtime manner';

export const language: CheckLanguage = {
  topics: [
    'user',
    'non root user',
    'non root',
    'root',
    'unprivileged user',
    'least privilege',
    'privileges',
    'non root execution',
    'process user',
    'runtime user',
    'user security',
    'non-root user',
    'non-root',
  ],
  senses: [
    {
      says: 'unprivileged',
      with: `${subject} run start use execution present uid docker-ps show stated`,
      given: 'user show uid process check call docker-run',
      rather: 'root user uid',
      params: () => ({ root: false }),
    },
    {
      says: 'unprivileged resource_create run|sign_up|use',
      with: `${subject} sign_up`,
      rather: 'root user',
      params: () => ({ root: false }),
    },
    {
      says: 'unprivileged|run|user {number} uid|run',
      with: `${subject} run use execution present unprivileged`,
      rather: 'root user',
      // User 0 is root.
      params: (values) => {
        const uid = values.one('number') ?? 0;
        return uid > 0 ? { uid } : [];
      },
    },
    {
      says: 'unprivileged {user}',
      with: `${subject} run use execution present line argument`,
      given: 'user show process check call',
      rather: 'root user',
      params: (values) => ({ user: values.one('user') }),
    },
    {
      says: 'run|user|whoami {user}',
      with: `${subject} run answer show stated line argument docker-run present contains`,
      given: 'user show process check call',
      rather: 'root user',
      // "The image has a user `app`" says nothing of who runs it; `USER app` does.
      params: (values) =>
        values.has('line') || !(values.has('present') || values.has('contains'))
          ? { user: values.one('user') }
          : [],
    },
    {
      says: 'root',
      not: 1,
      with: `${subject} run use every execution`,
      params: () => ({ root: false }),
    },
    {
      says: 'whoami root',
      not: 1,
      with: `${subject} answer show stated run`,
      params: () => ({ root: false }),
    },
    { says: 'dropped root', with: subject, params: () => ({ root: false }) },
    { says: 'avoid root run|execution', with: subject, params: () => ({ root: false }) },
    { says: 'run|user root', with: subject, params: () => ({ root: true }) },
    {
      says: 'run {user}',
      not: 1,
      with: subject,
      params: (values) => ({ notUser: values.one('user') }),
    },
    {
      says: 'id-u {number}',
      not: 1,
      with: `${subject} answer show stated`,
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
