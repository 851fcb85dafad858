import type { FindingWords, Subject } from '../finding-words.ts';
import { counted, describe, list, plural, sentences } from './text.ts';

/** What one node's configuration says, and where: `lb01.conf:12`. */
interface Said {
  name: string;
  place: string;
  value: string;
}

interface Sent {
  name: string;
  router: string;
  place: string;
  configured: string;
  sent: string;
  /** Only the priority tells that the router is this node. */
  isLikely: boolean;
}

interface Tracked {
  keyword: string;
  name: string;
  weight: number;
  place: string;
}

interface InNode {
  virtualRouter: Subject;
  name: string;
  instance: string;
  place: string;
}

interface TooSmall extends InNode {
  healthy: number;
  failed: number;
  tracked: readonly Tracked[];
  others: readonly { name: string; priority: number }[];
  /** All others ask for nopreempt. */
  nobodyPreempts: boolean;
}

/** What becomes of nodes that differ in it. */
const effects = {
  version: "Each discards the other's advertisements: both are master at once.",
  advert_int: 'VRRPv2 discards advertisements with another interval: both are master at once.',
  auth_type: "Each discards the other's advertisements: both are master at once.",
  auth_pass: "Each discards the other's advertisements: both are master at once. Only the first 8 characters count.",
  virtual_ipaddress:
    'Addresses that one node lacks have no owner while it is master. keepalived before 2.3.3 also discards advertisements with another list: then both are master at once.',
  unicast_peer: 'Unicast and multicast do not hear each other: both are master at once.',
  mcast_dst_ip: 'Who listens to another group hears nothing: both are master at once.',
  vrrp_sync_group:
    'When one member fails, one node moves all members and the other waits for a part of them: the group comes apart or stays where it is.',
  priority: 'The higher IP address decides which of them is master, and it does so at every start.',
};

export type ConfiguredSetting = keyof typeof effects;

/** What configurations show against each other, against the packets and in themselves. */
export const configurations = {
  'config-difference': {
    nodes: ({
      virtualRouter,
      setting,
      said,
    }: {
      virtualRouter: Subject;
      setting: ConfiguredSetting;
      said: readonly Said[];
    }): FindingWords => ({
      title: `${list(said.map(({ name }) => name))} configure ${describe(virtualRouter)} differently: ${setting}`,
      explanation: sentences(
        `${list(said.map(({ name, place, value }) => `${name} has ${value} (${place})`))}.`,
        effects[setting],
      ),
      advice: `Set the same ${setting} on all nodes, check and reload: keepalived --config-test; systemctl reload keepalived`,
    }),
    harmlessInterval: ({ virtualRouter, said }: { virtualRouter: Subject; said: readonly Said[] }): FindingWords => ({
      title: `${list(said.map(({ name }) => name))} configure ${describe(virtualRouter)} differently: advert_int`,
      explanation: `${list(said.map(({ name, place, value }) => `${name} has ${value} (${place})`))}. VRRPv3 backups adopt the master's interval, so this works, but failover takes longer or shorter depending on who is master.`,
      advice: 'Set the same advert_int on all nodes.',
    }),
    equalPriorities: ({ virtualRouter, said }: { virtualRouter: Subject; said: readonly Said[] }): FindingWords => ({
      title: `${list(said.map(({ name }) => name))} have the same priority for ${describe(virtualRouter)}`,
      explanation: sentences(
        `${list(said.map(({ name, place, value }) => `${name} has ${value} (${place})`))}.`,
        effects.priority,
      ),
      advice: 'Give each node a priority of its own if it matters which one is master.',
    }),
    peers: ({
      virtualRouter,
      name,
      place,
      missing,
    }: {
      virtualRouter: Subject;
      name: string;
      place: string;
      missing: readonly string[];
    }): FindingWords => ({
      title: `${name} does not list ${list(missing)} as unicast_peer of ${describe(virtualRouter)}`,
      explanation: `${name} (${place}) sends its advertisements for ${describe(virtualRouter)} to its unicast_peer list only, and ${list(missing)} is not in it: there they never arrive, and that node becomes master as well.`,
      advice: `Add ${list(missing)} to unicast_peer on ${name}: every node lists all others.`,
    }),
    wire: ({
      virtualRouter,
      setting,
      sent,
    }: {
      virtualRouter: Subject;
      setting: ConfiguredSetting;
      sent: readonly Sent[];
    }): FindingWords => ({
      title: `${list(sent.map(({ name }) => name))} ${sent.length === 1 ? 'advertises' : 'advertise'} ${describe(virtualRouter)} otherwise than configured: ${setting}`,
      explanation: sentences(
        ...sent.map(
          ({ name, place, configured, router, sent: value }) =>
            `${place} of ${name} has ${configured}, and ${router} sends ${value}.`,
        ),
        'keepalived there runs with something else than this file: it was not reloaded since the file was changed, or it reads another file.',
        ...sent
          .filter(({ isLikely }) => isLikely)
          .map(({ name, router }) => `${router} is taken for ${name} because only its priority fits.`),
      ),
      advice: `Compare the file with what runs there, then reload: systemctl status keepalived; kill -USR1 $(cat /run/keepalived.pid); less /tmp/keepalived.data`,
    }),
  },

  'config-unknown-keyword': ({
    keyword,
    names,
    places,
    block,
    meant,
  }: {
    keyword: string;
    names: readonly string[];
    places: readonly string[];
    block: string;
    meant: string | null;
  }): FindingWords => ({
    title: `${list(names)}: keepalived does not know ${keyword}${meant === null ? '' : `; ${meant} was probably meant`}`,
    explanation: sentences(
      `${keyword} (${list(places, 4)}) is no keyword ${block === '' ? 'outside of all blocks' : `in ${block}`}. keepalived writes that to its log at the start and goes on without the line.`,
      meant === 'nopreempt'
        ? 'So it preempts: a node of higher priority takes mastership back as soon as it returns.'
        : 'What the line was meant to set keeps its default.',
    ),
    advice: 'Correct the line, check and reload: keepalived --config-test; systemctl reload keepalived',
  }),

  'config-mistake': {
    nopreempt: ({ virtualRouter, name, instance, place }: InNode): FindingWords => ({
      title: `${name}: nopreempt has no effect with state MASTER`,
      explanation: `${instance} on ${name} (${place}) asks for nopreempt and begins as MASTER. keepalived clears nopreempt then: ${name} takes ${describe(virtualRouter)} back whenever it returns with a higher priority.`,
      advice: 'Set state BACKUP on all nodes; the priorities decide who becomes master.',
    }),
    preemptDelay: ({
      virtualRouter,
      name,
      instance,
      place,
      because,
    }: InNode & { because: 'nopreempt' | 'MASTER' | 'BACKUP' }): FindingWords => ({
      title: `${name}: preempt_delay has no effect`,
      explanation: sentences(
        `${instance} on ${name} (${place}) asks for preempt_delay for ${describe(virtualRouter)}, and keepalived clears it.`,
        because === 'nopreempt'
          ? 'With nopreempt it never preempts, so there is nothing to delay.'
          : because === 'MASTER'
            ? 'With state MASTER it preempts as soon as its Master_Down_Interval is over.'
            : 'In strict mode there is no delay.',
      ),
      advice:
        because === 'nopreempt'
          ? 'Choose one of the two.'
          : because === 'MASTER'
            ? 'Set state BACKUP on all nodes; the priorities decide who becomes master.'
            : 'Leave out vrrp_strict, or preempt_delay.',
    }),
    weights: ({ virtualRouter, name, healthy, failed, tracked, others, nobodyPreempts }: TooSmall): FindingWords => {
      const told = list(tracked.map((one) => `${one.keyword} ${one.name} weight ${one.weight} (${one.place})`));
      const rivals = list(others.map((other) => `${other.name} ${other.priority}`));
      return {
        title: nobodyPreempts
          ? `A failed check on ${name} moves nothing: the others ask for nopreempt`
          : `A failed check on ${name} moves nothing: priority ${failed} is not below ${rivals}`,
        explanation: sentences(
          `On ${name}, ${told} can take the priority for ${describe(virtualRouter)} from ${healthy} to ${failed}; the others have: ${rivals}.`,
          nobodyPreempts
            ? 'A backup with nopreempt does not take over from a living master, whatever its priority.'
            : 'A backup takes over only from a lower priority than its own, so mastership stays on the node whose check failed.',
        ),
        advice: nobodyPreempts
          ? 'Leave the weight out: then a failure takes the instance to FAULT, and nopreempt does not matter.'
          : 'Let the weights add up to more than the difference of the priorities, or leave them out: then a failure takes the instance to FAULT.',
      };
    },
    ignoredWeights: ({
      virtualRouter,
      name,
      instance,
      tracked,
      syncGroup,
    }: InNode & { tracked: readonly Tracked[]; syncGroup: string | null }): FindingWords => ({
      title: `${name}: weights of ${instance} have no effect`,
      explanation: sentences(
        `${list(tracked.map((one) => `${one.keyword} ${one.name} weight ${one.weight} (${one.place})`))} cannot change the priority for ${describe(virtualRouter)}.`,
        syncGroup === null
          ? 'Its priority is 255, which keepalived never changes, and it tracks nothing that has a weight there.'
          : `${instance} is a member of vrrp_sync_group ${syncGroup}, where keepalived ignores weights: it does not run such scripts for it at all.`,
      ),
      advice:
        syncGroup === null
          ? 'Give it a priority below 255.'
          : 'Track it in the vrrp_sync_group without a weight, or set sync_group_tracking_weight there.',
    }),
    undefinedTrack: ({
      virtualRouter,
      name,
      instance,
      place,
      keyword,
      tracked,
    }: InNode & { keyword: string; tracked: string }): FindingWords => ({
      title: `${name}: ${keyword} ${tracked} is not defined before ${instance}`,
      explanation: `${instance} on ${name} (${place}) tracks ${tracked}, and nothing before it defines that. keepalived ignores the line: ${describe(virtualRouter)} does not move when that check fails.`,
      advice: `Define ${tracked} above the instance, and check: keepalived --config-test`,
    }),
    twice: ({
      name,
      vrid,
      interface: where,
      instances,
    }: {
      name: string;
      vrid: number;
      interface: string;
      instances: readonly { instance: string; place: string }[];
    }): FindingWords => ({
      title: `${name} uses VRID ${vrid} twice on ${where}`,
      explanation: `${list(instances.map(({ instance, place }) => `${instance} (${place})`))} have the same virtual_router_id ${vrid} on ${where}. Their advertisements cannot be told apart; keepalived refuses to start with them.`,
      advice: `Give one of them another virtual_router_id on all nodes.`,
    }),
  },

  'rogue-router': ({
    virtualRouter,
    routers,
    names,
    free,
    isAlone,
  }: {
    virtualRouter: Subject;
    routers: readonly { address: string; priority: number }[];
    names: readonly string[];
    /** Nodes whose router is not known. */
    free: readonly string[];
    /** Only one node's configuration of it was given. */
    isAlone: boolean;
  }): FindingWords => ({
    title: `${list(routers.map(({ address }) => address))} ${routers.length === 1 ? 'advertises' : 'advertise'} ${describe(virtualRouter)} and ${routers.length === 1 ? 'fits' : 'fit'} none of the given configurations`,
    explanation: sentences(
      `${list(names)} ${names.length === 1 ? 'is' : 'are'} configured for it; ${list(routers.map(({ address, priority }) => `${address} (priority ${priority})`))} ${routers.length === 1 ? 'advertises' : 'advertise'} it too.`,
      free.length > 0 ? `It may be ${list(free)} with another priority than its file says.` : '',
      isAlone ? 'Only one configuration of it was given: it may be the other node.' : '',
    ),
    advice: isAlone
      ? 'Give the configurations of all nodes: --config NAME=keepalived.conf'
      : sentences(
          free.length > 0
            ? `ip addr on ${list(free)} tells whether the address is there; then name it with --names HOSTS.`
            : '',
          'Else find the machine by its MAC: ip neigh show; bridge fdb show; show mac address-table',
        ),
  }),

  'config-unmatched': {
    strangers: ({ virtualRouters }: { virtualRouters: readonly Subject[] }): FindingWords => ({
      title: `${counted(virtualRouters.length, 'virtual router')} in no configuration`,
      explanation: `${list(virtualRouters.map(describe), 5)} ${virtualRouters.length === 1 ? 'was' : 'were'} heard here, and none of the given configurations has ${virtualRouters.length === 1 ? 'it' : 'them'}.`,
      advice: 'On a shared segment those are the routers of others. Do not use their VRIDs.',
    }),
    silent: ({
      instances,
    }: {
      instances: readonly { name: string; instance: string; vrid: number }[];
    }): FindingWords => ({
      title: `${plural(instances.length, 'configured instance')} not heard`,
      explanation: `Nobody advertised ${list(
        instances.map(({ name, instance, vrid }) => `${instance} of ${name} (VRID ${vrid})`),
        5,
      )} in this capture.`,
      advice:
        'Was it captured on their segment, and do their advertisements, multicast or unicast, pass the capture point? If so, keepalived does not run them, or is in FAULT on every node: systemctl status keepalived; journalctl -u keepalived',
    }),
    unclear: ({
      virtualRouter,
      routers,
      names,
    }: {
      virtualRouter: Subject;
      routers: readonly string[];
      names: readonly string[];
    }): FindingWords => ({
      title: `The configurations of ${list(names)} fit ${list(routers)} alike`,
      explanation: `Who is who in ${describe(virtualRouter)} cannot be told: none of these configurations names its own address. They are compared with each other, and not with these advertisements.`,
      advice: 'Name the addresses: mcast_src_ip in the configurations, or --names HOSTS with the same names.',
    }),
  },
};

/** Values that are not in a file. */
export const configurationParts = {
  /** Passwords that are not shown are told apart by numbers. */
  password: (number: number) => `password number ${number}`,
  noSyncGroup: 'no vrrp_sync_group',
};
