import { testLanguage } from '../tests/test-language.ts';
import { noSecrets } from './check.ts';

testLanguage(noSecrets, {
  accepts: [
    ['No secrets (API_TOKEN, passwords) in the image', { variable: 'API_TOKEN' }],
    ['No hardcoded connection string', { variable: 'DATABASE_URL' }],
    ['No secrets or `.env` files in the image', {}],
    ['No tokens may be baked into a layer', {}],
    ['Passwords are not passed as build args', {}],
    ['No secrets in ENV or ARG', {}],
    ['Secrets come from environment variables, not baked into the image', {}],
    ['No secrets in build args or layers', {}],
    ['Keine Secrets im Image', {}],
    ['Nenhum segredo na imagem', {}],
    ['No secrets in image', {}],
    ['Secrets are not baked into the image', {}],
    ['The image contains no credentials', {}],
    ['No hardcoded passwords', {}],
    ['No secrets or API keys in any image layer', {}],
    ['Never bake tokens into the image', {}],
    ['`docker history` shows no secrets', {}],
    ['Image layers do not contain credentials', {}],
    ['Secrets not stored in the image', {}],
    ['The image is free of secrets', {}],
    ['`API_TOKEN` is supplied at runtime', { variable: 'API_TOKEN' }],
    ['The connection string is provided at run time', { variable: 'DATABASE_URL' }],
    ['No sensitive data inside the container', {}],
  ],
  refuses: [
    'Tokens or `.env` files in the image',

    'Tokens may be baked into a layer',

    'No secrets in git',
    'Secrets are baked into the image',
    'Secrets are rotated every 90 days',
    'No secrets in environment variables',
    'Secrets are mounted from a vault',
    'No image without secrets',
    'Image contains only test secrets',
    'No secrets in the frontend bundle',
    'The connection string is not provided at run time',
    'The connection string is provided at build time',
    'No secrets in the database container',
  ],
});
