import type { remedies, troubles } from './en/troubles.ts';

type Data<Sentences> = {
  [Code in keyof Sentences]: Sentences[Code] extends (data: infer D) => string ? D : never;
};
type TroubleData = Data<typeof troubles>;
type RemedyData = Data<typeof remedies>;

/** What keeps packets from being heard or kept: plain data, which any language tells. */
export type Trouble<Code extends keyof TroubleData = keyof TroubleData> = {
  [C in Code]: { code: C } & TroubleData[C];
}[Code];

/** What to do about it. `command` does it, where one does. */
export type Remedy<Code extends keyof RemedyData = keyof RemedyData> = {
  [C in Code]: { code: C; command: string | null } & RemedyData[C];
}[Code];

export type TroubleSentences = { readonly [Code in keyof TroubleData]: (data: TroubleData[Code]) => string };
export type RemedySentences = { readonly [Code in keyof RemedyData]: (data: RemedyData[Code]) => string };

export function tellTrouble<Code extends keyof TroubleData>(trouble: Trouble<Code>, told: TroubleSentences): string {
  return told[trouble.code](trouble);
}

/** Without its command. */
export function tellRemedy<Code extends keyof RemedyData>(remedy: Remedy<Code>, told: RemedySentences): string {
  return told[remedy.code](remedy);
}
