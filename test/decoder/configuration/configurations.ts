/** Configurations of many shapes, by what they show: file name → text. The first file is the one that is given. */
export const CONFIGURATIONS: Record<string, Record<string, string>> = {
  'the usual pair': {
    'keepalived.conf': `
global_defs {
    router_id lb01
    script_user root
    enable_script_security
}
vrrp_script chk_haproxy {
    script "/bin/true"
    interval 2
    weight -20
}
vrrp_instance VI_1 {
    state MASTER
    interface eth0
    virtual_router_id 51
    priority 150
    advert_int 1
    authentication {
        auth_type PASS
        auth_pass s3cretpassword
    }
    virtual_ipaddress {
        10.0.0.100/24 dev eth0 label eth0:1
        10.0.0.101
    }
    track_script {
        chk_haproxy
    }
    track_interface {
        eth1 weight -30
        eth2
    }
}
`,
  },
  'defaults, and MASTER without a priority': {
    'keepalived.conf': `
vrrp_instance A { interface eth0
 virtual_router_id 1
 virtual_ipaddress { 10.0.0.100 } }
vrrp_instance B { interface eth0
 state MASTER
 virtual_router_id 2
 virtual_ipaddress { 10.0.0.101 } }
vrrp_instance C { interface eth0
 priority 255
 nopreempt
 virtual_router_id 3
 virtual_ipaddress { 10.0.0.102 } }
`,
  },
  'nopreempt, and MASTER that clears it': {
    'keepalived.conf': `
vrrp_instance A {
    interface eth0
    state MASTER
    nopreempt
    preempt_delay 5
    virtual_router_id 1
    virtual_ipaddress {
        10.0.0.100
    }
}
vrrp_instance B {
    interface eth0
    state BACKUP
    nopreempt
    preempt_delay 5
    virtual_router_id 2
    virtual_ipaddress {
        10.0.0.101
    }
}
vrrp_instance C {
    interface eth0
    state BACKUP
    nopreempt
    preempt
    preempt_delay 5
    virtual_router_id 3
    virtual_ipaddress {
        10.0.0.102
    }
}
vrrp_instance D {
    interface eth0
    state BACKUP
    noreempt
    virtual_router_id 4
    virtual_ipaddress {
        10.0.0.103
    }
}
`,
  },
  'comments and quotes': {
    'keepalived.conf': `
! a comment
# another
global_defs { # here too
    router_id "lb 01 # not a comment"   ! a comment
}
vrrp_instance "VI 1" {   # an instance
    interface eth0       ! eth1
    virtual_router_id 51# no blank before
    priority 101!x
    advert_int 2
    authentication {
        auth_type PASS
        auth_pass "a#b!c d"   # quoted
    }
    virtual_ipaddress {
#       10.0.0.99
        10.0.0.100 # the first
!       10.0.0.98
    }
}
vrrp_instance VI_2 {
    interface eth0
    virtual_router_id 52
    authentication {
        auth_type PASS
        auth_pass s3cret!pass
    }
    virtual_ipaddress {
        10.0.0.101
    }
}
vrrp_instance VI_3 {
    interface eth0
    virtual_router_id 53
    authentication {
        auth_type PASS
        auth_pass a\\#b\\!c
    }
    virtual_ipaddress {
        10.0.0.102
    }
}
`,
  },
  'braces wherever they may be': {
    'keepalived.conf': `
vrrp_instance A
{
    interface eth0
    virtual_router_id 1 authentication
    priority 90
    authentication { auth_type PASS
    auth_pass one }
    virtual_ipaddress { 10.0.0.100
      10.0.0.101 } advert_int 3
}
vrrp_instance B { interface eth0
virtual_router_id 2
virtual_ipaddress
{ 10.0.0.102 }
}
`,
  },
  'an unknown block ends its own too early': {
    'keepalived.conf': `
vrrp_instance A {
    interface eth0
    virtual_router_id 1
    virtual_ipaddress {
        10.0.0.100
    }
    authenticaton {
        auth_type PASS
        auth_pass one
    }
    priority 120
}
vrrp_instance B {
    interface eth0
    virtual_router_id 2
    priority 130
    virtual_ipaddress {
        10.0.0.101
    }
}
`,
  },
  'VRRPv3, IPv6 and rounded intervals': {
    'keepalived.conf': `
global_defs {
    vrrp_version 3
}
vrrp_instance A {
    interface eth0
    virtual_router_id 1
    advert_int 0.25
    authentication {
        auth_type PASS
        auth_pass ignored
    }
    virtual_ipaddress {
        10.0.0.100
    }
}
vrrp_instance B {
    interface eth0
    version 2
    virtual_router_id 2
    advert_int 1.5
    virtual_ipaddress {
        10.0.0.101
        fe80::1
    }
}
vrrp_instance C {
    interface eth0
    virtual_router_id 2
    advert_int 0.015
    virtual_ipaddress {
        fe80::5/64
        2001:db8:0:0::5/64
        10.0.0.102
    }
}
vrrp_instance D {
    interface eth0
    virtual_router_id 4
    version 2
    advert_int 0.4
    virtual_ipaddress {
        10.0.0.104
    }
}
`,
  },
  unicast: {
    'keepalived.conf': `
vrrp_instance A {
    interface eth0
    virtual_router_id 1
    unicast_src_ip 10.0.0.1
    unicast_peer {
        10.0.0.2
        10.0.0.3
    }
    virtual_ipaddress {
        10.0.0.100
    }
}
vrrp_instance B {
    interface eth0
    virtual_router_id 2
    mcast_src_ip 10.0.0.1
    mcast_dst_ip 224.0.0.99
    virtual_ipaddress {
        10.0.0.101
    }
}
`,
  },
  'another group, and strict': {
    'keepalived.conf': `
global_defs {
    vrrp_mcast_group4 224.0.0.44
    vrrp_strict
}
vrrp_instance A {
    interface eth0
    state MASTER
    priority 200
    nopreempt
    virtual_router_id 1
    authentication {
        auth_type PASS
        auth_pass ignored
    }
    virtual_ipaddress {
        10.0.0.100
    }
}
`,
  },
  'conditions and parameters': {
    'keepalived.conf': `
@lb01 $PRIORITY=150
@lb02 $PRIORITY=100
$BASE=10.0.\${NET}
$NET=0
global_defs {
    @lb01 router_id first
    @lb02 router_id second
    @^lb01 router_id other
}
vrrp_instance A_\${_INSTANCE} {
    interface eth0
    virtual_router_id 51
    priority $PRIORITY
    @lb01 advert_int 2
    @^lb01 advert_int 3
    authentication {
        auth_type PASS
        auth_pass a\${_HASH}b\${_BANG}c
    }
    virtual_ipaddress {
        \${BASE}.100
        $BASE.101
        $UNDEFINED
    }
}
`,
  },
  'a definition of several lines': {
    'keepalived.conf': `
$VIPS= \\
    10.0.0.\${NUM}0 \\
    10.0.0.\${NUM}1
$INSTANCE= \\
vrrp_instance VI_\${NUM} { \\
    interface eth0   \\
    virtual_router_id \${NUM} \\
    @lb01 priority 130 \\
    @^lb01 priority 120 \\
    virtual_ipaddress { \\
        $VIPS \\
    } \\
}

$NUM=1
$INSTANCE
$NUM=2
$INSTANCE
`,
  },
  'sequences and lists': {
    'keepalived.conf': `
$VI= \\
vrrp_instance VI_\${A}_\${B} { \\
    interface eth\${A} \\
    virtual_router_id \${B} \\
    virtual_ipaddress { \\
        10.\${A}.\${B}.1 \\
    } \\
}

~SEQ(A, 0, 1) ~SEQ(B, 10, 20, 50) $VI
vrrp_instance S {
    interface eth2
    virtual_router_id 9
    virtual_ipaddress {
        ~SEQ(N, 3) 10.0.9.\${N}
        ~SEQ(M, 0x10, -0x8, 0) 10.0.8.\${M}
        ~LST({X, Y}, {1,2}, {3,4}) 10.0.\${X}.\${Y}
        ~LST(Z, 7, 8) ~LST(W, 5, 6) 10.1.\${Z}.\${W}
    }
}
vrrp_instance H {
    interface eth2
    virtual_router_id 10
    virtual_ipaddress {
        fe80::10
        ~SEQx(K, 9, 11) fe80::20:\${K}
    }
}
`,
  },
  includes: {
    'keepalived.conf': `
include globals.conf
include conf.d/*.conf
include missing.conf
include none/*.conf
vrrp_instance LAST {
    include common.inc
    virtual_router_id 60
    virtual_ipaddress {
        include vips.inc
    }
}
`,
    'globals.conf': 'global_defs {\n  vrrp_version 3\n}\n',
    'common.inc': 'interface eth0\npriority 77\n',
    'vips.inc': '10.0.0.60\n10.0.0.61\n',
    'conf.d/a.conf': 'vrrp_instance A {\n  include shared/a.inc\n  virtual_ipaddress {\n 10.0.0.70\n }\n}\n',
    'conf.d/b.conf':
      'vrrp_instance B {\n interface eth0\n virtual_router_id 71\n virtual_ipaddress {\n 10.0.0.71\n }\n}\n',
    'conf.d/.hidden.conf': 'vrrp_instance HIDDEN {\n}\n',
    'conf.d/readme.txt': 'no configuration\n',
    'conf.d/shared/a.inc': 'interface eth0\nvirtual_router_id 70\n',
  },
  'sync groups and weights': {
    'keepalived.conf': `
global_defs {
    script_user root
    enable_script_security
}
vrrp_script chk {
    script /bin/true
    interval 1
    weight 10
}
vrrp_script plain {
    script /bin/true
    interval 1
}
vrrp_sync_group G1 {
    group {
        A
        B
    }
}
vrrp_sync_group G2 {
    group { C }
    sync_group_tracking_weight
}
vrrp_instance A {
    interface eth0
    virtual_router_id 1
    virtual_ipaddress {
        10.0.0.100
    }
    track_script {
        chk
        plain
    }
    track_interface {
        eth2 weight 5
    }
}
vrrp_instance B {
    interface eth1
    virtual_router_id 2
    virtual_ipaddress {
        10.0.1.100
    }
}
vrrp_instance C {
    interface eth0
    virtual_router_id 3
    virtual_ipaddress {
        10.0.0.103
    }
    track_script {
        chk weight -15
        plain weight 254
        later
    }
}
vrrp_script later {
    script /bin/true
    interval 1
}
`,
  },
  'values that keepalived does not take': {
    'keepalived.conf': `
vrrp_instance A {
    interface eth0
    state PRIMARY
    virtual_router_id 1
    priority 300
    advert_int 0
    virtual_ipaddress {
        10.0.0.100
        10.0.0
        nonsense
    }
}
vrrp_instance A {
    interface eth0
    noreempt
    virtual_router_id 2
    virtual_ipaddress {
        10.0.0.101
    }
}
vrrp_sync_group G {
    group { A }
}
vrrp_sync_group G {
    groupp { MA }
}
vrrp_instance {
    interface eth0
    nopreemptt
    virtual_ipaddress { 10.0.0.9 }
}
vrrp_instance MA {
    interface eth0
    state MASTER
    state BACKUP
    virtual_router_id 3
    priority 60
    virtual_ipaddress {
        10.0.0.102
    }
}
`,
  },
  'balancing beside it': {
    'keepalived.conf': `
virtual_server 10.0.0.100 80 {
    delay_loop 6
    lb_algo rr
    real_server 10.0.0.5 80 {
        weight 1
        TCP_CHECK {
            connect_timeout 3
        }
    }
}
vrrp_instance A {
    interface eth0
    virtual_router_id 1
    priority 50
    virtual_ipaddress {
        10.0.0.100
    }
}
virtual_server_group G
{
    10.0.0.100 80
}
`,
  },
};
