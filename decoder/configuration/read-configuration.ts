import type { Configuration, Instance, SyncGroup } from './configuration.ts';
import { UNKNOWN_VALUE } from './definitions.ts';
import { type ConfigurationFile, type Include, LineReader } from './line-reader.ts';
import { type Place, ProblemList } from './place.ts';
import { InstanceReader, type Surroundings } from './read-instance.ts';
import { type Statement, StatementReader } from './read-statements.ts';
import { readTracked } from './read-tracked.ts';
import { addressOf, familyOf } from './values.ts';

const MOST_INSTANCES = 10_000;

/**
 * Reads what the keepalived of a node would read. `name` is what `@name` lines compare with. Nothing is thrown: what
 * cannot be read is among the problems, with its line.
 */
export function readConfiguration(name: string, file: ConfigurationFile, include: Include): Configuration {
  const problems = new ProblemList();
  const lines = new LineReader(file, { configId: name, include, problems });
  const statements = new StatementReader(lines, problems);
  const model = new ModelReader(problems);
  for (const statement of statements.readAll()) model.read(statement);
  const { conditions } = lines;
  if (conditions.size > 0 && !conditions.has(name)) {
    const others = [...conditions].slice(0, 5).join(', ');
    const message = `its @ lines are for ${others}, none for ${name}; name it as keepalived does (its host name, or -i)`;
    problems.add({ file: file.path, line: 1 }, 'no-condition', message);
  }
  return {
    name,
    files: lines.files,
    ...model.complete(),
    unknown: statements.unknown,
    problems: problems.problems,
  };
}

class ModelReader {
  readonly #problems: ProblemList;
  readonly #instances = new Map<string, InstanceReader>();
  readonly #syncGroups = new Map<string, SyncGroup>();
  readonly #scripts = new Map<string, { weight: number; reverse: boolean }>();
  readonly #processes = new Map<string, { weight: number; reverse: boolean }>();
  readonly #around: Surroundings = {
    version: 2,
    isStrict: false,
    groups: { ipv4: '224.0.0.18', ipv6: 'ff02::12' },
    scripts: this.#scripts,
    processes: this.#processes,
  };
  #routerId: string | null = null;

  constructor(problems: ProblemList) {
    this.#problems = problems;
  }

  read(statement: Statement): void {
    switch (statement.words[0]) {
      case 'global_defs':
        for (const inner of statement.block) this.#readGlobal(inner);
        break;
      case 'vrrp_instance':
        this.#named(statement, this.#instances, (name) => {
          this.#instances.set(name, new InstanceReader(name, statement, this.#around, this.#problems));
        });
        break;
      case 'vrrp_sync_group':
        this.#named(statement, this.#syncGroups, (name) => {
          this.#syncGroups.set(name, readSyncGroup(name, statement));
        });
        break;
      case 'vrrp_script':
        this.#readWeighted(statement, this.#scripts, 'script');
        break;
      case 'vrrp_track_process':
        this.#readWeighted(statement, this.#processes, 'process');
        break;
    }
  }

  complete(): Pick<Configuration, 'routerId' | 'instances' | 'syncGroups'> {
    const instances: Instance[] = [];
    const groupOf = new Map<string, SyncGroup>();
    for (const group of this.#syncGroups.values()) for (const member of group.members) groupOf.set(member, group);
    for (const [name, reader] of this.#instances) {
      const instance = reader.complete(groupOf.get(name) ?? null);
      if (instance) instances.push(instance);
    }
    this.#checkMembers();
    return { routerId: this.#routerId, instances, syncGroups: [...this.#syncGroups.values()] };
  }

  #readGlobal({ words: [keyword, value], place }: Statement): void {
    if (value?.includes(UNKNOWN_VALUE)) {
      this.#problems.add(place, 'unknown-value', `the value of ${keyword} cannot be known from the file`);
      return;
    }
    switch (keyword) {
      case 'router_id':
        this.#routerId = value ?? null;
        break;
      case 'vrrp_version':
        if (value === '2' || value === '3') this.#around.version = value === '3' ? 3 : 2;
        else this.#problems.add(place, 'bad-value', `vrrp_version takes 2 or 3, not ${value ?? 'nothing'}`);
        break;
      case 'vrrp_strict':
        this.#around.isStrict = true;
        break;
      case 'vrrp_mcast_group4':
      case 'vrrp_mcast_group6':
        this.#readGroup(keyword, value, place);
        break;
    }
  }

  #readGroup(keyword: string, value: string | undefined, place: Place): void {
    const family = keyword.endsWith('4') ? 'ipv4' : 'ipv6';
    const group = addressOf(value);
    if (group !== null && familyOf(group) === family) this.#around.groups[family] = group;
    else this.#problems.add(place, 'bad-value', `${keyword} does not take ${value ?? 'nothing'}`);
  }

  #readWeighted(statement: Statement, into: Map<string, { weight: number; reverse: boolean }>, needed: string): void {
    const name = statement.words[1] ?? '';
    let read = { weight: 0, reverse: false };
    for (const { words } of statement.block) {
      if (words[0] === 'weight') read = readTracked([name, ...words], read);
    }
    if (statement.block.some(({ words }) => words[0] === needed)) into.set(name, read);
    else
      this.#problems.add(
        statement.place,
        'incomplete',
        `${statement.words.join(' ')} has no ${needed}; keepalived drops it`,
      );
  }

  /** keepalived takes the first block of a name and passes over others. */
  #named({ words, place }: Statement, known: ReadonlyMap<string, unknown>, take: (name: string) => void): void {
    const [keyword, name] = words;
    if (name === undefined || words.length > 2)
      this.#problems.add(place, 'no-name', `${keyword} needs one name; keepalived passes over it`);
    else if (known.has(name))
      this.#problems.add(place, 'twice', `${keyword} ${name} is there already; keepalived passes over this one`);
    else if (known.size >= MOST_INSTANCES)
      this.#problems.add(place, 'too-long', `more than ${MOST_INSTANCES} instances; not read`);
    else take(name);
  }

  #checkMembers(): void {
    for (const { name, place, members } of this.#syncGroups.values()) {
      for (const member of members) {
        if (this.#instances.has(member)) continue;
        this.#problems.add(place, 'not-defined', `vrrp_sync_group ${name}: there is no vrrp_instance ${member}`);
      }
    }
  }
}

function readSyncGroup(name: string, { place, block }: Statement): SyncGroup {
  const members = block.flatMap(({ words: [keyword], block: values }) =>
    keyword === 'group' ? values.flatMap((value) => value.words) : [],
  );
  const hasTrackingWeight = block.some(
    ({ words: [keyword] }) => keyword === 'sync_group_tracking_weight' || keyword === 'global_tracking',
  );
  return { name, place, members, hasTrackingWeight };
}
