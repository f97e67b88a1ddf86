import { isSecretSetting, namesSecret } from './names.ts';
import { looksRandom } from './placeholders.ts';

it.each(
  'DB_PASSWORD dbPassword db-password spring.datasource.password REDIS_AUTH APPKEY MYSQL_PWD RAILS_MASTER_KEY PGPASSWORD TWILIO_AUTH_TOKEN SECRET_KEY_BASE API_KEY_PROD PASSWORD2 jwtSecret privateKey npmAuthToken client_secret ADMIN_PASS cookieSecret MAIL_PSWD PASSWORT MOT_DE_PASSE dbPasswort pass_phrase APP__JWT__SIGNINGKEY RELEASE_COOKIE'.split(
    ' ',
  ),
)('%s names a secret', (name) => {
  expect(namesSecret(name)).toBe(true);
});

it.each(
  'PASSWORD_HASHER TOKEN_LIFETIME SECRETS_BACKEND SECRET_MANAGER DB_SECRET_ARN DB_PASSWORD_FILE TOKEN_TTL TOKEN_URL GPG_KEY PUBLIC_KEY KMS_KEY_ID CACHE_KEY SORT_KEY MAX_TOKENS_COUNT PASSWORD_MIN_LENGTH AUTH_MODE tokenizer NEXT_PUBLIC_API_KEY MAX_TOKENS invalidToken existingSecret'.split(
    ' ',
  ),
)('%s names none', (name) => {
  expect(namesSecret(name)).toBe(false);
});

it.each([
  ['DB_PASSWORD', 'q7^Rt2{Zk9<', true],
  ['API_TOKEN', '/ifZN9PRncN31Vih17UJ', true],
  ['DB_PASSWORD', 'HarbourPassword2031!', true],
  ['DB_PASSWORD', 'correct horse battery', true],
  ['DB_PASSWORD', '/run/secrets/db', false],
  ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-Ab12Cd', false],
  ['DB_PASSWORD', 'op://vault/db/password', false],
  ['DB_PASSWORD', '${DB_PASSWORD}', false],
  ['API_KEY', 'replace-with-your-api-key', false],
  ['SOME_KEY', 'created_at', false],
  ['KMS_KEY', 'alias/inventory-prod', false],
  ['SECRET_KEY', 'build-time-only', false],
  ['RELEASE_KEY', '6A010C5166006599AA17F08146C2130DFD2497F5', false],
  ['MAP_TOKEN', 'pk.eyJ1IjoibiIsImEiOiJja2Q5cW8.h7Zk3QpX2vLr', false],
  ['POSTHOG_KEY', 'phc_zF42QZgLARP6yySWBqUXHi8DAbFjxAlyaXq', false],
  ['AUTH', 'oidc', false],
  ['AUTH', 'none', false],
  ['AUTH', 'tr0ub4dor-and-3', true],
])('%s=%s: %s', (name, value, secret) => {
  expect(isSecretSetting(name, value)).toBe(secret);
});

it.each([
  'gcp-secret-manager',
  'django.contrib.auth.hashers',
  'application/x-www-form-urlencoded',
  'ArrowLeftKeyboardShortcut',
])('%s does not look random', (value) => {
  expect(looksRandom(value)).toBe(false);
});
