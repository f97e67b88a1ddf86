import { mysqlTables, rowsInXml } from '../api-client/mysql-tables.ts';
import { mariadbImage } from '../offline/helper-images.ts';
import type { ServerKind } from './postgres-server.ts';

const client =
  'mariadb --no-defaults --socket=/tmp/db.sock --default-character-set=utf8mb4 --xml --binary-as-hex --user=$1 $2';

/** MariaDB for what wants a MySQL. Inside its container nobody needs a password, and only there the administrator and the one that may only read are let in. */
export const mysqlServer: ServerKind = {
  ...{ name: 'MariaDB', image: mariadbImage, scheme: 'mysql', port: 3306, client },
  create: (name, password) => `
    create user ${name} identified by '${password}', ${name}_reader@localhost;
    create database ${name};
    grant all on ${name}.* to ${name}; grant select on ${name}.* to ${name}_reader@localhost`,
  users: 'select user from mysql.user',
  drop: (name) =>
    `drop database if exists ${name}; drop user if exists ${name}, ${name}@localhost;`,
  tables: (_url, ask) => mysqlTables(async (statements) => rowsInXml(await ask(statements))),
  start: `export PATH="$PATH:/usr/sbin"
if [ ! -d /data/db/mysql ]; then
  mariadb-install-db --no-defaults --datadir=/data/db --skip-test-db \
    --auth-root-authentication-method=normal >/dev/null || exit
fi
exec mariadbd --no-defaults --datadir=/data/db --tmpdir=/tmp --socket=/tmp/db.sock \
  --pid-file=/tmp/db.pid --skip-name-resolve --skip-log-bin --max-connections=400 \
  --character-set-server=utf8mb4 --innodb-buffer-pool-size=64M --innodb-log-file-size=16M \
  --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0`,
};
