#!/bin/sh
# What a careful person types to fill in the table, one step after the other. Ends at the first thing
# that does not hold. Everything it needs is given: a running PostgreSQL, a registry, a second engine.
set -eu
: "${IMAGE:?}" "${CONTEXT:?}" "${DATABASE_URL:?}" "${NETWORK:?}" "${REPOSITORY:?}"
: "${SECOND:?}" "${REPOSITORY_ELSEWHERE:?}" "${PORT_ELSEWHERE:?}" "${URL_ELSEWHERE:?}"

name=by-hand-$$
reference=
fail() {
  echo "by-hand: $*" >&2
  exit 1
}
cleanup() {
  $SECOND rm --force --volumes "$name" >/dev/null 2>&1 || true
  [ -z "$reference" ] || $SECOND rmi --force "$reference" >/dev/null 2>&1 || true
  docker rm --force --volumes "$name" >/dev/null 2>&1 || true
  docker rmi "$REPOSITORY:$name" >/dev/null 2>&1 || true
}
trap cleanup EXIT

# Answers soon, or never.
wait_for() {
  tries=0
  until curl --fail --silent --max-time 1 --output /dev/null "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || fail "no answer from $1"
    sleep 0.05
  done
}
address_of() { docker port "$1" 8000/tcp | head -n 1; }
json() { curl --fail --silent --show-error --max-time 5 --header 'content-type: application/json' "$@"; }

# Builds.
docker build --quiet --tag "$IMAGE" ${NODE_IMAGE:+--build-arg NODE_IMAGE="$NODE_IMAGE"} "$CONTEXT" >/dev/null

# Under 200 MB.
size=$(docker images --format '{{.Size}}' "$IMAGE")
case $size in
  *MB) [ "$(printf '%.0f' "${size%MB}")" -lt 200 ] || fail "size $size" ;;
  *) fail "size $size" ;;
esac

# Runs, and is healthy.
docker run --detach --name "$name" --network "$NETWORK" --publish 127.0.0.1::8000 --env DATABASE_URL "$IMAGE" >/dev/null
url=http://$(address_of "$name")
wait_for "$url/ready"
health=$(json "$url/health")
[ "$health" = '{"status":"healthy","service":"task-api"}' ] || fail "health $health"

# Not as root.
user=$(docker exec "$name" whoami)
[ "$user" = appuser ] || fail "whoami says $user"

# Create, read, list, update, delete.
task=$(json --data '{"title":"by hand"}' "$url/tasks")
id=$(echo "$task" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
[ -n "$id" ] || fail "no id in $task"
[ "$(json "$url/tasks/$id")" = "$task" ] || fail "read back another task"
json "$url/tasks?after=$((id - 1))" | grep -q '"title":"by hand"' || fail "not in the list"
json --request PUT --data '{"title":"changed","status":"completed"}' "$url/tasks/$id" | grep -q '"title":"changed"' || fail "not updated"
other=$(json --data '{"title":"to delete"}' "$url/tasks" | sed -n 's/.*"id":\([0-9]*\).*/\1/p')
json --request DELETE "$url/tasks/$other"
[ "$(curl --silent --output /dev/null --write-out '%{http_code}' "$url/tasks/$other")" = 404 ] || fail "not deleted"

# Still there after a restart.
docker restart --time 5 "$name" >/dev/null
url=http://$(address_of "$name")
wait_for "$url/ready"
json "$url/tasks/$id" | grep -q '"title":"changed"' || fail "lost in the restart"

# Pushed, pulled on the second engine by its digest, and run there.
docker tag "$IMAGE" "$REPOSITORY:$name"
digest=$(docker push "$REPOSITORY:$name" | sed -n 's/.*digest: \(sha256:[0-9a-f]*\).*/\1/p')
[ -n "$digest" ] || fail "the push told no digest"
reference=$REPOSITORY_ELSEWHERE@$digest
$SECOND pull --quiet "$reference" >/dev/null
echo "DATABASE_URL=$DATABASE_URL" |
  $SECOND run --detach --name "$name" --env-file /dev/stdin --publish "$PORT_ELSEWHERE:8000" "$reference" >/dev/null
wait_for "$URL_ELSEWHERE/ready"
[ "$(json "$URL_ELSEWHERE/health")" = '{"status":"healthy","service":"task-api"}' ] || fail "not healthy elsewhere"
json "$URL_ELSEWHERE/tasks/$id" | grep -q '"title":"changed"' || fail "another database elsewhere"
json --request DELETE "$URL_ELSEWHERE/tasks/$id"
