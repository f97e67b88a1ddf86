import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { type Found, scanner } from './scan.ts';

// Made at test time: no secret stands in this file.
const made = () => `k${randomBytes(5).toString('hex')}-q7R-${randomBytes(4).toString('hex')}`;
const hex = () => `${randomBytes(15).toString('hex')}a1`;
const token = () => ['gh', 'p_', randomBytes(40).toString('hex').slice(0, 28), 'Zk4mQ8vT'].join('');
const pem = () =>
  generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ format: 'pem', type: 'pkcs8' })
    .toString();
const der = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({
    format: 'der',
    type: 'sec1',
  });
const ecKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
/** As ssh-keygen writes one: lengths between its parts make rows of A. */
const openssh = () => {
  const parts = ['none', 'none', '', '\0\0\0\x01', 'ecdsa-sha2-nistp256', 'nistp256'];
  const lengths = parts.flatMap((part) => [Buffer.from([0, 0, 0, part.length]), Buffer.from(part)]);
  const body = [Buffer.from('openssh-key-v1\0'), ...lengths, randomBytes(190), Buffer.alloc(9)];
  const lines =
    Buffer.concat(body)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    ...lines,
    '-----END OPENSSH PRIVATE KEY-----',
  ].join('\n');
};
const wrapped = (label: string, bytes: Buffer) =>
  [
    `-----BEGIN ${label}-----`,
    ...(bytes.toString('base64').match(/.{1,64}/g) ?? []),
    `-----END ${label}-----`,
  ]
    .map((line) => `  "${line}\\n"`)
    .join(' +\n');
const base64 = (text: string) => Buffer.from(text).toString('base64');

async function collect(search: AsyncIterable<Found>): Promise<Found[]> {
  const all: Found[] = [];
  for await (const one of search) all.push(one);
  return all;
}

async function found(path: string, content: string | Buffer): Promise<string[]> {
  const all = await collect(scanner([])(path, Readable.from([Buffer.from(content as string)])));
  return all.flatMap((one) => ('kind' in one ? [`${one.kind} in ${one.path}`] : []));
}

describe('finds a secret', () => {
  it.each<[string, string | Buffer]>([
    [
      '/root/.aws/credentials',
      `[default]\naws_secret_access_key = ${randomBytes(30).toString('base64')}\n`,
    ],
    ['/app/config/secrets.yml', `production:\n  secret_key_base: ${hex()}\n`],
    ['/app/config/master.key', hex()],
    ['/app/outputs.json', `{"db_password":{"sensitive":true,"type":"string","value":"${made()}"}}`],
    [
      '/app/variables.tf',
      `variable "db_password" {\n  type = string\n  default = "${made()}"\n}\n`,
    ],
    ['/app/serverless.yml', 'provider:\n  environment:\n    DB_PASSWORD: unSuB-jfhUxg-ogt\n'],
    ['/app/env.local', 'DB_PASSWORD=sommerhaus\n'],
    ['/app/config.fish', `set -gx DB_PASSWORD ${made()}\n`],
    ['/app/settings.reg', `"DbPassword"="${made()}"\r\n`],
    ['/app/conf.json', `{"url":"postgres:\\/\\/app:${made()}@db.internal\\/app"}`],
    ['/app/.git/config', `[http]\n\textraHeader = Private-Token: ${made()}\n`],
    ['/app/.yarnrc', `"//npm.internal/:_authToken" "${made()}"\n`],
    ['/app/package.json', `{"x":"git+https://${hex()}:x-oauth-basic@github.com/acme/x.git"}`],
    ['/app/key.xml', pem().trim().replaceAll('\n', '&#10;')],
    [
      '/app/Key.java',
      `String key = "${pem()
        .replace(/-----.*-----/g, '')
        .replaceAll('\n', '')}";`,
    ],
    ['/root/.curlrc', `user = "ci:${made()}"\n`],
    ['/root/.bundle/config', `---\nBUNDLE_GEMS__INTERNAL: "ci:${made()}"\n`],
    ['/root/.erlang.cookie', hex()],
    ['/root/.jfrog/jfrog-cli.conf.v6', `{"servers":[{"user":"ci","password":"${made()}"}]}`],
    ['/root/.subversion/auth/svn.simple/1a', `K 8\npassword\nV 9\n${made()}\nEND\n`],
    ['/etc/ppp/chap-secrets', `ci * ${made()} *\n`],
    ['/app/Pulumi.prod.yaml', `config:\n  shop:dbPassword: ${made()}\n`],
    ['/app/settings.gradle.kts', `credentials { username = "bot"; password = "${made()}" }`],
    ['/app/.env', `RELEASE_COOKIE=${hex()}\n`],
    ['/app/wp-config.php', `<?php\ndefine( 'DB_PASSWORD', '${made()}' );`],
    ['/app/application.yml', `spring:\n  datasource:\n    password: ${made()}\n`],
    ['/app/application-prod.properties', `spring.mail.password = ${made()}\n`],
    [
      '/app/docker-compose.yml',
      `services:\n  db:\n    environment:\n      - MYSQL_ROOT_PASSWORD=${made()}\n`,
    ],
    ['/app/config/config.json', '{"production":{"username":"root","password":"hunter2hunter"}}'],
    ['/app/appsettings.Production.json', `{"Jwt":{"SigningKey":"${hex()}"}}`],
    [
      '/app/appsettings.json',
      `{"Main":"Server=tcp:db.internal;User ID=app;Password=${made()};Encrypt=true"}`,
    ],
    ['/app/shop/settings.py', `SECRET_KEY = '${made()}'\n`],
    ['/app/src/db.ts', `new Pool({ user: "app", password: "${made()}", host: "db" });`],
    ['/app/main.py', `API_KEY = "${hex()}"\n`],
    ['/app/.env.local', `export dbPassword=${made()}`],
    ['/app/prod.env', `SMTP_PASS="${made()}"`],
    ['/app/k8s/secret.yaml', `kind: Secret\ndata:\n  db-password: ${base64(made())}\n`],
    ['/app/deploy.yaml', `env:\n- name: DB_PASSWORD\n  value: ${made()}\n`],
    ['/app/task.json', `{"environment":[{"name":"REDIS_AUTH","value":"${made()}"}]}`],
    ['/root/.docker/config.json', `{"auths":{"r.internal":{"auth":"${base64(`me:${made()}`)}"}}}`],
    ['/root/.kube/config', `users:\n- user:\n    client-key-data: ${base64(pem())}\n`],
    ['/root/.netrc', `machine git.internal\nlogin me\npassword ${made()}\n`],
    ['/root/.m2/settings.xml', `<server><password>${made()}</password></server>`],
    ['/usr/local/tomcat/conf/tomcat-users.xml', `<user username="a" password="${made()}"/>`],
    ['/app/NuGet.Config', `<add key="ClearTextPassword" value="${made()}" />`],
    [
      '/app/hibernate.cfg.xml',
      `<property name="hibernate.connection.password">${made()}</property>`,
    ],
    ['/root/.npmrc', `//npm.internal/:_password=${base64(made())}\n`],
    ['/app/gunicorn.conf.py', `raw_env = ["REPORT_API_TOKEN=${made()}", "MODE=live"]\n`],
    ['/opt/airflow/airflow.cfg', `fernet_key = ${randomBytes(32).toString('base64')}\n`],
    ['/var/spool/cron/crontabs/backup', `5 4 * * * PGPASSWORD=${made()} pg_dump shop\n`],
    ['/root/.bash_history', `ls\nmysql -u root -p${made()} app\n`],
    ['/app/deploy/hosts', `10.0.0.4 ansible_user=me ansible_password=${made()}\n`],
    ['/etc/fstab', `//files/share /mnt cifs username=me,password=${made()} 0 0\n`],
    ['/etc/postfix/sasl_passwd', `[mail.internal]:587 me@mail.internal:${made()}\n`],
    ['/app/users.htpasswd', `admin:$2y$05$${made()}${hex()}\n`],
    ['/app/ldap.conf', `binddn cn=app\nbindpw ${made()}\n`],
    ['/app/docker-entrypoint.sh', `: "\${DB_PASSWORD:=${made()}}"\nexec node server.js\n`],
    ['/app/n.ipynb', JSON.stringify({ source: [`client = Client(api_key="${hex()}")`] })],
    ['/app/start.sh', `#!/bin/sh\nPGPASSWORD=${made()} psql -h db\n`],
    ['/app/run.sh', `curl -H "X-Api-Key: ${hex()}" https://api.internal\n`],
    ['/app/terraform.tfstate', `{"attributes": {"password": "${made()}"}}`],
    [
      '/app/.git/config',
      `[http]\n\textraheader = AUTHORIZATION: basic ${base64(`x-access-token:${made()}`)}\n`,
    ],
    ['/root/.yarnrc.yml', `npmAuthIdent: "me:${made()}"\n`],
    ['/root/.pypirc', `[internal]\nusername = me\npassword = ${made()}\n`],
    ['/app/secrets/db_password', `${made()}\n`],
    ['/usr/share/nginx/html/docs/app.js', `const token = "${token()}";`],
    ['/var/www/html/config.js', `window.config={apiKey:"${hex()}"}`],
    ['/app/key.go', `const key = \`${pem()}\``],
    ['/app/key.py', `KEY = (\n${wrapped('EC PRIVATE KEY', der())})`],
    ['/app/account.json', JSON.stringify({ private_key: pem() })],
    ['/app/nested.json', JSON.stringify({ config: JSON.stringify({ db: { password: made() } }) })],
    ['/app/nested.json', JSON.stringify({ account: JSON.stringify({ private_key: pem() }) })],
    ['/root/.ssh/deploy', openssh()],
    ['/app/signing.jwk', JSON.stringify(ecKey().export({ format: 'jwk' }))],
    ['/app/jwks.json', JSON.stringify({ keys: [ecKey().export({ format: 'jwk' })] }, null, 2)],
    ['/app/shared.jwk', JSON.stringify({ kty: 'oct', k: randomBytes(32).toString('base64url') })],
    ['/app/key.ppk', `Public-Lines: 1\r\nAAAA\r\nPrivate-Lines: 1\r\n${base64(hex())}`],
    ['/app/.env', `\ufeffDB_PASSWORD=${made()}\r\n`],
    ['/app/.env', 'DB_PASSWORD=Qx7[0-9]vR!22zz\n'],
    ['/app/config.yaml', 'password: kP[a-z]9vR!22zz\n'],
    ['/app/application.properties', `%prod.quarkus.datasource.password=${made()}\n`],
    ['/chart/values.yaml', 'auth:\n  postgresPassword: quietRiver42\n'],
    ['/etc/grafana/grafana.ini', '[security]\nadmin_password = quietRiver42\n'],
    ['/app/config.mjs', `export const jwtSecret = process.env.JWT_SECRET ?? '${made()}';`],
    ['/app/start.sh', `export DB_PASSWORD="\${DB_PASSWORD:-${made()}}"`],
    ['/app/nginx.conf', `proxy_set_header X-Api-Key ${hex()};\n`],
    ['/etc/ipsec.secrets', `: PSK "${made()}"\n`],
    ['/app/setup.ps1', `$Password = ConvertTo-SecureString "${made()}" -AsPlainText`],
    ['/usr/local/etc/redis.conf', `requirepass ${made()}\n`],
    ['/app/.htaccess', `SetEnv DB_PASSWORD ${made()}\n`],
    ['/app/init.sql', `CREATE USER shop WITH PASSWORD '${made()}';`],
    ['/app/conf.yaml', `dsn: "shop:${made()}@tcp(db:3306)/shop"`],
    ['/etc/nginx/.htpasswd', `admin:$apr1$${hex()}`],
    ['/app/env.b64', base64(`PORT=8000\nDB_PASSWORD=${made()}\nLOG=info\n`)],
    ['/app/tls/server.der', der()],
    ['/app/key.txt', base64(pem())],
    ['/app/answer.txt', base64(JSON.stringify({ user: 'me', password: made() }))],
    ['/app/little.ps1', Buffer.from(`\ufeff$env:API_TOKEN = "${token()}"`, 'utf16le')],
    [
      '/app/Shop.dll',
      Buffer.concat([
        Buffer.from('MZ\x90\0\x03\0'),
        Buffer.from(`Host=db.shop.internal;Username=shop;Password=${made()};`, 'utf16le'),
        Buffer.alloc(9),
      ]),
    ],
    ['/app/big.txt', Buffer.from(`password=${made()}\r\n`, 'utf16le').swap16()],
    ['/app/settings.gz', gzipSync(`DB_PASSWORD=${made()}`)],
    ['/app/deploy.yaml', `data: ${gzipSync(`DB_PASSWORD=${made()}`).toString('base64')}`],
    [
      '/app/helm.json',
      base64(gzipSync(`{"config":{"dbPassword":"${made()}"}}`).toString('base64')),
    ],
    [
      '/app/main.js.map',
      JSON.stringify({
        sources: ['webpack://shop/./src/config.ts'],
        sourcesContent: [`export const dbPassword = '${made()}';`],
      }),
    ],
    ['/app/shop.war!/WEB-INF/lib/core.jar!/application.yml', `db:\n  password: ${made()}\n`],
    ['/app/Config.plist', `<dict>\n<key>dbPassword</key>\n<string>${made()}</string>\n</dict>`],
    ['/app/config.pyc', `\0\xda3postgres://shop:${made()}@db.internal/shop\0`],
    ['/app/dump.zst', zstdCompressSync(`token=${token()}`)],
    ['/app/public/config.json.br', brotliCompressSync(`{"apiToken":"${token()}"}`)],
    [
      '/app/.git/objects/ab/cdef0123456789abcdef0123456789abcdef01',
      deflateSync(`blob 46\0${token()}`),
    ],
    ['/app/config.rs', `pub const API_TOKEN: &str = "${made()}";`],
    ['/app/Config.kt', `object Config { val apiKey: String = "${made()}" }`],
    ['/app/config.ts', `export const apiSecret: string = "${made()}";`],
    ['/app/Config.cs', `public string Password { get; set; } = "${made()}";`],
    ['/app/token.go', `var apiToken string = "${made()}"`],
    ['/app/sign.go', `var jwtSecret = []byte("${made()}")`],
    ['/app/Sign.java', `SecretKey key = Keys.hmacShaKeyFor("${made()}".getBytes());`],
    ['/app/settings.core.py', `signing_secret: SecretStr = SecretStr("${made()}")`],
    [
      '/app/joined.py',
      `API_KEY = (\n    "k7Qm-${hex().slice(0, 12)}"\n    "${hex().slice(0, 12)}"\n)\n`,
    ],
    ['/app/joined.js', `const t = "${token().slice(0, 12)}" + "${token().slice(12)}";`],
    ['/app/block.yaml', `db:\n  password: >-\n    ${made()}\n  host: db\n`],
    ['/app/hex.txt', Buffer.from(`DB_PASSWORD=${made()}\n`).toString('hex')],
    ['/app/twice.txt', base64(base64(`DB_PASSWORD=${made()}\n`))],
    ['/app/percent.txt', `config=${encodeURIComponent(`{"dbPassword":"${made()}"}`)}`],
    [
      '/app/key.xml',
      `<RSAKeyValue><Exponent>AQAB</Exponent><D>${randomBytes(128).toString('base64')}</D></RSAKeyValue>`,
    ],
    [
      '/etc/openvpn/ta.key',
      `-----BEGIN OpenVPN Static key V1-----\n${randomBytes(16).toString('hex')}\n${randomBytes(64).toString('hex')}\n`,
    ],
    [
      '/etc/bind/zone.private',
      `Algorithm: 13\nPrivateKey: ${randomBytes(32).toString('base64')}\n`,
    ],
    ['/etc/krb5.keytab', Buffer.from(`0502${'00000045'}${randomBytes(69).toString('hex')}`, 'hex')],
    [
      '/app/sas.txt',
      `https://a.blob.core.windows.net/x?sp=rw&sig=${encodeURIComponent(randomBytes(32).toString('base64'))}`,
    ],
    ['/etc/pgbouncer/userlist.txt', `"app" "${made()}"\n`],
    ['/etc/redis/users.acl', `user worker on >${made()} ~* +@all\n`],
    ['/etc/systemd/system/api.service', `[Service]\nEnvironment="API_DB_PASSWD=${made()}"\n`],
    ['/app/Dockerfile.prod', `FROM x\nENV SMTP_PASS ${made()}\n`],
    ['/app/Jenkinsfile', `sh "curl -u deploy:${made()} https://nexus.internal/x.jar"`],
    [
      '/srv/repo.bundle',
      (() => {
        const text = `TOKEN=${token()}\n`;
        const header = Buffer.from([0x30 | (text.length & 15) | 0x80, text.length >> 4]);
        const start = Buffer.from(
          '# v2 git bundle\nabc HEAD\n\nPACK\0\0\0\x02\0\0\0\x01',
          'latin1',
        );
        return Buffer.concat([start, header, deflateSync(text)]);
      })(),
    ],
  ])('in %s', async (path, content) => {
    expect(await found(path, content)).not.toEqual([]);
  });
});

describe('says nothing of', () => {
  it.each([
    ['/app/x.json', `{"password":"\${DB_PASSWORD}","passwordPolicy":"strong"}`],
    ['/app/application.yml', 'spring:\n  datasource:\n    password: ${DB_PASSWORD:changeme}\n'],
    [
      '/app/locales/de.json',
      '{"password":"Passwort","token":"Zugriffstoken","confirmPassword":"Passwort-bestätigen"}',
    ],
    [
      '/app/server.mjs',
      'const token = headers["x-auth-token"]; tokenType:"access_token"; secretKey="secretKey"; x = `Bearer ${token}`',
    ],
    [
      '/app/bundle.js',
      't.token="punctuator2";e.INVALID_TOKEN="ERR_JWT_INVALID_TOKEN_V1";z.password="input[type=password]"',
    ],
    [
      '/app/shop/settings.py',
      "SECRET_KEY = os.environ['SECRET_KEY']\nAUTH_PASSWORD_VALIDATORS = [{'NAME': 'django.contrib.auth.MinimumLength'}]\n",
    ],
    [
      '/app/.env.example',
      'API_KEY=your-api-key-here\nDATABASE_URL=postgres://user:pass@localhost/db\n',
    ],
    [
      '/app/.env',
      'DB_PASSWORD_FILE=/run/secrets/db\nTOKEN_TTL=3600\nSECRETS_PROVIDER=aws\nTOKEN_URL=https://idp.internal/token\nDB_PASSWORD=vault:secret/data/db#password\n',
    ],
    [
      '/app/compose.yml',
      'environment:\n  POSTGRES_PASSWORD_FILE: /run/secrets/pw\n  API_KEY: ${API_KEY:?set it}\nsecrets:\n  db_password:\n    file: ./secrets/db_password.txt\n',
    ],
    [
      '/app/k8s.yaml',
      'env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db-credentials\n      key: password\n',
    ],
    [
      '/etc/ssl/openssl.cnf',
      'secret = $insta::secret # shared secret\ninput_password = secret\nchallengePassword = A challenge password\n',
    ],
    [
      '/etc/pam.d/common-password',
      'password\t[success=1 default=ignore]\tpam_unix.so obscure yescrypt\n',
    ],
    [
      '/app/config/auth.php',
      "<?php return ['defaults' => ['passwords' => 'users'], 'password_timeout' => 10800];",
    ],
    ['/app/secrets.yaml', `password: ENC[AES256_GCM,data:${hex()},type:str]\n`],
    ['/app/secret.yaml', `kind: SealedSecret\ndata:\n  password: ${base64(hex())}\n`],
    ['/app/messages_de.properties', 'label.token=Zugangsschl\\u00fcssel7\n'],
    ['/app/config/locales/de.yml', 'de:\n  password: Passwort\n'],
    ['/etc/postgresql/pg_hba.conf', '# "password", "scram-sha-256"\nhost all all all password\n'],
    ['/app/api-docs.js', 'c("code",null,"Password:"),d?i.createElement("Code7","Password: ")'],
    ['/app/url.js', 'Y.username=Y.auth.slice(0,B),Y.password=Y.auth.slice(B+1)'],
    ['/app/dist/app.js', 'const a={password:"Login_password__3xYz1"}'],
    [
      '/app/libs/grammar/rules.py',
      'token = r"[-!#$%&*+.^_|~0-9a-zA-Z]+"\nauth_key = r"(?P<key>[A-F0-9]{12}x)Q9"',
    ],
    ['/app/dist/lexer.js', 'const secretToken = "[A-Za-z_$][\\\\w$]*9Q!"'],
    ['/app/start.sh', 'DB_PASSWORD=$(cat /run/secrets/db) API_TOKEN=`cat /run/token` node .\n'],
    ['/app/jwks.json', JSON.stringify(createPublicKey(ecKey()).export({ format: 'jwk' }))],
    ['/app/yarn.lock', `js-tokens@4:\n  integrity sha512-${randomBytes(64).toString('base64')}\n`],
    ['/app/Cargo.lock', `name = "secrecy"\nchecksum = "${randomBytes(32).toString('hex')}"\n`],
    ['/app/README.md', 'curl -u user:password https://api\nAuthorization: Bearer <token>\n'],
    [
      '/app/openapi.json',
      '{"example":{"password":"correct-Horse9"},"properties":{"password":{"type":"string","format":"password"},"token":{"example":"eyJhbGciOi..."}}}',
    ],
    [
      '/app/custom-environment-variables.json',
      '{"db":{"password":"DB_PASSWORD"},"jwt":{"secret":"JWT_SECRET"}}',
    ],
    [
      '/app/main.py',
      'password = getpass.getpass("Password: ")\nTOKEN_RE = r"[A-Za-z0-9_-]{20,}"\nsecret = secrets.token_hex(16)\n',
    ],
    [
      '/app/login.html',
      '<input name="password" type="password" id="passwordInput1"><label for="api-key">Key</label>',
    ],
    [
      '/app/nginx.conf',
      'proxy_set_header X-Api-Key $http_x_api_key;\nssl_certificate_key /run/secrets/tls.key;\n',
    ],
    ['/app/setup.ps1', '$Password = ConvertTo-SecureString "$env:DB_PASSWORD" -AsPlainText'],
    // As RFC 6749 and 6750 show them, and libraries that are copied beside the code.
    [
      '/app/lib/oauth.py',
      'access_token = "2YotnFZFEjr1zCsicMWpAA"\nAuthorization: Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW\nAuthorization: Bearer mF_9.B5f-4.1JqM\n',
    ],
    ['/root/.ssh/known_hosts', `git.internal ssh-ed25519 ${randomBytes(51).toString('base64')}`],
    [
      '/usr/lib/python3/site-packages/driver/url.py',
      `"""postgresql://scott:tiger5hhh@db.internal/x"""\nsecret_key = "${hex()}"`,
    ],
    [
      '/app/errors.ts',
      "const errors = { invalidToken: 'E4012_TOKEN_EXPIRED', apiKey: 'B12_KEY' };",
    ],
    ['/app/config/settings.rb', 'Settings.api_token = ENV.fetch("STRIPE_API_TOKEN")'],
    ['/app/config/settings.py', 'API_KEY = Env("STRIPE_API_KEY")\ntoken: Optional[str] = None\n'],
    [
      '/app/form.ts',
      "const passwordHint: string = 'minimum-12-chars'; class A { token: string = ''; }",
    ],
    ['/app/lib.rs', 'pub const TOKEN_HEADER: &str = "x-auth-token-v2";'],
    ['/app/min.js', 'e.password="password"+"Field";n.token="csrf"+".token"'],
    [
      '/app/api.service',
      '[Service]\nEnvironment="PASSWORD_FILE=/run/secrets/pw" "TOKEN_TTL=3600"\n',
    ],
    ['/app/alembic.ini', 'sqlalchemy.url = driver://user:pass@localhost/dbname\n'],
    [
      '/app/deploy.yaml',
      'secretKeyRef:\n  name: db\n  key: password\npassword: >-\n  {{ .Values.db }}\n',
    ],
    ['/app/api.jar!/io/netty/handler/ssl/OpenSsl.class', pem()],
  ])('%s', async (path, content) => {
    expect(await found(path, content)).toEqual([]);
  });
});

describe('what cannot be opened is named', () => {
  const closed = async (path: string, content: Buffer) =>
    (await collect(scanner([])(path, Readable.from([content])))).filter((one) => 'closed' in one);

  it.each([
    ['/app/a.7z', Buffer.from('7z\xbc\xaf\x27\x1c......', 'latin1'), '7z'],
    ['/app/a.tar.xz', Buffer.from('\xfd7zXZ\0......', 'latin1'), 'xz'],
    ['/app/a.deb', Buffer.from('!<arch>\ndebian-binary   '), 'a Debian package'],
    ['/app/a.pdf', Buffer.from('%PDF-1.7\n'), 'a PDF'],
    ['/app/a.dump', Buffer.from('PGDMP\x01\x0e'), 'a dump of pg_dump'],
    ['/app/a.db', Buffer.from('SQLite format 3\0'), 'an SQLite database'],
    ['/app/cut.gz', gzipSync(randomBytes(4000)).subarray(0, 900), 'damaged'],
    ['/app/x.pack', Buffer.from('PACK\0\0\0\x02\0\0\0\x05\x95', 'latin1'), 'damaged'],
    ['/app/bomb.gz', gzipSync(Buffer.alloc(80_000_000)), 'too large'],
  ])('%s', async (path, content, why) => {
    expect(await closed(path, content)).toMatchObject([{ closed: why }]);
  });
});
