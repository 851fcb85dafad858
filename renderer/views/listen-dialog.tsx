import { useState } from 'react';
import { escapeControls } from '../../decoder/wording/escape-controls.ts';
import type { ListeningPlaces, NetworkInterface } from '../../main/live/live-contract.ts';
import { useWords } from '../shared/words/words.ts';
import { CapturePrograms } from './capture-programs.tsx';
import { Dialog } from './dialog.tsx';
import { useApp } from './use-app.ts';
import { useListeningPlaces } from './use-listening-places.ts';

/** Where to listen, and what is missing if that cannot be. */
export function ListenDialog() {
  const { live } = useWords();
  const { session } = useApp();
  const { places, look } = useListeningPlaces();
  return (
    <Dialog
      name="listen"
      title={live.choose}
      className="listen"
      onClose={() => session.dispatch({ kind: 'choosing', choosing: false })}
    >
      {(close) =>
        places.state === 'known' ? (
          <Choice places={places.places} look={look} onDone={close} />
        ) : (
          <div className="listen-body" role="status">
            <p className="soft">{places.state === 'looking' ? live.looking : `${live.cannotLook} ${places.why}`}</p>
            {places.state === 'failed' && (
              <button type="button" className="button" onClick={look}>
                {live.again}
              </button>
            )}
          </div>
        )
      }
    </Dialog>
  );
}

interface ChoiceProps {
  places: ListeningPlaces;
  look(): void;
  onDone(): void;
}

function Choice({ places: { interfaces, tools }, look, onDone }: ChoiceProps) {
  const { live } = useWords();
  const { session, state } = useApp();
  const inOrder = interfaces.toSorted((one, other) => rank(one) - rank(other));
  const [chosen, setChosen] = useState(inOrder[0]?.name);
  const ready = tools.some((tool) => tool.state === 'ready');
  const start = () => {
    if (chosen === undefined) return;
    onDone();
    session.listen(chosen);
  };
  return (
    <form action={start}>
      <div className="listen-body">
        {state.welcome?.abilities.openPaths && <p className="soft">{live.where}</p>}
        {inOrder.length === 0 ? (
          <p>{live.noInterfaces}</p>
        ) : (
          <fieldset className="interfaces">
            <legend className="side-title">{live.interfaces}</legend>
            {inOrder.map((one) => (
              <InterfaceChoice
                key={one.name}
                networkInterface={one}
                chosen={one.name === chosen}
                onChoose={() => setChosen(one.name)}
              />
            ))}
          </fieldset>
        )}
        <CapturePrograms tools={tools} />
      </div>
      <div className="dialog-foot">
        {!ready && (
          <button type="button" className="button" onClick={look}>
            {live.again}
          </button>
        )}
        <button type="button" className="button" onClick={onDone}>
          {live.cancel}
        </button>
        <button type="submit" className="button primary" disabled={!ready || chosen === undefined || state.lost}>
          {live.start}
        </button>
      </div>
    </form>
  );
}

interface InterfaceChoiceProps {
  networkInterface: NetworkInterface;
  chosen: boolean;
  onChoose(): void;
}

function InterfaceChoice({
  networkInterface: { name, up, loopback, addresses },
  chosen,
  onChoose,
}: InterfaceChoiceProps) {
  const { live } = useWords();
  const facts = [...(loopback ? [live.loopback] : []), up ? live.up : live.down];
  return (
    <label className="interface" data-up={up || undefined}>
      <input type="radio" name="interface" checked={chosen} onChange={onChoose} />
      <span className="interface-name">{escapeControls(name)}</span>
      <span className="interface-state">{facts.join(', ')}</span>
      <span className="interface-addresses" title={addresses.join('\n')}>
        {addresses.length === 0 ? live.noAddresses : addresses.join('  ')}
      </span>
    </label>
  );
}

/** Up first; the loopback interface, which no VRRP comes by, behind those of its kind. */
function rank({ up, loopback }: NetworkInterface): number {
  return (up ? 0 : 2) + (loopback ? 1 : 0);
}
