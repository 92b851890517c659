#!/bin/bash
# Groundplan: postgresql. Generated from cluster.yaml; edit that instead.
# Well while this server takes writes.
set -eu
cd /
[[ $(timeout 1.5 runuser -u postgres -- psql -XAqt --port=5432 --command='SELECT pg_is_in_recovery()' postgres) == f ]]
