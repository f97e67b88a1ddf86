#!/usr/bin/env bash
# What `dgoss run` does, without the shell that it wants inside the image IMAGE.
set -euo pipefail
here=$(dirname "$(realpath "$0")")
id=$(docker create --network "$NETWORK" --env DATABASE_URL --volume "$(command -v goss):/goss/goss:ro" \
  --volume "$here/goss.yaml:/goss/goss.yaml:ro" "$IMAGE")
trap 'docker rm --force --volumes "$id" >/dev/null' EXIT
docker start "$id" >/dev/null
docker exec "$id" /goss/goss --gossfile /goss/goss.yaml validate --retry-timeout 30s --sleep 50ms
