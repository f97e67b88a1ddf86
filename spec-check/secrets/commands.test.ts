import { randomBytes } from 'node:crypto';
import { secretsInCommand } from './commands.ts';
import { masked } from './mask.ts';

const made = () => `${randomBytes(4).toString('hex')}-Q7x`;

it.each([
  ['redis-server --requirepass VALUE', '--requirepass'],
  ['/app --db-pass VALUE', '--db-pass'],
  ['node server.js --admin-password=VALUE', '--admin-password'],
  ['java -Xmx1g -Dspring.datasource.password=VALUE -jar a.jar', '-Dspring.datasource.password'],
  ['curl -u admin:VALUE http://localhost/', '-u'],
  ['curl --user admin:VALUE http://localhost/', '--user'],
  ['curl --user 1204137:VALUE http://localhost/', '--user'],
  ['wget --header "X-Api-Key: VALUE" http://localhost', 'X-Api-Key'],
  ['redis-cli -a VALUE ping', '-a'],
  ['mysqladmin -u root -pVALUE ping', '-p'],
  ['docker login -u ci -p VALUE registry.internal', '-p'],
  ['sshpass -p VALUE ssh host', '-p'],
  ['echo "root:VALUE" | chpasswd', 'chpasswd'],
  ['echo VALUE | docker login --username ci --password-stdin', 'echo'],
  ['RUN |1 NPM_TOKEN=VALUE /bin/sh -c npm ci', 'NPM_TOKEN'],
  ['echo "machine x login y password VALUE" > ~/.netrc', 'password'],
  ['curl -fu admin:VALUE http://localhost/', '-u'],
  ['printf "machine x\\nlogin y\\npassword VALUE\\n" > ~/.netrc', 'password'],
  ['openssl pkcs12 -export -passout pass:VALUE -in a', '-passout'],
  ['composer config http-basic.repo.internal ci VALUE', 'http-basic'],
  ['unzip -P VALUE data.zip', 'password'],
  ['7z x -pVALUE data.7z', 'password'],
  ['openssl enc -d -aes-256-cbc -k VALUE -in x', 'password'],
  ['vault login VALUE', 'password'],
  ['composer config --global github-oauth.github.com VALUE', 'http-basic'],
  ['docker run -e OPTIONS="DB_PASSWORD=VALUE x" api', 'DB_PASSWORD'],
  ['bundle config set gems.internal ci:VALUE', 'password'],
  ['smbclient //files/backup -U ci%VALUE -c get', '-u'],
  ['lftp -u ci,VALUE ftp.internal', '-u'],
  ['yarn config set npmAuthToken VALUE', 'token'],
  ['cargo login VALUE', 'token'],
  ['set -gx DB_PASSWORD VALUE', 'DB_PASSWORD'],
  ['Step 3/4 : ENV DB_PASSWORD VALUE', 'DB_PASSWORD'],
  ['htpasswd -bc /etc/nginx/.htpasswd admin VALUE', 'htpasswd'],
])('sees the secret in: %s', (command, name) => {
  const value = made();
  const text = command.replace('VALUE', value);
  expect(secretsInCommand(text)).toContainEqual({ name: name.replace('--user', '-u'), value });
  expect(masked(text)).not.toContain(value);
});

it.each([
  'node --secure-heap=65536 server.js --token-ttl 3600',
  'java -Djavax.net.ssl.trustStorePassword=changeit -jar app.jar',
  'app --password "$DB_PASSWORD" --token=${TOKEN} --password-file /run/secrets/pw',
  'curl -u "$USER:$PASS" -H "Authorization: Bearer $TOKEN" http://x || exit 1',
  'docker-entrypoint.sh --user=1000:1000',
  'docker run --rm --user 1204137:0 -u 48211:90517, app',
  'With --user 4321:4321: it does not start',
  'RUN --mount=type=secret,id=npm NPM_TOKEN=$(cat /run/secrets/npm) npm ci',
  'RUN --mount=type=secret,id=npm NPM_TOKEN="$(cat /run/secrets/npm)" npm ci',
  'for key in 5BE8A3F6C8A5C01D106C0AD820B1A390B168D356; do gpg --keyserver hkps://k.internal --recv-keys "$key"; done',
  'adduser -u 1000:1000 app && chown -R app:app /app',
  'zip -r out.zip src && tar -kxf a.tar && vault login -method=aws',
  'ENV CACHE_KEY v1-abc123',
  'printf "# API_TOKEN=change-me\\nLOG_LEVEL=info\\n" > /etc/app.env',
  'ENV PUBLIC_KEY abcDEF123',
  'ENV TOKEN_URL https://login.internal/1',
  'SECRET_KEY=build-only-not-a-secret python manage.py collectstatic',
])('sees none in: %s', (command) => {
  expect(secretsInCommand(command)).toEqual([]);
});

describe('what an API hands out is masked', () => {
  it.each([
    ['a password of one word', (value: string) => `{"email":"a@b","password":"${value}"}`],
    [
      'a token in JSON',
      (value: string) => `HTTP 200 {"access_token": "${value}", "expires_in": 3600}`,
    ],
    [
      'JSON in JSON',
      (value: string) => JSON.stringify({ body: JSON.stringify({ refreshToken: value }) }),
    ],
    ['a session', (value: string) => `set-cookie: sid=${value}; Path=/; HttpOnly`],
    [
      'headers as JSON',
      (value: string) => JSON.stringify({ 'set-cookie': [`session=${value}; Path=/`] }),
    ],
    ['a bearer', (value: string) => `authorization: Bearer ${value}`],
  ])('%s', (_title, text) => {
    const value = made();
    expect(masked(text(value))).toContain('***');
    expect(masked(text(value))).not.toContain(value);
  });
  it('and the rest stays', () => {
    const text =
      'GET /tasks → 200 {"id":"7f3d","title":"token of honour","done":false}; key=created_at';
    expect(masked(text)).toBe(text);
    expect(masked('set-cookie: sid=8f7d6e5c4b3a; Path=/; HttpOnly')).toBe(
      'set-cookie: sid=***; Path=/; HttpOnly',
    );
  });
});
