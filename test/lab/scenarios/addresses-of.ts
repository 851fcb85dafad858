import { type Cluster, nodeNamed, routerAddress } from '../cluster.ts';

/** Router addresses of the named nodes, as a report names them. */
export function addressesOf(cluster: Cluster, ...names: string[]): string[] {
  return names.flatMap((name) => {
    const node = nodeNamed(cluster, name);
    return node.instances.map((instance) => routerAddress(node, instance));
  });
}
