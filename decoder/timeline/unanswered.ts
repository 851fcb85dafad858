import type { ArpMessage, NdMessage } from '../message.ts';
import type { Nanos } from '../time.ts';
import { isGroupMac, isVirtualMac } from './addresses.ts';
import type { AddressState } from './announcements.ts';
import type { Claim, Heard } from './claim.ts';
import { BYTES } from './room.ts';
import { claimsCovering } from './virtual-router-state.ts';

/** Questions for a virtual address that nobody answered while one router was master of it. */
export interface UnansweredSpell {
  claim: Claim;
  first: Heard;
  /** Those after which the master was heard again: it went on. */
  count: number;
  last: Heard;
  /** Those since it was last heard. */
  waiting: number;
  latest: Heard;
  /** When the address was answered for again, or its master changed; null if neither was seen. */
  end: Nanos | null;
}

/** Hosts ask again after a second; so long an answer may take. */
const PATIENCE: Nanos = 1e9;
const QUESTIONS = 3;
const MOST_SPELLS = 1000;
const MOST_ASKERS = 4096;

/** Whether answers could be seen at all: most switches show them to nobody but the asker. */
export class AnswerWatch {
  readonly #answered = new Set<string>();
  readonly #answering = new Set<string>();

  /** An answer to whatever question. */
  answer({ senderMac, targetMac }: ArpMessage | NdMessage): void {
    if (senderMac !== null && this.#answering.size < MOST_ASKERS) this.#answering.add(senderMac);
    if (targetMac !== null && this.#answered.size < MOST_ASKERS) this.#answered.add(targetMac);
  }

  /** Answers to this asker, or those of this master, have been seen here. */
  wouldSee(asker: string, master: Claim): boolean {
    if (this.#answered.has(asker)) return true;
    for (const mac of master.router.macs) if (this.#answering.has(mac)) return true;
    return false;
  }
}

/** A question for a virtual address. */
export function noteQuestion(
  state: AddressState,
  message: ArpMessage | NdMessage,
  heard: Heard,
  seen: AnswerWatch,
): void {
  const claim = onlyMaster(state);
  const asker = message.senderMac;
  const current = state.unanswered.at(-1);
  if (current && current.end === null && current.claim !== claim) endSpell(state, heard.time);
  if (!claim || asker === null || claim.router.macs.has(asker)) return;
  // Hosts ask the place that they know, first: whoever was master before does not answer.
  const { dstMac } = message;
  if (dstMac !== null && !isGroupMac(dstMac) && !isVirtualMac(dstMac) && !claim.router.macs.has(dstMac)) return;
  // It may be setting the address up.
  if (heard.time - claim.start.time < PATIENCE || !seen.wouldSee(asker, claim)) return;
  const open = state.unanswered.at(-1);
  if (open && open.end === null) {
    confirm(open);
    open.waiting++;
    open.latest = heard;
  } else if (state.unanswered.length < MOST_SPELLS && !state.room.isFull) {
    state.room.use(BYTES.entry);
    state.unanswered.push({ claim, first: heard, count: 0, last: heard, waiting: 1, latest: heard, end: null });
  }
}

/** Its master was heard after the latest questions, too. */
function confirm(spell: UnansweredSpell): void {
  if (spell.claim.last.time <= spell.latest.time) return;
  spell.count += spell.waiting;
  spell.last = spell.latest;
  spell.waiting = 0;
}

/** Somebody answered for the address, or it has another master. */
export function endSpell({ unanswered }: AddressState, time: Nanos): void {
  const current = unanswered.at(-1);
  if (!current || current.end !== null) return;
  if (time - current.latest.time < PATIENCE && current.waiting > 0) current.waiting--;
  if (isUnanswered(current)) current.end = time;
  else unanswered.pop();
}

/** Three questions, each of which had time enough to be answered, to a master that went on after them. */
export function isUnanswered(spell: UnansweredSpell): boolean {
  confirm(spell);
  return spell.count >= QUESTIONS && spell.last.time - spell.first.time >= PATIENCE;
}

function onlyMaster({ virtualRouters, address }: AddressState): Claim | null {
  const [master, other] = claimsCovering(virtualRouters, address);
  return master && !other ? master : null;
}
