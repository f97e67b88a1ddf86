#!/usr/bin/env bash
# The success criteria of specs/containerization-spec.md, checked by hand: what a careful person's own
# script does, and no slower than it has to be. It stops with a message at the first thing that does
# not hold, and removes what it made.
#
#   REGISTRY       where this machine pushes            localhost:32770/task-api
#   REGISTRY_THERE the same, as the other engine calls it   spec-check-registry-…:5000/task-api
#   ENGINE         container of the other engine        spec-check-engine-…
#   THERE          PORT=ADDRESS: a port of that engine, and how it is reached from here
#   NETWORK        network of the containers
#   POSTGRES       container of a PostgreSQL server
#   NODE_IMAGE     base image, where the official one is out of reach
set -euo pipefail

image=task-api:by-hand-$$
pushed=$REGISTRY:by-hand-$$
name=by-hand-$$
database=by_hand_$$
password=$RANDOM$RANDOM$RANDOM
work=$(mktemp -d)
digest=

fail() {
  echo "FAIL: $*" >&2
  exit 1
}

there() { docker exec -i "$ENGINE" docker "$@"; }

sql() {
  docker exec --interactive "$POSTGRES" sh -c \
    'PATH=$PATH:$(echo /usr/lib/postgresql/*/bin) psql --host=/tmp --username=postgres --quiet --set=ON_ERROR_STOP=1'
}

clean_up() {
  status=$?
  trap - EXIT
  {
    docker rm --force --volumes "$name" &
    sql <<<"drop database $database with (force); drop role $database" &
    {
      there rm --force --volumes "$name"
      [ -z "$digest" ] || there rmi --force "$REGISTRY_THERE@$digest"
    } &
    wait
    docker rmi "$pushed" "$image"
    rm -rf "$work"
  } >/dev/null 2>&1
  exit "$status"
}
trap clean_up EXIT

# Waits until URL answers, for at most 30 s; says what the container said otherwise.
healthy() {
  for _ in $(seq 600); do
    if body=$(curl --silent --fail --max-time 2 "$1/health"); then
      [ "$(jq --raw-output .status <<<"$body")" = healthy ] || fail "/health says $body"
      return
    fi
    sleep 0.05
  done
  "${@:2}" logs "$name" >&2
  fail "$1/health does not answer"
}

url_here() { echo "http://$(docker port "$name" 8000/tcp | head -1)"; }

# METHOD PATH STATUS [BODY]: the answer in $answer.
call() {
  local found
  found=$(curl --silent --max-time 10 --request "$1" --write-out '\n%{http_code}' \
    ${4:+--header 'content-type: application/json' --data "$4"} "$url$2")
  answer=${found%$'\n'*}
  [ "${found##*$'\n'}" = "$3" ] || fail "$1 $2 gives ${found##*$'\n'}, not $3: $answer"
}

# FILTER WANTED: a value of the last answer.
same() {
  local found
  found=$(jq --raw-output "$1" <<<"$answer")
  [ "$found" = "$2" ] || fail "$1 is $found, not $2: $answer"
}

# The database is made while the image is built.
sql <<<"create role $database login password '$password'; create database $database owner $database" >"$work/postgres.log" 2>&1 &
postgres=$!

docker build --tag "$image" ${NODE_IMAGE:+--build-arg NODE_IMAGE="$NODE_IMAGE"} . >"$work/build.log" 2>&1 ||
  fail "the image does not build: $(tail -5 "$work/build.log")"

size=$(docker images --format '{{.Size}}' "$image")
[[ $size =~ ^([0-9.]+)MB$ ]] && [ "${BASH_REMATCH[1]%.*}" -lt 200 ] || fail "the image has $size"

wait "$postgres" || fail "PostgreSQL makes no database: $(tail -5 "$work/postgres.log")"
address=$(docker inspect --format "{{(index .NetworkSettings.Networks \"$NETWORK\").IPAddress}}" "$POSTGRES")
export DATABASE_URL=postgresql://$database:$password@$address:5432/$database
docker run --detach --name "$name" --network "$NETWORK" --publish 127.0.0.1::8000 --env DATABASE_URL "$image" >/dev/null
url=$(url_here)
healthy "$url" docker

user=$(docker exec "$name" whoami)
[ "$user" != root ] || fail "runs as root"

call POST /tasks 201 '{"title":"by hand","description":"first"}'
same .title 'by hand'
id=$(jq --raw-output .id <<<"$answer")
call GET "/tasks/$id" 200
same .description first
call GET /tasks 200
jq --exit-status --arg id "$id" 'map(select(.id | tostring == $id)) | length == 1' <<<"$answer" >/dev/null ||
  fail "the list has no task $id: $answer"
call PATCH "/tasks/$id" 200 '{"title":"changed"}'
same .title changed

docker restart --time 5 "$name" >/dev/null
url=$(url_here)
healthy "$url" docker
call GET "/tasks/$id" 200
same .title changed
same .description first
call DELETE "/tasks/$id" 204
call GET "/tasks/$id" 404

docker tag "$image" "$pushed"
docker push "$pushed" >"$work/push.log" 2>&1 || fail "the push fails: $(tail -3 "$work/push.log")"
digest=$(grep --only-matching 'sha256:[0-9a-f]\{64\}' "$work/push.log" | tail -1)

there pull --quiet "$REGISTRY_THERE@$digest" >/dev/null || fail "the other engine cannot pull"
there run --detach --name "$name" --publish "${THERE%%=*}:8000" --env-file /dev/stdin \
  "$REGISTRY_THERE@$digest" <<<"DATABASE_URL=$DATABASE_URL" >/dev/null
healthy "${THERE#*=}" there

echo "All holds: $size, runs as $user, $digest"
