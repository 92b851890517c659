#!/bin/bash
# Groundplan: mysql. Generated from cluster.yaml; edit that instead.
# Well while this server takes writes.
set -eu
[[ $(timeout 1.5 mysql --batch --skip-column-names --execute 'SELECT @@global.read_only') == 0 ]]
