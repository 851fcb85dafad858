import type { Instance, Node } from './cluster.ts';

/** keepalived.conf(5) of one node. `scriptFile(name)` is the file whose existence makes a track_script fail. */
export function keepalivedConf(node: Node, fifo: string, scriptFile: (script: string) => string): string {
  return [
    block('global_defs', [
      `router_id ${node.name}`,
      `vrrp_notify_fifo ${fifo}`,
      'vrrp_notify_priority_changes true',
      'script_user root',
      ...node.globals,
    ]),
    ...node.scripts.map((script) =>
      block(`vrrp_script ${script.name}`, [
        `script "/usr/bin/test ! -e ${scriptFile(script.name)}"`,
        'interval 1',
        'rise 1',
        'fall 1',
        `weight ${script.weight}`,
      ]),
    ),
    ...(node.syncGroup
      ? [
          block('vrrp_sync_group G1', [
            block(
              'group',
              node.instances.map((instance) => instance.name),
            ),
          ]),
        ]
      : []),
    ...node.instances.map((instance) => instanceBlock(node, instance)),
    '',
  ].join('\n');
}

function instanceBlock(node: Node, instance: Instance): string {
  return block(`vrrp_instance ${instance.name}`, [
    `state ${instance.state}`,
    `interface ${instance.interface}`,
    `version ${instance.version}`,
    `virtual_router_id ${instance.vrid}`,
    `priority ${instance.priority}`,
    `advert_int ${instance.interval}`,
    ...(instance.password === null
      ? []
      : [block('authentication', ['auth_type PASS', `auth_pass ${instance.password}`])]),
    block(
      'virtual_ipaddress',
      instance.addresses.map((address) => `${address}/${instance.family === 'ipv4' ? 24 : 64}`),
    ),
    ...(node.scripts.length === 0
      ? []
      : [
          block(
            'track_script',
            node.scripts.map((script) => script.name),
          ),
        ]),
    ...instance.lines,
  ]);
}

function block(head: string, lines: string[]): string {
  const inner = lines.flatMap((line) => line.split('\n')).map((line) => `    ${line}`);
  return [`${head} {`, ...inner, '}'].join('\n');
}
