import { testLanguage } from '../tests/test-language.ts';
import { envAtRuntime } from './check.ts';

testLanguage(envAtRuntime, {
  accepts: [
    ['Environment variables come in at runtime', {}],
    ['Configuration is not hardcoded'],
    ['Settings must be supplied by environment variables', {}],
    ['All secrets use environment variables', {}],
    ['Database configuration comes from environment variables', {}],
    ['Secrets arrive via environment variables only', {}],
    ['Secrets management via environment variables', {}],
    ['Umgebungsvariablen werden zur Laufzeit gesetzt', {}],
    ['**Secret Management**: All tokens provided via environment variables', {}],
    ['Configuration is accepted exclusively through environment variables', {}],
    ['Secrets via environment variables'],
    ['All environment variables can be set at runtime'],
    ['Environment variables are injected at runtime'],
    ['Configuration is read from the environment at runtime'],
    ['All env vars settable at runtime (not baked in)'],
  ],
  refuses: [
    'Environment configuration',
    'Verify environment configuration',
    'Settings are loaded from the database on startup',
    'Environment variable configuration via .env files',
    'Set environment variables',
    'Check that all required environment variables are set',
    'Secrets do not use environment variables',
    'Environment variables configured in production',
    'Secrets management via Vault',
    'Configuration is read from environment variables only in production',

    'No secrets in environment variables',
    'Environment variables are set at build time',
    'Environment variables are documented',
    'Environment variables are not read at runtime',
  ],
});
