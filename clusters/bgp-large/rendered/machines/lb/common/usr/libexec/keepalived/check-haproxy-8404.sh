#!/bin/bash
# Groundplan: keepalived. Generated from cluster.yaml; edit that instead.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8404
printf 'GET %s HTTP/1.0\r\n\r\n' /healthz >&3
read -r -t 1 _ status _ <&3
[[ $status == 200 ]]
