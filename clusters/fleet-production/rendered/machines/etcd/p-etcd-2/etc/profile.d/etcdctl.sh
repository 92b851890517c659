# Groundplan: etcd. Generated from cluster.yaml; edit that instead.
export ETCDCTL_API=3
export ETCDCTL_ENDPOINTS=https://10.80.0.22:2379
export ETCDCTL_CACERT=/etc/etcd/pki/ca.crt
export ETCDCTL_CERT=/etc/etcd/pki/member.crt
export ETCDCTL_KEY=/etc/etcd/pki/member.key
