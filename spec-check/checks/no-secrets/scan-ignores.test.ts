import { createPublicKey, randomBytes } from 'node:crypto';
import { base64, ecKey, found, hex, pem } from './tests/scanning.ts';

describe('says nothing of', () => {
  it.each([
    ['/app/users.csv', 'id,name,password\n1,ada,changeme\n'],
    ['/app/fields.csv', 'name,type,required\npassword,string,true\n'],
    ['/app/theme.css', ':root { --token-color: #1a2B3c4d; --auth-key: "x" }\n'],
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
    [
      '/app/iconv.js',
      'a=b.decode(e,"windows-1252");c.sign(key,"base64");d.verify(t,"iso-8859-15x")',
    ],
    ['/app/sri.json', `{"token":"sha256-${randomBytes(32).toString('base64')}"}`],
    ['/app/Db.java', 'DriverManager.getConnection(url, "parcels", System.getenv("DB_PASSWORD"))'],
    [
      '/app/db.php',
      'new PDO($dsn, "root", $password); new mysqli("db", "root", "password", "app")',
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
